#if !ORLEANS
using Countersign.Domain.Accounts;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;
using Countersign.Domain.Tenants;
using Countersign.Grains.Accounts;
using Countersign.Grains.Tenants;
using Xunit;
using static Countersign.Tests.Grains.Desk.TradingDesk;

namespace Countersign.Tests.Grains.Desk;

/// <summary>What an account is worth is worked out once for what it is made of, and never told when that has changed.</summary>
public sealed class AccountValueTests
{
    [Fact]
    public void Value_AskedForTwice_IsTheSameObject()
    {
        var desk = new TradingDesk();
        desk.Place(Buy("o-in"));

        Assert.Same(View(desk), View(desk));
    }

    [Fact]
    public void Value_AfterAQuote_IsAtThatQuoteInTheVeryNextRead()
    {
        var desk = new TradingDesk();
        desk.Place(Buy("o-in"));
        var before = View(desk);
        desk.Tick(1.1100m, 10);
        var after = View(desk);

        Assert.Equal(-1m, before.Unrealised.Amount);
        Assert.Equal(99m, after.Unrealised.Amount);
        Assert.Equal(1.1100m, after.Quotes[EurUsd].Bid.Value);
    }

    [Fact]
    public void Value_AfterAFill_HasThePositionInTheVeryNextRead()
    {
        var desk = new TradingDesk();
        var flat = View(desk);
        desk.Place(Buy("o-in"));
        var open = View(desk);
        desk.Place(Buy("o-more"));

        Assert.Empty(flat.Account.Positions);
        Assert.Equal(10_000m, Assert.Single(open.Account.Positions.Values).Quantity.Value);
        Assert.Equal(20_000m, Assert.Single(View(desk).Account.Positions.Values).Quantity.Value);
        Assert.Equal(-2m, View(desk).Unrealised.Amount);
    }

    [Fact]
    public void Heat_OfAnOrderThatRestsAlone_IsKnownWithoutAPosition()
    {
        var desk = new TradingDesk();
        Assert.Equal(new PortfolioHeat(0m, 0m), View(desk).Heat);
        desk.Place(BuyLimit("o-low", 1.0500m) with { Stop = new Price(1.0400m) });

        var view = View(desk);

        Assert.Empty(view.Account.Positions);
        Assert.Equal(100m, view.Heat!.Amount);
        Assert.Equal(Math.Round(10_000m / view.Equity.Amount, 4), view.Heat.Percent);
    }

    [Fact]
    public void Accounts_OfATenant_AreItsOwnInOrderAndTheNewOneAtOnce()
    {
        var desk = new TradingDesk();
        var added = AccountId.Parse("a-new");
        desk.On(added, a => a.OpenAsync(new OpenAccount(desk.Next(), Anna, added, "New", Usd, RiskLimits.Default, CommissionModel.None, null), default), North, Roles.TenantAdmin);

        Assert.Equal([added, One, Two], Listed(desk, North));
        Assert.Equal([One], Listed(desk, South));
    }

    [Fact]
    public void Accounts_AfterARestart_AreAllThereBeforeAnyWasAsked()
    {
        var desk = new TradingDesk();
        Assert.Equal([One, Two], Listed(desk, North));
        desk.Restart();

        Assert.Equal([One, Two], Listed(desk, North));
    }

    private static AccountView View(TradingDesk desk) => Done(desk.On(One, a => a.GetAsync(default)));

    private static AccountId[] Listed(TradingDesk desk, TenantId tenant) => desk.Run(async client =>
    {
        CallerContext.Set(new Caller(tenant, Anna, Roles.Analyst));
        return (AccountId[])[.. await client.GetGrain<IAccountsGrain>(GrainKeys.Accounts(tenant)).ListAsync(default)];
    });
}
#endif
