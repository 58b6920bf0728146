using Xunit;

namespace Countersign.Tests.Domain.Indicators;

/// <summary>Statistics against Skender's; what that library draws back over a finished history is drawn here from what was known.</summary>
public sealed class StatisticsGoldenTests
{
    /// <summary>Skender file, its field, and our output: equal from the first value, and null exactly where Skender's is.</summary>
    public static TheoryData<string, string, string> SkenderFields { get; } = new()
    {
        { "barpart", "value", "price(3)" },
        { "hurst", "hurstExponent", "hurst(100)" },
        { "hurst", "hurstExponentAL", "hurst(100).corrected" },
        { "slope", "slope", "slope(14)" },
        { "slope", "intercept", "slope(14).intercept" },
        { "slope", "stdDev", "slope(14).deviation" },
        { "slope", "rSquared", "slope(14).r_squared" },
        { "sma-analysis", "sma", "sma(20)" },
        { "sma-analysis", "mad", "mean_deviation(20)" },
        { "sma-analysis", "mse", "mean_deviation(20).squared" },
        { "sma-analysis", "mape", "mean_deviation(20).share" },
        { "stdev", "stdDev", "stdev(14)" },
        { "stdev", "mean", "stdev(14).mean" },
        { "stdev", "zScore", "stdev(14).z_score" },
    };

    /// <summary>The same of two markets.</summary>
    public static TheoryData<string, string, string> TwoMarketFields { get; } = new()
    {
        { "beta", "beta", "beta(50)" },
        { "beta", "returnsEval", "beta(50).return" },
        { "beta", "returnsMrkt", "beta(50).benchmark_return" },
        { "corr", "correlation", "correlation(20)" },
        { "corr", "rSquared", "correlation(20).r_squared" },
        { "corr", "covariance", "correlation(20).covariance" },
        { "corr", "varianceA", "correlation(20).variance" },
        { "corr", "varianceB", "correlation(20).benchmark_variance" },
        { "prs", "prs", "prs(20)" },
        { "prs", "prsPercent", "prs(20).lead" },
    };

    /// <summary>Fields that the golden leaves empty: its standard run computes one beta only.</summary>
    public static TheoryData<string, string> EmptyFields { get; } = new()
    {
        { "beta", "betaUp" },
        { "beta", "betaDown" },
        { "beta", "ratio" },
        { "beta", "convexity" },
    };

    [Theory]
    [MemberData(nameof(SkenderFields))]
    public void Statistic_OnSkendersDays_EqualsSkenderFromTheFirstValue(string file, string field, string series) =>
        GoldenComparison.AssertEqualsSkender(file, field, series);

    [Theory]
    [MemberData(nameof(TwoMarketFields))]
    public void Comparison_OfSkendersTwoMarkets_EqualsSkenderFromTheFirstValue(string file, string field, string series)
    {
        var golden = GoldenSeries.SkenderOfTwoMarkets(file);
        GoldenComparison.AssertSame(series, golden.Columns[field], GoldenComparison.Compute(series, golden.Bars));
    }

    [Theory]
    [MemberData(nameof(EmptyFields))]
    public void Field_OfAnOptionalBeta_IsEmptyInTheGolden(string file, string field) =>
        Assert.All(GoldenSeries.Skender(file).Columns[field], value => Assert.Null(value));

    [Fact]
    public void SidedBetas_OfSkendersTwoMarkets_AreTheFormulasOverTheWindow()
    {
        var bars = GoldenSeries.SkenderOfTwoMarkets("beta").Bars;
        var returns = bars.Skip(1).Select((bar, i) => (Own: (bar.Close / bars[i].Close) - 1.0, Market: (bar.Benchmark / bars[i].Benchmark) - 1.0)).ToArray();
        var up = GoldenComparison.Compute("beta(50).up", bars);
        var down = GoldenComparison.Compute("beta(50).down", bars);
        var ratio = GoldenComparison.Compute("beta(50).ratio", bars);
        var convexity = GoldenComparison.Compute("beta(50).convexity", bars);
        for (var i = 50; i < bars.Length; i++)
        {
            var window = returns[(i - 50)..i];
            var rising = BetaOf([.. window.Where(pair => pair.Market > 0.0)]);
            var falling = BetaOf([.. window.Where(pair => pair.Market < 0.0)]);
            GoldenComparison.AssertClose($"up {i}", rising, up[i]!.Value);
            GoldenComparison.AssertClose($"down {i}", falling, down[i]!.Value);
            GoldenComparison.AssertClose($"ratio {i}", rising / falling, ratio[i]!.Value);
            GoldenComparison.AssertClose($"convexity {i}", (rising - falling) * (rising - falling), convexity[i]!.Value);
        }
    }

    [Theory]
    [InlineData("dpo", "dpo(14)")]
    [InlineData("sma", "dpo(14).average")]
    public void DetrendedPrice_DrawnBackToItsBar_EqualsSkender(string field, string series)
    {
        var golden = GoldenSeries.Skender("dpo");
        var known = GoldenComparison.Compute(series, golden.Bars);
        double?[] drawn = [.. known.Skip(8), .. new double?[8]];
        GoldenComparison.AssertSame(series, golden.Columns[field], drawn);
    }

    [Fact]
    public void Slope_DrawnBackOverItsLastWindow_EqualsSkendersLine()
    {
        var golden = GoldenSeries.Skender("slope");
        var slope = GoldenComparison.Compute("slope(14)", golden.Bars)[^1]!.Value;
        var intercept = GoldenComparison.Compute("slope(14).intercept", golden.Bars)[^1]!.Value;
        var last = golden.Bars.Length;
        double?[] drawn = [.. Enumerable.Range(1, last).Select(number => number > last - 14 ? intercept + (slope * number) : (double?)null)];
        GoldenComparison.AssertSame("line", golden.Columns["line"], drawn);
    }

    [Theory]
    [InlineData("centerline", "stdev_channel(20,2)")]
    [InlineData("upperChannel", "stdev_channel(20,2).upper")]
    [InlineData("lowerChannel", "stdev_channel(20,2).lower")]
    public void Channel_DrawnBackOverWindowsFromTheEnd_EqualsSkender(string field, string series)
    {
        var golden = GoldenSeries.Skender("stdev-channels");
        var ends = GoldenComparison.Compute(series, golden.Bars);
        var slopes = GoldenComparison.Compute("stdev_channel(20,2).slope", golden.Bars);
        var drawn = new double?[ends.Length];
        for (var end = ends.Length - 1; end >= 19; end -= 20)
        {
            for (var i = end - 19; i <= end; i++)
            {
                drawn[i] = ends[end] - (slopes[end] * (end - i));
            }
        }

        GoldenComparison.AssertSame(series, golden.Columns[field], drawn);
    }

    [Fact]
    public void Channel_WindowsFromTheEnd_BreakWhereSkenderSays()
    {
        var breaks = GoldenSeries.Skender("stdev-channels").Columns["breakPoint"];
        Assert.Equal(
            Enumerable.Range(0, breaks.Length).Select(i => i >= 2 && (breaks.Length - i) % 20 == 0 ? 1.0 : 0.0),
            breaks.Select(value => value!.Value));
    }

    private static double BetaOf((double Own, double Market)[] pairs)
    {
        var own = pairs.Average(pair => pair.Own);
        var market = pairs.Average(pair => pair.Market);
        return pairs.Sum(pair => (pair.Own - own) * (pair.Market - market)) / pairs.Sum(pair => (pair.Market - market) * (pair.Market - market));
    }
}
