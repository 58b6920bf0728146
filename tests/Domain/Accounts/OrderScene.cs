using System.Collections.Immutable;
using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Tests.Domain.Audit;

namespace Countersign.Tests.Domain.Accounts;

/// <summary>An account, its orders and what the venue tells of them, one step after the other. EURUSD stands at 1.3900/1.3902.</summary>
internal sealed class OrderScene(Account? account = null)
{
    private readonly OrderFacts facts = Desk.Facts(Desk.Quote());

    public Account Account { get; private set; } = account ?? Desk.Opened();

    /// <summary>Every event since the scene began.</summary>
    public List<AccountEvent> Events { get; } = [];

    /// <summary>What the last step wants sent to the venue.</summary>
    public ImmutableArray<OrderRequest> Outbox { get; private set; } = [];

    public decimal Position => Account.PositionIn(Desk.EurUsd).Value;

    public Order this[string id] => Account.Orders.Find(OrderId.Parse(id))!;

    public bool Has(string id) => Account.Orders.Find(OrderId.Parse(id)) is not null;

    public static OrderTicket Ticket(string id, Side side, decimal quantity) => new(OrderId.Parse(id), Desk.EurUsd, side, new Quantity(quantity));

    public static OrderTicket Limit(string id, Side side, decimal quantity, decimal price) => Ticket(id, side, quantity) with
    {
        Type = OrderType.Limit, TimeInForce = TimeInForce.GoodTillCancelled, LimitPrice = new Price(price),
    };

    public static OrderTicket Stop(string id, Side side, decimal quantity, decimal trigger) => Ticket(id, side, quantity) with
    {
        Type = OrderType.Stop, TimeInForce = TimeInForce.GoodTillCancelled, TriggerPrice = new Price(trigger),
    };

    public static BrokerReport Accepted => new BrokerReport.Accepted();

    public static BrokerReport Cancelled => new BrokerReport.Cancelled("venue.requested", "As asked.");

    public static BrokerReport CancelRejected => new BrokerReport.CancelRejected("venue.too_late", "Too late.");

    public static BrokerReport Amended(decimal quantity) => new BrokerReport.Amended(new OrderAmendment(new Quantity(quantity)));

    public static BrokerReport AmendRejected => new BrokerReport.AmendRejected("venue.too_late", "Too late.");

    public static BrokerReport Lost => new BrokerReport.Unknown("The connection was lost.");

    public static BrokerReport Filled(decimal quantity, string execution, decimal price = 1.39m) => Desk.Fill(quantity, price, execution);

    public OrderScene Place(params OrderTicket[] tickets)
    {
        foreach (var ticket in tickets)
        {
            Step(TryPlace(ticket));
        }

        return this;
    }

    /// <summary>Places the orders, and the venue accepts them.</summary>
    public OrderScene Rest(params OrderTicket[] tickets)
    {
        foreach (var ticket in tickets)
        {
            Place(ticket).Tell(ticket.Id.Value, Accepted);
        }

        return this;
    }

    /// <summary>The account after a market order filled whole.</summary>
    public OrderScene Trade(string id, Side side, decimal quantity) =>
        Place(Ticket(id, side, quantity)).Tell(id, Filled(quantity, "x-" + id));

    public OrderScene Tell(string id, params BrokerReport[] reports) => Step(AccountDecider.Decide(
        Account, Desk.Reports(OrderId.Parse(id), reports), facts, Desk.Now));

    /// <summary>One answer of the venue with messages of several orders.</summary>
    public OrderScene Tell(params (string Id, BrokerReport Report)[] messages) => Step(AccountDecider.Decide(
        Account,
        new RecordBrokerReports(
            Desk.Command(), Actor.Desk, [.. messages.Select(m => Desk.Message(OrderId.Parse(m.Id), m.Report))]),
        facts,
        Desk.Now));

    /// <summary>Messages that may have been told before.</summary>
    public OrderScene TellAgain(params BrokerMessage[] messages) => Step(AccountDecider.Decide(
        Account, new RecordBrokerReports(Desk.Command(), Actor.Desk, [.. messages]), facts, Desk.Now));

    public OrderScene Cancel(string id, string reason = "Not wanted.") => Step(TryCancel(id, reason));

    public OrderScene Amend(string id, OrderAmendment amendment) => Step(TryAmend(id, amendment));

    public Outcome<AccountEvent> TryPlace(OrderTicket ticket) =>
        AccountDecider.Decide(Account, new PlaceOrder(Desk.Command(), Desk.Manager, ticket), facts, Desk.Now);

    public Outcome<AccountEvent> TryCancel(string id, string reason = "Not wanted.") =>
        AccountDecider.Decide(Account, new CancelOrder(Desk.Command(), Desk.Manager, OrderId.Parse(id), reason), Desk.Now);

    public Outcome<AccountEvent> TryAmend(string id, OrderAmendment amendment) =>
        AccountDecider.Decide(Account, new AmendOrder(Desk.Command(), Desk.Manager, OrderId.Parse(id), amendment), facts, Desk.Now);

    public OrderScene Step(Outcome<AccountEvent> outcome)
    {
        var events = outcome.Events();
        Account = events.Aggregate(Account, AccountDecider.Apply);
        Outbox = OrderOutbox.Of(Account, events);
        Events.AddRange(events);
        return this;
    }

    /// <summary>What is sent, in words: <c>submit o-1-sl 400</c>, <c>amend o-1-sl 600</c>, <c>cancel o-1</c>.</summary>
    public IEnumerable<string> Sent() => Outbox.Select(r => r switch
    {
        OrderRequest.Submit s => $"submit {s.Order.Id} {s.Order.Working.Quantity}",
        OrderRequest.Amend a => $"amend {a.Order.Id} {a.Amendment.Quantity}",
        _ => $"cancel {r.Order.Id}",
    });
}
