using System.Collections.Immutable;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;

namespace Countersign.Domain.Accounts;

/// <summary>
/// Every open order, and the last <see cref="FinishedMax"/> finished ones, so that a retry finds what became of it. They are part of every
/// snapshot, so the bound is low; older ones are in the journal, by the command that placed them.
/// </summary>
/// <param name="Finished">
/// Blocks of up to <see cref="BlockSize"/> finished orders, oldest first. The end of an order copies one block and the list of blocks, about 300
/// bytes, where a tree with its own queue took ten times that: this is on the way from order to fill, where collections of the heap show.
/// </param>
/// <param name="Linked">How many open orders others or the position make smaller: most accounts need not look for them after a fill.</param>
/// <param name="Disputed">The last fills that could not be booked, so that one told twice is reported once.</param>
public sealed record OrderMemory(
    ImmutableDictionary<OrderId, Order> Open,
    ImmutableArray<ImmutableArray<Order>> Finished,
    int Linked,
    ImmutableArray<ExecutionId> Disputed)
{
    /// <summary>At least so many are kept, and less than a block more.</summary>
    public const int FinishedMax = 128;

    public const int BlockSize = 16;

    /// <summary>More open orders are denied; exits that the desk attaches are placed all the same.</summary>
    public const int OpenMax = 5_000;

    private const int DisputedMax = 32;

    private WorkingMemo working;

    public static OrderMemory Empty { get; } = new(ImmutableDictionary<OrderId, Order>.Empty, [], 0, []);

    public Order? Find(OrderId id)
    {
        if (Open.TryGetValue(id, out var open))
        {
            return open;
        }

        for (var block = Finished.Length - 1; block >= 0; block--)
        {
            foreach (var order in Finished[block])
            {
                if (order.Id == id)
                {
                    return order;
                }
            }
        }

        return null;
    }

    /// <summary>
    /// What the open orders of a symbol and side may still fill. Reduce-only ones that rest do not count: they open nothing and give way to whatever
    /// closes the position before them.
    /// </summary>
    public Quantity UnderWay(Symbol symbol, Side side)
    {
        var sum = Quantity.Zero;
        foreach (var (_, order) in Open)
        {
            if (order.Ticket.Side == side && order.Ticket.Symbol == symbol && !(order.Ticket.ReduceOnly && OrderRules.Rests(order.Ticket)))
            {
                sum += order.Remaining;
            }
        }

        return sum;
    }

    /// <summary>The open orders of an OCO group.</summary>
    public IEnumerable<Order> OpenInGroup(string group) => Linked == 0 ? [] : Open.Values.Where(o => o.Ticket.OcoGroup == group);

    /// <summary>A filled order of the group: its others are not wanted any more. Null where there is none among the remembered.</summary>
    public Order? FilledInGroup(string group) =>
        Finished.SelectMany(b => b).FirstOrDefault(o => o.Ticket.OcoGroup == group && o.Status == OrderStatus.Filled);

    /// <summary>Adds or replaces the order; a newly finished one may push out the oldest finished.</summary>
    public OrderMemory With(Order order)
    {
        var known = Open.ContainsKey(order.Id);
        if (!order.IsFinal)
        {
            var more = Open.SetItem(order.Id, order);
            return this with { Open = more, working = working.After(Open, order, more), Linked = known || !order.IsLinked ? Linked : Linked + 1 };
        }

        if (!known)
        {
            return this with { Finished = Replaced(order) ?? Ended(order) };
        }

        var less = Open.Remove(order.Id);
        return this with
        {
            Open = less, working = working.After(Open, order, less), Linked = order.IsLinked ? Linked - 1 : Linked, Finished = Ended(order),
        };
    }

    /// <summary>The open orders, summed by symbol.</summary>
    internal WorkingOrders Working() => working.Of(Open);

    /// <summary>Remembers a fill that could not be booked.</summary>
    public OrderMemory WithDisputed(ExecutionId id) => this with
    {
        Disputed = Disputed.Length < DisputedMax ? Disputed.Add(id) : Disputed.RemoveAt(0).Add(id),
    };

    private ImmutableArray<ImmutableArray<Order>> Ended(Order order)
    {
        if (!Finished.IsEmpty && Finished[^1].Length < BlockSize)
        {
            return Finished.SetItem(Finished.Length - 1, Finished[^1].Add(order));
        }

        var blocks = Finished.Length * BlockSize < FinishedMax + BlockSize ? Finished : Finished.RemoveAt(0);
        return blocks.Add([order]);
    }

    /// <summary>Null where the order is not among the finished.</summary>
    private ImmutableArray<ImmutableArray<Order>>? Replaced(Order order)
    {
        for (var block = Finished.Length - 1; block >= 0; block--)
        {
            for (var i = 0; i < Finished[block].Length; i++)
            {
                if (Finished[block][i].Id == order.Id)
                {
                    return Finished.SetItem(block, Finished[block].SetItem(i, order));
                }
            }
        }

        return null;
    }
}
