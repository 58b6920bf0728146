using Countersign.Domain.Backtests;
using Countersign.Domain.Backtests.Research;
using Countersign.Domain.Markets;
using Countersign.Tests.Domain.Strategies;
using Xunit;

namespace Countersign.Tests.Domain.Backtests.Research;

public sealed class LeakCheckTests
{
    private static readonly BarSeries Walk = ResearchScene.Walk(3_000);

    [Theory]
    [InlineData("ema-cross")]
    [InlineData("bollinger-reversion")]
    public void LookAhead_TheEngine_KnowsNothingOfTheFuture(string strategy)
    {
        var definition = ExampleStrategies.Read(strategy) with { Timeframe = Timeframe.M1 };

        var report = LookAheadCheck.Run(
            (data, token) => Backtest.Run(definition, data, ResearchScene.Settings, token), ResearchScene.Minutes(), SequentialWorkers.Instance, cuts: 4);

        Assert.True(report.IsClean, string.Join("\n", report.Leaks));
        Assert.True(report.Fills > 10);
        Assert.Equal(4, report.Cuts.Length);
    }

    [Fact]
    public void LookAhead_LargerTimeframe_KnowsNothingOfTheFuture()
    {
        var definition = ExampleStrategies.Parse(
            """
            {"name":"A","symbols":["EURUSD"],"timeframe":"M5","entry":{"long":{"above":["close","ema(10)@M15"]},"short":{"below":["close","ema(10)@M15"]}},
             "reverse":true,"size":{"units":1000}}
            """);

        var report = LookAheadCheck.Run(
            (data, token) => Backtest.Run(definition, data, ResearchScene.Settings, token), new(Walk), SequentialWorkers.Instance);

        Assert.True(report.IsClean, string.Join("\n", report.Leaks));
        Assert.True(report.Fills > 10);
    }

    // A leak that only the perturbed future shows: prices are known one bar too early.
    [Fact]
    public void LookAhead_RunThatKnowsTheNextBar_IsCaught()
    {
        BacktestResult Peeking(BacktestData data, CancellationToken token)
        {
            var bars = data.Series[0].Bars.ToList();
            var early = bars.Zip(bars.Skip(1), (bar, next) => bar with { Bid = next.Bid, Ask = next.Ask });
            return Backtest.Run(ResearchScene.Cross(), new BacktestData(BarSeriesBuilder.Of(Walk.Symbol, Timeframe.M1, early)), ResearchScene.Settings, token);
        }

        var report = LookAheadCheck.Run(Peeking, new(Walk), SequentialWorkers.Instance);

        Assert.Contains(report.Leaks, leak => leak.How == FutureChange.Perturbed);
        Assert.All(report.Leaks, leak => Assert.True(leak.At <= leak.Cut));
    }

    // The orders alone come a bar too early; prices are as they were.
    [Fact]
    public void LookAhead_DecisionThatKnowsTheNextBar_IsCaught()
    {
        var fast = ExampleStrategies.Parse(
            """
            {"name":"A","symbols":["EURUSD"],"timeframe":"M1","entry":{"long":{"above":["close","open"]},"short":{"below":["close","open"]}},
             "reverse":true,"size":{"units":1000}}
            """);

        // The opens stay where they were, so fills do too; only the closes, which decide, are the next bar's.
        BacktestResult Peeking(BacktestData data, CancellationToken token)
        {
            var bars = data.Series[0].Bars.ToList();
            var early = bars.Zip(bars.Skip(1), (bar, next) => bar with { Bid = Around(bar.Bid, next.Bid), Ask = Around(bar.Ask, next.Ask) });
            var result = Backtest.Run(fast, new BacktestData(BarSeriesBuilder.Of(Walk.Symbol, Timeframe.M1, early)), ResearchScene.Settings, token);
            return result with { Equity = EquityCurve.Empty };
        }

        static Ohlc Around(Ohlc bar, Ohlc next)
        {
            var close = new Price(bar.Open.Value + (next.Close - next.Open));
            return new Ohlc(bar.Open, close > bar.Open ? close : bar.Open, close < bar.Open ? close : bar.Open, close);
        }

        var report = LookAheadCheck.Run(Peeking, new(Walk), SequentialWorkers.Instance, cuts: 20);

        Assert.Contains(report.Leaks, leak => leak.How == FutureChange.Perturbed && leak.At == leak.Cut);
    }

    // The classic: a level made from the whole recording, such as its mean.
    [Fact]
    public void LookAhead_LevelFromTheWholeRecording_IsCaughtByBothChanges()
    {
        static BacktestResult Normalising(BacktestData data, CancellationToken token)
        {
            var mean = data.Series[0].Bars.Average(bar => bar.Bid.Close.Value);
            var definition = ExampleStrategies.Parse(FormattableString.Invariant(
                $$$"""{"name":"A","symbols":["EURUSD"],"timeframe":"M1","entry":{"long":{"crossesAbove":["close",{{{mean:0.00000}}}]}},"exit":{"long":{"crossesBelow":["close",{{{mean:0.00000}}}]}},"size":{"units":1000}}"""));
            return Backtest.Run(definition, data, ResearchScene.Settings, token);
        }

        var report = LookAheadCheck.Run(Normalising, new(Walk), SequentialWorkers.Instance);

        Assert.Contains(report.Leaks, leak => leak.How == FutureChange.CutOff);
        Assert.Contains(report.Leaks, leak => leak.How == FutureChange.Perturbed);
        Assert.Contains("without that future", report.Leaks[0].What, StringComparison.Ordinal);
    }

    [Fact]
    public void LookAhead_SameSeed_IsTheSame()
    {
        LookAheadReport Run() => LookAheadCheck.Run(
            (data, token) => Backtest.Run(ResearchScene.Cross(), data, ResearchScene.Settings, token), new(Walk), SequentialWorkers.Instance, 3);

        Assert.Equal(Run(), Run());
    }

    // Exponential averages never forget their first bar; after as many bars as they ask for they are still well off.
    [Fact]
    public void WarmUp_RecursiveIndicator_IsCaughtUntilHistoryIsLong()
    {
        var definition = ExampleStrategies.Parse(
            """
            {"name":"A","symbols":["EURUSD"],"timeframe":"M1","entry":{"long":{"above":["close","ema(50)"]},"short":{"below":["close","ema(50)"]}},
             "reverse":true,"size":{"units":1000}}
            """);

        var report = WarmUpCheck.Run(definition, ResearchScene.EurUsd, Walk, SequentialWorkers.Instance);

        Assert.Equal([50, 100, 200, 400, 800], report.Levels.Select(level => level.WarmUpBars));
        Assert.Equal(["close", "ema(50)"], report.Levels[0].Features.Select(f => f.Feature));
        Assert.Equal(0.0, report.Levels[0].Features[0].LargestDifference);
        Assert.True(report.Levels[0].LargestDifference > 1e-5);
        Assert.True(report.Levels[0].Differing > 0);
        Assert.True(report.Levels[4].LargestDifference < 1e-12);
        Assert.Equal((0, true), (report.Levels[4].Differing, report.Levels[4].Decisions > 100));
        Assert.Equal(800, report.Enough(1e-12));
        Assert.InRange(report.Enough(1e-6)!.Value, 200, 800);
    }

    [Fact]
    public void WarmUp_WindowedIndicator_IsCleanAfterItsWindow()
    {
        var definition = ExampleStrategies.Parse(
            """{"name":"A","symbols":["EURUSD"],"timeframe":"M1","entry":{"long":{"above":["close","donchian(50)"]}},"stop":{"pips":10},"size":{"units":1000}}""");

        var report = WarmUpCheck.Run(definition, ResearchScene.EurUsd, Walk, SequentialWorkers.Instance, [51, 100]);

        Assert.Equal([0.0, 0.0], report.Levels.Select(level => level.LargestDifference));
        Assert.Equal(51, report.Enough(0.0));
    }

    [Fact]
    public void WarmUp_TooLittleHistoryForAValue_IsInfinitelyOff()
    {
        var report = WarmUpCheck.Run(
            ResearchScene.Cross(), ResearchScene.EurUsd, Walk, SequentialWorkers.Instance, [10, 200], places: 3, stretch: 5);

        Assert.Equal(15, report.Looked);
        Assert.Equal(double.PositiveInfinity, report.Levels[0].LargestDifference);
        Assert.True(report.Levels[1].LargestDifference < 1e-3);
    }

    [Fact]
    public void WarmUp_BarsOfAnotherTimeframe_Throws() => Assert.Throws<ArgumentException>(
        () => WarmUpCheck.Run(ResearchScene.Cross(Timeframe.H1), ResearchScene.EurUsd, Walk, SequentialWorkers.Instance));
}
