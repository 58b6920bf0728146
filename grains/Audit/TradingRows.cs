using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Tenants;

namespace Countersign.Grains.Audit;

/// <summary>An order and its fate so far. Amounts are in the account's currency.</summary>
/// <param name="Ticket">As it stands, amendments included.</param>
/// <param name="Filled">Sum of its executions.</param>
/// <param name="FillPrice">Their average; null before the first.</param>
/// <param name="RefusalCode">Why it was denied, rejected or cancelled.</param>
public sealed record OrderRow(
    TenantId Tenant, AccountId Account, OrderTicket Ticket, OrderStatus Status, DateTimeOffset CreatedAt, DateTimeOffset ChangedAt,
    bool IsAmended, decimal Filled, decimal? FillPrice, decimal Commission, decimal RealisedPnl, string? RefusalCode)
{
    public OrderId Id => Ticket.Id;

    /// <summary>What may still fill; zero once the order works no more.</summary>
    public decimal Remaining => OrderStateMachine.IsFinal(Status) ? 0m : Math.Max(0m, Ticket.Quantity.Value - Filled);
}

/// <summary>Narrows the orders; times are of their placing, inclusive from, exclusive to.</summary>
/// <param name="IsOpen">Only those that can still be filled.</param>
public sealed record OrderFilter(
    AccountId? Account, Symbol? Symbol, OrderStatus? Status, bool IsOpen = false, DateTimeOffset? From = null, DateTimeOffset? To = null);

/// <summary>One fill as it was booked. Amounts are in the account's currency.</summary>
/// <param name="Version">Of the event that booked it, in the account's stream.</param>
/// <param name="Closed">How much of a position it closed.</param>
/// <param name="Slippage">Against the price at the order's arrival, in quote currency a unit: positive is worse. Null where that was not known.</param>
/// <param name="Entry">The ledger entry that booked it.</param>
public sealed record ExecutionRow(
    TenantId Tenant, AccountId Account, long Version, ExecutionId Id, OrderId Order, PositionId Position, Symbol Symbol, Side Side,
    decimal Quantity, decimal Price, DateTimeOffset At, Liquidity? Liquidity, decimal Closed, decimal Commission, decimal RealisedPnl,
    decimal? Slippage, long Entry);

/// <summary>Narrows the executions; times are inclusive from, exclusive to.</summary>
public sealed record ExecutionFilter(
    AccountId? Account, Symbol? Symbol, OrderId? Order, DateTimeOffset? From = null, DateTimeOffset? To = null);

/// <summary>What a fill that closed something made of it.</summary>
/// <param name="Version">Of the event that booked it, in the account's stream.</param>
/// <param name="Commission">Of the closing fill, in the account's currency.</param>
/// <param name="Slippage">Of the closing fill, in quote currency a unit: positive is worse. Null where it is not known.</param>
public sealed record TradeRow(
    TenantId Tenant, AccountId Account, long Version, OrderId Order, Symbol Symbol, ClosedTrade Trade, decimal Commission, decimal? Slippage);

/// <summary>Narrows the trades; times are of their closing, inclusive from, exclusive to.</summary>
public sealed record TradeFilter(AccountId? Account, Symbol? Symbol, DateTimeOffset? From = null, DateTimeOffset? To = null);

/// <param name="Quantity">Signed: positive is long.</param>
/// <param name="RealisedPnl">Since the position's id was first used, in the account's currency.</param>
public sealed record PositionRow(
    TenantId Tenant, AccountId Account, PositionId Id, Symbol Symbol, decimal Quantity, decimal AveragePrice, decimal RealisedPnl,
    DateTimeOffset OpenedAt, DateTimeOffset UpdatedAt);

public sealed record PositionFilter(AccountId? Account, Symbol? Symbol = null);

/// <summary>A ledger entry.</summary>
/// <param name="Kind">One of <see cref="LedgerKinds"/>.</param>
/// <param name="Order">The order whose fill it booked.</param>
/// <param name="Cash">The account's cash after it.</param>
public sealed record LedgerRow(
    TenantId Tenant, AccountId Account, DateTimeOffset At, string Kind, OrderId? Order, LedgerEntry Entry, decimal Cash);

/// <summary>Narrows an account's ledger; times are inclusive from, exclusive to.</summary>
/// <param name="Kind">One of <see cref="LedgerKinds"/>.</param>
public sealed record LedgerFilter(AccountId Account, string? Kind = null, DateTimeOffset? From = null, DateTimeOffset? To = null);

/// <summary>An account's equity at the end of a trading day (17:00 New York), in its currency.</summary>
/// <param name="PeakEquity">The highest so far, this one included, what was paid in and out since taken into account.</param>
public sealed record EquityRow(
    TenantId Tenant, AccountId Account, DateOnly Day, DateTimeOffset At, decimal Equity, decimal Cash, decimal Unrealised, decimal PeakEquity);

/// <summary>Narrows an account's equity curve; times are of the recording, inclusive from, exclusive to.</summary>
public sealed record EquityFilter(AccountId Account, DateTimeOffset? From = null, DateTimeOffset? To = null);

/// <summary>What ledger entries are about.</summary>
public static class LedgerKinds
{
    public const string Deposit = "deposit";
    public const string Fill = "fill";
    public const string Withdrawal = "withdrawal";
    public const string Adjustment = "adjustment";
    public const string Swap = "swap";
    public const string Interest = "interest";
    public const string Split = "split";

    public static IReadOnlyList<string> All { get; } = [Deposit, Fill, Withdrawal, Adjustment, Swap, Interest, Split];
}

/// <summary>A change of limits, of a trading state or of autonomy.</summary>
/// <param name="Stream">The journal's stream that has it.</param>
/// <param name="Version">Its place in the stream.</param>
/// <param name="Level">One of <see cref="ControlLevels"/>.</param>
/// <param name="Target">The id of what it is about.</param>
/// <param name="Kind">One of <see cref="ControlKinds"/>.</param>
/// <param name="Reason">Null where none was given.</param>
/// <param name="Change">The event, JSON.</param>
public sealed record ControlRow(
    TenantId Tenant, string Stream, long Version, DateTimeOffset At, string Level, string Target, string Kind, Actor Actor, string? Reason,
    string Change);

/// <summary>Narrows the changes; times are inclusive from, exclusive to.</summary>
public sealed record ControlFilter(
    string? Level = null, string? Target = null, string? Kind = null, DateTimeOffset? From = null, DateTimeOffset? To = null);

/// <summary>At which level limits and trading states stand.</summary>
public static class ControlLevels
{
    public const string Platform = "platform";
    public const string Tenant = "tenant";
    public const string Account = "account";
    public const string Strategy = "strategy";

    public static IReadOnlyList<string> All { get; } = [Platform, Tenant, Account, Strategy];
}

public static class ControlKinds
{
    public const string Limits = "limits";
    public const string TradingState = "tradingState";

    public const string Blackouts = "blackouts";
    public const string Autonomy = "autonomy";

    public static IReadOnlyList<string> All { get; } = [Limits, Blackouts, TradingState, Autonomy];
}
