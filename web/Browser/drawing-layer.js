// The drawings on one chart, as a primitive of its candles.
import { distanceTo, handleAt, paint, placesOf } from "./drawing-shapes.js";
import { Scale } from "./drawing-scale.js";

const reach = 7;

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

export class DrawingLayer {
  // shown(): { drawings, chosen, pending } at the time of drawing
  constructor(state, shown) {
    this.state = state;
    this.shown = shown;
    this.scale = new Scale(state);
    this.cursor = null;
    this.measure = document.createElement("canvas").getContext("2d");
    this.views = [{ zOrder: () => "top", renderer: () => ({ draw: (target) => target.useMediaCoordinateSpace((scope) => this.draw(scope)) }) }];
  }

  attached({ requestUpdate }) {
    this.update = requestUpdate;
  }

  detached() {
    this.update = null;
  }

  paneViews() {
    return this.views;
  }

  redraw() {
    this.update?.();
  }

  draw({ context, mediaSize }) {
    const { drawings, chosen, pending } = this.shown();
    for (const drawing of pending ? [...drawings, pending] : drawings) {
      const places = placesOf(drawing, this.scale);
      if (places) {
        const isChosen = drawing.id === chosen || drawing === pending;
        paint(context, drawing, places, {
          chosen: isChosen, width: mediaSize.width, colour: colour(isChosen ? "--accent" : "--series-3"), ground: colour("--panel"), format: this.format,
        });
      }
    }

    this.drawCursor(context, mediaSize);
  }

  // Where the next point goes when it is placed by keys.
  drawCursor(context, { width, height }) {
    if (this.cursor) {
      const [x, y] = [this.scale.xOf(this.cursor.time), this.scale.yOf(this.cursor.price)];
      context.strokeStyle = colour("--accent");
      context.lineWidth = 1;
      context.setLineDash([3, 3]);
      context.beginPath();
      context.moveTo(x, 0);
      context.lineTo(x, height);
      context.moveTo(0, y);
      context.lineTo(width, y);
      context.stroke();
      context.setLineDash([]);
    }
  }

  format = (price) => this.state.series.priceFormatter().format(price);

  // A place of a pointer in the pane of the candles; null outside of it.
  placeOf(event) {
    const frame = this.state.element.getBoundingClientRect();
    const place = { x: event.clientX - frame.left, y: event.clientY - frame.top };
    return place.x >= 0 && place.x <= this.state.chart.timeScale().width() && place.y >= 0 && place.y <= this.state.chart.panes()[0].getHeight()
      ? place : null;
  }

  // The drawing at a place and which corner of it (-1: none); the chosen one comes first.
  hit(place) {
    const { drawings, chosen } = this.shown();
    const look = { context: this.measure };
    for (const drawing of [...drawings].sort((a, b) => (a.id === chosen) - (b.id === chosen)).reverse()) {
      const places = placesOf(drawing, this.scale);
      const corner = places ? handleAt(drawing, places, place, reach + 2) : -1;
      if (places && (corner >= 0 || distanceTo(drawing, places, place, look) <= reach)) {
        return { drawing, corner };
      }
    }

    return null;
  }

  // Points moved by so many bars and so much.
  moved(points, bars, amount) {
    return points.map((p) => ({ time: this.scale.utcAt(this.scale.indexOf(p.time) + bars), price: p.price + amount }));
  }
}
