using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;

namespace Countersign.Domain.Risk;

/// <summary>
/// The open orders of an account, summed by symbol in one pass. Orders that reduce only never add exposure; those of them that are stops bound what
/// their position can lose. The tables are kept for the thread's next order: they were most of what a decision allocated.
/// </summary>
internal sealed class WorkingOrders : IDisposable
{
    [ThreadStatic]
    private static WorkingOrders? spare;

    private readonly Dictionary<Symbol, int> places = [];
    private WorkingSymbol[] symbols = new WorkingSymbol[16];
    private int count;

    private WorkingOrders()
    {
    }

    /// <summary>Open orders of the strategy that could open something.</summary>
    public int StrategyOrders { get; private set; }

    public Span<WorkingSymbol> Symbols => symbols.AsSpan(0, count);

    /// <param name="except">An order that is being replaced.</param>
    /// <param name="strategy">Whose orders are counted besides; null counts none.</param>
    public static WorkingOrders Of(ImmutableDictionary<OrderId, Order> open, OrderId? except, StrategyId? strategy)
    {
        var working = spare ?? new WorkingOrders();
        spare = null;
        foreach (var (id, order) in open)
        {
            if (except is null || id != except)
            {
                working.Add(order, strategy);
            }
        }

        return working;
    }

    /// <summary>The place of a symbol in <see cref="Symbols"/>; negative where it has no open order.</summary>
    public int Find(Symbol symbol) => count > 0 && places.TryGetValue(symbol, out var place) ? place : -1;

    /// <summary>What orders of a symbol could open.</summary>
    public OpeningOrders? Opening(Symbol symbol) => Find(symbol) is >= 0 and var place ? symbols[place].Opening : null;

    public void Dispose()
    {
        places.Clear();
        Symbols.Clear();
        count = 0;
        StrategyOrders = 0;
        spare = this;
    }

    private void Add(Order order, StrategyId? strategy)
    {
        var ticket = order.Working;
        ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(places, ticket.Symbol, out var known);
        if (!known)
        {
            place = Next(ticket.Symbol);
        }

        ref var symbol = ref symbols[place];
        if (!ticket.ReduceOnly)
        {
            AddOpening(symbol.Opening ??= new OpeningOrders(), ticket, order.Remaining.Value, strategy);
        }
        else if (ticket.TriggerPrice is { } trigger && ticket.Type != OrderType.Limit)
        {
            ref var stops = ref ticket.Side == Side.Buy ? ref symbol.BuyStops : ref symbol.SellStops;
            stops.Add(order.Remaining.Value, trigger.Value);
        }
    }

    private int Next(Symbol symbol)
    {
        if (count == symbols.Length)
        {
            Array.Resize(ref symbols, count * 2);
        }

        symbols[count].Symbol = symbol;
        return count++;
    }

    private void AddOpening(OpeningOrders opening, OrderTicket ticket, decimal remaining, StrategyId? strategy)
    {
        ref var side = ref ticket.Side == Side.Buy ? ref opening.Buys : ref opening.Sells;
        side.Add(ticket, remaining);
        if (strategy is not null && ticket.StrategyId == strategy)
        {
            StrategyOrders++;
            opening.StrategysUnits += remaining;
        }
    }
}

internal struct WorkingSymbol
{
    public Symbol Symbol;

    /// <summary>Its position has been summed up with it.</summary>
    public bool IsTaken;

    public WorkingStops BuyStops;

    public WorkingStops SellStops;

    /// <summary>Null where every order only reduces.</summary>
    public OpeningOrders? Opening;
}

/// <summary>Reduce-only stops of one symbol and side.</summary>
internal struct WorkingStops
{
    public bool Any;

    public decimal Units;

    /// <summary>The units at their triggers, in the quote currency.</summary>
    public decimal Value;

    public void Add(decimal units, decimal trigger)
    {
        Value = Any ? Value + (units * trigger) : units * trigger;
        Units = Any ? Units + units : units;
        Any = true;
    }
}

/// <summary>Orders of one symbol that could open.</summary>
internal sealed class OpeningOrders
{
    public OpeningSide Buys;

    public OpeningSide Sells;

    public int Count => Buys.Orders + Sells.Orders;

    /// <summary>Units of the strategy's.</summary>
    public decimal StrategysUnits;
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
