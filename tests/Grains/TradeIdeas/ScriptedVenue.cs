#if !ORLEANS
using System.Collections.Immutable;
using Countersign.Domain.Accounts;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Tenants;
using Countersign.Grains.Execution;
using Countersign.Grains.Markets;

namespace Countersign.Tests.Grains.TradeIdeas;

/// <summary>A venue that answers as a test says. Its books outlive the process.</summary>
internal sealed class ScriptedVenue(IMarketClock clock) : IBroker
{
    private const string SessionId = "scripted";

    private readonly List<BrokerMessage> told = [];

    /// <summary>What it does with the next orders.</summary>
    public Func<BrokerOrder, BrokerReport[]> Answer { get; set; } = FilledAt(1.1001m);

    /// <summary>The connection is down: nothing reaches it and nothing comes back.</summary>
    public bool IsDown { get; set; }

    /// <summary>Takes the order and loses the answer.</summary>
    public bool LosesAnswers { get; set; }

    /// <summary>Orders that reached it, in order.</summary>
    public List<BrokerOrder> Orders { get; } = [];

    public BrokerCapabilities Capabilities { get; } = new(
        [.. Enum.GetValues<OrderType>()], [.. Enum.GetValues<TimeInForce>()], LinkedOrders: true, ReduceOnly: true, Iceberg: false,
        Hedging: true);

    public static Func<BrokerOrder, BrokerReport[]> FilledAt(decimal price) => order =>
        order.Ticket.Type == OrderType.Market ? [Fill(order, order.Quantity.Value, price)] : [new BrokerReport.Accepted()];

    public static BrokerReport.Filled Fill(BrokerOrder order, decimal quantity, decimal price) => new(
        ExecutionId.Parse($"x-{order.OrderId.Value[2..]}-{quantity:0}"), new Price(price), new Quantity(quantity), order.SubmittedAt);

    public ValueTask<BrokerConnection> ConnectionAsync(TenantId tenant, AccountId account, CancellationToken cancellationToken) =>
        new(IsDown ? BrokerConnection.Disconnected : BrokerConnection.Connected);

    public ValueTask<BrokerSession> ConnectAsync(TenantId tenant, BrokerBooks books, CancellationToken cancellationToken)
    {
        RequireConnection();
        return new(new BrokerSession(SessionId, told.Count));
    }

    public ValueTask<BrokerMessages> SubmitAsync(TenantId tenant, BrokerOrder order, CancellationToken cancellationToken)
    {
        RequireConnection();
        if (!Orders.Any(o => o.OrderId == order.OrderId))
        {
            Orders.Add(order);
            return Tell(order, Answer(order));
        }

        return new(new BrokerMessages(SessionId, []));
    }

    public ValueTask<BrokerMessages> AmendAsync(
        TenantId tenant, BrokerOrder order, OrderAmendment amendment, CancellationToken cancellationToken) =>
        Tell(order, new BrokerReport.Amended(amendment));

    public ValueTask<BrokerMessages> CancelAsync(TenantId tenant, BrokerOrder order, CancellationToken cancellationToken) =>
        Tell(order, new BrokerReport.Cancelled("venue.requested", "As asked."));

    public ValueTask<ImmutableArray<BrokerMessage>?> FindAsync(TenantId tenant, BrokerOrder order, CancellationToken cancellationToken)
    {
        RequireConnection();
        return new(Orders.Any(o => o.OrderId == order.OrderId) ? [.. told.Where(m => m.OrderId == order.OrderId)] : null);
    }

    public ValueTask<BrokerMessages> MessagesAsync(
        TenantId tenant, AccountId account, Symbol symbol, long afterSequence, int countMax, CancellationToken cancellationToken)
    {
        RequireConnection();
        return new(new BrokerMessages(SessionId, [.. told.Where(m => m.Sequence > afterSequence).Take(countMax)]));
    }

    public ValueTask<ImmutableArray<BrokerOrder>> OpenOrdersAsync(TenantId tenant, AccountId account, CancellationToken cancellationToken) => new([]);

    public ValueTask<ImmutableArray<BrokerPosition>> PositionsAsync(TenantId tenant, AccountId account, CancellationToken cancellationToken) => new([]);

    public ValueTask<BrokerAccount?> AccountAsync(TenantId tenant, AccountId account, CancellationToken cancellationToken) => new((BrokerAccount?)null);

    /// <summary>Reports something now; what it returns is what the stream would carry.</summary>
    public BrokerMessages Report(BrokerOrder order, params BrokerReport[] reports)
    {
        var from = told.Count;
        told.AddRange(reports.Select((report, i) => new BrokerMessage(from + i + 1, order.OrderId, report, clock.Now)));
        return new BrokerMessages(SessionId, [.. told.Skip(from)]);
    }

    private ValueTask<BrokerMessages> Tell(BrokerOrder order, params BrokerReport[] reports)
    {
        RequireConnection();
        var messages = Report(order, reports);
        return LosesAnswers ? throw new IOException("The answer is lost.") : new(messages);
    }

    private void RequireConnection()
    {
        if (IsDown)
        {
            throw new IOException("The venue cannot be reached.");
        }
    }
}
#endif
