// The page's own matters: preferences that the next page needs before any script runs, dialogs, the focus.

const yearSeconds = 31536000;

function remember(name, value) {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `countersign.${name}=${encodeURIComponent(value)}; Path=/; Max-Age=${yearSeconds}; SameSite=Strict${secure}`;
}

// The server writes times, and cannot know the zone of who reads them. A zone that was chosen stays.
export function rememberZone() {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (zone && localStorage.getItem("countersign.zone") === null) {
    remember("zone", zone);
  }
}

export function chooseZone(zone) {
  localStorage.setItem("countersign.zone", zone);
  remember("zone", zone);
}

// Before its circuit is connected a page hears no click. What only the circuit can do is disabled until then; the HTML that it is disabled in is
// replaced as a whole when the circuit begins. Links, and forms that the browser sends itself, work without it.
export function holdUntilLive() {
  if (document.querySelector(".opening")) {
    for (const control of document.querySelectorAll("button, input, select, textarea")) {
      control.disabled ||= !control.closest("form[method]");
    }
  }
}

const askAgainMilliseconds = 2000;

// A page whose circuit is gone for good is loaded again as soon as the desk answers: nobody should have to watch for it.
export function comeBackAfterLoss() {
  const modal = document.getElementById("components-reconnect-modal");
  let asking = false;
  const ask = async () => {
    try {
      if ((await fetch("/health/ready", { cache: "no-store" })).ok) {
        location.reload();
        return;
      }
    } catch {
      // Still away.
    }

    setTimeout(ask, askAgainMilliseconds);
  };
  new MutationObserver(() => {
    if (!asking && /components-reconnect-(failed|rejected)/.test(modal.className)) {
      asking = true;
      ask();
    }
  }).observe(modal, { attributes: true, attributeFilter: ["class"] });
}

export function chooseTheme(theme) {
  remember("theme", theme);
  document.documentElement.dataset.theme = theme;
  document.dispatchEvent(new CustomEvent("countersign:theme"));
}

const tour = "countersign.tour";

export function tourIsOver() {
  return localStorage.getItem(tour) !== null;
}

export function endTour() {
  localStorage.setItem(tour, "over");
}

export function openDialog(dialog) {
  if (dialog && !dialog.open) {
    dialog.showModal();
  }
}

export function closeDialog(dialog) {
  if (dialog?.open) {
    dialog.close();
  }
}

export function focusElement(id) {
  const element = document.getElementById(id);
  element?.focus({ preventScroll: true });
  element?.scrollIntoView({ block: "nearest" });
}
