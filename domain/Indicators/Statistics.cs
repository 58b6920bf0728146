using System.Collections.Immutable;
using static Countersign.Domain.Indicators.IndicatorParameter;

namespace Countersign.Domain.Indicators;

/// <summary>The catalogue of regressions, correlations and other statistics.</summary>
internal static class Statistics
{
    private static readonly IndicatorParameter Year = Number("year", 252, 1, 1_000_000);

    public static ImmutableArray<IndicatorDefinition> Definitions =>
    [
        Own("autocorrelation", "Autocorrelation of returns", [Period(50, 2), Whole("lag", 1)], p => new Autocorrelation((int)p[0], (int)p[1])),
        Own("beta", "Beta against the benchmark", [Window(50)], p => new Beta((int)p[0])) with
        {
            Outputs =
            [
                "value", Hidden("up"), Hidden("down"), Hidden("ratio"), Hidden("convexity"), Hidden("return"), Hidden("benchmark_return"),
            ],
            NeedsBenchmark = true,
        },
        Own("correlation", "Correlation with the benchmark", [Period(20, 2)], p => new Correlation((int)p[0])) with
        {
            Outputs = ["value", Hidden("r_squared"), Hidden("covariance"), Hidden("variance"), Hidden("benchmark_variance")],
            NeedsBenchmark = true,
        },
        Own("dpo", "Detrended price", [Period(14)], p => new DetrendedPrice((int)p[0])) with { Outputs = ["value", Hidden("average")] },
        Own("drawdown", "Drawdown", [Period(252)], p => new Drawdown((int)p[0])),
        Own("entropy", "Entropy of directions", [Period(20)], p => new DirectionEntropy((int)p[0])),
        Over("error_bands", "Standard error bands", [Period(21, 3), Number("width", 2, 0.1, 100)], ["middle", "upper", "lower"], p => new ErrorBands((int)p[0], p[1])),
        Own("hurst", "Hurst exponent", [Period(100, 16)], p => new Hurst((int)p[0])) with { Outputs = ["value", "corrected"] },
        Own("log_return", "Log return", [Window(1)], p => new LogReturn((int)p[0])),
        Over("max", "Highest high", [Period(20)], ["value"], p => new HighestHigh((int)p[0])),
        Own("mean_deviation", "Deviation from the mean", [Period(20)], p => new MeanDeviation((int)p[0])) with
        {
            Outputs = ["absolute", Hidden("squared"), Hidden("share")],
        },
        Over("median", "Median close", [Period(20)], ["value"], p => new MedianPrice((int)p[0])),
        Over("min", "Lowest low", [Period(20)], ["value"], p => new LowestLow((int)p[0])),
        Own("pair_score", "Score of the ratio to the benchmark", [Period(60, 2)], p => new PairScore((int)p[0])) with { NeedsBenchmark = true },
        Own("percent_rank", "Percent rank", [Period(100)], p => new PercentRank((int)p[0])),
        Over("price", "A price of the bar", [new("part", 0, BarPart.Last, 3, IsWhole: true)], ["value"], p => new BarPart((int)p[0])),
        Own("prs", "Price relative strength", [Window(20)], p => new RelativeStrength((int)p[0])) with
        {
            Outputs = ["value", Hidden("lead")],
            NeedsBenchmark = true,
        },
        Over("quantile_bands", "Quantile bands", [Period(50), Number("share", 0.1, 0, 0.5)], ["middle", "upper", "lower"], p => new QuantileBands((int)p[0], p[1])),
        Own("return_shape", "Skewness and kurtosis of returns", [Period(60, 3)], p => new ReturnShape((int)p[0])) with { Outputs = ["skewness", "kurtosis"] },
        Own("sharpe", "Sharpe ratio", [Period(60, 2), Year], p => new RollingSharpe((int)p[0], p[1])),
        Own("slope", "Linear regression", [Period(14, 2)], p => new Regression((int)p[0])) with
        {
            Outputs = ["value", Hidden("intercept"), Hidden("end"), Hidden("deviation"), Hidden("r_squared")],
        },
        Own("stdev", "Standard deviation", [Period(20, 2)], p => new StandardDeviation((int)p[0])) with
        {
            Outputs = ["value", Hidden("mean"), Hidden("z_score")],
        },
        Over(
            "stdev_channel", "Standard deviation channel", [Period(20, 2), Number("width", 2, 0.1, 100)], ["middle", "upper", "lower", Hidden("slope")],
            p => new DeviationChannel((int)p[0], p[1])),
        Own("variance_ratio", "Variance ratio", [Period(60, 2), Whole("span", 5, 2)], p => new VarianceRatio((int)p[0], (int)p[1])),
    ];

    private static IndicatorOutput Hidden(string name) => new(name, PlotStyle.Hidden);

    // A window that also looks at the bar before it stays within the catalogue's longest.
    private static IndicatorParameter Window(double standard) => Period(standard) with { Maximum = IndicatorCatalogue.MaximumPeriod - 1 };

    private static IndicatorDefinition Own(
        string name,
        string title,
        ImmutableArray<IndicatorParameter> parameters,
        Func<ImmutableArray<double>, IIndicator> create) =>
        new(name, title, IndicatorFamily.Statistics, IndicatorPane.Own, parameters, ["value"], create);

    private static IndicatorDefinition Over(
        string name,
        string title,
        ImmutableArray<IndicatorParameter> parameters,
        ImmutableArray<IndicatorOutput> outputs,
        Func<ImmutableArray<double>, IIndicator> create) =>
        new(name, title, IndicatorFamily.Statistics, IndicatorPane.Price, parameters, outputs, create);
}
