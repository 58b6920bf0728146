using Countersign.Domain.Backtests;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;
using Xunit;

namespace Countersign.Tests.Domain.Strategies;

/// <summary>The templates over recorded prices: each trades, within its own terms. Whether it gains is not what is asked.</summary>
public sealed class TemplateBacktestTests
{
    private const string Minutes = "data/fx/minute/eurusd_oanda_m1_2014-05.csv";
    private const string Hours = "data/fx/hour/eurusd_oanda_h1_2007-2018.csv";

    [Theory]
    [InlineData("trend-following", 500)]
    [InlineData("mean-reversion", 5)]
    [InlineData("london-breakout", 3)]
    [InlineData("momentum", 500)]
    [InlineData("scalping", 10)]
    public void Template_OverRecordedPrices_TradesOnBothSides(string name, int tradesMin)
    {
        var definition = ExampleStrategies.Read(name);
        var result = Backtest.Run(
            definition, BarsOf(definition.Timeframe), new BacktestSettings(Scene.EurUsd, 100_000m), TestContext.Current.CancellationToken);

        Assert.True(result.Trades.Length >= tradesMin, $"{result.Trades.Length} trades of {result.Signals} signals");
        Assert.Contains(result.Trades, trade => trade.Side == Side.Buy);
        Assert.Contains(result.Trades, trade => trade.Side == Side.Sell);

        // In the wide spread of a Sunday's open a position can be stopped by the very price that opened it.
        Assert.All(result.Trades, trade => Assert.True(trade.Opened < trade.Closed || IsStoppedAtOnce(trade), $"{trade}"));
        Assert.InRange(result.FinalValue, 50_000m, 200_000m);
    }

    private static bool IsStoppedAtOnce(BacktestTrade trade) =>
        trade.Opened == trade.Closed && trade.ClosedBecause == SignalReason.Stop && trade.Net < 0m;

    private static IReadOnlyList<Bar> BarsOf(Timeframe timeframe) => timeframe switch
    {
        Timeframe.H1 => RecordedBars.Read(Hours, Timeframe.H1, bidOnly: false),
        Timeframe.M1 => RecordedBars.Read(Minutes, Timeframe.M1, bidOnly: false),
        _ => RecordedBars.Join(RecordedBars.Read(Minutes, Timeframe.M1, bidOnly: false), timeframe),
    };
}
