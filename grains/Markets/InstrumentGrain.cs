using System.Collections.Immutable;
using Countersign.Domain.Markets;
using Countersign.Grains.Notifications;
using Countersign.Grains.Tenants;
using Orleans;
using Orleans.Runtime;
using Orleans.Streams;

namespace Countersign.Grains.Markets;

/// <summary>
/// Takes the ticks of one symbol, keeps what is unfit out of the bars, closes bars and publishes them. What it holds is market data, which no
/// tenant owns; it is stored every minute, and a feed that goes on after a crash sends again what was lost.
/// </summary>
[ImplicitStreamSubscription(DeskStreams.Ticks)]
internal sealed class InstrumentGrain(
    [PersistentState("instrument", MarketStorage.Name)] IPersistentState<InstrumentState> stored, IMarketClock clock, TimeProvider time)
    : Grain, IInstrumentGrain
{
    // A quote goes out at once unless another did so shortly before; then the newest follows on the timer.
    private static readonly TimeSpan QuotePeriod = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan StorePeriod = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LateTickMax = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ClockDifferenceMax = TimeSpan.FromSeconds(5);

    private readonly List<BarsClosed> closed = [];
    private InstrumentMarket market = null!;
    private IAsyncStream<BarsClosed> bars = null!;
    private IAsyncStream<Quote> quotes = null!;
    private IAsyncStream<PriceBatch> prices = null!;
    private IAsyncStream<FeedHealthChanged> health = null!;
    private long? quotedAt;
    private bool quoteDue;
    private bool storeDue;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var key = this.GetPrimaryKeyString();
        market = new InstrumentMarket(GrainKeys.SymbolOf(key));
        if (stored.RecordExists)
        {
            market.Restore(stored.State);
        }

        var provider = this.GetStreamProvider(DeskStreams.Provider);
        bars = provider.GetStream<BarsClosed>(StreamId.Create(DeskStreams.Bars, key));
        prices = provider.GetStream<PriceBatch>(StreamId.Create(DeskStreams.Prices, key));
        health = provider.GetStream<FeedHealthChanged>(StreamId.Create(DeskStreams.FeedHealth, key));
        quotes = provider.GetStream<Quote>(StreamId.Create(DeskStreams.Quotes, key));
        await provider.GetStream<TickBatch>(StreamId.Create(DeskStreams.Ticks, key)).SubscribeAsync(OnTicksAsync);
        this.RegisterGrainTimer(TickAsync, new GrainTimerCreationOptions(QuotePeriod, QuotePeriod));
        this.RegisterGrainTimer(StoreAsync, new GrainTimerCreationOptions(StorePeriod, StorePeriod));
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => StoreAsync(cancellationToken);

    public Task<InstrumentView?> GetAsync(CancellationToken cancellationToken) => Task.FromResult(
        market.Instrument is { } instrument ? new InstrumentView(instrument, market.Quote, market.Session?.Feed) : null);

    public ValueTask<Quote?> GetQuoteAsync() => new(market.Quote);

    public Task<ImmutableArray<Bar>> GetBarsAsync(Timeframe timeframe, int countMax, CancellationToken cancellationToken) =>
        Task.FromResult(market.Bars(timeframe, countMax, withForming: true));

    public Task<BarHistory> GetHistoryAsync(Timeframe timeframe, int countMax, CancellationToken cancellationToken) =>
        Task.FromResult(new BarHistory(market.Session, market.Bars(timeframe, countMax, withForming: false)));

    public Task<FeaturesView> GetFeaturesAsync(Timeframe timeframe, CancellationToken cancellationToken) =>
        Task.FromResult(market.Features(timeframe));

    public Task<FeedView> GetFeedAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new FeedView(market.Symbol, market.Session?.Feed, market.Quality, market.Health));

    public async Task<Quote?> BeginSessionAsync(FeedSession session, CancellationToken cancellationToken)
    {
        if (market.Begin(session))
        {
            storeDue = true;
            await StoreAsync(cancellationToken);
        }

        return market.Quote;
    }

    public Task ReportMalformedAsync(long line, string detail, CancellationToken cancellationToken)
    {
        market.CountMalformed(line, detail);
        return Task.CompletedTask;
    }

    public Task<long> TakenAsync(CancellationToken cancellationToken) => Task.FromResult(market.Taken);

    private async Task OnTicksAsync(TickBatch batch, StreamSequenceToken? token)
    {
        closed.Clear();
        var fit = market.Take(batch, clock.Now, batch.Session.Feed.Recorded ? DateTimeOffset.MaxValue : clock.Now + ClockDifferenceMax, closed);
        if (market.Quote is { } quote)
        {
            clock.Observe(quote.Time);
        }

        quoteDue = storeDue = true;

        // Before the bars: what is ordered because of a bar must not wait for the price that closed it.
        await prices.OnNextAsync(new PriceBatch(batch.Session, fit, market.Taken, batch.History));
        await PublishBarsAsync();
        await PublishQuoteAsync();
    }

    private async Task PublishBarsAsync()
    {
        foreach (var message in closed)
        {
            await bars.OnNextAsync(message);
        }
    }

    /// <summary>Publishes the newest quote, and closes the bars of a live market that has gone quiet.</summary>
    private async Task TickAsync(CancellationToken cancellationToken)
    {
        if (market.IsLive)
        {
            closed.Clear();
            // First, so that bars that end in a silence tell of it.
            if (market.JudgeHealth(clock.Now) is { } changed)
            {
                await health.OnNextAsync(changed);
            }

            market.AdvanceTo(clock.Now - LateTickMax, closed);
            await PublishBarsAsync();
        }

        await PublishQuoteAsync();
    }

    private async Task PublishQuoteAsync()
    {
        if (quoteDue && market.Quote is { } quote && (quotedAt is not { } last || time.GetElapsedTime(last) >= QuotePeriod))
        {
            quoteDue = false;
            quotedAt = time.GetTimestamp();
            await quotes.OnNextAsync(quote);
        }
    }

    private async Task StoreAsync(CancellationToken cancellationToken)
    {
        if (storeDue)
        {
            storeDue = false;
            stored.State = market.Capture();
            await stored.WriteStateAsync(cancellationToken);
        }
    }
}
