using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Tests.Domain.Accounts;

namespace Countersign.Tests.Domain.Execution;

/// <summary>A matching book of EURUSD to try the rules on, one account, one quote a second.</summary>
internal sealed class Venue(PaperRules? rules = null, int seed = 1)
{
    public static readonly VenueAccount Mine = new("mine");

    private readonly List<VenueReport> reports = [];
    private int orders;

    public MatchingBook Book { get; } = new(Desk.EurUsdInstrument, rules ?? PaperRules.Default, seed);

    public DateTimeOffset Now { get; set; } = Desk.Now;

    public IReadOnlyList<VenueReport> Reports => reports;

    public IEnumerable<BrokerReport.Filled> Fills => reports.Select(r => r.Report).OfType<BrokerReport.Filled>();

    public Venue Quote(decimal bid, decimal ask, decimal bidSize = 0m, decimal askSize = 0m, bool filledForward = false)
    {
        Now = Now.AddSeconds(1);
        var tick = new Tick(Now, new Price(bid), new Price(ask), new Quantity(bidSize), new Quantity(askSize));
        Book.OnTick(in tick, reports, filledForward);
        return this;
    }

    public OrderId Place(OrderTicket ticket, VenueAccount? account = null)
    {
        Book.Submit(account ?? Mine, new BrokerOrder(Desk.AccountId, ticket, Now), Now, reports);
        return ticket.Id;
    }

    public OrderId Market(Side side, decimal quantity, TimeInForce timeInForce = TimeInForce.GoodTillCancelled, bool reduceOnly = false) =>
        Place(Ticket(side, quantity) with { TimeInForce = timeInForce, ReduceOnly = reduceOnly });

    public OrderId Limit(Side side, decimal quantity, decimal price, TimeInForce timeInForce = TimeInForce.GoodTillCancelled) =>
        Place(Ticket(side, quantity) with { Type = OrderType.Limit, LimitPrice = new Price(price), TimeInForce = timeInForce });

    public OrderId Stop(Side side, decimal quantity, decimal price) =>
        Place(Ticket(side, quantity) with { Type = OrderType.Stop, TriggerPrice = new Price(price) });

    public OrderTicket Ticket(Side side, decimal quantity) => new(
        Desk.Order(++orders), Desk.EurUsd, side, new Quantity(quantity), TimeInForce: TimeInForce.GoodTillCancelled);

    public void Amend(OrderId id, OrderAmendment amendment) => Book.Amend(Mine, id, amendment, Now, reports);

    public void Cancel(OrderId id) => Book.Cancel(Mine, id, Now, reports);

    public void Advance(TimeSpan time)
    {
        Now += time;
        Book.AdvanceTo(Now, reports);
    }

    public IEnumerable<string> Of(OrderId id) => reports.Where(r => r.OrderId == id).Select(r => r.Report switch
    {
        BrokerReport.Filled f => FormattableString.Invariant($"filled {f.Quantity} at {f.Price}"),
        BrokerReport.Cancelled c => "cancelled " + c.Code,
        BrokerReport.Rejected c => "rejected " + c.Code,
        BrokerReport.Amended a => FormattableString.Invariant($"amended to {a.Amendment.Quantity}"),
        BrokerReport.AmendRejected a => "amend rejected " + a.Code,
        BrokerReport.CancelRejected c => "cancel rejected " + c.Code,
        var other => other.GetType().Name.ToLowerInvariant(),
    });
}
