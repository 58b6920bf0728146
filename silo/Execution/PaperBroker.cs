using Countersign.Domain.Accounts;
using Countersign.Domain.Execution;
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

    private readonly Lock gate = new();
    private readonly Dictionary<OrderKey, BrokerReport> answered = [];
    private readonly Queue<OrderKey> oldest = new();

    public async ValueTask<BrokerReport> SubmitAsync(TenantId tenant, BrokerOrder order, CancellationToken cancellationToken)
    {
        var quote = await grains.GetGrain<IInstrumentGrain>(GrainKeys.Instrument(order.Symbol)).GetQuoteAsync();
        var reply = PaperFill.Decide(order, quote, clock.Now, PaperFill.QuoteAgeMaxDefault);
        return Remember(new OrderKey(tenant, order.AccountId, order.OrderId), reply);
    }

    public ValueTask<BrokerReport?> FindAsync(TenantId tenant, BrokerOrder order, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return new(answered.GetValueOrDefault(new OrderKey(tenant, order.AccountId, order.OrderId)));
        }
    }

    private BrokerReport Remember(OrderKey key, BrokerReport reply)
    {
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
            answered[key] = reply;
            return reply;
        }
    }

    private readonly record struct OrderKey(TenantId Tenant, AccountId Account, OrderId Order);
}
