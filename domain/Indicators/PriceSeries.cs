namespace Countersign.Domain.Indicators;

/// <summary>
/// Detrended price: the close of n / 2 + 1 bars ago minus the mean of the last n closes (the mean that was centred on that bar), and that mean. First
/// values with bar max(n, n / 2 + 2). Same as Skender's to 1e-9, which draws each value n / 2 + 1 bars back, on bars that could not know it yet.
/// </summary>
public sealed class DetrendedPrice(int period)
    : SteppedIndicator(IndicatorSpec.Of("dpo", period), 2, Math.Max(CheckPeriod(period), (period / 2) + 2))
{
    private readonly RollingSum mean = new(period);
    private readonly Window closes = new((period / 2) + 2);

    protected override void Advance(in BarInput bar)
    {
        closes.Push(bar.Close);
        if (mean.Take(bar.Close) && closes.IsFull)
        {
            this[0] = closes.Oldest - mean.Mean;
            this[1] = mean.Mean;
        }
    }

    protected override void Exchange(StateExchange state)
    {
        state.Of(mean);
        closes.Exchange(state);
    }
}

/// <summary>
/// A price of the bar: 0 open, 1 high, 2 low, 3 close, 4 volume, 5 (h + l) / 2, 6 (h + l + c) / 3, 7 (o + c) / 2, 8 (o + h + l) / 3, 9 (o + h + l + c) / 4.
/// First value with the first bar. Same as Skender's bar parts.
/// </summary>
public sealed class BarPart(int part) : SteppedIndicator(IndicatorSpec.Of("price", part), 1, 1)
{
    /// <summary>The number of the last part.</summary>
    public const int Last = 9;

    protected override void Advance(in BarInput bar) => this[0] = part switch
    {
        0 => bar.Open,
        1 => bar.High,
        2 => bar.Low,
        3 => bar.Close,
        4 => bar.Volume,
        5 => (bar.High + bar.Low) / 2.0,
        6 => bar.Typical,
        7 => (bar.Open + bar.Close) / 2.0,
        8 => (bar.Open + bar.High + bar.Low) / 3.0,
        Last => (bar.Open + bar.High + bar.Low + bar.Close) / 4.0,
        _ => throw new ArgumentOutOfRangeException(nameof(bar), part, "No such part."),
    };

    protected override void Exchange(StateExchange state)
    {
        // Nothing but the output.
    }
}

/// <summary>Log return of the close over n bars; 0 where a price is not above 0. First value with bar n + 1.</summary>
public sealed class LogReturn(int period) : SteppedIndicator(IndicatorSpec.Of("log_return", period), 1, CheckPeriod(period) + 1)
{
    private readonly Window closes = new(period + 1);

    protected override void Advance(in BarInput bar)
    {
        closes.Push(bar.Close);
        if (closes.IsFull)
        {
            this[0] = LogRatio.Of(bar.Close, closes.Oldest);
        }
    }

    protected override void Exchange(StateExchange state) => closes.Exchange(state);
}

/// <summary>
/// Shannon entropy (1948) of the directions of the last n moves of the close, in bits: 0 where all went one way, 1 where rises and falls are even, up
/// to log2(3) with moves of nothing. First value with bar n + 1.
/// </summary>
public sealed class DirectionEntropy(int period) : SteppedIndicator(IndicatorSpec.Of("entropy", period), 1, CheckPeriod(period) + 1)
{
    private readonly RollingSum rises = new(period);
    private readonly RollingSum falls = new(period);
    private double previousClose;

    protected override void Advance(in BarInput bar)
    {
        if (Bars > 1)
        {
            rises.Push(bar.Close > previousClose ? 1.0 : 0.0);
            if (falls.Take(bar.Close < previousClose ? 1.0 : 0.0))
            {
                this[0] = Part(rises.Sum) + Part(falls.Sum) + Part(period - rises.Sum - falls.Sum);
            }
        }

        previousClose = bar.Close;
    }

    protected override void Exchange(StateExchange state)
    {
        state.Of(rises, falls);
        state.Of(ref previousClose);
    }

    private double Part(double count) => count > 0.0 ? -(count / period) * Math.Log2(count / period) : 0.0;
}

/// <summary>
/// Autocorrelation of the close's log returns: correlation (Pearson, -1 to 1) of the last n with those <c>lag</c> bars before; 0 where they do not vary.
/// First value with bar n + lag + 1.
/// </summary>
public sealed class Autocorrelation(int period, int lag)
    : SteppedIndicator(IndicatorSpec.Of("autocorrelation", period, lag), 1, CheckPeriod(period, 2) + CheckPeriod(lag) + 1)
{
    private readonly RollingPairs pairs = new(period);
    private readonly Window returns = new(lag + 1);
    private double previousClose;

    protected override void Advance(in BarInput bar)
    {
        if (Bars > 1)
        {
            returns.Push(LogRatio.Of(bar.Close, previousClose));
            if (returns.IsFull)
            {
                pairs.Push(returns[0], returns.Oldest);
            }

            if (pairs.IsFull)
            {
                this[0] = pairs.Correlation;
            }
        }

        previousClose = bar.Close;
    }

    protected override void Exchange(StateExchange state)
    {
        pairs.Exchange(state);
        returns.Exchange(state);
        state.Of(ref previousClose);
    }
}
