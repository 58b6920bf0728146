using System.Collections.Immutable;
using Countersign.Domain.Accounts;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Tenants;
using Countersign.Grains.Execution;
using Countersign.Grains.Markets;
using Countersign.Grains.Tenants;
using Orleans;

namespace Countersign.Silo.Execution;

/// <summary>
/// Fills at the newest quote, see <see cref="PaperFill"/>. It remembers its answers by order, as a venue does; that memory ends with the
/// process, and an order that it then has never seen was never filled.
/// </summary>
internal sealed class PaperBroker(IGrainFactory grains, IMarketClock clock) : IBroker
{
    private const int RememberedMax = 100_000;
    private const string SessionId = "paper";

    private readonly Lock gate = new();
    private readonly Dictionary<OrderKey, BrokerMessage> answered = [];
    private readonly Dictionary<(TenantId, AccountId), List<BrokerMessage>> messages = [];
    private readonly Queue<OrderKey> oldest = new();

    public BrokerCapabilities Capabilities { get; } =
        new([OrderType.Market], [TimeInForce.FillOrKill], LinkedOrders: false, ReduceOnly: false, Iceberg: false, Hedging: false);

    public ValueTask<BrokerConnection> ConnectionAsync(TenantId tenant, AccountId account, CancellationToken cancellationToken) =>
        new(BrokerConnection.Connected);

    public ValueTask<BrokerSession> ConnectAsync(TenantId tenant, BrokerBooks books, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return new(new BrokerSession(SessionId, Of(tenant, books.AccountId).Count));
        }
    }

    public async ValueTask<BrokerMessages> SubmitAsync(TenantId tenant, BrokerOrder order, CancellationToken cancellationToken)
    {
        var quote = await grains.GetGrain<IInstrumentGrain>(GrainKeys.Instrument(order.Symbol)).GetQuoteAsync();
        return new(SessionId, [Remember(tenant, order, PaperFill.Decide(order, quote, clock.Now, PaperFill.QuoteAgeMaxDefault))]);
    }

    /// <summary>Every order is finished when it is answered, so there is nothing to change.</summary>
    public ValueTask<BrokerMessages> AmendAsync(
        TenantId tenant, BrokerOrder order, OrderAmendment amendment, CancellationToken cancellationToken) => new(new BrokerMessages(SessionId, []));

    public ValueTask<BrokerMessages> CancelAsync(TenantId tenant, BrokerOrder order, CancellationToken cancellationToken) =>
        new(new BrokerMessages(SessionId, []));

    public ValueTask<ImmutableArray<BrokerMessage>?> FindAsync(TenantId tenant, BrokerOrder order, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return new(answered.TryGetValue(new OrderKey(tenant, order.AccountId, order.OrderId), out var message) ? [message] : null);
        }
    }

    public ValueTask<BrokerMessages> MessagesAsync(
        TenantId tenant, AccountId account, Symbol symbol, long afterSequence, int countMax, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return new(new BrokerMessages(
                SessionId, [.. Of(tenant, account).Where(m => m.Sequence > afterSequence).Take(countMax)]));
        }
    }

    public ValueTask<ImmutableArray<BrokerOrder>> OpenOrdersAsync(TenantId tenant, AccountId account, CancellationToken cancellationToken) => new([]);

    public ValueTask<ImmutableArray<BrokerPosition>> PositionsAsync(TenantId tenant, AccountId account, CancellationToken cancellationToken) => new([]);

    public ValueTask<BrokerAccount?> AccountAsync(TenantId tenant, AccountId account, CancellationToken cancellationToken) => new((BrokerAccount?)null);

    private List<BrokerMessage> Of(TenantId tenant, AccountId account) =>
        messages.TryGetValue((tenant, account), out var found) ? found : messages[(tenant, account)] = [];

    private BrokerMessage Remember(TenantId tenant, BrokerOrder order, BrokerReport reply)
    {
        var key = new OrderKey(tenant, order.AccountId, order.OrderId);
        lock (gate)
        {
            if (answered.TryGetValue(key, out var first))
            {
                return first;
            }

            if (oldest.Count == RememberedMax)
            {
                answered.Remove(oldest.Dequeue());
            }

            oldest.Enqueue(key);
            var past = Of(tenant, order.AccountId);
            var message = new BrokerMessage(past.Count + 1, order.OrderId, reply, clock.Now);
            past.Add(message);
            answered[key] = message;
            return message;
        }
    }

    private readonly record struct OrderKey(TenantId Tenant, AccountId Account, OrderId Order);
}
