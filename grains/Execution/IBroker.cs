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
/// <c>broker-reports</c> of the account's key. Both carry the session's sequence numbers, so that a lost message shows as a gap and is fetched
/// with <see cref="MessagesAsync"/>. A venue may have one session for all of an account's symbols, or one for each.
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
    /// Begins the session of an account in a symbol, or goes on with it. A venue remembers its own orders; the paper venue, whose memory ends with
    /// the process, begins from <paramref name="books"/>.
    /// </summary>
    /// <remarks>What a session that is over told and nobody recorded is told again by <see cref="FindAsync"/>, or never happened.</remarks>
    ValueTask<BrokerSession> ConnectAsync(TenantId tenant, BrokerBooks books, CancellationToken cancellationToken);

    ValueTask<BrokerMessages> SubmitAsync(TenantId tenant, BrokerOrder order, CancellationToken cancellationToken);

    ValueTask<BrokerMessages> AmendAsync(TenantId tenant, BrokerOrder order, OrderAmendment amendment, CancellationToken cancellationToken);

    ValueTask<BrokerMessages> CancelAsync(TenantId tenant, BrokerOrder order, CancellationToken cancellationToken);

    /// <summary>Everything that happened to an order so far, oldest first; null where the venue has never seen it.</summary>
    ValueTask<ImmutableArray<BrokerMessage>?> FindAsync(TenantId tenant, BrokerOrder order, CancellationToken cancellationToken);

    /// <summary>Messages of a symbol's session after a sequence number, oldest first: executions and all other reports.</summary>
    /// <param name="countMax">1 to 1,000.</param>
    ValueTask<BrokerMessages> MessagesAsync(
        TenantId tenant, AccountId account, Symbol symbol, long afterSequence, int countMax, CancellationToken cancellationToken);

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

/// <summary>An account's books in one symbol, for a venue that has none of its own.</summary>
/// <param name="OpenOrders">Those that the venue has confirmed: of the others it is asked, and they are sent again where it never saw them.</param>
public sealed record BrokerBooks(
    AccountId AccountId, Symbol Symbol, ImmutableArray<BrokerPosition> Positions, ImmutableArray<BrokerOrder> OpenOrders, bool Hedging = false);

/// <param name="Quantity">Signed units.</param>
public sealed record BrokerPosition(PositionId Id, Symbol Symbol, Quantity Quantity);

public sealed record BrokerAccount(Money Cash, Money Equity, DateTimeOffset Time);

/// <summary>A run of a session's messages, without gaps.</summary>
/// <param name="Messages">Empty where the venue tells later.</param>
public sealed record BrokerMessages(string SessionId, ImmutableArray<BrokerMessage> Messages);
