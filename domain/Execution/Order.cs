using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Countersign.Domain.Audit;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;
using Countersign.Domain.TradeIdeas;

namespace Countersign.Domain.Execution;

public enum OrderType
{
    Market,
}

public enum TimeInForce
{
    FillOrKill,
    ImmediateOrCancel,
    Day,
    GoodTillCancelled,
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
}

/// <summary>What an order is to do, before it has a fate.</summary>
/// <param name="Quantity">Above zero; the side says which way.</param>
/// <param name="Stop">Protective level of the position that the order opens.</param>
/// <param name="Target">Profit-taking level of the position that the order opens.</param>
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
    StrategyId? StrategyId = null);

/// <summary>An order and its fate so far.</summary>
/// <param name="Filled">Sum of the executions' quantities.</param>
/// <param name="FillPrice">Quantity-weighted average of the executions' prices; null before the first.</param>
/// <param name="Executions">In the order of their booking.</param>
/// <param name="Refusals">Why it was denied or rejected; else empty.</param>
public sealed record Order(
    OrderTicket Ticket,
    OrderStatus Status,
    DateTimeOffset PlacedAt,
    DateTimeOffset ChangedAt,
    Quantity Filled,
    Price? FillPrice,
    ImmutableArray<ExecutionId> Executions,
    ImmutableArray<Refusal> Refusals)
{
    [JsonIgnore]
    public OrderId Id => Ticket.Id;

    [JsonIgnore]
    public Quantity Remaining => Ticket.Quantity - Filled;

    public static Order New(OrderTicket ticket, DateTimeOffset now) =>
        new(ticket, OrderStatus.PendingNew, now, now, Quantity.Zero, null, [], []);

    /// <summary>The order in its next status.</summary>
    /// <exception cref="InvalidOperationException">The transition table forbids it.</exception>
    public Order MoveTo(OrderStatus next, DateTimeOffset now)
    {
        OrderStateMachine.Require(Id, Status, next);
        return this with { Status = next, ChangedAt = now };
    }

    /// <summary>The order after a fill: partially filled, or filled once nothing remains.</summary>
    public Order Fill(Execution execution, DateTimeOffset now)
    {
        var filled = Filled + execution.Quantity;
        var notional = ((FillPrice?.Value ?? 0m) * Filled.Value) + (execution.Price.Value * execution.Quantity.Value);
        var average = Filled.IsZero ? execution.Price : new Price(notional / filled.Value);
        var next = filled < Ticket.Quantity ? OrderStatus.PartiallyFilled : OrderStatus.Filled;
        return MoveTo(next, now) with { Filled = filled, FillPrice = average, Executions = Executions.Add(execution.Id) };
    }
}
