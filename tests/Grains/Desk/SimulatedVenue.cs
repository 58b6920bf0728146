#if !ORLEANS
using Countersign.Domain.Accounts;
using Countersign.Domain.Execution;
using Countersign.Domain.Tenants;
using Countersign.Embedded.Simulation;
using Countersign.Grains.Execution;
using Countersign.Grains.Markets;
using Countersign.Grains.Tenants;
using Orleans;

namespace Countersign.Tests.Grains.Desk;

/// <summary>The venue's own books: they outlive the desk, and what the desk believes is held against them.</summary>
internal sealed class VenueBooks
{
    public Dictionary<(AccountId Account, OrderId Order), (BrokerOrder Order, BrokerReport Reply)> Orders { get; } = [];

    /// <summary>Orders that the desk sent a second time without need: each would be a doubled trade at a venue without memory.</summary>
    public int Doubled { get; set; }

    public IEnumerable<(BrokerOrder Order, BrokerReport.Filled Fill)> Fills(AccountId account) => Orders
        .Where(o => o.Key.Account == account && o.Value.Reply is BrokerReport.Filled)
        .Select(o => (o.Value.Order, (BrokerReport.Filled)o.Value.Reply));
}

/// <summary>The paper rule at a venue whose answers are slow and sometimes lost, before or after it acted.</summary>
internal sealed class SimulatedVenue(VenueBooks books, SimulatedFaults faults, IGrainFactory grains, IMarketClock clock) : IBroker
{
    public async ValueTask<BrokerReport> SubmitAsync(TenantId tenant, BrokerOrder order, CancellationToken cancellationToken)
    {
        var quote = await grains.GetGrain<IInstrumentGrain>(GrainKeys.Instrument(order.Symbol)).GetQuoteAsync();
        return await faults.Run("submit", () =>
        {
            var key = (order.AccountId, order.OrderId);
            if (books.Orders.TryGetValue(key, out var first))
            {
                books.Doubled++;
                return Task.FromResult(first.Reply);
            }

            var reply = PaperFill.Decide(order, quote, clock.Now, PaperFill.QuoteAgeMaxDefault);
            books.Orders[key] = (order, reply);
            return Task.FromResult(reply);
        });
    }

    public async ValueTask<BrokerReport?> FindAsync(TenantId tenant, BrokerOrder order, CancellationToken cancellationToken) =>
        await faults.Run("find", () => Task.FromResult(
            books.Orders.TryGetValue((order.AccountId, order.OrderId), out var found) ? found.Reply : null));
}
#endif
