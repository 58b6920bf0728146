using System.Collections.Immutable;
using Countersign.Domain.Accounts;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Tenants;
using Countersign.Grains.Execution;
using Countersign.Grains.Tenants;
using Orleans;
using Orleans.Runtime;

namespace Countersign.Silo.Execution;

/// <summary>The way to the paper venues, one a symbol. Called by an account's grain, it acts as that tenant's desk.</summary>
internal sealed class PaperBroker(IGrainFactory grains) : IBroker
{
    public BrokerCapabilities Capabilities { get; } = new(
        [.. Enum.GetValues<OrderType>()], [.. Enum.GetValues<TimeInForce>()], LinkedOrders: true, ReduceOnly: true, Iceberg: true, Hedging: true);

    public ValueTask<BrokerConnection> ConnectionAsync(TenantId tenant, AccountId account, CancellationToken cancellationToken) =>
        new(BrokerConnection.Connected);

    public ValueTask<BrokerSession> ConnectAsync(TenantId tenant, BrokerBooks books, CancellationToken cancellationToken) =>
        ReachAsync(Venue(books.Symbol).ConnectAsync(Key(tenant, books.AccountId), books, cancellationToken));

    public ValueTask<BrokerMessages> SubmitAsync(TenantId tenant, BrokerOrder order, CancellationToken cancellationToken) =>
        ReachAsync(Venue(order.Symbol).SubmitAsync(Key(tenant, order.AccountId), order, cancellationToken));

    public ValueTask<BrokerMessages> AmendAsync(
        TenantId tenant, BrokerOrder order, OrderAmendment amendment, CancellationToken cancellationToken) =>
        ReachAsync(Venue(order.Symbol).AmendAsync(Key(tenant, order.AccountId), order.OrderId, amendment, cancellationToken));

    public ValueTask<BrokerMessages> CancelAsync(TenantId tenant, BrokerOrder order, CancellationToken cancellationToken) =>
        ReachAsync(Venue(order.Symbol).CancelAsync(Key(tenant, order.AccountId), order.OrderId, cancellationToken));

    public ValueTask<ImmutableArray<BrokerMessage>?> FindAsync(TenantId tenant, BrokerOrder order, CancellationToken cancellationToken) =>
        ReachAsync(Venue(order.Symbol).FindAsync(Key(tenant, order.AccountId), order.OrderId, cancellationToken));

    public ValueTask<BrokerMessages> MessagesAsync(
        TenantId tenant, AccountId account, Symbol symbol, long afterSequence, int countMax, CancellationToken cancellationToken) =>
        ReachAsync(Venue(symbol).MessagesAsync(Key(tenant, account), afterSequence, countMax, cancellationToken));

    public async ValueTask<ImmutableArray<BrokerOrder>> OpenOrdersAsync(
        TenantId tenant, AccountId account, CancellationToken cancellationToken)
    {
        var orders = ImmutableArray.CreateBuilder<BrokerOrder>();
        foreach (var instrument in Instruments.Known)
        {
            orders.AddRange(await ReachAsync(Venue(instrument.Symbol).OpenOrdersAsync(Key(tenant, account), account, cancellationToken)));
        }

        return orders.ToImmutable();
    }

    public async ValueTask<ImmutableArray<BrokerPosition>> PositionsAsync(
        TenantId tenant, AccountId account, CancellationToken cancellationToken)
    {
        var positions = ImmutableArray.CreateBuilder<BrokerPosition>();
        foreach (var instrument in Instruments.Known)
        {
            var held = await ReachAsync(Venue(instrument.Symbol).PositionAsync(Key(tenant, account), cancellationToken));
            if (!held.IsZero)
            {
                positions.Add(new BrokerPosition(PositionId.Of(instrument.Symbol), instrument.Symbol, held));
            }
        }

        return positions.ToImmutable();
    }

    public ValueTask<BrokerAccount?> AccountAsync(TenantId tenant, AccountId account, CancellationToken cancellationToken) => new((BrokerAccount?)null);

    private static VenueAccount Key(TenantId tenant, AccountId account) => new(GrainKeys.Account(tenant, account));

    private IPaperVenueGrain Venue(Symbol symbol) => grains.GetGrain<IPaperVenueGrain>(GrainKeys.PaperVenue(symbol));

    /// <summary>Trouble on the way to the venue is a broker's trouble.</summary>
    private static async ValueTask<T> ReachAsync<T>(Task<T> call)
    {
        try
        {
            return await call;
        }
        catch (OrleansException e)
        {
            throw new IOException("The paper venue cannot be reached.", e);
        }
    }
}
