using Countersign.Domain.Audit;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Execution;

/// <summary>What is wrong with an order or with a change of one; each says what would be right.</summary>
public static class OrderRefusals
{
    public static Refusal IdInUse(OrderId id) => new(
        "order.id_in_use", $"Order id {id} belongs to another order: a new order needs a new id.");

    public static Refusal Unconfirmed(OrderId id, OrderStatus status) => new(
        "order.unconfirmed", $"Order {id} is {status}: it can be amended once the venue has confirmed it; it can be cancelled now.");

    public static Refusal AmendPending(OrderId id) => new(
        "order.amend_pending", $"The venue has not answered an earlier amendment of order {id}: amend it again when it has.");

    public static Refusal CancelPending(OrderId id) => new(
        "order.cancel_pending", $"Order {id} is being cancelled: it cannot be amended.");

    public static Refusal BelowFilled(OrderId id, Quantity quantity, Quantity filled) => new(
        "order.below_filled",
        $"Order {id} has filled {filled} already: the new quantity {quantity} must be above that; to end it there, cancel it.");

    public static Refusal FillQuantity(OrderId id, Quantity quantity, Price price) => new(
        "order.fill", $"The venue reports a fill of {quantity} at {price} for order {id}: both must be above zero.");
}
