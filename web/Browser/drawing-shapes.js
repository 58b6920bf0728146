// How drawings look, and how far a pointer is from them. Places are in pixels of the pane.

const levels = [0, 0.236, 0.382, 0.5, 0.618, 0.786, 1];
const handle = 4;
const font = "12px system-ui, sans-serif";
const far = Infinity;

// The corners of a drawing as places; null where it cannot be placed now.
export function placesOf(drawing, scale) {
  const places = drawing.points.map((p) => ({ x: scale.xOf(p.time), y: scale.yOf(p.price) }));
  return places.some((p) => p.x === null || p.y === null) ? null : places;
}

// look: { colour, width of the pane, format for prices }
export function paint(context, drawing, places, look) {
  context.strokeStyle = look.colour;
  context.fillStyle = look.colour;
  context.lineWidth = 1.5;
  context.font = font;
  painters[drawing.kind](context, places, look, drawing);
  if (look.chosen) {
    places.forEach((p) => {
      context.beginPath();
      context.arc(drawing.kind === "level" ? look.width / 2 : p.x, p.y, handle, 0, 2 * Math.PI);
      context.fill();
    });
  }
}

// In pixels; infinite where it is not near at all.
export function distanceTo(drawing, places, at, look) {
  return distances[drawing.kind](places, at, look, drawing);
}

// Which corner is there; -1 where none is.
export function handleAt(drawing, places, at, reach) {
  return drawing.kind === "level" || drawing.kind === "note" ? -1 : places.findIndex((p) => Math.hypot(p.x - at.x, p.y - at.y) <= reach);
}

function line(context, from, to) {
  context.beginPath();
  context.moveTo(from.x, from.y);
  context.lineTo(to.x, to.y);
  context.stroke();
}

function levelLines([a, b], drawing) {
  const [p, q] = drawing.points;
  return levels.map((level) => ({ level, y: b.y + (a.y - b.y) * level, price: q.price + (p.price - q.price) * level }));
}

function noteBox(context, place, text) {
  context.font = font;
  return { left: place.x, top: place.y - 20, width: context.measureText(text).width + 12, height: 20 };
}

const painters = {
  trend(context, [a, b]) {
    line(context, a, b);
  },
  level(context, [a], look, drawing) {
    line(context, { x: 0, y: a.y }, { x: look.width, y: a.y });
    context.fillText(look.format(drawing.points[0].price), 6, a.y - 5);
  },
  box(context, [a, b]) {
    context.save();
    context.globalAlpha = 0.12;
    context.fillRect(Math.min(a.x, b.x), Math.min(a.y, b.y), Math.abs(b.x - a.x), Math.abs(b.y - a.y));
    context.restore();
    context.strokeRect(Math.min(a.x, b.x), Math.min(a.y, b.y), Math.abs(b.x - a.x), Math.abs(b.y - a.y));
  },
  fibonacci(context, places, look, drawing) {
    const [a, b] = places;
    const left = Math.min(a.x, b.x);
    const right = Math.max(a.x, b.x);
    for (const { level, y, price } of levelLines(places, drawing)) {
      line(context, { x: left, y }, { x: right, y });
      context.fillText(`${(level * 100).toFixed(1)} % · ${look.format(price)}`, left + 4, y - 4);
    }

    context.save();
    context.setLineDash([4, 4]);
    line(context, a, b);
    context.restore();
  },
  note(context, [a], look, drawing) {
    const box = noteBox(context, a, drawing.text);
    context.fillRect(box.left, box.top, box.width, box.height);
    context.fillStyle = look.ground;
    context.fillText(drawing.text, box.left + 6, box.top + 14);
    context.fillStyle = look.colour;
    context.beginPath();
    context.arc(a.x, a.y, 3, 0, 2 * Math.PI);
    context.fill();
  },
};

function toSegment(a, b, at) {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length = dx * dx + dy * dy;
  const share = length === 0 ? 0 : Math.max(0, Math.min(1, ((at.x - a.x) * dx + (at.y - a.y) * dy) / length));
  return Math.hypot(a.x + share * dx - at.x, a.y + share * dy - at.y);
}

const distances = {
  trend: ([a, b], at) => toSegment(a, b, at),
  level: ([a], at) => Math.abs(a.y - at.y),
  box([a, b], at) {
    const corners = [a, { x: b.x, y: a.y }, b, { x: a.x, y: b.y }];
    return Math.min(...corners.map((c, i) => toSegment(c, corners[(i + 1) % corners.length], at)));
  },
  fibonacci(places, at, look, drawing) {
    const [a, b] = places;
    return Math.min(
      toSegment(a, b, at), ...levelLines(places, drawing).map(({ y }) => toSegment({ x: a.x, y }, { x: b.x, y }, at)));
  },
  note([a], at, look, drawing) {
    const box = noteBox(look.context, a, drawing.text);
    return at.x >= box.left && at.x <= box.left + box.width && at.y >= box.top && at.y <= box.top + box.height ? 0 : far;
  },
};
