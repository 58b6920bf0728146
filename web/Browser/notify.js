// Notifications of the browser's own, for who is at another window.

// "granted", "denied", or "unsupported"
export async function allowDesktop() {
  return "Notification" in window ? await Notification.requestPermission() : "unsupported";
}

// One for each message, whichever of the browser's pages heard it: a tag is shown once.
export function notifyOnDesktop(tag, title, text, path) {
  if (!("Notification" in window) || Notification.permission !== "granted") {
    return;
  }

  try {
    const shown = new Notification(title, { body: text, tag, icon: "/_content/Countersign.Web/countersign.svg" });
    shown.onclick = () => {
      window.focus();
      shown.close();
      location.assign(path);
    };
  } catch {
    // Phones' browsers show none from a page.
  }
}
