namespace Countersign.Domain.Markets;

/// <summary>Builds the bars of one timeframe, from ticks or from bars of a smaller timeframe, in order of time.</summary>
/// <remarks>
/// A bar closes when something later arrives or when told that its time has passed. What comes after its bar has closed is a caller's
/// bug: the tick guard turns late ticks away first.
/// </remarks>
public sealed class BarBuilder
{
    private readonly FxCalendar calendar;
    private BarPeriod period;
    private bool forming;
    private DateTimeOffset latest;
    private Price bidOpen;
    private Price bidHigh;
    private Price bidLow;
    private Price bidClose;
    private Price askOpen;
    private Price askHigh;
    private Price askLow;
    private Price askClose;
    private long ticks;
    private decimal volume;

    public BarBuilder(Timeframe timeframe)
        : this(timeframe, new FxCalendar())
    {
    }

    internal BarBuilder(Timeframe timeframe, FxCalendar calendar)
    {
        Timeframe = timeframe;
        this.calendar = calendar;
    }

    public Timeframe Timeframe { get; }

    /// <summary>The bar so far, or null where nothing has come since the last close.</summary>
    public Bar? Forming => forming ? Build() : null;

    internal bool IsForming => forming;

    internal DateTimeOffset End => period.End;

    /// <summary>Takes the next tick.</summary>
    /// <returns>The bar that it closed, or null.</returns>
    /// <exception cref="ArgumentException">The tick is older than the one before it, or than a bar already closed.</exception>
    public Bar? Add(in Tick tick)
    {
        if (tick.Time < latest)
        {
            throw Late(tick.Time);
        }

        var closed = AdvanceTo(tick.Time);
        Append(in tick);
        return closed;
    }

    /// <summary>Takes the next bar of a smaller timeframe.</summary>
    /// <returns>The bar that it closed, or null.</returns>
    /// <exception cref="ArgumentException">The bar is late, or does not lie inside one period of this timeframe.</exception>
    public Bar? Add(Bar smaller)
    {
        if (smaller.Start < latest)
        {
            throw Late(smaller.Start);
        }

        var closed = AdvanceTo(smaller.Start);
        Append(smaller);
        return closed;
    }

    /// <summary>Says that nothing before <paramref name="time"/> is still to come.</summary>
    /// <returns>The bar that this closed, or null.</returns>
    public Bar? AdvanceTo(DateTimeOffset time)
    {
        if (!forming || time < period.End)
        {
            return null;
        }

        var closed = Build();
        forming = false;
        latest = period.End;
        return closed;
    }

    /// <summary>Continues from a bar that was forming when captured.</summary>
    internal void Restore(Bar? part)
    {
        forming = false;
        if (part is not null)
        {
            Append(part);
        }
    }

    internal void Append(in Tick tick)
    {
        if (!forming)
        {
            Begin(tick.Time, Ohlc.At(tick.Bid), Ohlc.At(tick.Ask));
        }

        bidHigh = tick.Bid > bidHigh ? tick.Bid : bidHigh;
        bidLow = tick.Bid < bidLow ? tick.Bid : bidLow;
        bidClose = tick.Bid;
        askHigh = tick.Ask > askHigh ? tick.Ask : askHigh;
        askLow = tick.Ask < askLow ? tick.Ask : askLow;
        askClose = tick.Ask;
        ticks++;
        volume++;
        latest = tick.Time;
    }

    internal void Append(Bar bar)
    {
        if (!forming)
        {
            Begin(bar.Start, bar.Bid, bar.Ask);
        }

        if (bar.End > period.End)
        {
            throw new ArgumentException($"A {bar.Timeframe} bar of {bar.Start:O} does not lie inside one {Timeframe} period.", nameof(bar));
        }

        var bid = new Ohlc(bidOpen, bidHigh, bidLow, bidClose).Then(bar.Bid);
        var ask = new Ohlc(askOpen, askHigh, askLow, askClose).Then(bar.Ask);
        (bidOpen, bidHigh, bidLow, bidClose) = (bid.Open, bid.High, bid.Low, bid.Close);
        (askOpen, askHigh, askLow, askClose) = (ask.Open, ask.High, ask.Low, ask.Close);
        ticks += bar.Ticks;
        volume += bar.Volume.Value;
        latest = bar.End;
    }

    private void Begin(DateTimeOffset time, Ohlc bid, Ohlc ask)
    {
        period = Timeframe.PeriodAt(time, calendar.DayAt(time));
        forming = true;
        (bidOpen, bidHigh, bidLow, bidClose) = (bid.Open, bid.High, bid.Low, bid.Close);
        (askOpen, askHigh, askLow, askClose) = (ask.Open, ask.High, ask.Low, ask.Close);
        ticks = 0;
        volume = 0m;
    }

    private Bar Build() => new(
        Timeframe,
        period.Start,
        period.End,
        period.Day,
        new Ohlc(bidOpen, bidHigh, bidLow, bidClose),
        new Ohlc(askOpen, askHigh, askLow, askClose),
        ticks,
        new Quantity(volume));

    private ArgumentException Late(DateTimeOffset time) =>
        new($"{Timeframe}: {time:O} comes after {latest:O} has been taken; late ticks belong in the quality report.");
}
