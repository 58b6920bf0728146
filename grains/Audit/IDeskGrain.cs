using Countersign.Domain.Tenants;
using Countersign.Grains.Tenants;
using Orleans;

namespace Countersign.Grains.Audit;

/// <summary>A tenant's lists and history. It holds no state, so it works in parallel. Its key is <see cref="GrainKeys.Tenant"/>.</summary>
public interface IDeskGrain : IGrainWithStringKey
{
    [AllowRoles(RoleSets.Members)]
    Task<Page<AccountRow>> AccountsAsync(PageRequest page, CancellationToken cancellationToken);

    [AllowRoles(RoleSets.Members)]
    Task<Page<StrategyRow>> StrategiesAsync(PageRequest page, CancellationToken cancellationToken);

    [AllowRoles(RoleSets.Members)]
    Task<Page<TradeIdeaRow>> TradeIdeasAsync(TradeIdeaFilter filter, PageRequest page, CancellationToken cancellationToken);

    [AllowRoles(RoleSets.Members)]
    Task<Page<OrderRow>> OrdersAsync(OrderFilter filter, PageRequest page, CancellationToken cancellationToken);

    [AllowRoles(RoleSets.Members)]
    Task<Page<ExecutionRow>> ExecutionsAsync(ExecutionFilter filter, PageRequest page, CancellationToken cancellationToken);

    [AllowRoles(RoleSets.Members)]
    Task<Page<PositionRow>> PositionsAsync(PositionFilter filter, PageRequest page, CancellationToken cancellationToken);

    [AllowRoles(RoleSets.Members)]
    Task<Page<LedgerRow>> LedgerAsync(LedgerFilter filter, PageRequest page, CancellationToken cancellationToken);

    [AllowRoles(RoleSets.Members)]
    Task<Page<ControlRow>> ControlsAsync(ControlFilter filter, PageRequest page, CancellationToken cancellationToken);

    [AllowRoles(RoleSets.Members)]
    Task<Page<DecisionRow>> DecisionsAsync(DecisionFilter filter, PageRequest page, CancellationToken cancellationToken);

    /// <summary>Makes a decision again from what was recorded with it, and compares.</summary>
    [AllowRoles(RoleSets.Members)]
    Task<Reply<DecisionReplayView>> ReplayDecisionAsync(string decisionId, CancellationToken cancellationToken);

    /// <summary>Walks the hash chains of this tenant.</summary>
    [AllowRoles(Roles.TenantAdmin | Roles.PortfolioManager | Roles.Analyst)]
    Task<AuditReport> VerifyAuditAsync(CancellationToken cancellationToken);
}

/// <summary>A decision, as recorded and as made again.</summary>
/// <param name="DecisionId">Which.</param>
/// <param name="Action">As in <see cref="DecisionRow.Action"/>.</param>
/// <param name="Identical">The same to the last digit.</param>
/// <param name="Recorded">The recorded outcome, JSON.</param>
/// <param name="Recomputed">The outcome made again, JSON.</param>
/// <param name="Inputs">What it was decided on, JSON.</param>
/// <param name="Differences">Where the two differ, as JSON paths; at most 100.</param>
public sealed record DecisionReplayView(
    string DecisionId, string Action, bool Identical, string Recorded, string Recomputed, string Inputs,
    System.Collections.Immutable.ImmutableArray<string> Differences);
