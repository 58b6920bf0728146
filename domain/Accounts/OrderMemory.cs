using System.Collections.Immutable;
using Countersign.Domain.Execution;

namespace Countersign.Domain.Accounts;

/// <summary>Every open order, and the last <see cref="FinishedMax"/> finished ones, so that a retry finds what became of it.</summary>
/// <param name="Finished">Oldest first.</param>
public sealed record OrderMemory(ImmutableDictionary<OrderId, Order> ById, ImmutableList<OrderId> Finished)
{
    public const int FinishedMax = 512;

    public static OrderMemory Empty { get; } = new(ImmutableDictionary<OrderId, Order>.Empty, []);

    public int OpenCount => ById.Count - Finished.Count;

    public Order? Find(OrderId id) => ById.GetValueOrDefault(id);

    /// <summary>Adds or replaces the order. A finished one is counted once, and pushes out the oldest finished.</summary>
    public OrderMemory With(Order order)
    {
        var byId = ById.SetItem(order.Id, order);
        if (!OrderStateMachine.IsFinal(order.Status))
        {
            return this with { ById = byId };
        }

        var finished = Finished.Add(order.Id);
        return finished.Count <= FinishedMax
            ? new OrderMemory(byId, finished)
            : new OrderMemory(byId.Remove(finished[0]), finished.RemoveAt(0));
    }
}
