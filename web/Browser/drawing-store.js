// What a user drew on an instrument's chart, in the browser's own storage: so many of so many instruments, and the oldest go.

export const drawingsMax = 50;
export const textMax = 120;
const keysMax = 40;
const prefix = "countersign.drawings.";
const pointsOf = { trend: 2, level: 1, box: 2, fibonacci: 2, note: 1 };

export const titles = { trend: "Trend line", level: "Horizontal line", box: "Rectangle", fibonacci: "Fibonacci retracement", note: "Note" };

export function pointCount(kind) {
  return pointsOf[kind];
}

// points: { time (UTC, seconds), price }; whatever else stands there is left out.
export function load(key) {
  try {
    const kept = JSON.parse(localStorage.getItem(prefix + key) ?? "null")?.drawings;
    return Array.isArray(kept) ? kept.filter(isDrawing).slice(-drawingsMax) : [];
  } catch {
    return [];
  }
}

// False where the browser has no room.
export function save(key, drawings) {
  try {
    if (drawings.length === 0) {
      localStorage.removeItem(prefix + key);
    } else {
      localStorage.setItem(prefix + key, JSON.stringify({ saved: Date.now(), drawings }));
      dropOldest();
    }

    return true;
  } catch {
    return false;
  }
}

export function isKeyOf(storageKey, key) {
  return storageKey === null || storageKey === prefix + key;
}

function isDrawing(drawing) {
  return Number.isInteger(drawing?.id) && Object.hasOwn(pointsOf, drawing.kind) && Array.isArray(drawing.points)
    && drawing.points.length === pointsOf[drawing.kind] && drawing.points.every((p) => Number.isFinite(p?.time) && Number.isFinite(p?.price))
    && (drawing.kind !== "note" || typeof drawing.text === "string");
}

function dropOldest() {
  const kept = Object.keys(localStorage).filter((k) => k.startsWith(prefix));
  if (kept.length > keysMax) {
    kept.map((k) => ({ k, saved: savedAt(k) })).sort((a, b) => a.saved - b.saved).slice(0, kept.length - keysMax)
      .forEach(({ k }) => localStorage.removeItem(k));
  }
}

function savedAt(key) {
  try {
    return JSON.parse(localStorage.getItem(key)).saved ?? 0;
  } catch {
    return 0;
  }
}
