using System.Collections.Immutable;
using Countersign.Domain.Execution;
using Countersign.Domain.Risk;

namespace Countersign.Domain.Accounts;

/// <summary>
/// The sums over an account's open orders, kept from one decision to the next together with the orders that changed since: the next decision sums
/// up anew only their symbols. It is no part of the account's value: it knows which orders it belongs to, is made from them where it is missing,
/// and equals every other.
/// </summary>
internal struct WorkingMemo : IEquatable<WorkingMemo>
{
    // Few orders are summed up as fast as they are remembered, and most accounts have few.
    private const int WorthOrdersMin = 16;

    // Accounts that place nothing for long, but whose orders keep changing, must not gather changes.
    private const int ChangesMax = 64;

    private Kept? kept;

    public readonly WorkingMemo After(ImmutableDictionary<OrderId, Order> open, Order changed, ImmutableDictionary<OrderId, Order> next) =>
        kept is { } k && ReferenceEquals(k.Open, open) && (k.Changes?.Count ?? 0) < ChangesMax
            ? new WorkingMemo { kept = new Kept(next, k.Sums, new Change(changed, k.Changes, (k.Changes?.Count ?? 0) + 1)) }
            : default;

    public WorkingOrders Of(ImmutableDictionary<OrderId, Order> open)
    {
        // One read: an account's value may be looked at from several threads.
        var k = kept;
        if (k is null || !ReferenceEquals(k.Open, open))
        {
            var sums = WorkingOrders.Of(open);
            kept = open.Count < WorthOrdersMin ? null : new Kept(open, sums, null);
            return sums;
        }

        if (k.Changes is { } changes)
        {
            kept = k = new Kept(open, k.Sums.With(changes.ToArray()), null);
        }

        return k.Sums;
    }

    public readonly bool Equals(WorkingMemo other) => true;

    public override readonly bool Equals(object? obj) => obj is WorkingMemo;

    public override readonly int GetHashCode() => 0;

    private sealed record Kept(ImmutableDictionary<OrderId, Order> Open, WorkingOrders Sums, Change? Changes);

    private sealed record Change(Order Order, Change? Before, int Count)
    {
        /// <summary>The oldest first.</summary>
        public Order[] ToArray()
        {
            var orders = new Order[Count];
            for (var change = this; change is not null; change = change.Before)
            {
                orders[change.Count - 1] = change.Order;
            }

            return orders;
        }
    }
}
