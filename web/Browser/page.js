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

export function chooseTheme(theme) {
  remember("theme", theme);
  document.documentElement.dataset.theme = theme;
  document.dispatchEvent(new CustomEvent("countersign:theme"));
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
