using System.Collections.Immutable;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Accounts;

/// <summary>
/// Every open order, and the last <see cref="FinishedMax"/> finished ones, so that a retry finds what became of it. They are part of every
/// snapshot, so the bound is low; older ones are in the journal, by the command that placed them.
/// </summary>
/// <param name="FinishedOldestFirst">The keys of <paramref name="Finished"/> in the order of their end.</param>
public sealed record OrderMemory(
    ImmutableDictionary<OrderId, Order> Open, ImmutableDictionary<OrderId, Order> Finished, ImmutableList<OrderId> FinishedOldestFirst)
{
    public const int FinishedMax = 128;

    public static OrderMemory Empty { get; } =
        new(ImmutableDictionary<OrderId, Order>.Empty, ImmutableDictionary<OrderId, Order>.Empty, []);

    public Order? Find(OrderId id) => Open.GetValueOrDefault(id) ?? Finished.GetValueOrDefault(id);

    /// <summary>What the open orders of a symbol and side may still fill.</summary>
    public Quantity UnderWay(Symbol symbol, Side side)
    {
        var sum = Quantity.Zero;
        foreach (var (_, order) in Open)
        {
            if (order.Ticket.Symbol == symbol && order.Ticket.Side == side)
            {
                sum += order.Remaining;
            }
        }

        return sum;
    }

    /// <summary>Adds or replaces the order; a newly finished one may push out the oldest finished.</summary>
    public OrderMemory With(Order order)
    {
        if (!OrderStateMachine.IsFinal(order.Status))
        {
            return this with { Open = Open.SetItem(order.Id, order) };
        }

        var finished = Finished.Add(order.Id, order);
        var oldestFirst = FinishedOldestFirst.Add(order.Id);
        if (oldestFirst.Count > FinishedMax)
        {
            finished = finished.Remove(oldestFirst[0]);
            oldestFirst = oldestFirst.RemoveAt(0);
        }

        return new OrderMemory(Open.Remove(order.Id), finished, oldestFirst);
    }
}
