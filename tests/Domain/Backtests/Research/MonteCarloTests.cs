using System.Collections.Immutable;
using Countersign.Domain.Backtests;
using Countersign.Domain.Backtests.Research;
using Countersign.Domain.Execution;
using Xunit;

namespace Countersign.Tests.Domain.Backtests.Research;

public sealed class MonteCarloTests
{
    private static readonly MonteCarloSettings Settings = new(Paths: 2_000, Seed: 3, FanSteps: 20);

    private static readonly BacktestResult Run = Backtest.Run(ResearchScene.Cross(), new BacktestData(ResearchScene.Walk(6_000)), ResearchScene.Settings);

    [Fact]
    public void ShuffleTrades_AnyOrder_EndsTheSameAndFallsDifferently()
    {
        var shuffled = MonteCarlo.ShuffleTrades(Run, Settings);

        var final = (double)(Run.StartCash + Run.ClosedNet);
        Assert.Equal(final, shuffled.FinalValue.P1, 6);
        Assert.Equal(final, shuffled.FinalValue.P99, 6);
        Assert.True(shuffled.MaxDrawdownPercent.P5 < shuffled.MaxDrawdownPercent.P95);
        Assert.Equal(Run.Trades.Length, shuffled.Steps);
        Assert.Equal(Enumerable.Range(0, 21).Select(i => i * Run.Trades.Length / 20), shuffled.Fan.Select(step => step.Step));
        Assert.All(shuffled.Fan, step => Assert.True(step.P5 <= step.P25 && step.P25 <= step.P50 && step.P50 <= step.P75 && step.P75 <= step.P95));
    }

    [Fact]
    public void ShuffleTrades_WithReplacement_SpreadsAroundTheSameMean()
    {
        var drawn = MonteCarlo.ShuffleTrades(Run, Settings, withReplacement: true);

        var gains = Run.Trades.Select(t => (double)t.Net).ToArray();
        var deviation = Math.Sqrt(gains.Sum(g => Math.Pow(g - gains.Average(), 2)) / gains.Length * gains.Length);
        Assert.InRange(drawn.FinalValue.Mean - (double)(Run.StartCash + Run.ClosedNet), -deviation / 10, deviation / 10);
        Assert.InRange(drawn.FinalValue.P95 - drawn.FinalValue.P5, 3.29 * deviation * 0.9, 3.29 * deviation * 1.1);
    }

    [Fact]
    public void ShuffleTrades_ExtraCost_IsTakenFromEveryTrade() => Assert.Equal(
        (double)(Run.StartCash + Run.ClosedNet - (2m * Run.Trades.Length)), MonteCarlo.ShuffleTrades(Run, Settings, extraCost: 2m).FinalValue.P50, 6);

    // A loss of 6,000 that comes first ruins an account of 10,000 whose gain comes too late: that is every second order.
    [Fact]
    public void ShuffleTrades_Ruin_IsTheShareOfPathsThatEverFellSoFar()
    {
        var run = WithTrades(10_000m, -6_000m, 6_000m);

        var shuffled = MonteCarlo.ShuffleTrades(run, Settings);

        Assert.InRange(shuffled.RuinShare, 0.46, 0.54);
        Assert.Equal(0.0, shuffled.LossShare);
    }

    [Fact]
    public void ShuffleTrades_AccountLostAll_StaysThere()
    {
        var shuffled = MonteCarlo.ShuffleTrades(WithTrades(1_000m, -2_000m, 500m), Settings);

        Assert.Equal((0.0, 0.0, 1.0), (shuffled.FinalValue.P1, shuffled.FinalValue.P99, shuffled.LossShare));
        Assert.Equal(100.0, shuffled.MaxDrawdownPercent.P50);
    }

    [Fact]
    public void BootstrapDays_ConstantReturns_Compound()
    {
        var result = MonteCarlo.BootstrapDays([.. Enumerable.Repeat(0.01, 10)], 100.0, new BlockLength.Stationary(3), Settings);

        Assert.Equal(100.0 * Math.Pow(1.01, 10), result.FinalValue.P50, 9);
        Assert.Equal(0.0, result.MaxDrawdownPercent.P99);
        Assert.Equal(0.0, result.RuinShare);
    }

    [Fact]
    public void BootstrapDays_LongBlocksOfSpells_SpreadWiderThanSingleDays()
    {
        ImmutableArray<double> spells = [.. Enumerable.Range(0, 400).Select(i => i / 20 % 2 == 0 ? 0.01 : -0.01)];

        double Width(BlockLength blocks)
        {
            var result = MonteCarlo.BootstrapDays(spells, 100.0, blocks, Settings);
            return result.FinalValue.P95 - result.FinalValue.P5;
        }

        var single = Width(new BlockLength.Moving(1));
        Assert.InRange(Width(new BlockLength.Stationary(1)), single * 0.85, single * 1.15);
        Assert.True(Width(new BlockLength.Moving(20)) > 2.0 * single);
        Assert.True(Width(new BlockLength.Stationary(20)) > 1.5 * single);
    }

    [Fact]
    public void BootstrapDays_OneBlockAsLongAsTheRun_IsTheRunItself()
    {
        var result = MonteCarlo.BootstrapDays([0.0, 0.1, 0.0, 0.1], 1.0, new BlockLength.Moving(4), Settings);

        Assert.Equal(4, result.Steps);
        Assert.Equal(1.21, result.FinalValue.P1, 9);
        Assert.Equal(1.21, result.FinalValue.P99, 9);
    }

    [Fact]
    public void MonteCarlo_SameSeed_IsTheSame()
    {
        var blocks = new BlockLength.Stationary(5);

        Assert.Equal(MonteCarlo.BootstrapDays(Run, blocks, Settings), MonteCarlo.BootstrapDays(Run, blocks, Settings));
        Assert.NotEqual(
            MonteCarlo.ShuffleTrades(Run, Settings).MaxDrawdownPercent, MonteCarlo.ShuffleTrades(Run, Settings with { Seed = 4 }).MaxDrawdownPercent);
    }

    [Theory]
    [InlineData(0, 50.0, 100)]
    [InlineData(20_001, 50.0, 100)]
    [InlineData(10, 0.0, 100)]
    [InlineData(10, 50.0, 501)]
    public void MonteCarlo_SettingsOutOfRange_Throws(int paths, double ruin, int steps) =>
        Assert.Throws<ArgumentException>(() => MonteCarlo.ShuffleTrades(Run, new MonteCarloSettings(paths, 1, ruin, steps)));

    [Fact]
    public void CostStress_DearerLevels_LoseWhatTheyCost()
    {
        var study = Study(ResearchScene.Settings);
        var runs = CostStress.Run(
            study, ResearchScene.Cross(), [CostLevel.AsAssumed, new(SlippagePips: 1m), new(CommissionTimes: 3m), new(PerOrder: 0.5m)], SequentialWorkers.Instance);

        var (fills, commission) = (Run.Fills.Length, Run.Fills.Sum(fill => fill.Commission));
        Assert.Equal(Run.FinalValue, runs[0].Figures.FinalValue);
        Assert.InRange(Run.FinalValue - runs[1].Figures.FinalValue, fills * 10_000m * 0.0001m * 0.999m, fills * 10_000m * 0.0001m * 1.001m);
        Assert.Equal(Run.FinalValue - (2m * commission), runs[2].Figures.FinalValue);
        Assert.Equal(Run.FinalValue - (0.5m * fills), runs[3].Figures.FinalValue);
    }

    [Fact]
    public void CostStress_ModelWithoutADistance_WidensTheSpreadInstead()
    {
        var rules = PaperRules.Default with { Slippage = new SlippageModel.Volatility(0.5) };
        var runs = CostStress.Run(
            Study(ResearchScene.Settings with { Rules = rules }), ResearchScene.Cross(), [CostLevel.AsAssumed, new(SlippagePips: 1m)], SequentialWorkers.Instance);

        Assert.InRange((double)(runs[0].Figures.FinalValue - runs[1].Figures.FinalValue), Run.Fills.Length * 0.9, Run.Fills.Length * 1.1);
    }

    private static ResearchStudy Study(BacktestSettings settings) =>
        new(ResearchScene.Space(ResearchScene.TwoAverages), new(ResearchScene.Walk(6_000)), settings, Objective.Best("return"));

    private static BacktestResult WithTrades(decimal start, params ImmutableArray<decimal> nets) => Run with
    {
        StartCash = start,
        Trades = [.. nets.Select(net => Run.Trades[0] with { Net = net })],
    };
}
