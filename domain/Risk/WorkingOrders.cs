using System.Runtime.InteropServices;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Risk;

/// <summary>
/// The open orders of an account, summed by symbol in one pass. Orders that reduce only never add exposure; those of them that are stops bound what
/// their position can lose.
/// </summary>
internal readonly struct WorkingOrders
{
    private const int SymbolsExpected = 8;

    private readonly Dictionary<Symbol, WorkingSide> buys;
    private readonly Dictionary<Symbol, WorkingSide> sells;

    private WorkingOrders(int capacity)
    {
        buys = new Dictionary<Symbol, WorkingSide>(capacity);
        sells = new Dictionary<Symbol, WorkingSide>(capacity);
    }

    public IEnumerable<Symbol> Symbols => buys.Keys.Concat(sells.Keys).Distinct();

    /// <param name="except">An order that is being replaced.</param>
    public static WorkingOrders Of(IEnumerable<KeyValuePair<OrderId, Order>> open, int count, OrderId? except)
    {
        // Few symbols hold many orders: room for each order would cost more than the gate itself.
        var working = new WorkingOrders(Math.Min(count, SymbolsExpected));
        foreach (var (id, order) in open)
        {
            if (id != except)
            {
                working.Add(order);
            }
        }

        return working;
    }

    public WorkingSide Of(Symbol symbol, Side side) => (side == Side.Buy ? buys : sells).GetValueOrDefault(symbol);

    private void Add(Order order)
    {
        var ticket = order.Working;
        var remaining = order.Remaining.Value;
        ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(ticket.Side == Side.Buy ? buys : sells, ticket.Symbol, out _);
        if (ticket.ReduceOnly)
        {
            if (ticket.TriggerPrice is { } trigger && ticket.Type != OrderType.Limit)
            {
                sum.StopUnits += remaining;
                sum.StopValue += remaining * trigger.Value;
            }

            return;
        }

        sum.Orders++;
        sum.Opening += remaining;
        var entry = ticket.LimitPrice ?? ticket.TriggerPrice;
        var distance = (entry?.Value - ticket.Stop?.Value) * ticket.Side.Sign();
        if (distance > 0m)
        {
            sum.StoppedRisk += remaining * distance.Value;
        }
        else if (entry is null && ticket.Stop is { } stop)
        {
            sum.MarketUnits += remaining;
            sum.MarketStopValue += remaining * stop.Value;
        }
        else
        {
            sum.UnstoppedUnits += remaining;
        }
    }
}

/// <summary>Orders of one symbol and side. Units and values are sums over their remaining quantities, values in the quote currency.</summary>
internal struct WorkingSide
{
    /// <summary>Orders that could open.</summary>
    public int Orders;

    /// <summary>Units that could open.</summary>
    public decimal Opening;

    /// <summary>What orders with a price of their own lose at their attached stops.</summary>
    public decimal StoppedRisk;

    /// <summary>Units of market orders with an attached stop.</summary>
    public decimal MarketUnits;

    /// <summary>The same units at their stops.</summary>
    public decimal MarketStopValue;

    /// <summary>Units that could open without a stop.</summary>
    public decimal UnstoppedUnits;

    /// <summary>Units of reduce-only stops.</summary>
    public decimal StopUnits;

    /// <summary>The same units at their triggers.</summary>
    public decimal StopValue;
}
