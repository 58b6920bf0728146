using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;
using Countersign.Domain.Strategies;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;
using Countersign.Grains.Markets;
using Countersign.Grains.Risk;
using Countersign.Grains.Tenants;
using Xunit;

namespace Countersign.Tests.Grains.Markets;

/// <summary>From an imported calendar to the window that an order is asked about.</summary>
public sealed class CalendarBlackoutTests(CalendarCluster cluster) : IClassFixture<CalendarCluster>
{
    private static readonly DateTimeOffset Payrolls = new(2024, 3, 8, 13, 30, 0, TimeSpan.Zero);
    private static readonly StrategyId Strategy = StrategyId.Parse("s-one");
    private int commands;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Order_AroundARelease_LiesInTheWindowOfTheTenantsRule()
    {
        const string tenant = "t-rule";
        await ImportAsync(Release("a", Payrolls));
        Assert.Null(await AskAsync(tenant, Payrolls));

        await SetAsync(GrainKeys.TenantRisk(TenantId.Parse(tenant)), tenant, new CalendarBlackout(Impact.High, 15, 30, null));

        Assert.Equal("Payrolls", (await AskAsync(tenant, Payrolls.AddMinutes(-15)))?.Title);
        Assert.Null(await AskAsync(tenant, Payrolls.AddMinutes(30)));
        Assert.Null(await AskAsync(tenant, Payrolls, "EURGBP"));
        Assert.Null(await AskAsync("t-other", Payrolls));
    }

    [Fact]
    public async Task Order_OfAStrategyWithARule_IsKeptOutAndOthersAreNot()
    {
        const string tenant = "t-strategy";
        await ImportAsync(Release("b", Payrolls.AddDays(1)));
        await SetAsync(GrainKeys.StrategyRisk(TenantId.Parse(tenant), Strategy), tenant, new CalendarBlackout(Impact.Low, 5, 5, Currency.Parse("USD")));

        Assert.NotNull(await AskAsync(tenant, Payrolls.AddDays(1), strategy: Strategy));
        Assert.Null(await AskAsync(tenant, Payrolls.AddDays(1)));
    }

    [Fact]
    public async Task Release_ThatIsMovedByAnImport_MovesItsWindowAtOnce()
    {
        const string tenant = "t-moved";
        var before = Payrolls.AddDays(10);
        await ImportAsync(Release("c", before));
        await SetAsync(GrainKeys.TenantRisk(TenantId.Parse(tenant)), tenant, new CalendarBlackout(Impact.High, 5, 5, null));
        Assert.NotNull(await AskAsync(tenant, before));

        await ImportAsync(Release("c", before.AddHours(2)));

        Assert.Null(await AskAsync(tenant, before));
        Assert.NotNull(await AskAsync(tenant, before.AddHours(2)));
    }

    private async Task ImportAsync(EconomicRelease release)
    {
        CalendarCluster.Act(Roles.PlatformAdmin);
        await cluster.Grains.GetGrain<ICalendarGrain>(GrainKeys.Calendar).ImportAsync(new CalendarWrite("desk", [release], false), Stop);
    }

    private async Task SetAsync(string key, string tenant, CalendarBlackout rule)
    {
        CalendarCluster.Act(Roles.TenantAdmin, tenant);
        var command = new SetCalendarBlackouts(CommandId.Parse($"c-{++commands}"), Actor.Parse("user:u-anna"), "Figures", [rule]);
        var reply = await cluster.Grains.GetGrain<IRiskPolicyGrain>(key).SetCalendarBlackoutsAsync(command, Stop);
        Assert.Equal([rule], ((Reply<RiskPolicy>.Done)reply).Value.CalendarBlackouts);
    }

    private async Task<BlackoutWindow?> AskAsync(string tenant, DateTimeOffset now, string symbol = "EURUSD", StrategyId? strategy = null)
    {
        CalendarCluster.Act(Roles.Desk, tenant);
        var ask = new AskLevels(AccountId.Parse("a-one"), now, Symbol.Parse(symbol), strategy, null, 0);
        return (await cluster.Grains.GetGrain<IRiskPolicyGrain>(GrainKeys.TenantRisk(TenantId.Parse(tenant))).AskAsync(ask, Stop)).Blackout;
    }

    private static EconomicRelease Release(string id, DateTimeOffset time) =>
        new("desk", id, time, Currency.Parse("USD"), "Payrolls", Impact.High);
}
