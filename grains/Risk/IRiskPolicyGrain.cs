using Countersign.Domain.Accounts;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;
using Countersign.Domain.Strategies;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;
using Countersign.Grains.Tenants;
using Orleans;

namespace Countersign.Grains.Risk;

/// <summary>
/// Limits and trading state of a tenant (key <see cref="GrainKeys.TenantRisk"/>) or of one of its strategies
/// (<see cref="GrainKeys.StrategyRisk"/>).
/// </summary>
public interface IRiskPolicyGrain : IGrainWithStringKey
{
    [AllowRoles(Roles.TenantAdmin)]
    Task<Reply<RiskPolicy>> SetLimitsAsync(SetRiskCaps command, CancellationToken cancellationToken);

    [AllowRoles(Roles.TenantAdmin)]
    Task<Reply<RiskPolicy>> SetBlackoutsAsync(SetBlackouts command, CancellationToken cancellationToken);

    [AllowRoles(Roles.TenantAdmin)]
    Task<Reply<RiskPolicy>> SetCalendarBlackoutsAsync(SetCalendarBlackouts command, CancellationToken cancellationToken);

    /// <summary>The kill switch and its release: a portfolio manager may pull it and, with a reason, release it.</summary>
    [AllowRoles(Roles.TenantAdmin | Roles.PortfolioManager | Roles.Desk)]
    Task<Reply<RiskPolicy>> SetTradingStateAsync(ChangeTradingState command, CancellationToken cancellationToken);

    /// <summary>A halt that a machine made: it can only restrict, and must have a cause.</summary>
    [AllowRoles(Roles.Desk)]
    Task<Reply<RiskPolicy>> HaltAsync(ChangeTradingState command, CancellationToken cancellationToken);

    [AllowRoles(RoleSets.Readers)]
    Task<RiskPolicy> GetAsync(CancellationToken cancellationToken);

    /// <summary>The platform's trading state, which holds for the tenant too. Why, and what its limits are, is the platform's.</summary>
    [AllowRoles(RoleSets.Readers)]
    Task<TradingState> GetPlatformStateAsync(CancellationToken cancellationToken);

    /// <summary>
    /// For an account of the tenant, before an order: what platform, tenant and strategy say, and what the tenant's other accounts have open. The
    /// account tells what it has open itself, the order included, which counts for the others until it asks again. Of the tenant's policy only.
    /// </summary>
    [AllowRoles(Roles.Desk)]
    Task<LevelsForOrder> AskAsync(AskLevels ask, CancellationToken cancellationToken);
}

/// <summary>Limits and trading state of the whole platform. Its key is <see cref="GrainKeys.PlatformRisk"/>.</summary>
public interface IPlatformRiskGrain : IGrainWithStringKey
{
    [AllowRoles(Roles.PlatformAdmin)]
    Task<Reply<RiskPolicy>> SetLimitsAsync(SetRiskCaps command, CancellationToken cancellationToken);

    [AllowRoles(Roles.PlatformAdmin)]
    Task<Reply<RiskPolicy>> SetBlackoutsAsync(SetBlackouts command, CancellationToken cancellationToken);

    [AllowRoles(Roles.PlatformAdmin)]
    Task<Reply<RiskPolicy>> SetCalendarBlackoutsAsync(SetCalendarBlackouts command, CancellationToken cancellationToken);

    [AllowRoles(Roles.PlatformAdmin)]
    Task<Reply<RiskPolicy>> SetTradingStateAsync(ChangeTradingState command, CancellationToken cancellationToken);

    [AllowRoles(Roles.PlatformAdmin | Roles.Desk)]
    Task<RiskPolicy> GetAsync(CancellationToken cancellationToken);
}

/// <summary>A question of an account about an order.</summary>
/// <param name="Symbol">Of the order, for the blackout windows; null where none is asked about.</param>
/// <param name="StrategyId">Null where the order is no strategy's.</param>
/// <param name="Gross">What the account has open and under way, this order included; null leaves what it told last.</param>
/// <param name="OpenOrders">Its working orders, this one included.</param>
public sealed record AskLevels(AccountId AccountId, DateTimeOffset Now, Symbol? Symbol, StrategyId? StrategyId, Money? Gross, int OpenOrders);

/// <summary>The answer.</summary>
/// <param name="Blackout">The blackout window of any level that now lies in; null where there is none.</param>
/// <param name="Others">What the tenant's other accounts told last.</param>
public sealed record LevelsForOrder(RiskLevels Levels, BlackoutWindow? Blackout, OtherAccounts Others);

/// <param name="Gross">A sum for each currency.</param>
public sealed record OtherAccounts(System.Collections.Immutable.ImmutableArray<Money> Gross, int OpenOrders);
