using System.Collections.Immutable;
using Countersign.Domain.Accounts;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Tenants;
using Countersign.Grains.Tenants;
using Orleans;

namespace Countersign.Grains.Execution;

/// <summary>
/// The paper venue of one symbol, for the accounts of all tenants: it sees order flow and market data, and tells each account of its own orders
/// only. Its key is <see cref="GrainKeys.PaperVenue"/>. Only the desk's own grains reach it.
/// </summary>
public interface IPaperVenueGrain : IGrainWithStringKey
{
    /// <summary>Begins an account's session from its books, or goes on with it.</summary>
    [AllowRoles(Roles.Desk)]
    Task<BrokerSession> ConnectAsync(VenueAccount account, BrokerBooks books, CancellationToken cancellationToken);

    /// <summary>Takes an order. What it causes at once is answered, what comes later is published. A known order causes nothing.</summary>
    [AllowRoles(Roles.Desk)]
    Task<BrokerMessages> SubmitAsync(VenueAccount account, BrokerOrder order, CancellationToken cancellationToken);

    [AllowRoles(Roles.Desk)]
    Task<BrokerMessages> AmendAsync(VenueAccount account, OrderId order, OrderAmendment amendment, CancellationToken cancellationToken);

    [AllowRoles(Roles.Desk)]
    Task<BrokerMessages> CancelAsync(VenueAccount account, OrderId order, CancellationToken cancellationToken);

    /// <summary>Everything that was told of an order; null where the venue has never seen it.</summary>
    [AllowRoles(Roles.Desk)]
    Task<ImmutableArray<BrokerMessage>?> FindAsync(VenueAccount account, OrderId order, CancellationToken cancellationToken);

    /// <summary>The account's messages after a sequence number, oldest first.</summary>
    /// <param name="account">Whose.</param>
    /// <param name="afterSequence">0 for all that are kept.</param>
    /// <param name="countMax">1 to 1,000.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    [AllowRoles(Roles.Desk)]
    Task<BrokerMessages> MessagesAsync(VenueAccount account, long afterSequence, int countMax, CancellationToken cancellationToken);

    [AllowRoles(Roles.Desk)]
    Task<ImmutableArray<BrokerOrder>> OpenOrdersAsync(VenueAccount account, AccountId id, CancellationToken cancellationToken);

    /// <summary>Signed units that the account holds by its fills here.</summary>
    [AllowRoles(Roles.Desk)]
    Task<Quantity> PositionAsync(VenueAccount account, CancellationToken cancellationToken);

    /// <summary>Ticks of the feed's session that have been taken in: a feed waits with it so as not to run ahead of the venue.</summary>
    [AllowRoles(Roles.Desk)]
    Task<long> TakenAsync(CancellationToken cancellationToken);
}
