namespace Countersign.Domain.Execution;

/// <summary>The one table of an order's legal transitions. Why each race ends as it does: docs/decisions/0010-orders-and-their-races.md.</summary>
public static class OrderStateMachine
{
    // A bit for every status that may follow, by the status that it follows.
    private static readonly int[] Next = Table();

    public static bool CanMove(OrderStatus from, OrderStatus to) => (Next[(int)from] & Bit(to)) != 0;

    /// <summary>The order works no more. A fill that the venue made before may still be reported and is booked.</summary>
    public static bool IsFinal(OrderStatus status) => status is OrderStatus.Denied or OrderStatus.Rejected or OrderStatus.Filled
        or OrderStatus.Cancelled or OrderStatus.Expired;

    /// <summary>The venue can be asked to change the order now: it has it, and no earlier request is unanswered.</summary>
    public static bool CanAmend(OrderStatus status) => status is OrderStatus.Accepted or OrderStatus.PartiallyFilled;

    internal static void Require(OrderId id, OrderStatus from, OrderStatus to)
    {
        if (!CanMove(from, to))
        {
            throw new InvalidOperationException($"Order {id} is {from} and cannot become {to}.");
        }
    }

    private static int[] Table()
    {
        var next = new int[Enum.GetValues<OrderStatus>().Length];
        int working = Bits(
            OrderStatus.PartiallyFilled, OrderStatus.Filled, OrderStatus.Cancelled, OrderStatus.Expired, OrderStatus.Rejected,
            OrderStatus.Unknown, OrderStatus.PendingReplace, OrderStatus.PendingCancel);
        next[(int)OrderStatus.PendingNew] = Bits(OrderStatus.Denied, OrderStatus.Submitted);
        next[(int)OrderStatus.Submitted] = (working | Bit(OrderStatus.Accepted)) & ~Bit(OrderStatus.PendingReplace);

        // Itself again where the venue changes the order without being asked.
        next[(int)OrderStatus.Accepted] = working | Bit(OrderStatus.Accepted);
        next[(int)OrderStatus.PartiallyFilled] = working & ~Bit(OrderStatus.Rejected);
        next[(int)OrderStatus.PendingReplace] = working | Bit(OrderStatus.Accepted);
        next[(int)OrderStatus.PendingCancel] = working | Bit(OrderStatus.Accepted);

        // The venue's answer turned up after all.
        next[(int)OrderStatus.Unknown] = (working | Bit(OrderStatus.Accepted)) & ~Bit(OrderStatus.Unknown);

        // What the venue filled before it ended the order, reported after: FIX ranks filled above cancelled and expired.
        next[(int)OrderStatus.Rejected] = Bits(OrderStatus.Filled, OrderStatus.Cancelled);
        next[(int)OrderStatus.Cancelled] = Bits(OrderStatus.Filled, OrderStatus.Cancelled);
        next[(int)OrderStatus.Expired] = Bits(OrderStatus.Filled, OrderStatus.Expired);
        next[(int)OrderStatus.Filled] = Bit(OrderStatus.Filled);
        return next;
    }

    private static int Bits(params ReadOnlySpan<OrderStatus> statuses)
    {
        var bits = 0;
        foreach (var status in statuses)
        {
            bits |= Bit(status);
        }

        return bits;
    }

    private static int Bit(OrderStatus status) => 1 << (int)status;
}
