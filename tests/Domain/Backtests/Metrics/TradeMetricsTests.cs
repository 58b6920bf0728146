using Countersign.Domain.Accounts;
using Countersign.Domain.Backtests;
using Countersign.Domain.Backtests.Metrics;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;
using Xunit;
using static Countersign.Tests.Domain.Backtests.Metrics.ResultScene;

namespace Countersign.Tests.Domain.Backtests.Metrics;

public sealed class TradeMetricsTests
{
    private static readonly Currency Usd = Currency.Parse("USD");

    [Fact]
    public void Trades_FiveByHand_GiveTheirFigures()
    {
        var trades = Figures(
            Trade(10m, hours: 1.0, against: 0.0125m, inFavour: 0.05m), Trade(20m, hours: 3.0), Trade(-6m, hours: 2.0, against: 0.025m), Trade(0m), Trade(-4m));

        Assert.Equal((5, 2, 2), (trades.Count, trades.Won, trades.Lost));
        Assert.Equal(40.0, trades.WinRatePercent);
        Assert.Equal(3.0, trades.ProfitFactor);
        Assert.Equal((4m, 15m, -5m, 3.0), (trades.Expectancy, trades.AverageWin, trades.AverageLoss, trades.PayoffRatio));
        Assert.Equal((20m, -6m), (trades.LargestWin, trades.LargestLoss));
        Assert.Equal(2.0, trades.AverageHoldingHours!.Value, 12);
        Assert.Equal(0.6, trades.AverageAdversePercent!.Value, 12);
        Assert.Equal(0.8, trades.AverageFavourablePercent!.Value, 12);
        Assert.Equal((2, 1), (trades.WinStreak, trades.LossStreak));
    }

    [Theory]
    [InlineData(new[] { 1, 1, -1, -1, -1, 1 }, 2, 3)]
    [InlineData(new[] { 1, 0, 1, -1, 0, -1 }, 1, 1)]
    [InlineData(new[] { 0, 0, 0 }, 0, 0)]
    [InlineData(new[] { -1, -1, -1, -1 }, 0, 4)]
    public void Streaks_OfWinsAndLosses_EndWithTheOtherAndWithZero(int[] results, int won, int lost)
    {
        var trades = Figures([.. results.Select(r => Trade(r))]);

        Assert.Equal((won, lost), (trades.WinStreak, trades.LossStreak));
    }

    [Fact]
    public void Trades_AllLost_HaveNoAverageWinAndAFactorOfZero()
    {
        var trades = Figures(Trade(-1m), Trade(-2m));

        Assert.Equal((0.0, 0.0, -1.5m), (trades.WinRatePercent, trades.ProfitFactor, trades.Expectancy));
        Assert.Null(trades.AverageWin);
        Assert.Null(trades.LargestWin);
        Assert.Null(trades.PayoffRatio);
    }

    [Fact]
    public void Trades_AllWon_HaveNoProfitFactor()
    {
        var trades = Figures(Trade(1m));

        Assert.Equal(100.0, trades.WinRatePercent);
        Assert.Null(trades.ProfitFactor);
        Assert.Null(trades.AverageLoss);
    }

    [Fact]
    public void Trades_None_HaveCountsAndNothingElse()
    {
        var trades = Figures();

        Assert.Equal((0, 0, 0, 0), (trades.Count, trades.Won, trades.WinStreak, trades.LossStreak));
        Assert.Null(trades.WinRatePercent);
        Assert.Null(trades.Expectancy);
        Assert.Null(trades.AverageHoldingHours);
    }

    [Fact]
    public void Costs_OfTheLedger_AreAShareOfTheGainBeforeThem()
    {
        var result = OfTrades(Trade(7m, gross: 10m), Trade(-3m, gross: -2m)) with
        {
            Entries = [Entry(1, LedgerAccount.Deposits, -100m), Entry(2, LedgerAccount.Commission, 1.5m), Entry(3, LedgerAccount.Financing, 0.5m)],
        };

        var activity = BacktestMetrics.Of(result, MetricsSettings.Default).Activity;

        Assert.Equal((1.5m, 0.5m, 2m), (activity.Commission, activity.Financing, activity.Costs));
        Assert.Equal(20.0, activity.CostSharePercent!.Value, 12);
    }

    [Fact]
    public void Turnover_OfOneRoundTripInAYear_IsTwiceItsSizeOverTheAccount()
    {
        var curve = Curve(TimeSpan.FromDays(365.25), [100.0, 100.0]);
        var result = Of(curve) with { Fills = [Fill(Side.Buy, 20m, 1.5m), Fill(Side.Sell, 20m, 1.5m)] };

        var activity = BacktestMetrics.Of(result, MetricsSettings.Default).Activity;

        Assert.Equal(60m, activity.Traded);
        Assert.Equal(0.6, activity.TurnoverPerYear!.Value, 12);
        Assert.Equal(50.0, activity.ExposurePercent);
    }

    [Fact]
    public void Turnover_OfAnInstrumentPricedInAnotherCurrency_IsNotGuessed()
    {
        var result = Of(Daily(100.0, 100.0)) with
        {
            Symbols = [Symbol.Parse("USDJPY")], Fills = [Fill(Side.Buy, 20m, 110m)], Entries = [Entry(1, LedgerAccount.Deposits, -100m)],
        };

        var activity = BacktestMetrics.Of(result, MetricsSettings.Default).Activity;

        Assert.Null(activity.Traded);
        Assert.Null(activity.TurnoverPerYear);
    }

    private static TradeMetrics Figures(params BacktestTrade[] trades) =>
        BacktestMetrics.Of(OfTrades([.. trades]), MetricsSettings.Default).Trades;

    private static LedgerEntry Entry(long number, LedgerAccount account, decimal amount) =>
        new(number, [new Posting(LedgerAccount.Cash, new Money(-amount, Usd)), new Posting(account, new Money(amount, Usd))]);

    private static BacktestFill Fill(Side side, decimal quantity, decimal price) =>
        new(Start, EurUsd, side, new Quantity(quantity), new Price(price), 0m, Quantity.Zero, SignalReason.Rule);
}
