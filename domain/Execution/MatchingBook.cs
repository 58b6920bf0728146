using Countersign.Domain.Accounts;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Execution;

/// <summary>
/// The paper venue's book of one symbol: takes orders of any number of accounts and quotes, tells what happens. Pure and deterministic: the same
/// calls and seed give the same reports. Used by one caller at a time; times never go back.
/// </summary>
/// <remarks>
/// At each quote, in this order: messages that arrive, orders whose time is over, market orders, stops, limit orders. Stops come before limits, so
/// that of two linked exits the one that hurts wins where a quote would do both.
/// </remarks>
public sealed partial class MatchingBook
{
    private readonly Instrument instrument;
    private readonly PositionId net;
    private readonly PaperRules rules;
    private readonly FillModel model;
    private readonly Dictionary<(VenueAccount, OrderId), RestingOrder> orders = [];
    private readonly Dictionary<(VenueAccount, string), List<RestingOrder>> groups = [];
    private readonly Dictionary<(VenueAccount, PositionId), decimal> positions = [];
    private readonly HashSet<VenueAccount> hedgers = [];
    private readonly PriorityQueue<Arrival, (DateTimeOffset At, long Number)> arrivals = new();
    private readonly PriorityQueue<RestingOrder, DateTimeOffset> expiries = new();

    // Orders that take what each quote offers, and new ones that wait for the first quote that may fill them.
    private readonly SortedSet<RestingOrder> working = new(Comparer<RestingOrder>.Create((x, y) => x.Number.CompareTo(y.Number)));
    private readonly PriceLadder buyLimits = new(reachedByRise: false);
    private readonly PriceLadder sellLimits = new(reachedByRise: true);
    private readonly PriceLadder buyStops = new(reachedByRise: true);
    private readonly PriceLadder sellStops = new(reachedByRise: false);
    private readonly TrailingStops buyTrails = new(-1);
    private readonly TrailingStops sellTrails = new(1);
    private readonly List<RestingOrder> due = [];
    private Tick quote;
    private bool hasQuote;
    private bool fills;
    private decimal bidLeft;
    private decimal askLeft;
    private long numbers;

    public MatchingBook(Instrument instrument, PaperRules rules, int seed)
    {
        this.instrument = instrument;
        this.rules = rules;
        net = PositionId.Of(instrument.Symbol);
        model = new FillModel(rules, instrument, seed);
    }

    /// <summary>Orders that are open or on their way.</summary>
    public int Count => orders.Count;

    /// <summary>Whether a quote can change anything.</summary>
    public bool HasWork => orders.Count > 0 || arrivals.Count > 0;

    /// <summary>
    /// Tells the book what an account holds and has open, where the venue's memory ended. What the book knows better it keeps: an order that it has
    /// is not taken twice.
    /// </summary>
    /// <param name="hedging">Every order that names no position opens one of its own.</param>
    /// <param name="held">Signed quantities; of a hedging account each position.</param>
    public void Restore(
        VenueAccount account, bool hedging, IEnumerable<(PositionId Id, Quantity Quantity)> held, IEnumerable<BrokerOrder> open, DateTimeOffset now)
    {
        SetHedging(account, hedging);
        foreach (var key in positions.Keys.Where(k => k.Item1 == account).ToList())
        {
            positions.Remove(key);
        }

        foreach (var (id, quantity) in held)
        {
            Hold(account, id, quantity.Value);
            if (id != net)
            {
                Hold(account, net, quantity.Value);
            }
        }

        foreach (var order in open)
        {
            if (!orders.ContainsKey((account, order.OrderId)))
            {
                Arrive(Register(account, order, now), now, reports: null);
            }
        }
    }

    /// <summary>Says how an account keeps its positions; it can change only while there are none.</summary>
    /// <param name="hedging">Every order that names no position opens one of its own.</param>
    public void SetHedging(VenueAccount account, bool hedging)
    {
        if (hedging)
        {
            hedgers.Add(account);
        }
        else
        {
            hedgers.Remove(account);
        }
    }

    /// <summary>Signed units that the account holds by its fills here.</summary>
    public Quantity PositionOf(VenueAccount account) => PositionOf(account, net);

    public Quantity PositionOf(VenueAccount account, PositionId id) => new(positions.GetValueOrDefault((account, id)));

    /// <summary>The account's open orders as they stand, by time priority.</summary>
    public IEnumerable<BrokerOrder> OpenOrders(VenueAccount account, AccountId id) =>
        orders.Values.Where(o => o.Account == account).OrderBy(o => o.Number).Select(o => o.ToBrokerOrder(id));

    public bool Knows(VenueAccount account, OrderId id) => orders.ContainsKey((account, id));

    /// <summary>Where the nearest stop of a side is triggered; null where none waits.</summary>
    public Price? NearestTrigger(Side side)
    {
        var stop = (side == Side.Buy ? buyStops : sellStops).Nearest?.Level;
        var trail = TrailsOf(side).Nearest;
        return (stop, trail) switch
        {
            (null, null) => null,
            ({ } a, { } b) => new Price(side == Side.Buy ? Math.Min(a, b) : Math.Max(a, b)),
            _ => new Price((stop ?? trail)!.Value),
        };
    }

    /// <summary>Takes an order. One that is in the book already changes nothing.</summary>
    public void Submit(VenueAccount account, BrokerOrder order, DateTimeOffset now, List<VenueReport> reports)
    {
        if (orders.ContainsKey((account, order.OrderId)))
        {
            return;
        }

        if (Refuse(order, now) is { } refusal)
        {
            reports.Add(new VenueReport(account, order.OrderId, refusal, now));
            return;
        }

        var resting = Register(account, order, now);
        Deliver(new Arrival(resting, ArrivalKind.New, null), now, reports);
    }

    /// <summary>Changes an order; one that is not open any more is told so.</summary>
    public void Amend(VenueAccount account, OrderId id, OrderAmendment amendment, DateTimeOffset now, List<VenueReport> reports)
    {
        if (orders.TryGetValue((account, id), out var order))
        {
            Deliver(new Arrival(order, ArrivalKind.Amend, amendment), now, reports);
        }
        else
        {
            reports.Add(new VenueReport(
                account, id, new BrokerReport.AmendRejected(PaperCodes.NotOpen, $"Order {id} is not open at the venue."), now));
        }
    }

    public void Cancel(VenueAccount account, OrderId id, DateTimeOffset now, List<VenueReport> reports)
    {
        if (orders.TryGetValue((account, id), out var order))
        {
            Deliver(new Arrival(order, ArrivalKind.Cancel, null), now, reports);
        }
        else
        {
            reports.Add(new VenueReport(
                account, id, new BrokerReport.CancelRejected(PaperCodes.NotOpen, $"Order {id} is not open at the venue."), now));
        }
    }

    /// <summary>Says that time has passed without a quote: messages arrive and orders expire.</summary>
    public void AdvanceTo(DateTimeOffset now, List<VenueReport> reports)
    {
        ReceiveUntil(now, reports);
        ExpireUntil(now, reports);
        DropWaiting(now, reports);
    }

    /// <summary>Takes a quote and fills what it fills.</summary>
    /// <param name="filledForward">The price only repeats the last one because nothing was quoted.</param>
    public void OnTick(in Tick tick, List<VenueReport> reports, bool filledForward = false)
    {
        if (tick.Bid.Value <= 0m || tick.Bid > tick.Ask)
        {
            // No market: it neither fills nor triggers.
            return;
        }

        if (arrivals.Count > 0)
        {
            // What arrives before this quote meets the one before it.
            ReceiveUntil(tick.Time, reports);
        }

        if (expiries.Count > 0)
        {
            ExpireUntil(tick.Time, reports);
        }

        if (working.Count > 0)
        {
            DropWaiting(tick.Time, reports);
        }

        Take(in tick, filledForward);
        if (!fills)
        {
            return;
        }

        sellTrails.Follow(TriggerPrice(Side.Sell));
        buyTrails.Follow(TriggerPrice(Side.Buy));
        if (working.Count > 0)
        {
            Work(reports);
        }

        TriggerStops(reports);
        FillLimits(buyLimits, Side.Buy, reports);
        FillLimits(sellLimits, Side.Sell, reports);
    }

    private void Take(in Tick tick, bool filledForward)
    {
        if (rules.LimitFill == LimitFill.QueuePosition && hasQuote)
        {
            MoveQueues(in tick);
        }

        quote = tick;
        hasQuote = true;
        fills = !(filledForward && rules.IgnoreFilledForward);
        if (fills)
        {
            // A price that only repeats the last one would make the market look calmer than it is.
            model.Observe(in tick);
        }

        bidLeft = tick.BidSize.Value;
        askLeft = tick.AskSize.Value;
    }

    private RestingOrder Register(VenueAccount account, BrokerOrder order, DateTimeOffset now)
    {
        var resting = new RestingOrder(account, order, numbers++)
        {
            Expiry = OrderRules.EndOf(order.Ticket, order.SubmittedAt),
        };
        orders[(account, order.OrderId)] = resting;
        if (order.Ticket.OcoGroup is { } group)
        {
            if (!groups.TryGetValue((account, group), out var members))
            {
                groups[(account, group)] = members = [];
            }

            members.Add(resting);
        }

        if (resting.Expiry is { } expiry)
        {
            expiries.Enqueue(resting, expiry);
        }

        return resting;
    }

    private void Hold(VenueAccount account, PositionId id, decimal change)
    {
        var held = positions.GetValueOrDefault((account, id)) + change;
        if (held == 0m)
        {
            positions.Remove((account, id));
        }
        else
        {
            positions[(account, id)] = held;
        }
    }

    private Price Quoted(Side side) =>
        !rules.CrossSpread ? Price.Mid(quote.Bid, quote.Ask) : side == Side.Buy ? quote.Ask : quote.Bid;

    private decimal TriggerPrice(Side side) =>
        rules.TriggerOnMid ? Price.Mid(quote.Bid, quote.Ask).Value : Quoted(side).Value;

    private enum ArrivalKind
    {
        New,
        Amend,
        Cancel,
    }

    private readonly record struct Arrival(RestingOrder Order, ArrivalKind Kind, OrderAmendment? Amendment);
}
