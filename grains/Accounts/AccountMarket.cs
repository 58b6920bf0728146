using System.Collections.Immutable;
using Countersign.Domain.Accounts;
using Countersign.Domain.Markets;
using Countersign.Grains.Markets;
using Countersign.Grains.Notifications;
using Countersign.Grains.Tenants;
using Orleans;
using Orleans.Runtime;
using Orleans.Streams;

namespace Countersign.Grains.Accounts;

/// <summary>
/// The quotes that an account is valued and its orders are decided on. Symbols that it holds, has orders in or converts through are followed tick by
/// tick, so that nothing has to be asked for when an order comes. Used by one grain, one turn at a time.
/// </summary>
internal sealed class AccountMarket(
    IGrainFactory grains, IStreamProvider streams, IMarketClock clock, Func<PriceBatch, StreamSequenceToken?, Task> onPrices)
{
    /// <summary>A subscription costs more than the ticks of a minute, and who was in a symbol is soon in it again.</summary>
    private const int IdleLooksMax = 12;

    private readonly Dictionary<Symbol, Quote> quotes = [];
    private readonly Dictionary<Symbol, Followed> followed = [];

    /// <summary>Changes with every change of a quote.</summary>
    public long Version { get; private set; }

    public DateOnly TradingDay => FxDay.At(clock.Now).Date;

    public IReadOnlyDictionary<Symbol, Quote> Quotes => quotes;

    /// <summary>How far prices went while positions were open.</summary>
    public IReadOnlyDictionary<PositionId, PositionExcursion>? Excursions { get; init; }

    /// <summary>What an order of a symbol is decided on now: by the symbol's newest quote.</summary>
    public async ValueTask<OrderFacts> FactsAsync(Account account, Symbol symbol, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await AskAsync(symbol);
        await AskForUnknownAsync(account, symbol);
        return new OrderFacts(Instruments.Find(symbol)!, quotes, TradingDay);
    }

    /// <summary>What a report on an order of a symbol is booked on: the venue has set the price already.</summary>
    public async ValueTask<OrderFacts> BookingFactsAsync(Account account, Symbol symbol, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await AskForUnknownAsync(account, symbol);
        return new OrderFacts(Instruments.Find(symbol)!, quotes, TradingDay, Excursions: Excursions);
    }

    /// <summary>What the account's money is decided on.</summary>
    public async ValueTask<AccountFacts> MoneyFactsAsync(Account account, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await AskForUnknownAsync(account, null);
        return new AccountFacts(quotes);
    }

    /// <summary>Asks for the quotes that the account is valued at and that are not followed.</summary>
    public ValueTask AskForUnknownAsync(Account account, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return AskForUnknownAsync(account, null);
    }

    /// <summary>Known quotes of every symbol with a position or with an order that could open one, and of the pairs that convert its result.</summary>
    public ImmutableSortedDictionary<Symbol, Quote> QuotesOf(Account account)
    {
        var held = ImmutableSortedDictionary.CreateBuilder<Symbol, Quote>();
        foreach (var (_, position) in account.Positions)
        {
            AddAll(position.Symbol, position.Instrument.Quote);
        }

        foreach (var (_, order) in account.Orders.Open)
        {
            if (!order.Working.ReduceOnly && !held.ContainsKey(order.Ticket.Symbol) && Instruments.Find(order.Ticket.Symbol) is { } instrument)
            {
                AddAll(instrument.Symbol, instrument.QuoteCurrency);
            }
        }

        return held.ToImmutable();

        void AddAll(Symbol symbol, Currency quote)
        {
            Add(symbol);
            foreach (var pair in ConversionRates.SymbolsFor(quote, account.Currency))
            {
                Add(pair);
            }
        }

        void Add(Symbol symbol)
        {
            if (quotes.TryGetValue(symbol, out var quote))
            {
                held[symbol] = quote;
            }
        }
    }

    /// <summary>Takes the newest of prices that came.</summary>
    public void Take(PriceBatch batch)
    {
        var symbol = batch.Session.Symbol;
        if (batch.Ticks.IsEmpty || !followed.TryGetValue(symbol, out var follow))
        {
            return;
        }

        // What the instrument was asked for may be ahead of the prices that are still on their way.
        var newest = batch.Ticks[^1];
        if (follow.Session != batch.Session.Id || !quotes.TryGetValue(symbol, out var known) || newest.Time >= known.Time)
        {
            follow.Session = batch.Session.Id;
            Know(newest.ToQuote(symbol, batch.Session.Feed.Simulated));
        }
    }

    /// <summary>Begins to follow what the account needs since its last change.</summary>
    public ValueTask FollowAsync(Account account)
    {
        foreach (var (_, position) in account.Positions)
        {
            if (!followed.ContainsKey(position.Symbol))
            {
                return new(FollowAllAsync(account));
            }
        }

        foreach (var (_, order) in account.Orders.Open)
        {
            if (!followed.ContainsKey(order.Ticket.Symbol))
            {
                return new(FollowAllAsync(account));
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Ends what nobody needed for a while. To be called now and then.</summary>
    public async Task ForgetAsync(Account account)
    {
        var wanted = Wanted(account);
        foreach (var (symbol, follow) in followed.ToArray())
        {
            follow.IdleLooks = wanted.Contains(symbol) ? 0 : follow.IdleLooks + 1;
            if (follow.IdleLooks > IdleLooksMax)
            {
                followed.Remove(symbol);
                await follow.Subscription.UnsubscribeAsync();
            }
        }
    }

    private async Task FollowAllAsync(Account account)
    {
        foreach (var symbol in Wanted(account))
        {
            if (!followed.ContainsKey(symbol))
            {
                followed[symbol] = new Followed(await SubscribeAsync(symbol));
                await AskAsync(symbol);
            }
        }
    }

    /// <summary>One subscription a symbol, whatever an earlier life of the account left behind.</summary>
    private async Task<StreamSubscriptionHandle<PriceBatch>> SubscribeAsync(Symbol symbol)
    {
        var stream = streams.GetStream<PriceBatch>(StreamId.Create(DeskStreams.Prices, GrainKeys.Instrument(symbol)));
        var handles = await stream.GetAllSubscriptionHandles();
        foreach (var extra in handles.Skip(1))
        {
            await extra.UnsubscribeAsync();
        }

        return await (handles.Count > 0 ? handles[0].ResumeAsync(onPrices) : stream.SubscribeAsync(onPrices));
    }

    private static SortedSet<Symbol> Wanted(Account account)
    {
        var wanted = new SortedSet<Symbol>();
        foreach (var (_, position) in account.Positions)
        {
            Want(position.Symbol, position.Instrument);
        }

        foreach (var (_, order) in account.Orders.Open)
        {
            Want(order.Ticket.Symbol, InstrumentTerms.Of(Instruments.Find(order.Ticket.Symbol)!));
        }

        return wanted;

        void Want(Symbol symbol, InstrumentTerms terms)
        {
            wanted.Add(symbol);
            wanted.UnionWith(ConversionRates.SymbolsFor(terms.Quote, account.Currency));
        }
    }

    private async ValueTask AskForUnknownAsync(Account account, Symbol? extra)
    {
        if (extra is { } symbol)
        {
            await AskForUnknownAsync(symbol, InstrumentTerms.Of(Instruments.Find(symbol)!), account.Currency);
        }

        foreach (var (_, position) in account.Positions)
        {
            await AskForUnknownAsync(position.Symbol, position.Instrument, account.Currency);
        }
    }

    private async ValueTask AskForUnknownAsync(Symbol symbol, InstrumentTerms terms, Currency currency)
    {
        if (!followed.ContainsKey(symbol))
        {
            await AskAsync(symbol);
        }

        if (terms.Quote == currency)
        {
            return;
        }

        foreach (var pair in ConversionRates.SymbolsFor(terms.Quote, currency))
        {
            if (!followed.ContainsKey(pair))
            {
                await AskAsync(pair);
            }
        }
    }

    private async ValueTask AskAsync(Symbol symbol)
    {
        if (await grains.GetGrain<IInstrumentGrain>(GrainKeys.Instrument(symbol)).GetQuoteAsync() is { } quote)
        {
            Know(quote);
        }
    }

    private void Know(Quote quote)
    {
        if (!quotes.TryGetValue(quote.Symbol, out var known) || known != quote)
        {
            quotes[quote.Symbol] = quote;
            Version++;
        }
    }

    private sealed class Followed(StreamSubscriptionHandle<PriceBatch> subscription)
    {
        public StreamSubscriptionHandle<PriceBatch> Subscription { get; } = subscription;

        public string? Session { get; set; }

        public int IdleLooks { get; set; }
    }
}
