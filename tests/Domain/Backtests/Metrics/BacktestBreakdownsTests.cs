using Countersign.Domain.Backtests.Metrics;
using Countersign.Domain.Execution;
using Countersign.Domain.Strategies;
using FsCheck;
using FsCheck.Fluent;
using Xunit;
using static Countersign.Tests.Domain.Backtests.Metrics.ResultScene;

namespace Countersign.Tests.Domain.Backtests.Metrics;

public sealed class BacktestBreakdownsTests
{
    // Hours from Tuesday 00:00 UTC in January: Tokyo 00 to 09, London 08 to 17, New York 13 to 22.
    [Theory]
    [InlineData(1, "Asia")]
    [InlineData(8.5, "Asia/London")]
    [InlineData(10, "London")]
    [InlineData(14, "London/NewYork")]
    [InlineData(17, "NewYork")]
    [InlineData(22.5, "None")]
    [InlineData(97, "None")]
    public void Session_OfATradesOpening_IsWhatWasOpenThen(double hours, string expected) =>
        Assert.Equal([expected], BacktestBreakdowns.Of(OfTrades(Trade(1m, hours)), DayConvention.Fx).Sessions.Select(r => r.Group));

    [Fact]
    public void Sessions_OfAllTimes_ComeAsTheDayGoes() => Assert.Equal(
        ["Asia", "Asia/London", "London", "London/NewYork", "NewYork", "None"],
        BacktestBreakdowns.Of(OfTrades([.. Enumerable.Range(0, 24).Select(h => Trade(1m, 23.5 - h))]), DayConvention.Fx).Sessions.Select(r => r.Group));

    [Fact]
    public void Session_InSummer_FollowsTheClocksOfItsPlace()
    {
        var trade = Trade(1m) with { Opened = new DateTimeOffset(2014, 7, 8, 7, 30, 0, TimeSpan.Zero) };

        Assert.Equal(["Asia/London"], BacktestBreakdowns.Of(OfTrades(trade), DayConvention.Fx).Sessions.Select(r => r.Group));
    }

    [Theory]
    [InlineData(DayConvention.Fx, "Monday", "2014-03")]
    [InlineData(DayConvention.Utc, "Sunday", "2014-02")]
    public void Day_OfASundayEvening_DependsOnTheConvention(DayConvention days, string weekday, string month)
    {
        var trade = Trade(1m) with
        {
            Opened = new DateTimeOffset(2014, 2, 23, 22, 30, 0, TimeSpan.Zero), Closed = new DateTimeOffset(2014, 2, 28, 23, 0, 0, TimeSpan.Zero),
        };

        var breakdowns = BacktestBreakdowns.Of(OfTrades(trade), days);

        Assert.Equal((weekday, month), (breakdowns.Weekdays[0].Group, breakdowns.Months[0].Group));
    }

    [Fact]
    public void Row_OfAGroup_HasItsOwnFigures()
    {
        var breakdowns = BacktestBreakdowns.Of(
            OfTrades(Trade(6m), Trade(-2m, side: Side.Sell), Trade(-1m, reason: SignalReason.Stop), Trade(-2m, symbol: "USDJPY", reason: SignalReason.Stop)),
            DayConvention.Fx);

        Assert.Equal([new BreakdownRow("Long", 3, 1, 3m, 100.0 / 3.0, 2.0), new BreakdownRow("Short", 1, 0, -2m, 0.0, 0.0)], breakdowns.Sides);
        Assert.Equal([("Rule", 2, 4m), ("Stop", 2, -3m)], breakdowns.ExitReasons.Select(r => (r.Group, r.Count, r.Net)));
        Assert.Equal(["EURUSD", "USDJPY"], breakdowns.Symbols.Select(r => r.Group));
        Assert.Equal([new BreakdownRow("Tuesday", 4, 1, 1m, 25.0, 6.0 / 5.0)], breakdowns.Weekdays);
    }

    [Fact]
    public void Groups_OfNoTrades_AreNone() =>
        Assert.All(BacktestBreakdowns.Of(OfTrades(), DayConvention.Utc).All(), breakdown => Assert.Empty(breakdown.Rows));

    [Fact]
    public void Groups_OfAnyTrades_AddUpToTheWhole() => Prop.ForAll(AnyBacktest.Trades, trades =>
    {
        var result = OfTrades([.. trades]);
        foreach (var (name, rows) in BacktestBreakdowns.Of(result, DayConvention.Fx).All())
        {
            Assert.Equal(trades.Length, rows.Sum(r => r.Count));
            Assert.Equal(result.ClosedNet, rows.Sum(r => r.Net));
            Assert.Equal(result.TradesWon, rows.Sum(r => r.Won));
            Assert.True(rows.Select(r => r.Group).Distinct().Count() == rows.Length, name);
        }
    }).Check(AnyBacktest.Runs);
}
