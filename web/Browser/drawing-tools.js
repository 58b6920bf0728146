// The buttons of the drawing tools. The server renders them; which are pressed is the browser's matter.
import { drawingsMax, textMax } from "./drawing-store.js";

// acts: { chooseTool, toggleMagnet, chooseNext, remove, undo, clear, note, cancel }
export function connectTools(toolbar, acts) {
  const find = (name) => toolbar.querySelector(`[data-do="${name}"]`);
  const form = toolbar.querySelector("form");
  const input = form.querySelector("input");
  const status = toolbar.querySelector("[role=status]");
  const kinds = [...toolbar.querySelectorAll("[data-tool]")];
  input.maxLength = textMax;

  // A press of a key has no clicks to count.
  kinds.forEach((button) => button.addEventListener("click", (event) => acts.chooseTool(button.dataset.tool, event.detail === 0)));
  find("magnet").addEventListener("click", acts.toggleMagnet);
  find("next").addEventListener("click", acts.chooseNext);
  find("delete").addEventListener("click", acts.remove);
  find("undo").addEventListener("click", acts.undo);
  find("clear").addEventListener("click", acts.clear);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    acts.note(input.value);
    input.blur();
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      acts.cancel();
    }
  });

  return {
    say(text) {
      status.textContent = text;
    },
    ask(text) {
      form.hidden = false;
      input.value = text;
      input.focus();
    },
    show({ tool, magnet, chosen, drawings, before, pending }) {
      kinds.forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.tool === tool)));
      find("magnet").setAttribute("aria-pressed", String(magnet));
      find("next").disabled = drawings.length === 0;
      find("delete").disabled = chosen === null;
      find("clear").disabled = drawings.length === 0;
      find("undo").disabled = before === null;
      toolbar.dataset.count = drawings.length;
      toolbar.classList.toggle("full", drawings.length >= drawingsMax);
      const note = drawings.find((d) => d.id === chosen && d.kind === "note");
      const asks = note !== undefined || pending?.kind === "note";
      if (form.hidden === asks) {
        form.hidden = !asks;
        input.value = note?.text ?? "";
      }
    },
  };
}
