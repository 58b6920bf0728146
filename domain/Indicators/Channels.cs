namespace Countersign.Domain.Indicators;

/// <summary>
/// Keltner channel (Chester Keltner 1960, Linda Raschke's form): EMA of the close with lines so many ATRs away, and the width in shares of the
/// middle. First values with bar max(period, atr + 1). Same as Skender's to 1e-9.
/// </summary>
public sealed class Keltner(int period, double width, int atr)
    : SteppedIndicator(IndicatorSpec.Of("keltner", period, width, atr), 4, Math.Max(CheckPeriod(period), CheckPeriod(atr) + 1))
{
    private readonly SharedAverage closes = new(period, 2.0 / (period + 1.0));
    private readonly SmoothedRange range = new(atr);

    protected override void Advance(in BarInput bar)
    {
        var hasRange = range.Take(in bar);
        if (!closes.Take(bar.Close) || !hasRange)
        {
            return;
        }

        var reach = width * range.Value;
        this[0] = closes.Value;
        this[1] = closes.Value + reach;
        this[2] = closes.Value - reach;
        this[3] = Ratio.OrZero(2.0 * reach, closes.Value);
    }

    protected override void Exchange(StateExchange state)
    {
        closes.Exchange(state);
        range.Exchange(state);
    }
}

/// <summary>
/// Donchian channel (Richard Donchian): highest high and lowest low of the n bars before this one, their middle, and the width in shares of it. A bar
/// is not in its own channel, so that it can break out. First values with bar n + 1. Same as Skender's to 1e-9.
/// </summary>
public sealed class Donchian(int period) : SteppedIndicator(IndicatorSpec.Of("donchian", period), 4, CheckPeriod(period) + 1)
{
    private readonly RollingRange range = new(period);

    protected override void Advance(in BarInput bar)
    {
        if (range.IsFull)
        {
            this[0] = range.Middle;
            this[1] = range.Highest;
            this[2] = range.Lowest;
            this[3] = Ratio.OrZero(range.Highest - range.Lowest, range.Middle);
        }

        range.Push(in bar);
    }

    protected override void Exchange(StateExchange state) => range.Exchange(state);
}

/// <summary>
/// Stoller average range channel (Manning Stoller): mean of n closes with lines so many ATRs away. The middle comes with bar n, the lines with bar
/// max(n, atr + 1). Same as Skender's to 1e-9.
/// </summary>
public sealed class Starc(int period, double width, int atr)
    : SteppedIndicator(IndicatorSpec.Of("starc", period, width, atr), 3, Math.Max(CheckPeriod(period), CheckPeriod(atr) + 1))
{
    private readonly RollingSum closes = new(period);
    private readonly SmoothedRange range = new(atr);

    protected override void Advance(in BarInput bar)
    {
        var hasRange = range.Take(in bar);
        if (!closes.Take(bar.Close))
        {
            return;
        }

        this[0] = closes.Mean;
        if (hasRange)
        {
            this[1] = closes.Mean + (width * range.Value);
            this[2] = closes.Mean - (width * range.Value);
        }
    }

    protected override void Exchange(StateExchange state)
    {
        state.Of(closes);
        range.Exchange(state);
    }
}

/// <summary>
/// Acceleration bands (Price Headley 2002): means over n bars of the close, of high (1 + f w) and of low (1 - f w), where w = (high - low) / (high + low).
/// First values with bar n.
/// </summary>
public sealed class AccelerationBands(int period, double factor)
    : SteppedIndicator(IndicatorSpec.Of("acceleration_bands", period, factor), 3, CheckPeriod(period))
{
    private readonly RollingSum closes = new(period);
    private readonly RollingSum highs = new(period);
    private readonly RollingSum lows = new(period);

    protected override void Advance(in BarInput bar)
    {
        var width = factor * Ratio.OrZero(bar.High - bar.Low, bar.High + bar.Low);
        closes.Push(bar.Close);
        highs.Push(bar.High * (1.0 + width));
        lows.Push(bar.Low * (1.0 - width));
        this[0] = closes.Average;
        this[1] = highs.Average;
        this[2] = lows.Average;
    }

    protected override void Exchange(StateExchange state) => state.Of(closes, highs, lows);
}

/// <summary>
/// Squeeze (John Carter 2005): whether the Bollinger bands (2 deviations) lie inside the Keltner channel (SMA, <c>width</c> mean true ranges), 1 or
/// 0, and the momentum that waits: where the regression line over n bars of close minus the mean of range middle and average ends, in price
/// units. The flag comes with bar n + 1, the momentum with bar 2n - 1.
/// </summary>
public sealed class Squeeze(int period, double width)
    : SteppedIndicator(IndicatorSpec.Of("squeeze", period, width), 2, Math.Max(CheckPeriod(period, 2) + 1, (2 * period) - 1))
{
    private const double Deviations = 2.0;

    private readonly RollingMoments closes = new(period);
    private readonly RollingRange range = new(period);
    private readonly RollingSum trueRanges = new(period);
    private readonly LinearWeights weighted = new(period);
    private readonly RollingSum mean = new(period);
    private double previousClose;

    protected override void Advance(in BarInput bar)
    {
        if (Bars > 1 && trueRanges.Take(Atr.TrueRange(in bar, previousClose)))
        {
            this[1] = Inside(in bar);
        }
        else
        {
            closes.Push(bar.Close);
        }

        previousClose = bar.Close;
        range.Push(in bar);
        if (closes.IsFull)
        {
            var distance = bar.Close - ((range.Middle + closes.Mean) / 2.0);
            weighted.Push(distance);
            mean.Push(distance);
            this[0] = (3.0 * weighted.Average) - (2.0 * mean.Average);
        }
    }

    protected override void Exchange(StateExchange state)
    {
        state.Of(closes);
        range.Exchange(state);
        state.Of(trueRanges, mean);
        weighted.Exchange(state);
        state.Of(ref previousClose);
    }

    private double Inside(in BarInput bar)
    {
        closes.Push(bar.Close);
        return Deviations * Math.Sqrt(closes.Variance) < width * trueRanges.Mean ? 1.0 : 0.0;
    }
}
