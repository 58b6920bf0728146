using System.Collections.Immutable;
using System.Globalization;
using Countersign.Domain.Accounts;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Grains.Markets;
using Countersign.Grains.Notifications;
using Countersign.Grains.Tenants;
using Orleans;
using Orleans.Runtime;
using Orleans.Streams;

namespace Countersign.Grains.Execution;

/// <summary>
/// The matching book of a symbol, its clock and its way to the accounts. It stays active while the process lives: resting orders are in its memory
/// only, and the accounts give them back where that ends.
/// </summary>
[KeepAlive]
[ImplicitStreamSubscription(DeskStreams.Prices)]
internal sealed class PaperVenueGrain(IMarketClock clock, TimeProvider time, PaperRules rules) : Grain, IPaperVenueGrain
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(250);

    private readonly List<VenueReport> reports = [];
    private MatchingBook book = null!;
    private PaperSessions sessions = null!;
    private long taken;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var key = this.GetPrimaryKeyString();
        var symbol = GrainKeys.SymbolOf(key);
        var instrument = Instruments.Find(symbol) ?? throw new InvalidOperationException($"There is no instrument {symbol} to trade.");
        book = new MatchingBook(instrument, rules, StableSeed(symbol));
        sessions = new PaperSessions(string.Create(CultureInfo.InvariantCulture, $"paper/{symbol}/{time.GetUtcNow().UtcTicks}"));
        await this.GetStreamProvider(DeskStreams.Provider)
            .GetStream<PriceBatch>(StreamId.Create(DeskStreams.Prices, key)).SubscribeAsync(OnPricesAsync);
        this.RegisterGrainTimer(AdvanceAsync, new GrainTimerCreationOptions(Period, Period));
    }

    public Task<BrokerSession> ConnectAsync(VenueAccount account, BrokerBooks books, CancellationToken cancellationToken)
    {
        if (!sessions.IsOpen(account))
        {
            book.Restore(account, books.Hedging, books.Positions.Select(p => (p.Id, p.Quantity)), books.OpenOrders, clock.Now);
            foreach (var order in books.OpenOrders)
            {
                sessions.Know(account, order.OrderId, order.SubmittedAt);
            }
        }

        book.SetHedging(account, books.Hedging);
        return Task.FromResult(sessions.Open(account));
    }

    public Task<BrokerMessages> SubmitAsync(VenueAccount account, BrokerOrder order, CancellationToken cancellationToken)
    {
        if (!sessions.Knows(account, order.OrderId))
        {
            sessions.See(account, order.OrderId);
            book.Submit(account, order, clock.Now, reports);
        }

        return AnswerAsync(account);
    }

    public Task<BrokerMessages> AmendAsync(
        VenueAccount account, OrderId order, OrderAmendment amendment, CancellationToken cancellationToken)
    {
        book.Amend(account, order, amendment, clock.Now, reports);
        return AnswerAsync(account);
    }

    public Task<BrokerMessages> CancelAsync(VenueAccount account, OrderId order, CancellationToken cancellationToken)
    {
        book.Cancel(account, order, clock.Now, reports);
        return AnswerAsync(account);
    }

    public Task<ImmutableArray<BrokerMessage>?> FindAsync(VenueAccount account, OrderId order, CancellationToken cancellationToken) =>
        Task.FromResult(sessions.Find(account, order));

    public Task<BrokerMessages> MessagesAsync(VenueAccount account, long afterSequence, int countMax, CancellationToken cancellationToken) =>
        Task.FromResult(sessions.After(account, afterSequence, countMax));

    public Task<ImmutableArray<BrokerOrder>> OpenOrdersAsync(VenueAccount account, AccountId id, CancellationToken cancellationToken) =>
        Task.FromResult(book.OpenOrders(account, id).ToImmutableArray());

    public Task<Quantity> PositionAsync(VenueAccount account, CancellationToken cancellationToken) => Task.FromResult(book.PositionOf(account));

    public Task<long> TakenAsync(CancellationToken cancellationToken) => Task.FromResult(taken);

    private Task OnPricesAsync(PriceBatch batch, StreamSequenceToken? token)
    {
        // What is long past filled nothing then, and fills nothing now.
        foreach (ref readonly var tick in batch.History ? [] : batch.Ticks.AsSpan())
        {
            book.OnTick(in tick, reports);
        }

        taken = batch.Through;
        return PublishAsync();
    }

    /// <summary>Lets messages arrive and orders expire where no tick comes.</summary>
    private Task AdvanceAsync(CancellationToken cancellationToken)
    {
        if (!book.HasWork)
        {
            return Task.CompletedTask;
        }

        book.AdvanceTo(clock.Now, reports);
        return PublishAsync();
    }

    private Task<BrokerMessages> AnswerAsync(VenueAccount account)
    {
        var answer = sessions.Take(reports, book, account);
        return sessions.HasUnpublished ? PublishedAsync(answer) : Task.FromResult(answer);
    }

    private async Task<BrokerMessages> PublishedAsync(BrokerMessages answer)
    {
        foreach (var (account, messages) in sessions.Unpublished())
        {
            await this.ReportAsync(account.Key, messages);
        }

        return answer;
    }

    private Task PublishAsync() => reports.Count == 0 ? Task.CompletedTask : PublishedAsync(sessions.Take(reports, book, null));

    /// <summary>The same in every process, unlike a string's hash code.</summary>
    private static int StableSeed(Symbol symbol) => symbol.Value.Aggregate(17, (seed, c) => unchecked((seed * 31) + c));
}
