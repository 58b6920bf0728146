using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Tests.Domain.Audit;
using Xunit;

namespace Countersign.Tests.Domain.Accounts;

public sealed class FillTests
{
    [Fact]
    public void Fill_ThatOpens_RealisesNothing()
    {
        var account = Desk.Opened().Trade(1, Side.Buy, 1_000m, 1.3902m);

        var position = account.Positions[PositionId.Of(Desk.EurUsd)];
        Assert.Equal((new Quantity(1_000m), new Price(1.3902m)), (position.Quantity, position.AveragePrice));
        Assert.Equal(100_000m, account.Ledger.Cash);
    }

    [Fact]
    public void Fill_ThatAdds_AveragesThePrice()
    {
        var account = Desk.Opened().Trade(1, Side.Sell, 1_000m, 1.40m).Trade(2, Side.Sell, 3_000m, 1.36m);

        var position = account.Positions[PositionId.Of(Desk.EurUsd)];
        Assert.Equal((new Quantity(-4_000m), new Price(1.37m)), (position.Quantity, position.AveragePrice));
    }

    [Theory]
    [InlineData(Side.Buy, 1.39, 1.40, 4)]
    [InlineData(Side.Buy, 1.39, 1.38, -4)]
    [InlineData(Side.Sell, 1.39, 1.38, 4)]
    [InlineData(Side.Sell, 1.39, 1.40, -4)]
    public void Fill_ThatReduces_RealisesOnlyTheClosedPartAndKeepsTheAverage(Side side, double open, double close, int gain)
    {
        var account = Desk.Opened().Trade(1, side, 1_000m, (decimal)open).Trade(2, side.Opposite(), 400m, (decimal)close);

        var position = account.Positions[PositionId.Of(Desk.EurUsd)];
        Assert.Equal(100_000m + gain, account.Ledger.Cash);
        Assert.Equal((600m * side.Sign(), new Price((decimal)open)), (position.Quantity.Value, position.AveragePrice));
    }

    [Fact]
    public void Fill_ThatCloses_RemovesThePosition()
    {
        var account = Desk.Opened().Trade(1, Side.Buy, 1_000m, 1.39m).Trade(2, Side.Sell, 1_000m, 1.40m);

        Assert.Empty(account.Positions);
        Assert.Equal(100_010m, account.Ledger.Cash);
        Assert.Equal(new AccountTotals(2, 2, 10m, 0m), account.Totals);
    }

    [Fact]
    public void Fill_ThatFlips_RealisesTheOldAndOpensTheRestAtTheFillPriceWithItsOwnLevels()
    {
        var facts = Desk.Facts(Desk.Quote(1.40m, 1.40m));
        var account = Desk.Opened();
        account = account.After(AccountDecider.Decide(
            account, Desk.Market(1, Side.Buy, 1_000m, 1.38m, 1.42m), Desk.Facts(Desk.Quote(1.39m, 1.39m)), Desk.Now));
        account = account.After(AccountDecider.Decide(account, Desk.Filled(1, 1_000m, 1.39m), facts, Desk.Now));
        account = account.After(AccountDecider.Decide(
            account, Desk.Market(2, Side.Sell, 1_500m, 1.41m, 1.37m, Desk.StrategyId), facts, Desk.Now));

        var outcome = AccountDecider.Decide(account, Desk.Filled(2, 1_500m, 1.40m), facts, Desk.Now);

        var fill = outcome.Events().OfType<OrderFilled>().Single();
        var position = account.After(outcome).Positions[PositionId.Of(Desk.EurUsd)];
        Assert.Equal((new Quantity(1_000m), 10m), (fill.Closed, fill.Realised.Amount));
        Assert.Equal((new Quantity(-500m), new Price(1.40m)), (position.Quantity, position.AveragePrice));
        Assert.Equal((new Price(1.41m), new Price(1.37m)), (position.Stop, position.Target));
        Assert.Equal(Desk.StrategyId, position.StrategyId);
    }

    [Fact]
    public void Fill_ThatAdds_KeepsTheLevelsOfTheOrderThatOpened()
    {
        var facts = Desk.Facts(Desk.Quote(1.39m, 1.39m));
        var account = Desk.Opened();
        account = account.After(AccountDecider.Decide(account, Desk.Market(1, Side.Buy, 1_000m, 1.38m, 1.42m), facts, Desk.Now));
        account = account.After(AccountDecider.Decide(account, Desk.Filled(1, 1_000m, 1.39m), facts, Desk.Now));

        account = account.Trade(2, Side.Buy, 1_000m, 1.39m);

        Assert.Equal(new Price(1.38m), account.Positions[PositionId.Of(Desk.EurUsd)].Stop);
    }

    [Fact]
    public void Commission_OfAFill_IsRateOfNotionalAndLeavesCash()
    {
        var account = Desk.Opened(commission: new CommissionModel(0.00002m, 0m)).Trade(1, Side.Buy, 100_000m, 1.3902m);

        Assert.Equal(100_000m - 2.7804m, account.Ledger.Cash);
        Assert.Equal(2.7804m, account.Ledger.Balance(LedgerAccount.Commission));
        Assert.Equal(-2.7804m, account.RealisedOn(Desk.Day));
    }

    [Fact]
    public void Commission_BelowTheMinimum_IsTheMinimum()
    {
        var account = Desk.Opened(commission: new CommissionModel(0.00002m, 1.5m)).Trade(1, Side.Buy, 1_000m, 1.39m);

        Assert.Equal(1.5m, account.Ledger.Balance(LedgerAccount.Commission));
    }

    [Fact]
    public void Fill_InAnAccountOfTheBaseCurrency_ConvertsByThePrice()
    {
        var account = Desk.Opened(currency: Desk.Eur).Trade(1, Side.Buy, 1_000m, 1.39m).Trade(2, Side.Sell, 1_000m, 1.40m);

        Assert.Equal(Math.Round(100_000m + (10m / 1.40m), Ledger.Decimals, MidpointRounding.ToEven), account.Ledger.Cash);
        Assert.Equal(0m, Sum(account.Ledger));
    }

    [Fact]
    public void RealisedToday_OnTheNextTradingDay_BeginsAtZero()
    {
        var account = Desk.Opened().Trade(1, Side.Buy, 1_000m, 1.39m).Trade(2, Side.Sell, 500m, 1.40m);

        account = account.Trade(3, Side.Sell, 500m, 1.41m, Desk.Day.AddDays(1));

        Assert.Equal(10m, account.RealisedOn(Desk.Day.AddDays(1)));
        Assert.Equal(0m, account.RealisedOn(Desk.Day));
        Assert.Equal(15m, account.Totals.Realised);
    }

    [Fact]
    public void Fill_ToldTwice_IsBookedOnce()
    {
        var account = Desk.Opened().Trade(1, Side.Buy, 1_000m, 1.39m);

        Assert.Empty(AccountDecider.Decide(account, Desk.Filled(1, 1_000m, 1.39m), Desk.Facts(Desk.Quote()), Desk.Now).Events());
    }

    [Fact]
    public void Fill_InTwoParts_IsPartialThenWholeAtTheAveragePrice()
    {
        var facts = Desk.Facts(Desk.Quote());
        var account = Desk.Opened();
        account = account.After(AccountDecider.Decide(account, Desk.Market(1, Side.Buy, 1_000m), facts, Desk.Now));
        account = account.After(AccountDecider.Decide(account, Desk.Filled(1, 250m, 1.40m, "x-1"), facts, Desk.Now));
        Assert.Equal(OrderStatus.PartiallyFilled, account.Orders.Find(Desk.Order(1))!.Status);

        account = account.After(AccountDecider.Decide(account, Desk.Filled(1, 750m, 1.44m, "x-2"), facts, Desk.Now));

        var order = account.Orders.Find(Desk.Order(1))!;
        Assert.Equal((OrderStatus.Filled, new Price(1.43m)), (order.Status, order.FillPrice));
        Assert.Equal(new Quantity(1_000m), account.PositionIn(Desk.EurUsd));
    }

    [Fact]
    public void Reply_Rejected_EndsTheOrderWithTheVenuesReason()
    {
        var (account, outcome) = Reply(new BrokerReport.Rejected("venue.stale_price", "Too old."));

        var order = account.After(outcome).Orders.Find(Desk.Order(1))!;
        Assert.Equal((OrderStatus.Rejected, new Refusal("venue.stale_price", "Too old.")), (order.Status, Assert.Single(order.Refusals)));
    }

    [Fact]
    public void Reply_Unknown_KeepsTheOrderOpenUntilTheFillTurnsUp()
    {
        var (account, outcome) = Reply(new BrokerReport.Unknown("timeout"));
        var unknown = account.After(outcome);
        Assert.Equal(OrderStatus.Unknown, unknown.Orders.Find(Desk.Order(1))!.Status);
        Assert.Equal(new Quantity(1_000m), unknown.Orders.UnderWay(Desk.EurUsd, Side.Buy));

        var filled = unknown.After(AccountDecider.Decide(unknown, Desk.Filled(1, 1_000m, 1.39m), Desk.Facts(Desk.Quote()), Desk.Now));

        Assert.Equal(OrderStatus.Filled, filled.Orders.Find(Desk.Order(1))!.Status);
    }

    [Fact]
    public void Reply_UnknownAfterAFill_ChangesNothing()
    {
        var account = Desk.Opened().Trade(1, Side.Buy, 1_000m, 1.39m);
        var late = Desk.Reports(Desk.Order(1), new BrokerReport.Unknown("timeout"));

        Assert.Empty(AccountDecider.Decide(account, late, Desk.Facts(Desk.Quote()), Desk.Now).Events());
    }

    [Theory]
    [InlineData(Side.Buy, 5)]
    [InlineData(Side.Sell, -7)]
    public void Unrealised_OfAPosition_IsWhatClosingAtBidOrAskWouldGain(Side side, int gain)
    {
        var account = Desk.Opened().Trade(1, side, 1_000m, 1.385m);

        Assert.Equal(new Money(gain, Desk.Usd), account.Unrealised(Desk.Facts(Desk.Quote(1.390m, 1.392m)).Quotes));
    }

    private static decimal Sum(Ledger ledger) => Enum.GetValues<LedgerAccount>().Sum(ledger.Balance);

    private static (Account Account, Outcome<AccountEvent> Outcome) Reply(BrokerReport reply)
    {
        var account = Desk.Opened();
        var facts = Desk.Facts(Desk.Quote());
        account = account.After(AccountDecider.Decide(account, Desk.Market(1, Side.Buy, 1_000m), facts, Desk.Now));
        var command = Desk.Reports(Desk.Order(1), reply);
        return (account, AccountDecider.Decide(account, command, facts, Desk.Now));
    }
}
