using System.Collections.Frozen;

namespace Countersign.Domain.Execution;

/// <summary>The one table of an order's legal transitions.</summary>
public static class OrderStateMachine
{
    private static readonly FrozenDictionary<OrderStatus, OrderStatus[]> Next = new Dictionary<OrderStatus, OrderStatus[]>
    {
        [OrderStatus.PendingNew] = [OrderStatus.Denied, OrderStatus.Submitted],
        [OrderStatus.Submitted] =
        [
            OrderStatus.Accepted, OrderStatus.Rejected, OrderStatus.PartiallyFilled, OrderStatus.Filled, OrderStatus.Cancelled,
            OrderStatus.Expired, OrderStatus.Unknown,
        ],
        [OrderStatus.Accepted] =
        [
            OrderStatus.PartiallyFilled, OrderStatus.Filled, OrderStatus.Cancelled, OrderStatus.Expired, OrderStatus.Unknown,
            OrderStatus.PendingReplace, OrderStatus.PendingCancel,
        ],
        [OrderStatus.PartiallyFilled] =
        [
            OrderStatus.PartiallyFilled, OrderStatus.Filled, OrderStatus.Cancelled, OrderStatus.Expired, OrderStatus.Unknown,
            OrderStatus.PendingReplace, OrderStatus.PendingCancel,
        ],

        [OrderStatus.PendingReplace] =
        [
            OrderStatus.Accepted, OrderStatus.PartiallyFilled, OrderStatus.Filled, OrderStatus.Cancelled, OrderStatus.Expired,
            OrderStatus.Unknown, OrderStatus.PendingReplace, OrderStatus.PendingCancel,
        ],
        [OrderStatus.PendingCancel] =
        [
            OrderStatus.Accepted, OrderStatus.PartiallyFilled, OrderStatus.Filled, OrderStatus.Cancelled, OrderStatus.Expired,
            OrderStatus.Unknown, OrderStatus.PendingCancel,
        ],

        // The venue's answer turned up after all.
        [OrderStatus.Unknown] =
        [
            OrderStatus.Accepted, OrderStatus.Rejected, OrderStatus.PartiallyFilled, OrderStatus.Filled, OrderStatus.Cancelled,
            OrderStatus.Expired,
        ],
        [OrderStatus.Denied] = [],
        [OrderStatus.Rejected] = [],
        [OrderStatus.Filled] = [],
        [OrderStatus.Cancelled] = [],
        [OrderStatus.Expired] = [],
    }.ToFrozenDictionary();

    public static bool CanMove(OrderStatus from, OrderStatus to) => Array.IndexOf(Next[from], to) >= 0;

    /// <summary>Nothing can happen to the order any more.</summary>
    public static bool IsFinal(OrderStatus status) => Next[status].Length == 0;

    internal static void Require(OrderId id, OrderStatus from, OrderStatus to)
    {
        if (!CanMove(from, to))
        {
            throw new InvalidOperationException($"Order {id} is {from} and cannot become {to}.");
        }
    }
}
