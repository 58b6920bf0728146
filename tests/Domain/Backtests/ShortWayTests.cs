using Countersign.Domain.Backtests;
using Countersign.Domain.Markets;
using Countersign.Tests.Domain.Strategies;
using Xunit;

namespace Countersign.Tests.Domain.Backtests;

/// <summary>Plain market fills go a short way: it must give what the desk's own account decider gives when it takes every step.</summary>
public sealed class ShortWayTests
{
    private static readonly string[] Rules =
    [
        """ "entry":{"long":{"crossesAbove":["ema(3)","ema(8)"]},"short":{"crossesBelow":["ema(3)","ema(8)"]}},"reverse":true,"size":{"units":1000}""",
        """ "entry":{"long":{"above":["close","sma(5)"]}},"exit":{"long":{"below":["close","sma(5)"]}},"size":{"units":2500},"costs":{"commissionRate":0.0001}""",
        """ "entry":{"long":{"above":["rsi(3)",60]},"short":{"below":["rsi(3)",40]}},"stop":{"pips":15},"target":{"pips":30},"size":{"riskPercent":1}""",
        """ "entry":{"long":{"above":["rsi(3)",60]},"short":{"below":["rsi(3)",40]}},"stop":{"pips":15},"reverse":true,"size":{"units":7000},"costs":{"commissionRate":0.00003}""",
    ];

    [Theory]
    [InlineData(0, false)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    [InlineData(3, true)]
    public void Backtest_ByTheShortWay_IsWhatEveryStepGives(int rule, bool spread)
    {
        for (var seed = 0; seed < 40; seed++)
        {
            Compare(seed, rule, spread);
        }
    }

    private static void Compare(int seed, int rule, bool spread)
    {
        var definition = ExampleStrategies.Parse($$"""{"name":"A","symbols":["EURUSD"],"timeframe":"M1",{{Rules[rule]}}}""");
        var data = new BacktestData(BarSeriesBuilder.Of(Scene.EurUsd.Symbol, Timeframe.M1, Walk(new System.Random(seed), spread ? 0.0002m : 0m)));
        var plan = new BacktestPlan([new BacktestStrategy(definition)], data, new BacktestSettings(Scene.EurUsd, 10_000m));

        var shortWay = new BacktestEngine(plan).Run(null, CancellationToken.None);
        var everyStep = new BacktestEngine(plan, shortWay: false).Run(null, CancellationToken.None);

        Assert.Equal(everyStep.Fills, shortWay.Fills);
        Assert.Equal(everyStep.Trades, shortWay.Trades);
        Assert.Equal(everyStep.Entries.Select(Text), shortWay.Entries.Select(Text));
        Assert.All(shortWay.Entries, entry => Assert.True(entry.IsBalanced));
        Assert.Equal(everyStep, shortWay);
    }

    [Fact]
    public void Backtest_OfARecordedStrategy_MostlyGoesTheShortWay_AndIsTheSame()
    {
        var definition = ExampleStrategies.Read("ema-cross") with { Timeframe = Timeframe.M1 };
        var bars = RecordedBars.Read("data/fx/minute/eurusd_oanda_m1_2014-05.csv", Timeframe.M1, bidOnly: false);
        var plan = new BacktestPlan(
            [new BacktestStrategy(definition)], new BacktestData(BarSeriesBuilder.Of(Scene.EurUsd.Symbol, Timeframe.M1, bars)),
            new BacktestSettings(Scene.EurUsd, 100_000m));

        var shortWay = new BacktestEngine(plan).Run(null, TestContext.Current.CancellationToken);

        Assert.NotEmpty(shortWay.Trades);
        Assert.Equal(new BacktestEngine(plan, shortWay: false).Run(null, TestContext.Current.CancellationToken), shortWay);
    }

    private static string Text(Countersign.Domain.Accounts.LedgerEntry entry) =>
        $"{entry.Number}: {string.Join(", ", entry.Postings.Select(p => $"{p.Account} {p.Amount.Amount:0.000000000000} {p.Amount.Currency}"))}";

    private static IEnumerable<Bar> Walk(System.Random random, decimal spread)
    {
        var close = 11_000;
        for (var i = 0; i < 120; i++)
        {
            var open = close + random.Next(-3, 4);
            close = Math.Clamp(open + random.Next(-20, 21), 9_000, 13_000);
            var side = new Ohlc(
                Points(open), Points(Math.Max(open, close) + random.Next(8)), Points(Math.Min(open, close) - random.Next(8)), Points(close));
            var start = Scene.Start.AddMinutes(i);
            yield return new Bar(
                Timeframe.M1, start, start.AddMinutes(1), FxDay.DateAt(start), side,
                new Ohlc(side.Open + spread, side.High + spread, side.Low + spread, side.Close + spread), 0, Quantity.Zero);
        }
    }

    private static Price Points(int points) => new(points / 10_000m);
}
