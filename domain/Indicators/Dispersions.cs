namespace Countersign.Domain.Indicators;

/// <summary>
/// Population standard deviation of the last n closes, their mean, and the latest's distance from it in deviations (0 where there is no deviation).
/// First values with bar n. Same as TA-Lib's and Skender's to 1e-9.
/// </summary>
public sealed class StandardDeviation(int period) : SteppedIndicator(IndicatorSpec.Of("stdev", period), 3, CheckPeriod(period, 2))
{
    private readonly RollingMoments closes = new(period);

    protected override void Advance(in BarInput bar)
    {
        closes.Push(bar.Close);
        if (closes.IsFull)
        {
            this[0] = Math.Sqrt(closes.Variance);
            this[1] = closes.Mean;
            this[2] = Ratio.OrZero(bar.Close - closes.Mean, this[0]);
        }
    }

    protected override void Exchange(StateExchange state) => state.Of(closes);
}

/// <summary>
/// How far the last n closes lie from their mean: mean absolute deviation, mean squared error, and mean absolute error as a share of each close.
/// First values with bar n. Same as Skender's analysis of the SMA to 1e-9; a close of 0 counts no share.
/// </summary>
/// <remarks>The mean moves with every bar, so absolute deviations cost one pass over n closes.</remarks>
public sealed class MeanDeviation(int period) : SteppedIndicator(IndicatorSpec.Of("mean_deviation", period), 3, CheckPeriod(period))
{
    private readonly RollingMoments moments = new(period);
    private readonly Window closes = new(period);

    protected override void Advance(in BarInput bar)
    {
        moments.Push(bar.Close);
        closes.Push(bar.Close);
        if (!closes.IsFull)
        {
            return;
        }

        var mean = moments.Mean;
        var distances = 0.0;
        var shares = 0.0;
        for (var back = 0; back < period; back++)
        {
            var distance = Math.Abs(closes[back] - mean);
            distances += distance;
            shares += Ratio.OrZero(distance, Math.Abs(closes[back]));
        }

        this[0] = distances / period;
        this[1] = moments.Variance;
        this[2] = shares / period;
    }

    protected override void Exchange(StateExchange state)
    {
        state.Of(moments);
        closes.Exchange(state);
    }
}

/// <summary>
/// Skewness and excess kurtosis (of the population) of the last n closes' log returns; 0 where they do not differ. First values with bar n + 1.
/// </summary>
/// <remarks>Third and fourth powers about a moving mean cost one pass over n returns.</remarks>
public sealed class ReturnShape(int period) : SteppedIndicator(IndicatorSpec.Of("return_shape", period), 2, CheckPeriod(period, 3) + 1)
{
    private readonly RollingMoments moments = new(period);
    private readonly Window returns = new(period);
    private double previousClose;

    protected override void Advance(in BarInput bar)
    {
        if (Bars > 1)
        {
            var change = LogRatio.Of(bar.Close, previousClose);
            moments.Push(change);
            returns.Push(change);
            if (returns.IsFull)
            {
                Measure();
            }
        }

        previousClose = bar.Close;
    }

    protected override void Exchange(StateExchange state)
    {
        state.Of(moments);
        returns.Exchange(state);
        state.Of(ref previousClose);
    }

    private void Measure()
    {
        var mean = moments.Mean;
        double second = 0.0, third = 0.0, fourth = 0.0;
        for (var back = 0; back < period; back++)
        {
            var distance = returns[back] - mean;
            var square = distance * distance;
            second += square;
            third += square * distance;
            fourth += square * square;
        }

        var variance = second / period;
        this[0] = Ratio.OrZero(third / period, variance * Math.Sqrt(variance));
        this[1] = variance > 0.0 && fourth > 0.0 ? (fourth / period / (variance * variance)) - 3.0 : 0.0;
    }
}

/// <summary>
/// Sharpe ratio of holding the market over n bars: mean log return over its sample standard deviation, a year (times √(bars a year)); 0 where returns do
/// not differ. First value with bar n + 1.
/// </summary>
public sealed class RollingSharpe(int period, double year) : SteppedIndicator(IndicatorSpec.Of("sharpe", period, year), 1, CheckPeriod(period, 2) + 1)
{
    private readonly RollingMoments returns = new(period);
    private double previousClose;

    protected override void Advance(in BarInput bar)
    {
        if (Bars > 1)
        {
            returns.Push(LogRatio.Of(bar.Close, previousClose));
            if (returns.IsFull)
            {
                this[0] = Ratio.OrZero(returns.Mean * Math.Sqrt(year), Math.Sqrt(returns.Variance * period / (period - 1.0)));
            }
        }

        previousClose = bar.Close;
    }

    protected override void Exchange(StateExchange state)
    {
        state.Of(returns);
        state.Of(ref previousClose);
    }
}

/// <summary>
/// Variance ratio (Lo and MacKinlay 1988): variance of log returns over q bars against q times that over one bar, both of the last n; 1 for a random
/// walk, above for a trend, 1 where nothing moved. First value with bar n + q.
/// </summary>
public sealed class VarianceRatio(int period, int span)
    : SteppedIndicator(IndicatorSpec.Of("variance_ratio", period, span), 1, CheckPeriod(period, 2) + CheckPeriod(span, 2))
{
    private readonly RollingMoments single = new(period);
    private readonly RollingMoments several = new(period);
    private readonly Window closes = new(span + 1);

    protected override void Advance(in BarInput bar)
    {
        closes.Push(bar.Close);
        if (closes.Count > 1)
        {
            single.Push(LogRatio.Of(bar.Close, closes[1]));
        }

        if (closes.IsFull)
        {
            several.Push(LogRatio.Of(bar.Close, closes.Oldest));
            if (several.IsFull)
            {
                var expected = span * single.Variance;
                this[0] = expected > 0.0 ? Ratio.OrZero(several.Variance, expected) : 1.0;
            }
        }
    }

    protected override void Exchange(StateExchange state)
    {
        state.Of(single, several);
        closes.Exchange(state);
    }
}
