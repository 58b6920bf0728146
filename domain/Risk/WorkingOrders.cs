using System.Collections.Immutable;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;

namespace Countersign.Domain.Risk;

/// <summary>
/// The open orders of an account, summed by symbol. Orders that reduce only never add exposure; those of them that are stops bound what their
/// position can lose. Immutable, so that it can be kept for the next decision: what an order changes is its own symbol's line.
/// </summary>
internal sealed class WorkingOrders
{
    private readonly WorkingLine[] lines;

    private WorkingOrders(WorkingLine[] lines) => this.lines = lines;

    public static WorkingOrders None { get; } = new([]);

    /// <summary>One a symbol with open orders, in the symbols' order.</summary>
    public ReadOnlySpan<WorkingLine> Lines => lines;

    public static WorkingOrders Of(ImmutableDictionary<OrderId, Order> open)
    {
        if (open.IsEmpty)
        {
            return None;
        }

        var bySymbol = new Dictionary<Symbol, List<Order>>();
        foreach (var (_, order) in open)
        {
            if (!bySymbol.TryGetValue(order.Ticket.Symbol, out var orders))
            {
                bySymbol[order.Ticket.Symbol] = orders = [];
            }

            orders.Add(order);
        }

        var lines = new WorkingLine[bySymbol.Count];
        var place = 0;
        foreach (var (symbol, orders) in bySymbol)
        {
            lines[place++] = new WorkingLine(symbol, [.. orders]);
        }

        Array.Sort(lines, (a, b) => a.Symbol.CompareTo(b.Symbol));
        return new WorkingOrders(lines);
    }

    /// <summary>The same after orders were placed, changed or ended.</summary>
    /// <param name="changes">The orders as they are after each change, in the order of the changes.</param>
    public WorkingOrders With(ReadOnlySpan<Order> changes)
    {
        var changed = new SortedDictionary<Symbol, List<Order>>();
        foreach (var order in changes)
        {
            var symbol = order.Ticket.Symbol;
            if (!changed.TryGetValue(symbol, out var orders))
            {
                changed[symbol] = orders = LineOf(symbol) is { } line ? [.. line.Orders] : [];
            }

            Put(orders, order);
        }

        return Merge(changed);
    }

    /// <summary>The same without an order that is being replaced.</summary>
    public WorkingOrders Without(Order order)
    {
        var orders = LineOf(order.Ticket.Symbol) is { } line ? line.Orders.Where(o => o.Id != order.Id).ToList() : [];
        return Merge(new() { [order.Ticket.Symbol] = orders });
    }

    /// <summary>The line of a symbol; null where it has no open order.</summary>
    public WorkingLine? LineOf(Symbol symbol)
    {
        var next = 0;
        return Find(symbol, ref next) is >= 0 and var place ? lines[place] : null;
    }

    /// <summary>The place of a symbol in <see cref="Lines"/>; negative where it has no open order.</summary>
    /// <param name="next">Where the symbol after the last one asked for would stand: asking in the symbols' order costs one comparison each.</param>
    public int Find(Symbol symbol, ref int next)
    {
        var (low, high) = (0, lines.Length);
        if (next < high)
        {
            var order = symbol.CompareTo(lines[next].Symbol);
            if (order == 0)
            {
                return next++;
            }

            _ = order < 0 ? high = next : low = next + 1;
            if (order < 0 && (next == 0 || symbol.CompareTo(lines[next - 1].Symbol) > 0))
            {
                return -1;
            }
        }

        while (low < high)
        {
            var middle = (low + high) / 2;
            var order = symbol.CompareTo(lines[middle].Symbol);
            if (order == 0)
            {
                next = middle + 1;
                return middle;
            }

            _ = order < 0 ? high = middle : low = middle + 1;
        }

        next = low;
        return -1;
    }

    /// <summary>Open orders of a strategy that could open something.</summary>
    public int CountOf(StrategyId strategy)
    {
        var count = 0;
        foreach (var line in lines)
        {
            count += line.Opening is null ? 0 : line.OfStrategy(strategy).Orders;
        }

        return count;
    }

    private static void Put(List<Order> orders, Order order)
    {
        var known = orders.FindIndex(o => o.Id == order.Id);
        if (order.IsFinal)
        {
            if (known >= 0)
            {
                orders.RemoveAt(known);
            }
        }
        else if (known >= 0)
        {
            orders[known] = order;
        }
        else
        {
            orders.Add(order);
        }
    }

    /// <summary>Null where the symbol comes or goes. Mostly one symbol changes, and stays.</summary>
    private WorkingOrders? Replaced(KeyValuePair<Symbol, List<Order>> changed)
    {
        var next = 0;
        if (Find(changed.Key, ref next) is var place && (place < 0 || changed.Value.Count == 0))
        {
            return null;
        }

        var copy = lines.AsSpan().ToArray();
        copy[place] = new WorkingLine(changed.Key, [.. changed.Value]);
        return new WorkingOrders(copy);
    }

    private WorkingOrders Merge(SortedDictionary<Symbol, List<Order>> changed)
    {
        if (changed.Count == 1 && Replaced(changed.First()) is { } replaced)
        {
            return replaced;
        }

        var merged = new List<WorkingLine>(lines.Length + changed.Count);
        var place = 0;
        foreach (var (symbol, orders) in changed)
        {
            while (place < lines.Length && lines[place].Symbol.CompareTo(symbol) < 0)
            {
                merged.Add(lines[place++]);
            }

            place += place < lines.Length && lines[place].Symbol == symbol ? 1 : 0;
            if (orders.Count > 0)
            {
                merged.Add(new WorkingLine(symbol, [.. orders]));
            }
        }

        merged.AddRange(lines.AsSpan(place));
        return merged.Count == 0 ? None : new WorkingOrders([.. merged]);
    }
}

/// <summary>The open orders of one symbol and their sums.</summary>
internal sealed class WorkingLine
{
    private readonly Order[] orders;

    public WorkingLine(Symbol symbol, Order[] orders)
    {
        Symbol = symbol;
        this.orders = orders;
        foreach (var order in orders)
        {
            Add(order);
        }
    }

    public Symbol Symbol { get; }

    public IReadOnlyList<Order> Orders => orders;

    public WorkingStops BuyStops { get; private set; }

    public WorkingStops SellStops { get; private set; }

    /// <summary>Null where every order only reduces.</summary>
    public OpeningOrders? Opening { get; private set; }

    /// <summary>What a strategy's orders could open: how many, and their units.</summary>
    public (int Orders, decimal Units) OfStrategy(StrategyId strategy)
    {
        var (count, units) = (0, 0m);
        foreach (var order in orders)
        {
            if (!order.Working.ReduceOnly && order.Working.StrategyId == strategy)
            {
                count++;
                units += order.Remaining.Value;
            }
        }

        return (count, units);
    }

    private void Add(Order order)
    {
        var ticket = order.Working;
        if (!ticket.ReduceOnly)
        {
            Opening ??= new OpeningOrders();
            (ticket.Side == Side.Buy ? ref Opening.Buys : ref Opening.Sells).Add(ticket, order.Remaining.Value);
        }
        else if (ticket.TriggerPrice is { } trigger && ticket.Type != OrderType.Limit)
        {
            if (ticket.Side == Side.Buy)
            {
                BuyStops = BuyStops.With(order.Remaining.Value, trigger.Value);
            }
            else
            {
                SellStops = SellStops.With(order.Remaining.Value, trigger.Value);
            }
        }
    }
}

/// <summary>Reduce-only stops of one symbol and side.</summary>
/// <param name="Value">The units at their triggers, in the quote currency.</param>
internal readonly record struct WorkingStops(bool Any, decimal Units, decimal Value)
{
    public WorkingStops With(decimal units, decimal trigger) =>
        Any ? new(true, Units + units, Value + (units * trigger)) : new(true, units, units * trigger);
}

/// <summary>Orders of one symbol that could open.</summary>
internal sealed class OpeningOrders
{
    public OpeningSide Buys;

    public OpeningSide Sells;

    public int Count => Buys.Orders + Sells.Orders;
}

/// <summary>Sums over what remains of a side's orders; values in the quote currency.</summary>
internal struct OpeningSide
{
    public int Orders;

    public decimal Units;

    /// <summary>What orders with a price of their own lose at their attached stops.</summary>
    public decimal StoppedRisk;

    /// <summary>Units of market orders with an attached stop.</summary>
    public decimal MarketUnits;

    /// <summary>The same units at their stops.</summary>
    public decimal MarketStopValue;

    /// <summary>Units without a stop.</summary>
    public decimal UnstoppedUnits;

    public void Add(OrderTicket ticket, decimal remaining)
    {
        Orders++;
        Units += remaining;
        var entry = ticket.LimitPrice ?? ticket.TriggerPrice;
        var distance = (entry?.Value - ticket.Stop?.Value) * ticket.Side.Sign();
        if (distance > 0m)
        {
            StoppedRisk += remaining * distance.Value;
        }
        else if (entry is null && ticket.Stop is { } stop)
        {
            MarketUnits += remaining;
            MarketStopValue += remaining * stop.Value;
        }
        else
        {
            UnstoppedUnits += remaining;
        }
    }
}
