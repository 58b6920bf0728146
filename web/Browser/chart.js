// Price charts. The library has no time zones: the server shifts every time by the reader's zone before it comes here.
import {
  AreaSeries, CandlestickSeries, ColorType, CrosshairMode, HistogramSeries, LineSeries, LineStyle, createChart as create, createSeriesMarkers,
} from "lightweight-charts";

const charts = new Map();
let next = 1;

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function look() {
  return {
    layout: { background: { type: ColorType.Solid, color: colour("--panel") }, textColor: colour("--soft"), attributionLogo: false,
      fontFamily: "system-ui, sans-serif", panes: { separatorColor: colour("--line") } },
    grid: { vertLines: { color: colour("--faint") }, horzLines: { color: colour("--faint") } },
    rightPriceScale: { borderColor: colour("--line") },
    timeScale: { borderColor: colour("--line") },
  };
}

function candles() {
  const up = colour("--up");
  const down = colour("--down");
  return { upColor: up, downColor: down, wickUpColor: up, wickDownColor: down, borderVisible: false };
}

// options: { decimals, tick, compact, label }
export function createChart(element, options) {
  const chart = create(element, {
    ...look(),
    autoSize: true,
    crosshair: { mode: CrosshairMode.Normal },
    handleScroll: !options.compact,
    handleScale: !options.compact,
  });
  chart.applyOptions({ timeScale: { timeVisible: true, secondsVisible: false, rightOffset: 3 } });
  const series = chart.addSeries(CandlestickSeries, {
    ...candles(),
    priceLineVisible: !options.compact,
    priceFormat: { type: "price", precision: options.decimals, minMove: options.tick },
  });
  return keep(
    { chart, series, element, bars: [], levels: [], lines: new Map(), marks: createSeriesMarkers(series, []), ended: new AbortController() },
    () => series.applyOptions(candles()));
}

// options: { decimals, tick }
export function createLineChart(element, options) {
  const chart = create(element, { ...look(), autoSize: true });
  const decimals = { minimumFractionDigits: options.decimals, maximumFractionDigits: options.decimals };
  const tones = () => ({ lineColor: colour("--accent"), topColor: colour("--info-back"), bottomColor: colour("--panel") });
  const series = chart.addSeries(AreaSeries, {
    ...tones(), lineWidth: 2, priceLineVisible: false,
    priceFormat: { type: "custom", minMove: options.tick, formatter: (amount) => amount.toLocaleString("en-US", decimals) },
  });
  return keep({ chart, series }, () => series.applyOptions(tones()));
}

// points: arrays of [time, value]; the later of two at the same second stays
export function setLine(id, points) {
  const state = charts.get(id);
  if (state) {
    const kept = points.filter(([time], i) => i + 1 === points.length || points[i + 1][0] > time);
    state.series.setData(kept.map(([time, value]) => ({ time, value })));
    state.chart.timeScale().fitContent();
  }
}

function keep(state, recolourSeries) {
  state.recolour = () => {
    state.chart.applyOptions(look());
    recolourSeries();
  };
  state.scheme = matchMedia("(prefers-color-scheme: dark)");
  state.scheme.addEventListener("change", state.recolour);
  document.addEventListener("countersign:theme", state.recolour);
  charts.set(next, state);
  return next++;
}

// What another part of the script draws on; undefined where the chart is gone.
export function chartOf(id) {
  return charts.get(id);
}

// bars: arrays of [time, open, high, low, close, the same time in UTC]
export function setBars(id, bars, fit) {
  const state = charts.get(id);
  if (!state) {
    return;
  }

  state.bars = bars.map(toKept);
  state.series.setData(bars.map(toBar));
  if (fit) {
    state.chart.timeScale().fitContent();
  }
}

export function updateBar(id, bar) {
  const state = charts.get(id);
  if (!state) {
    return;
  }

  if (state.bars.at(-1)?.time === bar[0]) {
    state.bars.pop();
  }

  state.bars.push(toKept(bar));
  state.series.update(toBar(bar));
}

// levels: { price, title, tone: entry | stop | target | now }
export function setLevels(id, levels) {
  const state = charts.get(id);
  if (!state) {
    return;
  }

  state.levels.forEach((line) => state.series.removePriceLine(line));
  state.levels = levels.map((level) => state.series.createPriceLine({
    price: level.price, title: level.title, color: toneColour(level.tone), lineWidth: 1, lineStyle: level.tone === "entry" ? LineStyle.Solid : LineStyle.Dashed,
    axisLabelVisible: true,
  }));
  // A level outside of what the candles show would be off the chart.
  const prices = levels.map((level) => level.price);
  state.series.applyOptions({
    autoscaleInfoProvider: (original) => {
      const info = original();
      if (info === null || prices.length === 0) {
        return info;
      }

      const low = Math.min(info.priceRange.minValue, ...prices);
      const high = Math.max(info.priceRange.maxValue, ...prices);
      const room = (high - low) * 0.04;
      return { priceRange: { minValue: low - room, maxValue: high + room } };
    },
  });
}

// marks: { time, side: buy | sell, text }
export function setMarks(id, marks) {
  charts.get(id)?.marks.setMarkers(marks.map((mark) => ({
    time: mark.time, text: mark.text, size: 1,
    position: mark.side === "buy" ? "belowBar" : "aboveBar",
    shape: mark.side === "buy" ? "arrowUp" : "arrowDown",
    color: colour(mark.side === "buy" ? "--up" : "--down"),
  })));
}

// lines: { name, pane, style: line | histogram | dots, tone, points: [time, value | null] }
export function setLines(id, lines) {
  const state = charts.get(id);
  if (!state) {
    return;
  }

  const wanted = new Set(lines.map((line) => line.name));
  for (const [name, series] of state.lines) {
    if (!wanted.has(name)) {
      state.chart.removeSeries(series);
      state.lines.delete(name);
    }
  }

  for (const line of lines) {
    let series = state.lines.get(line.name);
    if (!series) {
      const kind = line.style === "histogram" ? HistogramSeries : LineSeries;
      series = state.chart.addSeries(kind, {
        color: colour(`--series-${line.tone}`), title: line.name, lineWidth: 1.5, priceLineVisible: false, lastValueVisible: line.pane > 0,
        lineVisible: line.style !== "dots", pointMarkersVisible: line.style === "dots",
      }, line.pane);
      state.lines.set(line.name, series);
    }

    // Macd of a currency pair is a ten-thousandth, rsi is fifty: as many digits as tell values apart.
    const size = Math.max(...line.points.map(([, value]) => Math.abs(value ?? 0)));
    const precision = size === 0 ? 2 : Math.min(8, Math.max(2, 3 - Math.floor(Math.log10(size))));
    series.applyOptions({ priceFormat: { type: "price", precision, minMove: 10 ** -precision } });
    series.setData(line.points.map(([time, value]) => (value === null ? { time } : { time, value })));
  }
}

export function destroyChart(id) {
  const state = charts.get(id);
  if (state) {
    state.scheme.removeEventListener("change", state.recolour);
    document.removeEventListener("countersign:theme", state.recolour);
    state.ended?.abort();
    state.chart.remove();
    charts.delete(id);
  }
}

function toBar([time, open, high, low, close]) {
  return { time, open, high, low, close };
}

function toKept([time, open, high, low, close, utc]) {
  return { time, utc, prices: [open, high, low, close] };
}

function toneColour(tone) {
  return { entry: colour("--accent"), stop: colour("--down"), target: colour("--up") }[tone] ?? colour("--soft");
}
