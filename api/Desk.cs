using Countersign.Api.Tenants;
using Countersign.Domain.Accounts;
using Countersign.Domain.Backtests.Jobs;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;
using Countersign.Domain.Tenants;
using Countersign.Domain.TradeIdeas;
using Countersign.Grains.Accounts;
using Countersign.Grains.Audit;
using Countersign.Grains.Backtests;
using Countersign.Grains.Markets;
using Countersign.Grains.Notifications;
using Countersign.Grains.Risk;
using Countersign.Grains.Strategies;
using Countersign.Grains.Tenants;
using Countersign.Grains.TradeIdeas;
using Orleans;

namespace Countersign.Api;

/// <summary>The grains that endpoints call. A tenant's are found by the caller's token only, never by what a request says.</summary>
internal sealed class Desk(IGrainFactory grains)
{
    public IMarketsGrain Markets => grains.GetGrain<IMarketsGrain>(GrainKeys.Markets);

    public IMarketHistoryGrain History => grains.GetGrain<IMarketHistoryGrain>(GrainKeys.MarketHistory);

    public IHistoryImportsGrain HistoryImports => grains.GetGrain<IHistoryImportsGrain>(GrainKeys.HistoryImports);

    public ICalendarGrain Calendar => grains.GetGrain<ICalendarGrain>(GrainKeys.Calendar);

    public ITenantNewsGrain News(AccessToken caller) => grains.GetGrain<ITenantNewsGrain>(GrainKeys.News(caller.Tenant));

    public ISnapshotGrain Snapshots(AccessToken caller) => grains.GetGrain<ISnapshotGrain>(GrainKeys.Snapshots(caller.Tenant));

    public IInstrumentGrain Instrument(Symbol symbol) => grains.GetGrain<IInstrumentGrain>(GrainKeys.Instrument(symbol));

    public IDeskGrain Lists(AccessToken caller) => grains.GetGrain<IDeskGrain>(GrainKeys.Tenant(caller.Tenant));

    public IUserGrain User(AccessToken caller) => grains.GetGrain<IUserGrain>(GrainKeys.User(caller.Tenant, caller.User));

    public IApiKeysGrain ApiKeys(AccessToken caller) => grains.GetGrain<IApiKeysGrain>(GrainKeys.ApiKeys(caller.Tenant));

    /// <summary>Which accounts the tenant has.</summary>
    public IAccountsGrain Accounts(AccessToken caller) => grains.GetGrain<IAccountsGrain>(GrainKeys.Accounts(caller.Tenant));

    public IWebhooksGrain Webhooks(AccessToken caller) => grains.GetGrain<IWebhooksGrain>(GrainKeys.Webhooks(caller.Tenant));

    public IAccountGrain Account(AccessToken caller, AccountId id) => grains.GetGrain<IAccountGrain>(GrainKeys.Account(caller.Tenant, id));

    public IStrategyGrain Strategy(AccessToken caller, StrategyId id) =>
        grains.GetGrain<IStrategyGrain>(GrainKeys.Strategy(caller.Tenant, id));

    public ITradeIdeaGrain TradeIdea(AccessToken caller, TradeIdeaId id) =>
        grains.GetGrain<ITradeIdeaGrain>(GrainKeys.TradeIdea(caller.Tenant, id));

    /// <summary>The tenant's queue of backtests, which knows where each of them stands.</summary>
    public IBacktestQueueGrain Backtests(AccessToken caller) => grains.GetGrain<IBacktestQueueGrain>(GrainKeys.Backtests(caller.Tenant));

    public IBacktestGrain Backtest(AccessToken caller, BacktestJobId id) =>
        grains.GetGrain<IBacktestGrain>(GrainKeys.Backtest(caller.Tenant, id));

    public ITenantGrain Tenant(AccessToken caller) => grains.GetGrain<ITenantGrain>(GrainKeys.Tenant(caller.Tenant));

    /// <summary>Any tenant, for the platform's people; the grain lets them no further than the platform goes.</summary>
    public ITenantGrain Tenant(TenantId id) => grains.GetGrain<ITenantGrain>(GrainKeys.Tenant(id));

    public ITenantsGrain Tenants => grains.GetGrain<ITenantsGrain>(GrainKeys.Tenants);

    public IRiskPolicyGrain TenantRisk(AccessToken caller) => grains.GetGrain<IRiskPolicyGrain>(GrainKeys.TenantRisk(caller.Tenant));

    public IRiskPolicyGrain StrategyRisk(AccessToken caller, StrategyId id) =>
        grains.GetGrain<IRiskPolicyGrain>(GrainKeys.StrategyRisk(caller.Tenant, id));

    public IPlatformRiskGrain PlatformRisk => grains.GetGrain<IPlatformRiskGrain>(GrainKeys.PlatformRisk);
}
