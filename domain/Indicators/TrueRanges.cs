namespace Countersign.Domain.Indicators;

/// <summary>True range (Wilder 1978), in price units: max(high, previous close) - min(low, previous close). First value with bar 2. Same as TA-Lib's and Skender's.</summary>
public sealed class TrueRange() : SteppedIndicator(IndicatorSpec.Of("tr"), 1, 2)
{
    private double previousClose;

    protected override void Advance(in BarInput bar)
    {
        if (Bars > 1)
        {
            this[0] = Atr.TrueRange(in bar, previousClose);
        }

        previousClose = bar.Close;
    }

    protected override void Exchange(StateExchange state) => state.Of(ref previousClose);
}

/// <summary>
/// Normalised average true range: ATR in percent of the close, 0 where that is 0. First value with bar n + 1. Same as TA-Lib's and Skender's
/// (atrp) to 1e-9.
/// </summary>
public sealed class NormalisedRange(int period) : SteppedIndicator(IndicatorSpec.Of("natr", period), 1, CheckPeriod(period) + 1)
{
    private readonly SmoothedRange range = new(period);

    protected override void Advance(in BarInput bar)
    {
        if (range.Take(in bar))
        {
            this[0] = Ratio.OrZero(100.0 * range.Value, bar.Close);
        }
    }

    protected override void Exchange(StateExchange state) => range.Exchange(state);
}

/// <summary>Fast ATR over slow ATR: above 1 where ranges widen; 0 where there is no range. First value with bar slow + 1.</summary>
public sealed class RangeRatio : SteppedIndicator
{
    private readonly SmoothedRange fast;
    private readonly SmoothedRange slow;

    public RangeRatio(int fast, int slow)
        : base(IndicatorSpec.Of("atr_ratio", fast, slow), 1, CheckPeriod(slow) + 1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(CheckPeriod(fast), slow, nameof(fast));
        this.fast = new SmoothedRange(fast);
        this.slow = new SmoothedRange(slow);
    }

    protected override void Advance(in BarInput bar)
    {
        fast.Take(in bar);
        if (slow.Take(in bar))
        {
            this[0] = Ratio.OrZero(fast.Value, slow.Value);
        }
    }

    protected override void Exchange(StateExchange state)
    {
        fast.Exchange(state);
        slow.Exchange(state);
    }
}

/// <summary>Average range: the mean of high - low over n bars, in price units. First value with bar n.</summary>
public sealed class AverageRange(int period) : SteppedIndicator(IndicatorSpec.Of("average_range", period), 1, CheckPeriod(period))
{
    private readonly RollingSum ranges = new(period);

    protected override void Advance(in BarInput bar)
    {
        ranges.Push(bar.High - bar.Low);
        this[0] = ranges.Average;
    }

    protected override void Exchange(StateExchange state) => state.Of(ranges);
}

/// <summary>
/// Choppiness index (Bill Dreiss), 0 to 100: 100 log(sum of n true ranges / range of the true highs and lows) / log(n). First value with bar n + 1.
/// Same as Skender's to 1e-9; where there is no range it is 100 (Skender: none).
/// </summary>
public sealed class Choppiness(int period) : SteppedIndicator(IndicatorSpec.Of("chop", period), 1, CheckPeriod(period, 2) + 1)
{
    private readonly double scale = 100.0 / Math.Log(period);
    private readonly RollingSum ranges = new(period);
    private readonly RollingRange extremes = new(period);
    private double previousClose;

    protected override void Advance(in BarInput bar)
    {
        if (Bars > 1)
        {
            var high = Math.Max(bar.High, previousClose);
            var low = Math.Min(bar.Low, previousClose);
            extremes.Push(high, low);
            if (ranges.Take(high - low))
            {
                var reach = extremes.Highest - extremes.Lowest;
                this[0] = reach > 0.0 && ranges.Sum > 0.0 ? scale * Math.Log(ranges.Sum / reach) : 100.0;
            }
        }

        previousClose = bar.Close;
    }

    protected override void Exchange(StateExchange state)
    {
        state.Of(ranges);
        extremes.Exchange(state);
        state.Of(ref previousClose);
    }
}

/// <summary>
/// Ulcer index (Peter Martin 1987), in percent: root mean square of each close's fall from the highest close since the window began. First value
/// with bar n. Same as Skender's to 1e-9; a highest close at or below zero counts no fall.
/// </summary>
/// <remarks>The highest close is one of the window's own, so each bar costs one pass over n closes.</remarks>
public sealed class Ulcer(int period) : SteppedIndicator(IndicatorSpec.Of("ulcer", period), 1, CheckPeriod(period))
{
    private readonly Window closes = new(period);

    protected override void Advance(in BarInput bar)
    {
        closes.Push(bar.Close);
        if (!closes.IsFull)
        {
            return;
        }

        var highest = 0.0;
        var squares = 0.0;
        for (var back = closes.Count - 1; back >= 0; back--)
        {
            highest = Math.Max(highest, closes[back]);
            var fall = Ratio.OrZero(100.0 * (closes[back] - highest), highest);
            squares += fall * fall;
        }

        this[0] = Math.Sqrt(squares / closes.Count);
    }

    protected override void Exchange(StateExchange state) => closes.Exchange(state);
}

/// <summary>
/// Chaikin volatility (Marc Chaikin): change in percent of the EMA of high - low over <c>change</c> bars; 0 where that average was 0. First value
/// with bar period + change.
/// </summary>
public sealed class ChaikinVolatility(int period, int change)
    : SteppedIndicator(IndicatorSpec.Of("chaikin_volatility", period, change), 1, CheckPeriod(period) + CheckPeriod(change))
{
    private readonly SharedAverage ranges = new(period, 2.0 / (period + 1.0));
    private readonly Window averages = new(change + 1);

    protected override void Advance(in BarInput bar)
    {
        if (!ranges.Take(bar.High - bar.Low))
        {
            return;
        }

        averages.Push(ranges.Value);
        if (averages.IsFull)
        {
            this[0] = Ratio.OrZero(100.0 * (ranges.Value - averages.Oldest), averages.Oldest);
        }
    }

    protected override void Exchange(StateExchange state)
    {
        ranges.Exchange(state);
        averages.Exchange(state);
    }
}

/// <summary>The Wilder average of the true range, as a part of other indicators: equal to <see cref="Atr"/> bit for bit.</summary>
internal sealed class SmoothedRange(int period)
{
    private readonly SeededAverage ranges = SeededAverage.Wilder(period);
    private bool started;
    private double previousClose;

    public double Value => ranges.Value;

    /// <summary>Takes the bar; true once there is an average, with bar n + 1.</summary>
    public bool Take(in BarInput bar)
    {
        if (started)
        {
            ranges.Push(Atr.TrueRange(in bar, previousClose));
        }

        started = true;
        previousClose = bar.Close;
        return ranges.IsReady;
    }

    public void Exchange(StateExchange state)
    {
        state.Of(ranges);
        state.Of(ref started);
        state.Of(ref previousClose);
    }
}
