#if !ORLEANS
using System.Collections.Immutable;
using Countersign.Domain.Accounts;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
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
    private const string Session = "simulated";

    public BrokerCapabilities Capabilities { get; } =
        new([OrderType.Market], [TimeInForce.FillOrKill], LinkedOrders: false, ReduceOnly: false, Iceberg: false, Hedging: false);

    public ValueTask<BrokerConnection> ConnectionAsync(TenantId tenant, AccountId account, CancellationToken cancellationToken) =>
        new(BrokerConnection.Connected);

    public ValueTask<BrokerSession> ConnectAsync(TenantId tenant, BrokerBooks accountBooks, CancellationToken cancellationToken) =>
        new(new BrokerSession(Session, books.Orders.Count));

    public async ValueTask<BrokerMessages> SubmitAsync(TenantId tenant, BrokerOrder order, CancellationToken cancellationToken)
    {
        var quote = await grains.GetGrain<IInstrumentGrain>(GrainKeys.Instrument(order.Symbol)).GetQuoteAsync();
        return await faults.Run("submit", () =>
        {
            var key = (order.AccountId, order.OrderId);
            if (books.Orders.ContainsKey(key))
            {
                books.Doubled++;
                return Task.FromResult(new BrokerMessages(Session, Told(key)));
            }

            books.Orders[key] = (order, InstantFill.Decide(order, quote, clock.Now, InstantFill.QuoteAgeMaxDefault));
            return Task.FromResult(new BrokerMessages(Session, Told(key)));
        });
    }

    public ValueTask<BrokerMessages> AmendAsync(
        TenantId tenant, BrokerOrder order, OrderAmendment amendment, CancellationToken cancellationToken) => new(new BrokerMessages(Session, []));

    public ValueTask<BrokerMessages> CancelAsync(TenantId tenant, BrokerOrder order, CancellationToken cancellationToken) =>
        new(new BrokerMessages(Session, []));

    public async ValueTask<ImmutableArray<BrokerMessage>?> FindAsync(
        TenantId tenant, BrokerOrder order, CancellationToken cancellationToken) =>
        await faults.Run<ImmutableArray<BrokerMessage>?>("find", () =>
        {
            var key = (order.AccountId, order.OrderId);
            return Task.FromResult<ImmutableArray<BrokerMessage>?>(books.Orders.ContainsKey(key) ? Told(key) : null);
        });

    public ValueTask<BrokerMessages> MessagesAsync(
        TenantId tenant, AccountId account, Symbol symbol, long afterSequence, int countMax, CancellationToken cancellationToken) =>
        new(new BrokerMessages(Session, []));

    public ValueTask<ImmutableArray<BrokerOrder>> OpenOrdersAsync(TenantId tenant, AccountId account, CancellationToken cancellationToken) => new([]);

    public ValueTask<ImmutableArray<BrokerPosition>> PositionsAsync(TenantId tenant, AccountId account, CancellationToken cancellationToken) => new([]);

    public ValueTask<BrokerAccount?> AccountAsync(TenantId tenant, AccountId account, CancellationToken cancellationToken) => new((BrokerAccount?)null);

    private ImmutableArray<BrokerMessage> Told((AccountId, OrderId Order) key) =>
        [new BrokerMessage(books.Orders.Count, key.Order, books.Orders[key].Reply, clock.Now)];
}
#endif
