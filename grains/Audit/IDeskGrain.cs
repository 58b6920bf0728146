using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Strategies;
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

    /// <summary>What was closed, newest first.</summary>
    [AllowRoles(RoleSets.Members)]
    Task<Page<TradeRow>> TradesAsync(TradeFilter filter, PageRequest page, CancellationToken cancellationToken);

    [AllowRoles(RoleSets.Members)]
    Task<Page<LedgerRow>> LedgerAsync(LedgerFilter filter, PageRequest page, CancellationToken cancellationToken);

    [AllowRoles(RoleSets.Members)]
    Task<Page<EquityRow>> EquityAsync(EquityFilter filter, PageRequest page, CancellationToken cancellationToken);

    [AllowRoles(RoleSets.Members)]
    Task<Page<ControlRow>> ControlsAsync(ControlFilter filter, PageRequest page, CancellationToken cancellationToken);

    [AllowRoles(RoleSets.Members)]
    Task<Page<DecisionRow>> DecisionsAsync(DecisionFilter filter, PageRequest page, CancellationToken cancellationToken);

    /// <summary>Backtests, newest first.</summary>
    [AllowRoles(RoleSets.Members)]
    Task<Page<BacktestRow>> BacktestsAsync(BacktestFilter filter, PageRequest page, CancellationToken cancellationToken);

    /// <summary>Makes a decision again from what was recorded with it, and compares.</summary>
    [AllowRoles(RoleSets.Members)]
    Task<Reply<DecisionReplayView>> ReplayDecisionAsync(string decisionId, CancellationToken cancellationToken);

    /// <summary>
    /// The kill switch, and its release: puts the new trading state on record first and then has the accounts do what it asks for. Safe to repeat;
    /// what a crash interrupts goes on when the accounts wake.
    /// </summary>
    [AllowRoles(Roles.TenantAdmin | Roles.PortfolioManager)]
    Task<Reply<TradingStateView>> ChangeTradingAsync(ChangeTrading request, CancellationToken cancellationToken);

    /// <summary>Walks the hash chains of this tenant.</summary>
    [AllowRoles(Roles.TenantAdmin | Roles.PortfolioManager | Roles.Analyst)]
    Task<AuditReport> VerifyAuditAsync(CancellationToken cancellationToken);
}

/// <summary>A change of a trading state at one of a tenant's levels.</summary>
/// <param name="Account">Of this account; null otherwise.</param>
/// <param name="Strategy">Of this strategy; null otherwise. Neither means the whole tenant.</param>
/// <param name="Flatten">Positions are to be closed too; only where trading is halted.</param>
public sealed record ChangeTrading(
    CommandId CommandId, TradingState To, string Reason, bool Flatten = false, AccountId? Account = null, StrategyId? Strategy = null);

/// <summary>The trading state that is on record now.</summary>
/// <param name="Accounts">Accounts that were told.</param>
/// <param name="Unreached">Accounts that could not be told now; they do it when they look for themselves, within seconds.</param>
public sealed record TradingStateView(TradingState State, int Accounts, int Unreached);

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
