using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;
using Countersign.Domain.TradeIdeas;

namespace Countersign.Domain.Execution;

public enum OrderType
{
    Market,

    /// <summary>At <see cref="OrderTicket.LimitPrice"/> or better.</summary>
    Limit,

    /// <summary>Becomes a market order once the market reaches <see cref="OrderTicket.TriggerPrice"/>.</summary>
    Stop,

    /// <summary>Becomes a limit order at <see cref="OrderTicket.LimitPrice"/> once the market reaches <see cref="OrderTicket.TriggerPrice"/>.</summary>
    StopLimit,

    /// <summary>A stop whose trigger follows the market at <see cref="OrderTicket.Trail"/> and never goes back.</summary>
    TrailingStop,
}

public enum TimeInForce
{
    /// <summary>Whole and at once, or not at all.</summary>
    FillOrKill,

    /// <summary>What can be had at once; the rest is cancelled.</summary>
    ImmediateOrCancel,

    /// <summary>Until the trading day ends; that of the FX market ends 17:00 New York.</summary>
    Day,
    GoodTillCancelled,

    /// <summary>Until <see cref="OrderTicket.ExpiresAt"/>.</summary>
    GoodTillDate,
}

/// <summary>Denied is our own no, before the venue saw the order; rejected is the venue's.</summary>
public enum OrderStatus
{
    PendingNew,
    Denied,
    Submitted,
    Accepted,
    Rejected,
    PartiallyFilled,
    Filled,
    Cancelled,
    Expired,

    /// <summary>Sent, and the venue's answer is lost: it may or may not have been filled.</summary>
    Unknown,

    /// <summary>The venue was asked to change it and has not answered; it may fill meanwhile, on the old terms or the new.</summary>
    PendingReplace,

    /// <summary>The venue was asked to cancel it and has not answered; it may fill meanwhile.</summary>
    PendingCancel,
}

/// <summary>How far a trailing stop stays behind the best price since it was placed.</summary>
/// <param name="Value">Above zero.</param>
/// <param name="Unit">What <paramref name="Value"/> counts.</param>
public sealed record Trail(decimal Value, TrailUnit Unit)
{
    /// <summary>The distance behind a price, in the quote currency.</summary>
    public decimal From(Price best) => Unit == TrailUnit.Distance ? Value : best.Value * Value / 100m;
}

public enum TrailUnit
{
    /// <summary>In the quote currency.</summary>
    Distance,

    /// <summary>Percent of the best price.</summary>
    Percent,
}

/// <summary>What an order is to do, before it has a fate.</summary>
/// <param name="Quantity">Above zero; the side says which way.</param>
/// <param name="Stop">Stop-loss of what the order opens: its fill places a reduce-only stop order of this trigger, see <see cref="OrderLinks"/>.</param>
/// <param name="Target">Take-profit of what the order opens: its fill places a reduce-only limit order at it, which cancels the stop-loss and is
/// cancelled by it.</param>
/// <param name="LimitPrice">The worst price; for limit and stop-limit orders only.</param>
/// <param name="TriggerPrice">For stop and stop-limit orders; for a trailing stop the first trigger, which may be left out.</param>
/// <param name="Trail">For trailing stops only.</param>
/// <param name="StopTrail">Makes the attached stop-loss trail; <paramref name="Stop"/> is then its first trigger.</param>
/// <param name="ExpiresAt">For <see cref="TimeInForce.GoodTillDate"/> only, UTC.</param>
/// <param name="ReduceOnly">Never opens or turns a position: it is made smaller, or cancelled, where it would.</param>
/// <param name="PostOnly">Rejected instead of taking liquidity; for limit orders only.</param>
/// <param name="DisplayQuantity">What an iceberg shows at a time; for limit orders only.</param>
/// <param name="OcoGroup">Orders of one group cancel one another: a fill of one cancels the others, a partial fill makes them smaller.</param>
/// <param name="ParentId">The order whose position this one protects; set by the desk.</param>
/// <param name="PositionId">In a hedging account, the position that the order closes; null opens another one.</param>
/// <param name="StrategyVersion">The version of the strategy's definition that asked for it; null without a strategy, and in old records.</param>
public sealed record OrderTicket(
    OrderId Id,
    Symbol Symbol,
    Side Side,
    Quantity Quantity,
    OrderType Type = OrderType.Market,
    TimeInForce TimeInForce = TimeInForce.FillOrKill,
    Price? Stop = null,
    Price? Target = null,
    TradeIdeaId? IdeaId = null,
    StrategyId? StrategyId = null,
    Price? LimitPrice = null,
    Price? TriggerPrice = null,
    Trail? Trail = null,
    Trail? StopTrail = null,
    DateTimeOffset? ExpiresAt = null,
    bool ReduceOnly = false,
    bool PostOnly = false,
    Quantity? DisplayQuantity = null,
    string? OcoGroup = null,
    OrderId? ParentId = null,
    PositionId? PositionId = null,
    int? StrategyVersion = null)
{
    /// <summary>The same order of another size; an iceberg that would show all of it is none any more.</summary>
    public OrderTicket WithQuantity(Quantity quantity) => this with
    {
        Quantity = quantity,
        DisplayQuantity = DisplayQuantity < quantity ? DisplayQuantity : null,
    };
}

/// <summary>What an amendment changes; null keeps.</summary>
/// <param name="Quantity">The new whole quantity, what is filled already included.</param>
public sealed record OrderAmendment(
    Quantity? Quantity = null, Price? LimitPrice = null, Price? TriggerPrice = null, Trail? Trail = null, DateTimeOffset? ExpiresAt = null)
{
    public OrderTicket Apply(OrderTicket ticket) => ticket.WithQuantity(Quantity ?? ticket.Quantity) with
    {
        LimitPrice = LimitPrice ?? ticket.LimitPrice,
        TriggerPrice = TriggerPrice ?? ticket.TriggerPrice,
        Trail = Trail ?? ticket.Trail,
        ExpiresAt = ExpiresAt ?? ticket.ExpiresAt,
    };

    /// <summary>This, and then a later one.</summary>
    public OrderAmendment Then(OrderAmendment later) => new(
        later.Quantity ?? Quantity, later.LimitPrice ?? LimitPrice, later.TriggerPrice ?? TriggerPrice, later.Trail ?? Trail,
        later.ExpiresAt ?? ExpiresAt);
}

/// <summary>An order and its fate so far.</summary>
/// <param name="Filled">Sum of the executions' quantities; above the working quantity only where the venue overfilled it.</param>
/// <param name="FillPrice">Quantity-weighted average of the executions' prices; null before the first.</param>
/// <param name="Executions">In the order of their booking.</param>
/// <param name="Ticket">As it was placed: what a retry of the same id is compared with.</param>
/// <param name="Refusals">Why it was denied, rejected, not amended or not cancelled the last time; else empty.</param>
/// <param name="Amended">As it stands after its amendments; null where it has none.</param>
/// <param name="Asked">The amendment that the venue has not answered yet.</param>
/// <param name="ArrivalPrice">Mid of the quote that it was placed on: slippage is measured against it. Null where there was no quote.</param>
/// <param name="Queued">What the desk wants changed once the venue can be asked: another request is unanswered.</param>
/// <param name="AcceptedAt">When the venue was known to have it; null before.</param>
/// <param name="TriggeredAt">When its trigger was reached; null before, and for orders without one.</param>
/// <param name="CancelReason">Why it is to be cancelled, from the request until the venue's no; null where nobody wants that.</param>
/// <param name="Answered">The venue's last answer to an amendment or a cancel; null before the first.</param>
/// <param name="Exits">Of an entry, how many pairs of attached exits were placed: 0 before its first fill, mostly 1 after.</param>
public sealed record Order(
    OrderTicket Ticket,
    OrderStatus Status,
    DateTimeOffset PlacedAt,
    DateTimeOffset ChangedAt,
    Quantity Filled,
    Price? FillPrice,
    ImmutableArray<ExecutionId> Executions,
    ImmutableArray<Refusal> Refusals,
    OrderTicket? Amended = null,
    OrderAmendment? Asked = null,
    Price? ArrivalPrice = null,
    OrderAmendment? Queued = null,
    DateTimeOffset? AcceptedAt = null,
    DateTimeOffset? TriggeredAt = null,
    string? CancelReason = null,
    int Exits = 0,
    VenueMoment? Answered = null)
{
    [JsonIgnore]
    public OrderId Id => Ticket.Id;

    /// <summary>The ticket as it stands.</summary>
    [JsonIgnore]
    public OrderTicket Working => Amended ?? Ticket;

    /// <summary>What may still fill, never below zero.</summary>
    [JsonIgnore]
    public Quantity Remaining => Filled < Working.Quantity ? Working.Quantity - Filled : Quantity.Zero;

    /// <summary>The whole quantity once every request that is under way is granted.</summary>
    [JsonIgnore]
    public Quantity Wanted => Queued?.Quantity ?? Asked?.Quantity ?? Working.Quantity;

    [JsonIgnore]
    public bool IsFinal => OrderStateMachine.IsFinal(Status);

    /// <summary>The venue told of it: it cannot be lost on the way any more.</summary>
    [JsonIgnore]
    public bool IsConfirmed => AcceptedAt is not null || !Filled.IsZero;

    /// <summary>Other orders or the position make it smaller.</summary>
    [JsonIgnore]
    public bool IsLinked => Ticket.ReduceOnly || Ticket.OcoGroup is not null;

    public static Order New(OrderTicket ticket, DateTimeOffset now) =>
        new(ticket, OrderStatus.PendingNew, now, now, Quantity.Zero, null, [], []);

    /// <summary>A new order on its way to the venue, made in one piece: most orders are.</summary>
    public static Order Sent(OrderTicket ticket, DateTimeOffset now, Price? arrivalPrice, OrderTicket? trimmed)
    {
        OrderStateMachine.Require(ticket.Id, OrderStatus.PendingNew, OrderStatus.Submitted);
        return new(ticket, OrderStatus.Submitted, now, now, Quantity.Zero, null, [], [], trimmed, ArrivalPrice: arrivalPrice);
    }

    /// <summary>The order in its next status.</summary>
    /// <exception cref="InvalidOperationException">The transition table forbids it.</exception>
    public Order MoveTo(OrderStatus next, DateTimeOffset now)
    {
        OrderStateMachine.Require(Id, Status, next);
        return this with { Status = next, ChangedAt = now };
    }

    /// <summary>
    /// What an open order is once the venue has answered what is answered: an unanswered cancel hides an unanswered amendment, and both hide
    /// its fills.
    /// </summary>
    public static OrderStatus Standing(OrderAmendment? asked, string? cancelReason, Quantity filled) => cancelReason is not null
        ? OrderStatus.PendingCancel
        : asked is not null ? OrderStatus.PendingReplace
        : filled.IsZero ? OrderStatus.Accepted : OrderStatus.PartiallyFilled;

    /// <summary>What a further fill makes of it: filled once nothing remains, else what it was, a rejection aside.</summary>
    public OrderStatus AfterFill(Quantity fill)
    {
        if (Filled + fill >= Working.Quantity)
        {
            return OrderStatus.Filled;
        }

        return Status == OrderStatus.Rejected ? OrderStatus.Cancelled
            : IsFinal ? Status
            : Standing(Asked, CancelReason, Filled + fill);
    }

    /// <summary>The order after a fill.</summary>
    /// <exception cref="InvalidOperationException">The transition table forbids it.</exception>
    public Order Fill(Execution execution, DateTimeOffset now)
    {
        var next = AfterFill(execution.Quantity);
        OrderStateMachine.Require(Id, Status, next);
        var filled = Filled + execution.Quantity;
        var notional = ((FillPrice?.Value ?? 0m) * Filled.Value) + (execution.Price.Value * execution.Quantity.Value);
        return this with
        {
            Status = next,
            ChangedAt = now,
            Filled = filled,
            FillPrice = Filled.IsZero ? execution.Price : new Price(notional / filled.Value),
            Executions = Executions.Add(execution.Id),
        };
    }
}
