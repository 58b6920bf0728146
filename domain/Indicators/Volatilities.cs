namespace Countersign.Domain.Indicators;

/// <summary>Logarithms of price ratios that prices at or below zero do not break: those count as no move.</summary>
internal static class LogRatio
{
    public static double Of(double price, double before) => price > 0.0 && before > 0.0 ? Math.Log(price / before) : 0.0;
}

/// <summary>
/// Historical volatility: sample standard deviation of n log returns of the close, a year (times √(bars a year)), as a share. First value with
/// bar n + 1.
/// </summary>
public sealed class HistoricalVolatility(int period, double year)
    : SteppedIndicator(IndicatorSpec.Of("historical_volatility", period, year), 1, CheckPeriod(period, 2) + 1)
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
                this[0] = Math.Sqrt(returns.Variance * period / (period - 1.0) * year);
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

/// <summary>An estimate of volatility from a mean over n bars of what each bar's own prices say, a year, as a share. First value with bar n.</summary>
public abstract class BarVolatility : SteppedIndicator
{
    private readonly RollingSum variances;
    private readonly double year;

    protected BarVolatility(string name, int period, double year)
        : base(IndicatorSpec.Of(name, period, year), 1, CheckPeriod(period))
    {
        variances = new RollingSum(period);
        this.year = year;
    }

    /// <summary>The bar's own variance, in squared log returns.</summary>
    protected abstract double VarianceOf(in BarInput bar);

    protected sealed override void Advance(in BarInput bar)
    {
        if (variances.Take(VarianceOf(in bar)))
        {
            this[0] = Math.Sqrt(Math.Max(0.0, variances.Mean) * year);
        }
    }

    protected sealed override void Exchange(StateExchange state) => state.Of(variances);
}

/// <summary>Parkinson's volatility (Michael Parkinson 1980): ln(high / low)² / (4 ln 2).</summary>
public sealed class Parkinson(int period, double year) : BarVolatility("parkinson", period, year)
{
    protected override double VarianceOf(in BarInput bar)
    {
        var range = LogRatio.Of(bar.High, bar.Low);
        return range * range / (4.0 * Math.Log(2.0));
    }
}

/// <summary>Garman and Klass's volatility (1980): ln(high / low)² / 2 - (2 ln 2 - 1) ln(close / open)².</summary>
public sealed class GarmanKlass(int period, double year) : BarVolatility("garman_klass", period, year)
{
    protected override double VarianceOf(in BarInput bar)
    {
        var range = LogRatio.Of(bar.High, bar.Low);
        var body = LogRatio.Of(bar.Close, bar.Open);
        return (0.5 * range * range) - (((2.0 * Math.Log(2.0)) - 1.0) * body * body);
    }
}

/// <summary>Rogers and Satchell's volatility (1991), which a trend does not bias: ln(h / c) ln(h / o) + ln(l / c) ln(l / o).</summary>
public sealed class RogersSatchell(int period, double year) : BarVolatility("rogers_satchell", period, year)
{
    protected override double VarianceOf(in BarInput bar) => Own(in bar);

    internal static double Own(in BarInput bar) =>
        (LogRatio.Of(bar.High, bar.Close) * LogRatio.Of(bar.High, bar.Open)) + (LogRatio.Of(bar.Low, bar.Close) * LogRatio.Of(bar.Low, bar.Open));
}

/// <summary>
/// Yang and Zhang's volatility (2000), which opening gaps and trends do not bias: variance of the gaps + k variance of open to close + (1 - k)
/// Rogers-Satchell, k = 0.34 / (1.34 + (n + 1) / (n - 1)); a year, as a share. First value with bar n + 1.
/// </summary>
public sealed class YangZhang(int period, double year)
    : SteppedIndicator(IndicatorSpec.Of("yang_zhang", period, year), 1, CheckPeriod(period, 2) + 1)
{
    private readonly double share = 0.34 / (1.34 + ((period + 1.0) / (period - 1.0)));
    private readonly RollingMoments gaps = new(period);
    private readonly RollingMoments bodies = new(period);
    private readonly RollingSum own = new(period);
    private double previousClose;

    protected override void Advance(in BarInput bar)
    {
        if (Bars > 1)
        {
            gaps.Push(LogRatio.Of(bar.Open, previousClose));
            bodies.Push(LogRatio.Of(bar.Close, bar.Open));
            if (own.Take(RogersSatchell.Own(in bar)))
            {
                var sample = period / (period - 1.0);
                var variance = (sample * (gaps.Variance + (share * bodies.Variance))) + ((1.0 - share) * Math.Max(0.0, own.Mean));
                this[0] = Math.Sqrt(variance * year);
            }
        }

        previousClose = bar.Close;
    }

    protected override void Exchange(StateExchange state)
    {
        state.Of(gaps, bodies);
        state.Of(own);
        state.Of(ref previousClose);
    }
}

/// <summary>
/// Relative volatility index (Donald Dorsey 1993), 0 to 100: Wilder averages over <c>smooth</c> bars of the close's standard deviation over
/// <c>period</c>, on rising bars against all; 50 where nothing moved. First value with bar max(period, 2) + smooth - 1.
/// </summary>
public sealed class RelativeVolatility(int period, int smooth)
    : SteppedIndicator(IndicatorSpec.Of("relative_volatility", period, smooth), 1, CheckPeriod(period, 2) + CheckPeriod(smooth) - 1)
{
    private readonly RollingMoments closes = new(period);
    private readonly SeededAverage rising = SeededAverage.Wilder(smooth);
    private readonly SeededAverage falling = SeededAverage.Wilder(smooth);
    private double previousClose;

    protected override void Advance(in BarInput bar)
    {
        closes.Push(bar.Close);
        if (closes.IsFull)
        {
            var deviation = Math.Sqrt(closes.Variance);
            falling.Push(bar.Close < previousClose ? deviation : 0.0);
            if (rising.Take(bar.Close > previousClose ? deviation : 0.0))
            {
                var all = rising.Value + falling.Value;
                this[0] = all > 0.0 ? 100.0 * rising.Value / all : 50.0;
            }
        }

        previousClose = bar.Close;
    }

    protected override void Exchange(StateExchange state)
    {
        state.Of(closes);
        state.Of(rising, falling);
        state.Of(ref previousClose);
    }
}
