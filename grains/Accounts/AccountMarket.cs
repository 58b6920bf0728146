using System.Collections.Immutable;
using Countersign.Domain.Accounts;
using Countersign.Domain.Markets;
using Countersign.Grains.Markets;
using Countersign.Grains.Tenants;
using Orleans;

namespace Countersign.Grains.Accounts;

/// <summary>The quotes that an account is valued and its orders are decided on. Used by one grain, one turn at a time.</summary>
internal sealed class AccountMarket(IGrainFactory grains, IMarketClock clock)
{
    private readonly Dictionary<Symbol, Quote> quotes = [];

    public DateOnly TradingDay => FxDay.At(clock.Now).Date;

    /// <summary>What an order of a symbol is decided on now.</summary>
    public async ValueTask<OrderFacts> FactsAsync(Account account, Symbol symbol, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await AskAsync(symbol);
        await AskForRateAsync(account, InstrumentTerms.Of(Instruments.Find(symbol)!));
        await AskForHeldAsync(account, symbol);
        return new OrderFacts(Instruments.Find(symbol)!, quotes, TradingDay);
    }

    /// <summary>Quotes of every symbol with a position, as far as there are any.</summary>
    public async ValueTask<ImmutableSortedDictionary<Symbol, Quote>> QuotesAsync(Account account, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await AskForHeldAsync(account, null);
        var held = ImmutableSortedDictionary.CreateBuilder<Symbol, Quote>();
        foreach (var position in account.Positions.Values)
        {
            Add(position.Symbol);
            foreach (var symbol in ConversionRates.SymbolsFor(position.Instrument.Quote, account.Currency))
            {
                Add(symbol);
            }
        }

        return held.ToImmutable();

        void Add(Symbol symbol)
        {
            if (quotes.TryGetValue(symbol, out var quote))
            {
                held[symbol] = quote;
            }
        }
    }

    private async ValueTask AskForHeldAsync(Account account, Symbol? but)
    {
        foreach (var position in account.Positions.Values)
        {
            if (position.Symbol != but)
            {
                await AskAsync(position.Symbol);
            }

            await AskForRateAsync(account, position.Instrument);
        }
    }

    /// <summary>What turns the instrument's quote currency into the account's, where its own price does not.</summary>
    private async ValueTask AskForRateAsync(Account account, InstrumentTerms terms)
    {
        if (terms.Quote != account.Currency && terms.Base != account.Currency)
        {
            foreach (var symbol in ConversionRates.SymbolsFor(terms.Quote, account.Currency))
            {
                await AskAsync(symbol);
            }
        }
    }

    private async ValueTask AskAsync(Symbol symbol)
    {
        if (await grains.GetGrain<IInstrumentGrain>(GrainKeys.Instrument(symbol)).GetQuoteAsync() is { } quote)
        {
            quotes[symbol] = quote;
        }
    }
}
