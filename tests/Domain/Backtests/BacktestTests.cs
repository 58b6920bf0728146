using Countersign.Domain.Backtests;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;
using Countersign.Tests.Domain.Strategies;
using Xunit;

namespace Countersign.Tests.Domain.Backtests;

public sealed class BacktestTests
{
    private static readonly BacktestSettings Settings = new(Scene.EurUsd, 10_000m);

    [Fact]
    public void Run_Signal_FillsAtTheNextBarsOpen_BuyAtAskAndSellAtBid()
    {
        var result = Run(
            """ "entry":{"long":{"above":["close",1]}},"exit":{"long":{"below":["close",1]}},"size":{"units":1000}""",
            1.1m, 1.2m, 0.9m, 0.8m);

        Assert.Equal([(1, Side.Buy, 1.2002m), (3, Side.Sell, 0.8m)], result.Fills.Select(fill => (Minute(fill.Time), fill.Side, fill.Price.Value)));
        var trade = Assert.Single(result.Trades);
        Assert.Equal(1000m * (0.8m - 1.2002m), trade.Gross);
        Assert.Equal(10_000m + trade.Gross, result.FinalValue);
    }

    [Fact]
    public void Run_Commission_IsTakenOnBothFills()
    {
        var result = Run(
            """ "entry":{"long":{"above":["close",1]}},"exit":{"long":{"below":["close",1]}},"size":{"units":1000},"costs":{"commissionRate":0.001}""",
            1.1m, 1.2m, 0.9m, 0.8m);

        Assert.Equal([1.2002m, 0.8m], result.Fills.Select(fill => fill.Commission));
        Assert.Equal(result.Trades[0].Gross - 2.0002m, result.Trades[0].Net);
        Assert.Equal(10_000m + result.Trades[0].Net, result.FinalValue);
    }

    [Fact]
    public void Run_SignalOnTheLastBar_IsDropped()
    {
        var result = Run(""" "entry":{"long":{"above":["close",1]}},"stop":{"pips":10},"size":{"units":1000}""", 0.9m, 1.1m);

        Assert.Equal(1, result.Signals);
        Assert.Empty(result.Fills);
        Assert.Equal(10_000m, result.FinalValue);
    }

    [Fact]
    public void Run_OpenAtTheEnd_IsValuedWhereItWouldClose()
    {
        var result = Run(""" "entry":{"short":{"below":["close",1]}},"stop":{"percent":20},"size":{"units":1000}""", 0.9m, 0.9m, 0.8m);

        Assert.Equal(10_000m + (1000m * (0.9m - 0.8002m)), result.FinalValue);
        Assert.Empty(result.Trades);
    }

    [Fact]
    public void Run_Reverse_MakesTwoOrders()
    {
        var result = Run(
            """ "entry":{"long":{"crossesAbove":["close",1]},"short":{"crossesBelow":["close",1]}},"reverse":true,"size":{"units":1000}""",
            0.9m, 1.1m, 1.1m, 0.9m, 0.9m);

        Assert.Equal([1000m, 0m, -1000m], result.Fills.Select(fill => fill.PositionAfter.Value));
        Assert.Equal([SignalReason.Rule, SignalReason.Reverse, SignalReason.Reverse], result.Fills.Select(fill => fill.Reason));
    }

    [Fact]
    public void Run_MarketOpensBeyondTheStop_OrderIsDeniedAndCounted()
    {
        var result = Run(""" "entry":{"long":{"above":["close",1]}},"stop":{"price":0.05},"size":{"units":1000}""", 1.1m, 0.95m, 0.95m);

        Assert.Equal(1, result.Denied);
        Assert.Empty(result.Fills);
    }

    [Fact]
    public void Run_RiskShare_SizesByTheStopDistance()
    {
        var result = Run(
            """ "entry":{"long":{"above":["close",1]}},"stop":{"price":0.05},"size":{"riskPercent":1}""", 1.1m, 1.1m);

        Assert.Equal(2000m, Assert.Single(result.Fills).Quantity.Value);
    }

    [Fact]
    public void Run_Drawdown_IsTheLargestFallFromAPeak()
    {
        var result = Run(
            """ "entry":{"short":{"below":["close",1]}},"stop":{"percent":50},"size":{"units":10000}""",
            0.9m, 0.9m, 0.8m, 0.85m, 0.7m);

        var peak = 10_000m + (10_000m * (0.9m - 0.8002m));
        Assert.Equal((double)(500m / peak * 100m), result.MaxDrawdownPercent, 10);
    }

    [Fact]
    public void Run_Twice_IsTheSame()
    {
        var definition = ExampleStrategies.Read("bollinger-reversion");
        var bars = RecordedBars.Read("data/fx/minute/eurusd_oanda_m1_2014-05.csv", Timeframe.M1, bidOnly: false);

        var first = Backtest.Run(definition, bars, Settings, TestContext.Current.CancellationToken);
        var second = Backtest.Run(definition, bars, Settings, TestContext.Current.CancellationToken);

        Assert.Equal(first, second);
        Assert.NotEmpty(first.Trades);
        Assert.Equal(first.FinalValue - first.StartCash, first.ClosedNet + OpenResult(first, bars[^1]));
    }

    [Fact]
    public void Run_BarsOfAnotherTimeframe_Throws() =>
        Assert.Throws<ArgumentException>(
            () => Backtest.Run(ExampleStrategies.Read("ema-cross"), [Bar(0, 1m)], Settings, TestContext.Current.CancellationToken));

    [Fact]
    public void Run_MoreFillsThanAllowed_Throws()
    {
        var definition = ExampleStrategies.Read("bollinger-reversion");
        var bars = RecordedBars.Read("data/fx/minute/eurusd_oanda_m1_2014-05.csv", Timeframe.M1, bidOnly: false);

        Assert.Throws<InvalidOperationException>(
            () => Backtest.Run(definition, bars, Settings with { FillsMax = 3 }, TestContext.Current.CancellationToken));
    }

    // What closed trades do not hold: the open position's gain, less the commission of its opening.
    private static decimal OpenResult(BacktestResult result, Bar last)
    {
        var fill = result.Fills[^1];
        var exit = fill.PositionAfter.Value > 0m ? last.Bid.Close : last.Ask.Close;
        return fill.PositionAfter.IsZero ? 0m : (fill.PositionAfter.Value * (exit - fill.Price)) - fill.Commission;
    }

    private static BacktestResult Run(string rules, params decimal[] closes) => Backtest.Run(
        ExampleStrategies.Parse($$"""{"name":"A","symbols":["EURUSD"],"timeframe":"M1",{{rules}}}"""),
        closes.Select((close, i) => Bar(i, close)),
        Settings,
        TestContext.Current.CancellationToken);

    private static int Minute(DateTimeOffset time) => (int)(time - Scene.Start).TotalMinutes;

    private static Bar Bar(int minute, decimal bid)
    {
        var start = Scene.Start.AddMinutes(minute);
        return new Bar(
            Timeframe.M1, start, start.AddMinutes(1), DateOnly.FromDateTime(start.UtcDateTime), Ohlc.At(new Price(bid)),
            Ohlc.At(new Price(bid + 0.0002m)), 1, new Quantity(1m));
    }
}
