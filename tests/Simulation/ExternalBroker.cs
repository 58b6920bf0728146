#if !ORLEANS
using System.Collections.Immutable;
using Countersign.Domain.Accounts;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Tenants;
using Countersign.Embedded.Simulation;
using Countersign.Grains.Execution;
using Countersign.Grains.Tenants;

namespace Countersign.Tests.Simulation;

/// <summary>The line to the venue: every call may be slow, fail before or after it took effect, or be the last thing that the process does.</summary>
internal sealed class ExternalBroker(ExternalVenue venue, SimulatedFaults faults) : IBroker
{
    public BrokerCapabilities Capabilities { get; } = new(
        [.. Enum.GetValues<OrderType>()], [.. Enum.GetValues<TimeInForce>()], LinkedOrders: true, ReduceOnly: true, Iceberg: true, Hedging: true);

    public static VenueAccount Key(TenantId tenant, AccountId account) => new(GrainKeys.Account(tenant, account));

    public ValueTask<BrokerConnection> ConnectionAsync(TenantId tenant, AccountId account, CancellationToken cancellationToken) =>
        new(BrokerConnection.Connected);

    public async ValueTask<BrokerSession> ConnectAsync(TenantId tenant, BrokerBooks books, CancellationToken cancellationToken) =>
        await faults.Run("connect", () => Task.FromResult(
            new BrokerSession(ExternalVenue.Session, venue.Told(Key(tenant, books.AccountId)).Count)));

    public ValueTask<BrokerMessages> SubmitAsync(TenantId tenant, BrokerOrder order, CancellationToken cancellationToken) =>
        AnswerAsync("submit", Key(tenant, order.AccountId), account => venue.Submit(account, order));

    public ValueTask<BrokerMessages> AmendAsync(
        TenantId tenant, BrokerOrder order, OrderAmendment amendment, CancellationToken cancellationToken) =>
        AnswerAsync("amend", Key(tenant, order.AccountId), account => venue.Amend(account, order.OrderId, amendment));

    public ValueTask<BrokerMessages> CancelAsync(TenantId tenant, BrokerOrder order, CancellationToken cancellationToken) =>
        AnswerAsync("cancel", Key(tenant, order.AccountId), account => venue.Cancel(account, order.OrderId));

    public async ValueTask<ImmutableArray<BrokerMessage>?> FindAsync(TenantId tenant, BrokerOrder order, CancellationToken cancellationToken)
    {
        if (!venue.AnswersQuestions)
        {
            throw new IOException("The venue does not say.");
        }

        var account = Key(tenant, order.AccountId);
        return await faults.Run<ImmutableArray<BrokerMessage>?>("find", () => Task.FromResult<ImmutableArray<BrokerMessage>?>(
            venue.Knows(account, order.OrderId) ? [.. venue.Told(account).Where(m => m.OrderId == order.OrderId)] : null));
    }

    public async ValueTask<BrokerMessages> MessagesAsync(
        TenantId tenant, AccountId account, Symbol symbol, long afterSequence, int countMax, CancellationToken cancellationToken) =>
        await faults.Run("messages", () => Task.FromResult(venue.After(Key(tenant, account), afterSequence, countMax)));

    public async ValueTask<ImmutableArray<BrokerOrder>> OpenOrdersAsync(TenantId tenant, AccountId account, CancellationToken cancellationToken) =>
        await faults.Run("open", () => Task.FromResult(venue.Open(Key(tenant, account), account).ToImmutableArray()));

    public async ValueTask<ImmutableArray<BrokerPosition>> PositionsAsync(
        TenantId tenant, AccountId account, CancellationToken cancellationToken) => await faults.Run(
        "positions",
        () => Task.FromResult<ImmutableArray<BrokerPosition>>(
            [new BrokerPosition(PositionId.Of(TradingDesk.Symbol), TradingDesk.Symbol, venue.PositionOf(Key(tenant, account)))]));

    public ValueTask<BrokerAccount?> AccountAsync(TenantId tenant, AccountId account, CancellationToken cancellationToken) => new((BrokerAccount?)null);

    private async ValueTask<BrokerMessages> AnswerAsync(string operation, VenueAccount account, Action<VenueAccount> effect) =>
        await faults.Run(operation, () =>
        {
            var before = venue.Told(account).Count;
            effect(account);
            return Task.FromResult(venue.After(account, before));
        });
}
#endif
