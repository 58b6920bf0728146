// Between times and prices, which drawings are anchored by, and places on a chart. A time between two bars, such as one of smaller bars, lies between
// them; beyond the last bar each further bar is as long as the shortest.

export class Scale {
  constructor(state) {
    this.state = state;
  }

  get bars() {
    return this.state.bars;
  }

  get step() {
    const bars = this.bars.slice(-50);
    const steps = bars.slice(1).map((bar, i) => bar.utc - bars[i].utc).filter((s) => s > 0);
    return steps.length > 0 ? Math.min(...steps) : 60;
  }

  // How many bars from the first one, with a fraction.
  indexOf(utc) {
    const bars = this.bars;
    const last = bars.length - 1;
    if (utc <= bars[0].utc) {
      return (utc - bars[0].utc) / this.step;
    }

    if (utc >= bars[last].utc) {
      return last + (utc - bars[last].utc) / this.step;
    }

    let low = 0;
    let high = last;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (bars[middle].utc <= utc) {
        low = middle;
      } else {
        high = middle;
      }
    }

    return low + (utc - bars[low].utc) / (bars[high].utc - bars[low].utc);
  }

  utcAt(index) {
    const bars = this.bars;
    const last = bars.length - 1;
    if (index <= 0) {
      return bars[0].utc + index * this.step;
    }

    if (index >= last) {
      return bars[last].utc + (index - last) * this.step;
    }

    const low = Math.floor(index);
    return bars[low].utc + (index - low) * (bars[low + 1].utc - bars[low].utc);
  }

  // Null before there are bars.
  xOf(utc) {
    if (this.bars.length === 0) {
      return null;
    }

    const index = this.indexOf(utc);
    const low = Math.floor(index);
    const from = this.xAt(low);
    const to = this.xAt(low + 1);
    return from === null || to === null ? null : from + (to - from) * (index - low);
  }

  yOf(price) {
    return this.state.series.priceToCoordinate(price);
  }

  // The nearest bar and the price of a place on the chart; with a magnet, the bar's nearest of open, high, low and close.
  pointAt(x, y, magnet) {
    const logical = this.state.chart.timeScale().coordinateToLogical(x);
    const price = this.state.series.coordinateToPrice(y);
    if (this.bars.length === 0 || logical === null || price === null) {
      return null;
    }

    const index = logical - this.first;
    return { time: this.utcAt(index), price: magnet ? this.snapped(index, price) : price };
  }

  snapped(index, price) {
    const prices = this.bars[index]?.prices ?? [price];
    return prices.reduce((nearest, p) => (Math.abs(p - price) < Math.abs(nearest - price) ? p : nearest));
  }

  get first() {
    return this.state.chart.timeScale().timeToIndex(this.bars[0].time, true) ?? 0;
  }

  xAt(index) {
    const time = this.bars[index]?.time;
    const scale = this.state.chart.timeScale();
    const logical = time === undefined ? this.first + index : scale.timeToIndex(time, true);
    return scale.logicalToCoordinate(logical);
  }
}
