using Countersign.Domain.Indicators;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Strategies;

/// <summary>
/// A closed bar as rules look at it: one that came from a stream, or a row of a series. A backtest passes millions, of which few lead to anything,
/// so a row becomes a <see cref="Markets.Bar"/> only once somebody asks for it.
/// </summary>
internal readonly struct BarView
{
    private readonly Bar? bar;
    private readonly BarSeries? series;
    private readonly int index;

    public BarView(Bar bar) => this.bar = bar;

    public BarView(BarSeries series, int index) => (this.series, this.index) = (series, index);

    public DateTimeOffset Start => bar is null ? series!.StartAt(index) : bar.Start;

    /// <summary>UTC ticks.</summary>
    public long StartTicks => bar is null ? series!.StartTicksAt(index) : bar.Start.UtcTicks;

    public DateTimeOffset End => bar is null ? series!.EndAt(index) : bar.End;

    /// <summary>UTC ticks.</summary>
    public long EndTicks => bar is null ? series!.EndTicksAt(index) : bar.End.UtcTicks;

    public Ohlc Bid => bar is null ? series!.BidPricesAt(index) : bar.Bid;

    public Ohlc Ask => bar is null ? series!.AskPricesAt(index) : bar.Ask;

    public Bar ToBar() => bar ?? series![index];

    public BarInput ToInput() => bar is null ? series!.InputAt(index) : bar.ToInput();
}
