namespace Countersign.Domain.Markets;

/// <summary>Builds the bars of one timeframe, from ticks or from bars of a smaller timeframe, in order of time.</summary>
/// <remarks>
/// A bar closes when something later arrives or when told that its time has passed. What comes after its bar has closed is a caller's
/// bug: the tick guard turns late ticks away first.
/// </remarks>
public sealed class BarBuilder
{
    private readonly FxCalendar _calendar;
    private BarPeriod _period;
    private bool _forming;
    private DateTimeOffset _latest;
    private Price _bidOpen;
    private Price _bidHigh;
    private Price _bidLow;
    private Price _bidClose;
    private Price _askOpen;
    private Price _askHigh;
    private Price _askLow;
    private Price _askClose;
    private long _ticks;
    private decimal _volume;

    public BarBuilder(Timeframe timeframe)
        : this(timeframe, new FxCalendar())
    {
    }

    internal BarBuilder(Timeframe timeframe, FxCalendar calendar)
    {
        Timeframe = timeframe;
        _calendar = calendar;
    }

    public Timeframe Timeframe { get; }

    /// <summary>The bar so far, or null where nothing has come since the last close.</summary>
    public Bar? Forming => _forming ? Build() : null;

    internal bool IsForming => _forming;

    internal DateTimeOffset End => _period.End;

    /// <summary>Takes the next tick.</summary>
    /// <returns>The bar that it closed, or null.</returns>
    /// <exception cref="ArgumentException">The tick is older than the one before it, or than a bar already closed.</exception>
    public Bar? Add(in Tick tick)
    {
        if (tick.Time < _latest)
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
        if (smaller.Start < _latest)
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
        if (!_forming || time < _period.End)
        {
            return null;
        }

        var closed = Build();
        _forming = false;
        _latest = _period.End;
        return closed;
    }

    /// <summary>Continues from a bar that was forming when captured.</summary>
    internal void Restore(Bar? forming)
    {
        _forming = false;
        if (forming is not null)
        {
            Append(forming);
        }
    }

    internal void Append(in Tick tick)
    {
        if (!_forming)
        {
            Begin(tick.Time, Ohlc.At(tick.Bid), Ohlc.At(tick.Ask));
        }

        _bidHigh = tick.Bid > _bidHigh ? tick.Bid : _bidHigh;
        _bidLow = tick.Bid < _bidLow ? tick.Bid : _bidLow;
        _bidClose = tick.Bid;
        _askHigh = tick.Ask > _askHigh ? tick.Ask : _askHigh;
        _askLow = tick.Ask < _askLow ? tick.Ask : _askLow;
        _askClose = tick.Ask;
        _ticks++;
        _volume++;
        _latest = tick.Time;
    }

    internal void Append(Bar bar)
    {
        if (!_forming)
        {
            Begin(bar.Start, bar.Bid, bar.Ask);
        }

        if (bar.End > _period.End)
        {
            throw new ArgumentException($"A {bar.Timeframe} bar of {bar.Start:O} does not lie inside one {Timeframe} period.", nameof(bar));
        }

        var bid = new Ohlc(_bidOpen, _bidHigh, _bidLow, _bidClose).Then(bar.Bid);
        var ask = new Ohlc(_askOpen, _askHigh, _askLow, _askClose).Then(bar.Ask);
        (_bidOpen, _bidHigh, _bidLow, _bidClose) = (bid.Open, bid.High, bid.Low, bid.Close);
        (_askOpen, _askHigh, _askLow, _askClose) = (ask.Open, ask.High, ask.Low, ask.Close);
        _ticks += bar.Ticks;
        _volume += bar.Volume.Value;
        _latest = bar.End;
    }

    private void Begin(DateTimeOffset time, Ohlc bid, Ohlc ask)
    {
        _period = Timeframe.PeriodAt(time, _calendar.DayAt(time));
        _forming = true;
        (_bidOpen, _bidHigh, _bidLow, _bidClose) = (bid.Open, bid.High, bid.Low, bid.Close);
        (_askOpen, _askHigh, _askLow, _askClose) = (ask.Open, ask.High, ask.Low, ask.Close);
        _ticks = 0;
        _volume = 0m;
    }

    private Bar Build() => new(
        Timeframe,
        _period.Start,
        _period.End,
        _period.Day,
        new Ohlc(_bidOpen, _bidHigh, _bidLow, _bidClose),
        new Ohlc(_askOpen, _askHigh, _askLow, _askClose),
        _ticks,
        new Quantity(_volume));

    private ArgumentException Late(DateTimeOffset time) =>
        new($"{Timeframe}: {time:O} comes after {_latest:O} has been taken; late ticks belong in the quality report.");
}
