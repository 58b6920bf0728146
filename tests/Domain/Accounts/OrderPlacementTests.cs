using Countersign.Domain.Accounts;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;
using Countersign.Tests.Domain.Audit;
using Xunit;

namespace Countersign.Tests.Domain.Accounts;

public sealed class OrderPlacementTests
{
    [Fact]
    public void PlaceOrder_WithinTheLimits_IsSubmittedBeforeTheBrokerSeesIt()
    {
        var account = Desk.Opened();

        var outcome = AccountDecider.Decide(account, Desk.Market(1, Side.Buy, 1_000m), Desk.Facts(Desk.Quote()), Desk.Now);

        Assert.Equal(Desk.Order(1), outcome.Single<OrderSubmitted, AccountEvent>().Ticket.Id);
        Assert.Equal(OrderStatus.Submitted, account.After(outcome).Orders.Find(Desk.Order(1))!.Status);
    }

    [Fact]
    public void PlaceOrder_WithAKnownId_IsTheKnownOrderAndNoSecondOne()
    {
        var account = Desk.Opened().Trade(1, Side.Buy, 1_000m, 1.39m);

        var outcome = AccountDecider.Decide(account, Desk.Market(1, Side.Buy, 1_000m), Desk.Facts(Desk.Quote()), Desk.Now);

        Assert.Empty(outcome.Events());
        Assert.Equal(OrderStatus.Filled, account.Orders.Find(Desk.Order(1))!.Status);
    }

    [Fact]
    public void PlaceOrder_WithTheIdOfADeniedOrder_StaysDenied()
    {
        var account = Desk.Opened();
        var denied = account.After(AccountDecider.Decide(account, Desk.Market(1, Side.Buy, 1_000m), Desk.Facts(null), Desk.Now));

        Assert.Empty(AccountDecider.Decide(denied, Desk.Market(1, Side.Buy, 1_000m), Desk.Facts(Desk.Quote()), Desk.Now).Events());
        Assert.Equal(["risk.no_price"], denied.Orders.Find(Desk.Order(1))!.Refusals.Codes());
    }

    [Fact]
    public void PlaceOrder_WithManyFaults_IsDeniedWithAllOfThem()
    {
        var account = Desk.Opened(new RiskLimits(new Quantity(500m), 1m, 1, TimeSpan.FromSeconds(10)));
        var stale = Desk.Quote(time: Desk.Now.AddSeconds(-11));

        var outcome = AccountDecider.Decide(
            account, Desk.Market(1, Side.Buy, 1_000m, stop: 1.40m, target: 1.38m), Desk.Facts(stale), Desk.Now);

        Assert.Equal(
            ["execution.stop", "execution.target", "risk.stale_price", "risk.max_position"],
            outcome.Single<OrderDenied, AccountEvent>().Refusals.Codes());
    }

    [Theory]
    [InlineData(0, "instrument.quantity_too_small")]
    [InlineData(-100, "instrument.quantity_too_small")]
    [InlineData(100.5, "instrument.quantity_off_lot")]
    [InlineData(100_000_001, "instrument.quantity_too_large")]
    public void PlaceOrder_OfAnImpossibleQuantity_IsDenied(double quantity, string code)
    {
        var outcome = AccountDecider.Decide(
            Desk.Opened(), Desk.Market(1, Side.Buy, (decimal)quantity), Desk.Facts(Desk.Quote()), Desk.Now);

        Assert.Contains(code, outcome.Single<OrderDenied, AccountEvent>().Refusals.Codes());
    }

    [Fact]
    public void PlaceOrder_WithALevelOffTheTick_IsDenied()
    {
        var outcome = AccountDecider.Decide(
            Desk.Opened(), Desk.Market(1, Side.Buy, 1_000m, stop: 1.3800001m), Desk.Facts(Desk.Quote()), Desk.Now);

        Assert.Equal(["instrument.price_off_tick"], outcome.Single<OrderDenied, AccountEvent>().Refusals.Codes());
    }

    [Fact]
    public void PlaceOrder_ThatNoRateConverts_SaysWhichRateIsMissing()
    {
        var account = Desk.Opened(currency: Currency.Parse("CHF"));

        var outcome = AccountDecider.Decide(account, Desk.Market(1, Side.Buy, 1_000m), Desk.Facts(Desk.Quote()), Desk.Now);

        var refusal = Assert.Single(outcome.Single<OrderDenied, AccountEvent>().Refusals);
        Assert.Equal("execution.no_conversion_rate", refusal.Code);
        Assert.Contains("USDCHF", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PlaceOrder_WhileAnotherIsUnderWay_CountsItAgainstTheLimit()
    {
        var account = Desk.Opened(Desk.Wide with { MaxPosition = new Quantity(1_500m) });
        var facts = Desk.Facts(Desk.Quote());
        var one = account.After(AccountDecider.Decide(account, Desk.Market(1, Side.Buy, 1_000m), facts, Desk.Now));

        var outcome = AccountDecider.Decide(one, Desk.Market(2, Side.Buy, 1_000m), facts, Desk.Now);

        Assert.Equal(["risk.max_position"], outcome.Single<OrderDenied, AccountEvent>().Refusals.Codes());
    }

    [Fact]
    public void PlaceOrder_ToCloseTwiceWhileReducing_LetsOnlyTheFirstThrough()
    {
        var account = Desk.Opened().Trade(1, Side.Buy, 1_000m, 1.39m);
        var facts = Desk.Facts(Desk.Quote());
        var reducing = account.After(AccountDecider.Decide(
            account, new SetTradingState(Desk.Command(), Desk.Manager, TradingState.Reducing, "Friday"), Desk.Now));
        var closing = reducing.After(AccountDecider.Decide(reducing, Desk.Market(2, Side.Sell, 1_000m), facts, Desk.Now));

        var outcome = AccountDecider.Decide(closing, Desk.Market(3, Side.Sell, 1_000m), facts, Desk.Now);

        Assert.Equal(OrderStatus.Submitted, closing.Orders.Find(Desk.Order(2))!.Status);
        Assert.Equal(["risk.trading_halted"], outcome.Single<OrderDenied, AccountEvent>().Refusals.Codes());
    }

    [Fact]
    public void OrderMemory_BeyondItsBound_ForgetsTheOldestFinishedAndNoOpenOrder()
    {
        var account = Desk.Opened();
        var facts = Desk.Facts(Desk.Quote());
        account = account.After(AccountDecider.Decide(account, Desk.Market(0, Side.Buy, 1m), facts, Desk.Now));
        const int Many = OrderMemory.FinishedMax + OrderMemory.BlockSize + 1;
        for (var i = 1; i <= Many; i++)
        {
            account = account.Trade(i, Side.Buy, 1m, 1.39m);
        }

        Assert.Equal(OrderStatus.Submitted, account.Orders.Find(Desk.Order(0))!.Status);
        Assert.Null(account.Orders.Find(Desk.Order(1)));
        Assert.All(Enumerable.Range(Many - OrderMemory.FinishedMax + 1, OrderMemory.FinishedMax), i => Assert.NotNull(account.Orders.Find(Desk.Order(i))));
        Assert.InRange(
            account.Orders.Finished.Sum(b => b.Length), OrderMemory.FinishedMax, OrderMemory.FinishedMax + OrderMemory.BlockSize);
    }

    [Fact]
    public void RiskFacts_OfAnAccount_CountOnlyTheAskedDayAndSymbol()
    {
        var account = Desk.Opened().Trade(1, Side.Buy, 1_000m, 1.39m).Trade(2, Side.Sell, 400m, 1.38m);
        var quotes = Desk.Facts(Desk.Quote(1.385m, 1.386m)).Quotes;

        var today = account.RiskFacts(Desk.EurUsd, quotes, Desk.Day);
        var tomorrow = account.RiskFacts(Desk.EurUsd, quotes, Desk.Day.AddDays(1));

        Assert.Equal((new Quantity(600m), -4.00m, -3.000m), (today.Position, today.RealisedToday, today.Unrealised));
        Assert.Equal(100_000m - 4m - 3m, today.Equity);
        Assert.Equal(0m, tomorrow.RealisedToday);
        Assert.Equal(Quantity.Zero, account.RiskFacts(Symbol.Parse("GBPUSD"), quotes, Desk.Day).Position);
    }
}
