using System.Globalization;
using Countersign.Domain.Backtests;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;
using Countersign.Tests.Domain.Strategies;
using Countersign.Tests.Fixtures;
using Xunit;

namespace Countersign.Tests.Domain.Backtests;

/// <summary>The engine against another one: every fill of the reference strategy, and what came of it.</summary>
public sealed class GoldenBacktestTests
{
    private static readonly BacktestSettings Settings = new(Instruments.Find(Symbol.Parse("EURUSD"))!, 100_000m);

    [Fact]
    public void EmaCross_TwelveYearsOfHours_GivesTheReferencesEveryFillAndFinalValue()
    {
        var result = Run(
            ExampleStrategies.Read("ema-cross"),
            RecordedBars.Read("data/fx/hour/eurusd_oanda_h1_2007-2018.csv", Timeframe.H1, bidOnly: false));

        AssertFills("golden/backtrader/eurusd_h1_2007-2018_ema20_50_fills.csv", 2805, result);
        Assert.Equal(74_439, result.Bars);
        Assert.Equal(1_403, result.Signals);
        Assert.Equal(1_402, result.Trades.Length);
        Assert.Equal(415, result.TradesWon);
        Assert.Equal(-2_296.493806m, Math.Round(result.ClosedNet, 6));
        Assert.Equal(97_728.377482m, Math.Round(result.FinalValue, 6));
        Assert.Equal(6.561101859, result.MaxDrawdownPercent, 9);
    }

    [Fact]
    public void EmaCross_TwoWeeksOfMinutes_GivesTheReferencesEveryFillAndFinalValue()
    {
        var result = Run(
            ExampleStrategies.Read("ema-cross") with { Timeframe = Timeframe.M1 },
            RecordedBars.Read("data/fx/minute/eurusd_oanda_m1_2014-05.csv", Timeframe.M1, bidOnly: false));

        AssertFills("golden/backtrader/eurusd_m1_oanda_2014-05_ema20_50_fills.csv", 647, result);
        Assert.Equal(324, result.Signals);
        Assert.Equal(323, result.Trades.Length);
        Assert.Equal(74, result.TradesWon);
        Assert.Equal(-181.183964m, Math.Round(result.ClosedNet, 6));
        Assert.Equal(99_824.741832m, Math.Round(result.FinalValue, 6));
        Assert.Equal(0.240252537, result.MaxDrawdownPercent, 9);
    }

    private static BacktestResult Run(StrategyDefinition definition, IEnumerable<Bar> bars) =>
        Backtest.Run(definition, bars, Settings, TestContext.Current.CancellationToken);

    private static void AssertFills(string file, int count, BacktestResult result)
    {
        var expected = File.ReadLines(SharedFiles.Require(file)).Skip(1).Select(line => line.Split(',')).ToList();
        Assert.Equal(count, expected.Count);
        Assert.Equal(count, result.Fills.Length);
        foreach (var (cells, fill) in expected.Zip(result.Fills))
        {
            Assert.Equal(DateTimeOffset.Parse(cells[0], CultureInfo.InvariantCulture), fill.Time);
            Assert.Equal(cells[1] == "BUY" ? Side.Buy : Side.Sell, fill.Side);
            Assert.Equal(Math.Abs(decimal.Parse(cells[2], CultureInfo.InvariantCulture)), fill.Quantity.Value);
            Assert.Equal(decimal.Parse(cells[3], CultureInfo.InvariantCulture), fill.Price.Value);
            Assert.Equal(decimal.Parse(cells[4], CultureInfo.InvariantCulture), fill.Commission);
        }
    }
}
