#if !ORLEANS
using Countersign.Domain.Accounts;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;
using Countersign.Grains.Tenants;
using Xunit;
using static Countersign.Tests.Grains.Desk.TradingDesk;

namespace Countersign.Tests.Grains.Desk;

/// <summary>Kill switches and halts that nobody pulled, on the desk's own grains.</summary>
public sealed class HaltTests
{
    [Fact]
    public void KillSwitch_OfTheTenant_CancelsWhatWorksAndKeepsWhatProtects()
    {
        var desk = new TradingDesk();
        desk.Place(Buy("o-in") with { Stop = new Price(1.0950m) });
        desk.Place(BuyLimit("o-rest", 1.0900m), Two);

        var state = Done(Change(desk, new ChangeTrading(desk.Next(), TradingState.Halted, "The news.")));
        var denied = desk.Place(Buy("o-more"));

        Assert.Equal((TradingState.Halted, 2, 0), (state.State, state.Accounts, state.Unreached));
        Assert.Equal(OrderStatus.Cancelled, desk.Order("o-rest", Two).Status);
        Assert.Equal(OrderStatus.Accepted, desk.Order("o-in-sl").Status);
        Assert.Equal((OrderStatus.Denied, "risk.trading_halted"), (denied.Status, denied.Refusals[0].Code));
    }

    [Fact]
    public void KillSwitch_ThatFlattens_ClosesEveryPositionOnceHoweverOftenItIsPulled()
    {
        var desk = new TradingDesk();
        desk.Place(Buy("o-one") with { Stop = new Price(1.0950m) });
        desk.Place(Buy("o-two") with { Side = Side.Sell }, Two);
        var request = new ChangeTrading(desk.Next(), TradingState.Halted, "The news.", Flatten: true);

        Done(Change(desk, request));
        Done(Change(desk, request));
        desk.Restart();

        Assert.Empty(desk.Account().Positions);
        Assert.Empty(desk.Account().Orders.Open);
        Assert.Empty(desk.Account(Two).Positions);
        Assert.Equal(2, desk.Events<OrderFilled>().Count);
        Assert.Equal(2, desk.Events<OrderFilled>(Two).Count);
    }

    [Fact]
    public void KillSwitch_ThatDiedAfterTheRecord_IsCarriedOutAtTheNextStart()
    {
        var desk = new TradingDesk();
        desk.Place(Buy("o-in"));
        desk.Place(BuyLimit("o-rest", 1.0900m));

        desk.Run(async client =>
        {
            CallerContext.Set(new Caller(North, Anna, Roles.TenantAdmin));
            var policy = client.GetGrain<Countersign.Grains.Risk.IRiskPolicyGrain>(GrainKeys.TenantRisk(North));
            return Done(await policy.SetTradingStateAsync(
                new ChangeTradingState(desk.Next(), Anna, "The news.", TradingState.Halted, Flatten: true), default));
        });
        desk.Restart();
        desk.Settle(300);
        var waiting = desk.Account().Positions.Count;
        desk.Tick(1.1010m, 10);
        desk.Settle(6);

        Assert.Equal(OrderStatus.Cancelled, desk.Order("o-rest").Status);
        Assert.Equal(1, waiting);
        Assert.Empty(desk.Account().Positions);
        Assert.Equal(2, desk.Events<OrderSubmitted>().Count(e => e.Ticket.Type == OrderType.Market));
    }

    [Fact]
    public void KillSwitch_Released_LetsOrdersPassAgain()
    {
        var desk = new TradingDesk();
        Done(Change(desk, new ChangeTrading(desk.Next(), TradingState.Halted, "The news.", Account: One)));
        var denied = desk.Place(Buy("o-denied"));
        Done(Change(desk, new ChangeTrading(desk.Next(), TradingState.Active, "It was nothing.", Account: One)));

        Assert.Equal(OrderStatus.Denied, denied.Status);
        Assert.Equal(OrderStatus.Filled, desk.Place(Buy("o-again")).Status);
    }

    [Fact]
    public void Loss_OfTheDayBeyondTheLimitAtATick_HaltsWithItsCauseOnRecord()
    {
        var desk = new TradingDesk();
        var limits = RiskLimits.Default with { Caps = new RiskCaps { HaltOnDailyLoss = 500m } };
        Done(desk.On(One, a => a.SetLimitsAsync(new SetRiskLimits(desk.Next(), Anna, limits), default), roles: Roles.TenantAdmin));
        desk.Place(Buy("o-in", 100_000m));
        desk.Place(BuyLimit("o-rest", 1.0800m));

        desk.Tick(1.0990m, 10);
        desk.Settle();
        var before = desk.Account().TradingState;
        desk.Tick(1.0940m, 20);
        desk.Settle();

        Assert.Equal((TradingState.Active, TradingState.Halted), (before, desk.Account().TradingState));
        Assert.Equal("halt.daily_loss", desk.Events<TradingStateChanged>().Single().Cause?.Code);
        Assert.Equal(OrderStatus.Cancelled, desk.Order("o-rest").Status);
    }

    [Fact]
    public void Margin_ThatRunsOut_CallsAndThenClosesTheAccountOut()
    {
        var desk = new TradingDesk(terms: new AccountTerms(Margin: MarginTerms.Of(30m)));
        var limits = RiskLimits.Default with { MaxPosition = new Quantity(10_000_000m), MaxDailyLoss = 1_000_000m };
        Done(desk.On(One, a => a.SetLimitsAsync(new SetRiskLimits(desk.Next(), Anna, limits), default), roles: Roles.TenantAdmin));
        desk.Place(Buy("o-in", 2_000_000m));

        desk.Tick(1.0850m, 10);
        desk.Settle();
        var called = desk.Account().MarginStatus;
        desk.Tick(1.0650m, 20);
        desk.Settle();

        Assert.Equal(MarginStatus.Called, called);
        Assert.Equal(
            [MarginStatus.Called, MarginStatus.StoppingOut, MarginStatus.Sufficient], desk.Events<MarginStatusChanged>().Select(e => e.Status));
        Assert.Empty(desk.Account().Positions);
    }

    private static Reply<TradingStateView> Change(TradingDesk desk, ChangeTrading request) => desk.Run(client =>
    {
        CallerContext.Set(new Caller(North, Anna, Roles.PortfolioManager));
        return client.GetGrain<IDeskGrain>(GrainKeys.Tenant(North)).ChangeTradingAsync(request, default);
    });
}
#endif
