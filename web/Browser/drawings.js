// Drawing on charts: tools, pointer and keys. All charts of a page show the same instrument, so they share their drawings.
import { chartOf } from "./chart.js";
import { DrawingLayer } from "./drawing-layer.js";
import { drawingsMax, isKeyOf, load, pointCount, save, textMax, titles } from "./drawing-store.js";
import { connectTools } from "./drawing-tools.js";

const clickPixels = 5;

const page = { key: "", drawings: [], chosen: null, pending: null, tool: null, magnet: false, before: null, layers: new Set(), tools: null };

export function watchDrawingTools(toolbar) {
  page.tools = connectTools(toolbar, { chooseTool, toggleMagnet, chooseNext, remove: removeChosen, undo, clear, note: writeNote, cancel });
  refresh();
}

// key: names the user and the instrument. A chart that shows another instrument now is told so by another key.
export function showDrawings(id, key) {
  const state = chartOf(id);
  if (!state) {
    return;
  }

  // Where no chart was shown another window may have drawn.
  if (page.key !== key || page.layers.size === 0) {
    Object.assign(page, { key, drawings: load(key), chosen: null, pending: null, tool: null, before: null });
  }

  if (!state.layer) {
    state.layer = new DrawingLayer(state, () => page);
    state.series.attachPrimitive(state.layer);
    page.layers.add(state.layer);
    listen(state.layer, state.element, state.ended.signal);
    state.ended.signal.addEventListener("abort", () => page.layers.delete(state.layer));
  }

  refresh();
}

window.addEventListener("storage", (event) => {
  if (page.layers.size > 0 && isKeyOf(event.key, page.key)) {
    Object.assign(page, { drawings: load(page.key), chosen: null, before: null });
    refresh();
  }
});

document.addEventListener("keydown", (event) => {
  const writing = event.target instanceof HTMLElement && event.target.matches("input, textarea, select");
  if (page.layers.size === 0 || writing || document.querySelector("dialog[open]")) {
    return;
  }

  if (event.key === "Escape" && (page.tool || page.pending || page.chosen !== null)) {
    cancel();
  } else if (event.key === "Delete" && page.chosen !== null) {
    removeChosen();
  }
});

function refresh() {
  page.tools?.show(page);
  page.layers.forEach((layer) => layer.redraw());
}

function change(drawings, said) {
  page.before = page.drawings;
  page.drawings = drawings;
  const kept = save(page.key, drawings);
  page.tools?.say(kept ? said : `${said} The browser has no room to keep it.`);
  refresh();
}

function chooseTool(tool, byKeys) {
  cancel();
  page.tool = page.tool === tool ? null : tool;
  const layer = [...page.layers][0];
  if (byKeys && layer && layer.scale.bars.length > 0) {
    const bar = layer.scale.bars.at(-1);
    layer.cursor = { time: bar.utc, price: bar.prices[3] };
    layer.state.element.tabIndex = -1;
    layer.state.element.focus();
    page.tools?.say(`${titles[tool]}: arrow keys move, Enter places, Escape cancels.`);
  } else {
    page.tools?.say(`${titles[tool]}: press on the chart, Escape cancels.`);
  }

  refresh();
}

function toggleMagnet() {
  page.magnet = !page.magnet;
  refresh();
}

function choose(id) {
  page.chosen = id;
  const at = page.drawings.findIndex((d) => d.id === id);
  if (at >= 0) {
    page.tools?.say(`${titles[page.drawings[at].kind]}, ${at + 1} of ${page.drawings.length}, chosen.`);
  }

  refresh();
}

function chooseNext() {
  const at = page.drawings.findIndex((d) => d.id === page.chosen);
  const layer = [...page.layers][0];
  if (page.drawings.length > 0 && layer) {
    layer.state.element.tabIndex = -1;
    choose(page.drawings[(at + 1) % page.drawings.length].id);
  }
}

function cancel() {
  page.layers.forEach((layer) => { layer.cursor = null; });
  Object.assign(page, { pending: null, tool: null, chosen: null });
  refresh();
}

function removeChosen() {
  const gone = page.drawings.find((d) => d.id === page.chosen);
  if (gone) {
    page.chosen = null;
    change(page.drawings.filter((d) => d !== gone), `${titles[gone.kind]} deleted.`);
  }
}

function undo() {
  if (page.before) {
    page.chosen = null;
    change(page.before, "Undone.");
  }
}

function clear() {
  page.chosen = null;
  change([], "All drawings of this instrument are deleted.");
}

// Places a point of the drawing that is being made, or of a new one.
function place(point) {
  page.pending ??= { id: 0, kind: page.tool, points: Array(pointCount(page.tool)).fill(point), text: "", placed: 0 };
  page.pending.points = page.pending.points.map((p, i) => (i < page.pending.placed ? p : point));
  page.pending.placed += 1;
  if (page.pending.placed < pointCount(page.pending.kind)) {
    refresh();
  } else if (page.pending.kind === "note") {
    page.tool = null;
    refresh();
    page.tools?.ask("");
  } else {
    finish();
  }
}

function finish() {
  const { kind, points, text } = page.pending;
  const id = 1 + Math.max(0, ...page.drawings.map((d) => d.id));
  Object.assign(page, { pending: null, tool: null, chosen: id });
  page.layers.forEach((layer) => { layer.cursor = null; });
  const made = kind === "note" ? { id, kind, points, text } : { id, kind, points };
  change([...page.drawings, made].slice(-drawingsMax), `${titles[kind]} drawn.`);
}

// The text of the note that is being made, or of the chosen one.
function writeNote(text) {
  const words = text.trim().slice(0, textMax);
  const chosen = page.drawings.find((d) => d.id === page.chosen && d.kind === "note");
  if (words.length === 0) {
    cancel();
  } else if (page.pending?.kind === "note") {
    page.pending.text = words;
    finish();
  } else if (chosen) {
    change(page.drawings.map((d) => (d === chosen ? { ...d, text: words } : d)), "Note written.");
  }
}

function listen(layer, element, signal) {
  let drag = null;
  let pressed = null;
  const options = { capture: true, signal };
  const snaps = (event) => page.magnet !== (event.ctrlKey || event.metaKey);

  element.addEventListener("pointerdown", (event) => {
    const at = layer.placeOf(event);
    if (!at || event.button !== 0 || !event.isPrimary) {
      return;
    }

    const hit = page.tool ? null : layer.hit(at);
    const point = layer.scale.pointAt(at.x, at.y, snaps(event));
    if (page.tool && point) {
      pressed = at;
      place(point);
    } else if (hit && point) {
      choose(hit.drawing.id);
      drag = { drawing: hit.drawing, corner: hit.corner, from: point, points: hit.drawing.points };
    } else {
      if (page.chosen !== null) {
        choose(null);
      }

      return;
    }

    // The chart would pan.
    event.preventDefault();
    element.setPointerCapture(event.pointerId);
  }, options);

  element.addEventListener("pointermove", (event) => {
    const at = layer.placeOf(event);
    const point = at && (page.pending?.placed > 0 || drag) ? layer.scale.pointAt(at.x, at.y, snaps(event)) : null;
    if (!point) {
      return;
    }

    if (drag) {
      drag.points = dragged(layer, drag, point);
      page.drawings = page.drawings.map((d) => (d.id === drag.drawing.id ? { ...d, points: drag.points } : d));
    } else if (page.pending.placed < page.pending.points.length) {
      page.pending.points = page.pending.points.map((p, i) => (i < page.pending.placed ? p : point));
    }

    refresh();
  }, options);

  element.addEventListener("pointerup", (event) => {
    const at = layer.placeOf(event);
    if (drag && drag.points !== drag.drawing.points) {
      const moved = page.drawings;
      page.drawings = moved.map((d) => (d.id === drag.drawing.id ? drag.drawing : d));
      change(moved, `${titles[drag.drawing.kind]} moved.`);
    } else if (pressed && at && page.pending?.placed === 1 && Math.hypot(at.x - pressed.x, at.y - pressed.y) > clickPixels) {
      // Pressed, drawn and let go: the other way is to click twice.
      place(layer.scale.pointAt(at.x, at.y, snaps(event)));
    }

    drag = null;
    pressed = null;
  }, options);

  element.addEventListener("touchstart", (event) => {
    if (drag || pressed) {
      event.preventDefault();
      event.stopPropagation();
    }
  }, { capture: true, passive: false, signal });

  element.addEventListener("keydown", (event) => steer(layer, event), { signal });
}

function dragged(layer, { drawing, corner, from }, to) {
  return corner >= 0
    ? drawing.points.map((p, i) => (i === corner ? to : p))
    : layer.moved(drawing.points, layer.scale.indexOf(to.time) - layer.scale.indexOf(from.time), to.price - from.price);
}

// Arrow keys move what is about to be placed, or what is chosen.
function steer(layer, event) {
  const [bars, steps] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key] ?? [0, 0];
  if (event.key === "Enter" && layer.cursor && page.tool) {
    event.preventDefault();
    place(layer.cursor);
  } else if ((bars !== 0 || steps !== 0) && (layer.cursor || page.chosen !== null)) {
    event.preventDefault();
    const many = event.shiftKey ? 10 : 1;
    const height = layer.state.chart.panes()[0].getHeight();
    const step = Math.abs(layer.state.series.coordinateToPrice(0) - layer.state.series.coordinateToPrice(height)) / 100;
    if (layer.cursor) {
      [layer.cursor] = layer.moved([layer.cursor], bars * many, steps * many * step);
      page.pending &&= { ...page.pending, points: page.pending.points.map((p, i) => (i < page.pending.placed ? p : layer.cursor)) };
      refresh();
    } else {
      change(page.drawings.map((d) => (d.id === page.chosen ? { ...d, points: layer.moved(d.points, bars * many, steps * many * step) } : d)), "Moved.");
    }
  }
}
