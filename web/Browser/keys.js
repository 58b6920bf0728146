// Single-key commands. Never while somebody writes, never with a modifier, never behind a dialog.

const watchers = new Map();
let next = 1;

function writes(target) {
  return target instanceof HTMLElement
    && (target.isContentEditable || target.matches("input:not([type=checkbox]):not([type=radio]), textarea, select"));
}

export function watchKeys(page, keys) {
  const listen = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || writes(event.target) || document.querySelector("dialog[open]")) {
      return;
    }

    if (keys.includes(event.key)) {
      event.preventDefault();
      page.invokeMethodAsync("OnKeyAsync", event.key);
    }
  };
  document.addEventListener("keydown", listen);
  watchers.set(next, listen);
  return next++;
}

export function unwatchKeys(id) {
  const listen = watchers.get(id);
  if (listen) {
    document.removeEventListener("keydown", listen);
    watchers.delete(id);
  }
}
