using System.Collections.Immutable;
using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Backtests.Jobs;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;
using Countersign.Domain.Tenants;
using Countersign.Domain.TradeIdeas;

namespace Countersign.Grains.Audit;

/// <summary>
/// What lists and searches are answered from. Rows are written in the same transaction as the events that cause them, so a list never lags
/// behind an acknowledged command. Every query names its tenant.
/// </summary>
public interface IReadModels
{
    ValueTask<Page<AccountRow>> AccountsAsync(TenantId tenant, PageRequest page, CancellationToken cancellationToken);

    ValueTask<Page<StrategyRow>> StrategiesAsync(TenantId tenant, PageRequest page, CancellationToken cancellationToken);

    ValueTask<Page<TradeIdeaRow>> TradeIdeasAsync(TenantId tenant, TradeIdeaFilter filter, PageRequest page, CancellationToken cancellationToken);

    ValueTask<Page<OrderRow>> OrdersAsync(TenantId tenant, OrderFilter filter, PageRequest page, CancellationToken cancellationToken);

    ValueTask<Page<ExecutionRow>> ExecutionsAsync(TenantId tenant, ExecutionFilter filter, PageRequest page, CancellationToken cancellationToken);

    ValueTask<Page<PositionRow>> PositionsAsync(TenantId tenant, PositionFilter filter, PageRequest page, CancellationToken cancellationToken);

    ValueTask<Page<TradeRow>> TradesAsync(TenantId tenant, TradeFilter filter, PageRequest page, CancellationToken cancellationToken);

    ValueTask<Page<LedgerRow>> LedgerAsync(TenantId tenant, LedgerFilter filter, PageRequest page, CancellationToken cancellationToken);

    /// <summary>An account's equity curve, newest first.</summary>
    ValueTask<Page<EquityRow>> EquityAsync(TenantId tenant, EquityFilter filter, PageRequest page, CancellationToken cancellationToken);

    /// <summary>Changes of limits, trading states and autonomy.</summary>
    ValueTask<Page<ControlRow>> ControlsAsync(TenantId tenant, ControlFilter filter, PageRequest page, CancellationToken cancellationToken);

    ValueTask<Page<DecisionRow>> DecisionsAsync(TenantId tenant, DecisionFilter filter, PageRequest page, CancellationToken cancellationToken);

    /// <summary>A decision by its id, which is <c>stream-name@version</c>; null where the tenant has none such.</summary>
    ValueTask<JournaledEvent?> FindDecisionAsync(TenantId tenant, string decisionId, CancellationToken cancellationToken);

    /// <summary>Who signs in with a login name (lower case), over all tenants; null where nobody does.</summary>
    ValueTask<LoginRow?> FindLoginAsync(string login, CancellationToken cancellationToken);

    /// <summary>Every tenant that has a history, by id; the platform itself is none.</summary>
    ValueTask<Page<TenantId>> TenantsAsync(PageRequest page, CancellationToken cancellationToken);

    /// <summary>
    /// What waits for the desk itself, of all tenants: ideas that are to be executed (approved, or routed to go on their own) without an
    /// outcome, ideas that need approval and whose time is over at <paramref name="now"/>, and accounts with an open order or position, which
    /// somebody must watch. Each row names either an idea or an account.
    /// </summary>
    ValueTask<ImmutableArray<UnfinishedRow>> UnfinishedAsync(DateTimeOffset now, int countMax, CancellationToken cancellationToken);

    /// <summary>Every active strategy of every tenant: what a start activates again.</summary>
    ValueTask<ImmutableArray<StrategyRow>> ActiveStrategiesAsync(int countMax, CancellationToken cancellationToken);

    /// <summary>A tenant's backtests, newest first.</summary>
    ValueTask<Page<BacktestRow>> BacktestsAsync(TenantId tenant, BacktestFilter filter, PageRequest page, CancellationToken cancellationToken);

    /// <summary>Backtests that wait or run, the oldest first.</summary>
    /// <param name="tenant">Whose; null for those of every tenant.</param>
    ValueTask<ImmutableArray<BacktestRow>> UnfinishedBacktestsAsync(TenantId? tenant, int countMax, CancellationToken cancellationToken);
}

/// <summary>Which part of a list.</summary>
/// <param name="Limit">1 to 200 rows.</param>
/// <param name="Cursor">The <see cref="Page{T}.Next"/> of the page before; null for the first.</param>
/// <param name="Reversed">The list's own order the other way round: the oldest first where it begins with the newest.</param>
public readonly record struct PageRequest(int Limit, string? Cursor, bool Reversed = false)
{
    public const int LimitMax = 200;

    // No list's own cursors begin with it.
    private const char ReversedMark = '~';

    /// <summary>Where the page before ended, as the list wrote it; null for the first page.</summary>
    /// <exception cref="FormatException">That page was of the other order.</exception>
    public string? After => Cursor is null ? null
        : Cursor.StartsWith(ReversedMark) != Reversed ? throw new FormatException("The cursor is of this list in its other order: leave it out to begin at the first page.")
        : Reversed ? Cursor[1..] : Cursor;

    /// <summary>The cursor of the page after this one.</summary>
    /// <param name="end">Where this one ends, as the list writes it.</param>
    public string Next(string end) => Reversed ? ReversedMark + end : end;
}

/// <summary>A part of a list, newest first where the rows have a time.</summary>
public sealed record Page<T>(ImmutableArray<T> Items, string? Next);

public sealed record AccountRow(TenantId Tenant, AccountId Id, string Name, Currency Currency, string TradingState, decimal Cash);

public sealed record StrategyRow(
    TenantId Tenant, StrategyId Id, string Name, int Version, string Status, AccountId? Account, ImmutableArray<Symbol> Symbols, string Timeframe);

public sealed record TradeIdeaRow(
    TenantId Tenant, TradeIdeaId Id, StrategyId Strategy, AccountId Account, Symbol Symbol, Side Side, decimal Quantity, double Confidence,
    TradeIdeaStatus Status, DateTimeOffset RaisedAt, DateTimeOffset ExpiresAt, OrderId? Order);

/// <summary>One decision about an idea.</summary>
/// <param name="Tenant">Whose.</param>
/// <param name="Id"><c>stream-name@version</c> of the event that recorded it.</param>
/// <param name="Action">What was decided: <c>raised</c>, <c>routed</c>, <c>first-approved</c>, <c>approved</c>, <c>approval-refused</c>, <c>rejected</c>, <c>expired</c>, <c>halted</c>, <c>executed</c>, <c>failed</c>.</param>
/// <param name="Idea">About which idea.</param>
/// <param name="Symbol">Its symbol.</param>
/// <param name="At">When, by the desk's clock.</param>
/// <param name="Actor">Who decided.</param>
/// <param name="Summary">One line for a list.</param>
public sealed record DecisionRow(
    TenantId Tenant, string Id, string Action, TradeIdeaId Idea, Symbol Symbol, DateTimeOffset At, Actor Actor, string Summary);

public sealed record LoginRow(TenantId Tenant, UserId User, string Login);

public sealed record UnfinishedRow(TenantId Tenant, TradeIdeaId? Idea, AccountId? Account);

/// <summary>A backtest in a list.</summary>
/// <param name="Strategy">Null where the definition came with the request.</param>
/// <param name="Kind">As <see cref="BacktestTask"/> is stored, such as <c>single</c>.</param>
/// <param name="FailureCode">Why it failed.</param>
public sealed record BacktestRow(
    TenantId Tenant, BacktestJobId Id, string Name, StrategyId? Strategy, int? Version, string Kind, BacktestStatus Status,
    BacktestPriority Priority, ImmutableArray<Symbol> Symbols, string Timeframe, DateTimeOffset From, DateTimeOffset To, DateTimeOffset RequestedAt,
    DateTimeOffset? StartedAt, DateTimeOffset? EndedAt, BacktestSummary? Summary, string? FailureCode);

public sealed record BacktestFilter(StrategyId? Strategy = null, BacktestStatus? Status = null);

public sealed record TradeIdeaFilter(TradeIdeaStatus? Status, Symbol? Symbol, StrategyId? Strategy);

/// <summary>Narrows the decision history; times are inclusive from, exclusive to.</summary>
/// <param name="By">Who decided.</param>
public sealed record DecisionFilter(
    Symbol? Symbol, string? Action, TradeIdeaId? Idea, DateTimeOffset? From, DateTimeOffset? To, Actor? By = null);
