using System.Collections.Immutable;
using Countersign.Domain.Backtests;
using Countersign.Domain.Backtests.Research;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;
using Countersign.Tests.Domain.Strategies;
using Xunit;

namespace Countersign.Tests.Domain.Backtests.Research;

public sealed class RunComparisonTests
{
    private static readonly BacktestResult Template = Backtest.Run(ResearchScene.Cross(), new BacktestData(ResearchScene.Walk(500)), ResearchScene.Settings);

    [Fact]
    public void Of_SameRunTwice_IsCorrelatedWithoutADifference()
    {
        var days = Days(1, 0.0, 300);

        var pair = Assert.Single(RunComparison.Of([Run("a", days), Run("b", days)]).Pairs);

        Assert.Equal((300, 1.0, 0.0, 1.0), (pair.Days, Math.Round(pair.Correlation!.Value, 9), pair.MeanDifference, pair.PValue!.Value));
    }

    [Fact]
    public void Of_OneRunGainsMoreEveryDay_IsTold()
    {
        var days = Days(1, 0.0, 300);
        var pair = RunComparison.Of([Run("a", [.. days.Zip(Days(2, 0.002, 300), (x, y) => x + y)]), Run("b", days)]).Pairs[0];

        Assert.Equal(0.002, pair.MeanDifference, 3);
        Assert.True(pair.Low > 0.0 && pair.Low < pair.MeanDifference && pair.MeanDifference < pair.High);
        Assert.True(pair.PValue < 0.02);
    }

    // Of runs that are no better than each other, one in twenty looks so at 5 %.
    [Fact]
    public void Of_RunsThatDifferByChance_SeldomLookDifferent()
    {
        var different = Enumerable.Range(0, 100).Count(i =>
            RunComparison.Of([Run("a", Days(1_000 + i, 0.0, 200)), Run("b", Days(5_000 + i, 0.0, 200))], draws: 300).Pairs[0].PValue < 0.05);

        Assert.InRange(different, 0, 14);
    }

    [Fact]
    public void Of_FewDays_MakesNoInterval()
    {
        var pair = RunComparison.Of([Run("a", Days(1, 0.0, 5)), Run("b", Days(2, 0.0, 5))]).Pairs[0];

        Assert.Equal((5, null, null, null), (pair.Days, pair.Low, pair.High, pair.PValue));
    }

    [Fact]
    public void Of_ThreeRuns_HasEveryPairAndEveryFigure()
    {
        var comparison = RunComparison.Of([Run("a", Days(1, 0.0, 50)), Run("b", Days(2, 0.0, 50)), Run("c", Days(3, 0.0, 50))]);

        Assert.Equal([("a", "b"), ("a", "c"), ("b", "c")], comparison.Pairs.Select(pair => (pair.First, pair.Second)));
        Assert.Equal(ResearchMetric.All.Select(metric => metric.Name), comparison.Figures.Select(figure => figure.Metric));
        Assert.All(comparison.Figures, figure => Assert.Equal(3, figure.Values.Length));
        Assert.Equal(3, comparison.Figures.Single(figure => figure.Metric == "return").Values.Distinct().Count());
    }

    [Fact]
    public void SettingsOf_Strategies_TellsWhatDiffers()
    {
        var first = ResearchScene.Cross();
        var second = ExampleStrategies.Parse(StrategyJson.Write(first).Replace("ema(20)", "ema(10)")) with { Stop = new PriceDistance.InPips(20m) };

        var settings = RunComparison.SettingsOf([first, second]);

        Assert.Equal(
            [
                new("$.entry.long.crossesAbove[0]", ["\"ema(20)\"", "\"ema(10)\""]),
                new("$.entry.short.crossesBelow[0]", ["\"ema(20)\"", "\"ema(10)\""]),
                new ComparedSetting("$.stop.pips", [null, "20"]),
            ],
            settings);
    }

    [Fact]
    public void Of_TwoRunsOfOneName_Throws() =>
        Assert.Throws<ArgumentException>(() => RunComparison.Of([Run("a", Days(1, 0.0, 20)), Run("a", Days(2, 0.0, 20))]));

    private static ImmutableArray<double> Days(int seed, double mean, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => mean + (0.01 * (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5)))];
    }

    private static ComparedRun Run(string name, ImmutableArray<double> returns)
    {
        var (values, times) = (ImmutableArray.CreateBuilder<double>(), ImmutableArray.CreateBuilder<long>());
        var value = 10_000.0;
        foreach (var each in returns)
        {
            value *= 1.0 + each;
            values.Add(value);
            times.Add(FxDay.On(new DateOnly(2014, 1, 1).AddDays(times.Count)).End.UtcTicks);
        }

        var curve = new EquityCurve(times.ToImmutable(), values.ToImmutable(), [.. returns.Select(_ => true)]);
        return new ComparedRun(name, ResearchScene.Cross(), Template with { Equity = curve, StartCash = 10_000m, FinalValue = (decimal)value });
    }
}
