using System.Collections.Immutable;
using Countersign.Domain.Accounts;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Tenants;

namespace Countersign.Grains.Execution;

/// <summary>
/// Where orders go. The tenant, the account and the order's id make every call safe to repeat: a broker acts on one id once. Order ids are chosen
/// by clients, so two tenants may choose the same one.
/// <para>
/// What a call causes at once it answers; what comes later (a resting order's fill, an expiry) arrives as <see cref="BrokerMessages"/> on the stream
/// <c>broker-reports</c> of the account's key. Both carry the account's sequence numbers, so that a lost message shows as a gap and is fetched
/// with <see cref="MessagesAsync"/>.
/// </para>
/// </summary>
/// <remarks>
/// Every method throws <see cref="IOException"/> where the venue cannot be reached and <see cref="TimeoutException"/> where it did not answer in
/// time. In both cases what was asked may or may not have happened: the caller finds out with <see cref="FindAsync"/> and never guesses.
/// </remarks>
public interface IBroker
{
    BrokerCapabilities Capabilities { get; }

    ValueTask<BrokerConnection> ConnectionAsync(TenantId tenant, AccountId account, CancellationToken cancellationToken);

    /// <summary>
    /// Begins an account's session, or goes on with it. A venue remembers its own orders; the paper venue, whose memory ends with the process,
    /// begins from <paramref name="books"/>.
    /// </summary>
    ValueTask<BrokerSession> ConnectAsync(TenantId tenant, BrokerBooks books, CancellationToken cancellationToken);

    ValueTask<ImmutableArray<BrokerMessage>> SubmitAsync(TenantId tenant, BrokerOrder order, CancellationToken cancellationToken);

    ValueTask<ImmutableArray<BrokerMessage>> AmendAsync(
        TenantId tenant, BrokerOrder order, OrderAmendment amendment, CancellationToken cancellationToken);

    ValueTask<ImmutableArray<BrokerMessage>> CancelAsync(TenantId tenant, BrokerOrder order, CancellationToken cancellationToken);

    /// <summary>Everything that happened to an order so far, oldest first; null where the venue has never seen it.</summary>
    ValueTask<ImmutableArray<BrokerMessage>?> FindAsync(TenantId tenant, BrokerOrder order, CancellationToken cancellationToken);

    /// <summary>Messages after a sequence number, oldest first: executions and all other reports.</summary>
    /// <param name="countMax">1 to 1,000.</param>
    ValueTask<BrokerMessages> MessagesAsync(
        TenantId tenant, AccountId account, long afterSequence, int countMax, CancellationToken cancellationToken);

    ValueTask<ImmutableArray<BrokerOrder>> OpenOrdersAsync(TenantId tenant, AccountId account, CancellationToken cancellationToken);

    ValueTask<ImmutableArray<BrokerPosition>> PositionsAsync(TenantId tenant, AccountId account, CancellationToken cancellationToken);

    /// <summary>Null where the venue keeps no money, as the paper venue.</summary>
    ValueTask<BrokerAccount?> AccountAsync(TenantId tenant, AccountId account, CancellationToken cancellationToken);
}

/// <summary>What a venue can do by itself; the desk does the rest.</summary>
/// <param name="LinkedOrders">It cancels the other orders of an OCO group in the same step as the fill.</param>
/// <param name="ReduceOnly">It keeps reduce-only orders from opening a position.</param>
public sealed record BrokerCapabilities(
    ImmutableHashSet<OrderType> Types, ImmutableHashSet<TimeInForce> TimesInForce, bool LinkedOrders, bool ReduceOnly, bool Iceberg, bool Hedging);

public enum BrokerConnection
{
    Connected,
    Connecting,
    Disconnected,
}

/// <param name="Id">Sequence numbers count from 1 within it.</param>
public sealed record BrokerSession(string Id, long LastSequence);

/// <summary>An account's books, for a venue that has none of its own.</summary>
public sealed record BrokerBooks(AccountId AccountId, ImmutableArray<BrokerPosition> Positions, ImmutableArray<BrokerOrder> OpenOrders);

/// <param name="Quantity">Signed units.</param>
public sealed record BrokerPosition(PositionId Id, Symbol Symbol, Quantity Quantity);

public sealed record BrokerAccount(Money Cash, Money Equity, DateTimeOffset Time);

/// <summary>A run of an account's messages, without gaps.</summary>
public sealed record BrokerMessages(string SessionId, ImmutableArray<BrokerMessage> Messages);
