using System.Collections.Immutable;
using MathNet.Numerics.Statistics;

namespace Countersign.Domain.Backtests.Metrics;

/// <summary>
/// Figures of the returns, from the equity curve cut into periods (<see cref="PeriodReturns"/>). Null where a figure is undefined: too few
/// periods, returns that do not differ, no loss to divide by.
/// </summary>
public sealed record ReturnMetrics
{
    /// <summary>Days or months that the statistics are of.</summary>
    public required int Periods { get; init; }

    /// <summary>From the curve's first bar to its last, in years of 365.25 days.</summary>
    public required double Years { get; init; }

    /// <summary>Final value over start cash, less one, in percent.</summary>
    public required double TotalPercent { get; init; }

    /// <summary>Compound annual growth rate: (final / start)^(1 / years) − 1, in percent.</summary>
    public required double? CagrPercent { get; init; }

    /// <summary>Sample standard deviation of the returns times √(periods a year), in percent.</summary>
    public required double? VolatilityPercent { get; init; }

    /// <summary>
    /// Mean excess return over its sample standard deviation, times √(periods a year). W. Sharpe, "The Sharpe Ratio", Journal of Portfolio
    /// Management 21 (1994).
    /// </summary>
    public required double? Sharpe { get; init; }

    /// <summary>
    /// Mean excess return over its downside deviation, the root of the mean over all periods of min(0, excess)², times √(periods a year).
    /// F. Sortino and L. Price, "Performance Measurement in a Downside Risk Framework", Journal of Investing 3 (1994).
    /// </summary>
    public required double? Sortino { get; init; }

    /// <summary>
    /// Annual growth over the largest drawdown, both in percent, over the whole run. T. Young, "Calmar Ratio: A Smoother Tool", Futures (1991),
    /// who takes three years.
    /// </summary>
    public required double? Calmar { get; init; }

    /// <summary>
    /// Sum of the returns above the threshold over the sum of those below, as distances from it. C. Keating and W. Shadwick, "A Universal
    /// Performance Measure" (2002).
    /// </summary>
    public required double? Omega { get; init; }

    /// <summary>
    /// Size of the high quantile of the returns over that of the low one (5 % on either side), by linear interpolation (type 7 of R. Hyndman and
    /// Y. Fan, 1996). As in the library empyrical.
    /// </summary>
    public required double? TailRatio { get; init; }

    /// <summary>Skewness g₁ of the population of returns.</summary>
    public required double? Skewness { get; init; }

    /// <summary>Kurtosis of the population of returns: 3 is a normal one's.</summary>
    public required double? Kurtosis { get; init; }

    public required double? BestPercent { get; init; }

    public required double? WorstPercent { get; init; }

    /// <summary>Probability, 0 to 1: <see cref="SharpeStatistics.Probabilistic"/>.</summary>
    public required double? ProbabilisticSharpe { get; init; }

    /// <summary>Probability, 0 to 1: <see cref="SharpeStatistics.Deflated"/>.</summary>
    public required double? DeflatedSharpe { get; init; }

    /// <summary>Periods: <see cref="SharpeStatistics.MinimumTrackRecord"/>.</summary>
    public required double? MinimumTrackRecord { get; init; }

    /// <summary>Variants that the deflated ratio allows for.</summary>
    public required int Trials { get; init; }

    internal static ReturnMetrics Of(BacktestResult result, ImmutableArray<PeriodReturn> returns, double maxDrawdownPercent, MetricsSettings settings)
    {
        var rate = settings.PeriodRiskFreeRate;
        double[] plain = [.. returns.Select(r => r.Return)];
        double[] excess = rate == 0.0 ? plain : [.. plain.Select(r => r - rate)];
        var moments = Moments.Of(excess);
        var root = Math.Sqrt(settings.YearPeriods);
        var sharpe = moments.Differ && moments.Count > 1 ? Numbers.Ratio(moments.Mean, moments.Deviation) : null;
        var benchmark = settings.BenchmarkSharpe / root;
        var years = YearsOf(result.Equity);
        var growth = GrowthOf(result, years);
        return new ReturnMetrics
        {
            Periods = plain.Length,
            Years = years,
            TotalPercent = (double)((result.FinalValue / result.StartCash) - 1m) * 100.0,
            CagrPercent = growth,
            VolatilityPercent = plain.Length < 2 ? null : Numbers.Percent(Numbers.Finite(Moments.Of(plain).Deviation * root)),
            Sharpe = sharpe * root,
            Sortino = SortinoOf(excess, moments.Mean) * root,
            Calmar = growth is { } gained ? Numbers.Ratio(gained, maxDrawdownPercent) : null,
            Omega = OmegaOf(plain, settings.OmegaThreshold),
            TailRatio = TailRatioOf(plain, settings.TailShare),
            Skewness = moments.Skewness,
            Kurtosis = moments.Kurtosis,
            BestPercent = plain.Length == 0 ? null : Numbers.Finite(plain.Max() * 100.0),
            WorstPercent = plain.Length == 0 ? null : Numbers.Finite(plain.Min() * 100.0),
            ProbabilisticSharpe = sharpe is { } p && moments is { Skewness: { } ps, Kurtosis: { } pk }
                ? SharpeStatistics.Probabilistic(p, benchmark, plain.Length, ps, pk) : null,
            DeflatedSharpe = sharpe is { } d && moments is { Skewness: { } ds, Kurtosis: { } dk }
                ? SharpeStatistics.Deflated(d, plain.Length, ds, dk, settings.Trials, settings.TrialVariance) : null,
            MinimumTrackRecord = sharpe is { } m && moments is { Skewness: { } ms, Kurtosis: { } mk }
                ? SharpeStatistics.MinimumTrackRecord(m, benchmark, ms, mk, settings.Confidence) : null,
            Trials = settings.Trials,
        };
    }

    internal static double YearsOf(EquityCurve curve) =>
        curve.Count == 0 ? 0.0 : TimeSpan.FromTicks(curve.Times[^1] - curve.Times[0]).TotalDays / 365.25;

    private static double? GrowthOf(BacktestResult result, double years) => years > 0.0 && result.FinalValue > 0m
        ? Numbers.Percent(Numbers.Finite(Math.Pow((double)(result.FinalValue / result.StartCash), 1.0 / years) - 1.0))
        : null;

    private static double? SortinoOf(ReadOnlySpan<double> excess, double mean)
    {
        var below = 0.0;
        foreach (var value in excess)
        {
            below += value < 0.0 ? value * value : 0.0;
        }

        return excess.Length < 2 ? null : Numbers.Ratio(mean, Math.Sqrt(below / excess.Length));
    }

    private static double? OmegaOf(ReadOnlySpan<double> returns, double threshold)
    {
        var (above, below) = (0.0, 0.0);
        foreach (var value in returns)
        {
            above += Math.Max(0.0, value - threshold);
            below += Math.Max(0.0, threshold - value);
        }

        return Numbers.Ratio(above, below);
    }

    private static double? TailRatioOf(double[] returns, double share) => returns.Length < 2
        ? null
        : Numbers.Ratio(
            Math.Abs(returns.QuantileCustom(1.0 - share, QuantileDefinition.R7)), Math.Abs(returns.QuantileCustom(share, QuantileDefinition.R7)));
}
