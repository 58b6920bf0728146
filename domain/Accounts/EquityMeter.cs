using System.Runtime.InteropServices;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;

namespace Countersign.Domain.Accounts;

/// <summary>
/// Equity and margin of an account, kept up to date tick by tick: a quote revalues only what depends on it. Always the same figures as
/// <see cref="AccountMargin.Of"/> of the same account and quotes. In memory, used by one turn at a time.
/// </summary>
public sealed class EquityMeter
{
    private readonly Dictionary<Symbol, Quote> quotes = [];
    private readonly Dictionary<Symbol, List<Valued>> bySymbol = [];
    private readonly List<Valued> converted = [];
    private readonly Dictionary<Symbol, Bound> bound = [];
    private Account account;
    private decimal unrealised;
    private decimal used;
    private int unknown;

    /// <param name="quotes">What is known of the market; later ones come by <see cref="On"/>.</param>
    public EquityMeter(Account account, IEnumerable<KeyValuePair<Symbol, Quote>> quotes)
    {
        this.account = account;
        foreach (var (symbol, quote) in quotes)
        {
            this.quotes[symbol] = quote;
        }

        Rebuild();
    }

    /// <summary>Null while a position cannot be valued.</summary>
    public MarginFigures? Figures => unknown > 0 ? null : new MarginFigures(account.Ledger.Cash + unrealised, used);

    public IReadOnlyDictionary<Symbol, Quote> Quotes => quotes;

    /// <summary>The account after events. Only where its positions or terms changed is there anything to do.</summary>
    public void Follow(Account after)
    {
        var same = ReferenceEquals(after.Positions, account.Positions) && ReferenceEquals(after.Terms, account.Terms);
        account = after;
        if (!same)
        {
            Rebuild();
        }
    }

    public void On(Quote quote)
    {
        quotes[quote.Symbol] = quote;
        if (bySymbol.TryGetValue(quote.Symbol, out var own))
        {
            Revalue(own);
            Bind(quote.Symbol, own);
        }

        if (converted.Count == 0 || Instruments.Find(quote.Symbol) is not { } pair)
        {
            return;
        }

        // Any way from one currency to the other begins and ends with a pair of one of the two.
        foreach (var valued in converted)
        {
            var currency = valued.Position.Instrument.Quote;
            if (pair.BaseCurrency == currency || pair.QuoteCurrency == currency
                || pair.BaseCurrency == account.Currency || pair.QuoteCurrency == account.Currency)
            {
                Revalue(valued);
                Bind(valued.Position.Symbol, bySymbol[valued.Position.Symbol]);
            }
        }
    }

    private void Rebuild()
    {
        bySymbol.Clear();
        converted.Clear();
        bound.Clear();
        (unrealised, used, unknown) = (0m, 0m, 0);
        foreach (var (_, position) in account.Positions)
        {
            var valued = new Valued(position);
            unknown++;
            ref var list = ref CollectionsMarshal.GetValueRefOrAddDefault(bySymbol, position.Symbol, out _);
            (list ??= []).Add(valued);
            if (position.Instrument.Quote != account.Currency)
            {
                converted.Add(valued);
            }

            Revalue(valued);
        }

        foreach (var (symbol, positions) in bySymbol)
        {
            Bind(symbol, positions);
        }
    }

    private void Revalue(List<Valued> positions)
    {
        foreach (var valued in positions)
        {
            Revalue(valued);
        }
    }

    private void Revalue(Valued valued)
    {
        var amount = quotes.TryGetValue(valued.Position.Symbol, out var quote)
            ? valued.Position.Unrealised(quote, account.Currency, quotes)?.Amount
            : null;
        unrealised += (amount ?? 0m) - (valued.Amount ?? 0m);
        unknown += (amount is null ? 1 : 0) - (valued.Amount is null ? 1 : 0);
        valued.Amount = amount;
    }

    private void Bind(Symbol symbol, List<Valued> positions)
    {
        if (account.Terms?.Margin is not { } terms)
        {
            return;
        }

        ref var margin = ref CollectionsMarshal.GetValueRefOrAddDefault(bound, symbol, out var isKnown);
        unknown -= isKnown && margin.Amount is null ? 1 : 0;
        used -= margin.Amount ?? 0m;
        margin = new Bound(MarginOf(terms, symbol, positions));
        unknown += margin.Amount is null ? 1 : 0;
        used += margin.Amount ?? 0m;
    }

    private decimal? MarginOf(MarginTerms terms, Symbol symbol, List<Valued> positions)
    {
        var currency = positions[0].Position.Instrument.Quote;
        var rate = currency == account.Currency ? 1m : new AccountRates(quotes, account.Currency).Of(currency);
        if (rate is not { } r || !quotes.TryGetValue(symbol, out var quote))
        {
            return null;
        }

        var (longs, shorts) = (0m, 0m);
        foreach (var valued in positions)
        {
            var size = valued.Position.Quantity.Value;
            (longs, shorts) = size > 0m ? (longs + size, shorts) : (longs, shorts - size);
        }

        var units = account.Mode == PositionMode.Netting ? Math.Abs(longs - shorts) : Math.Max(longs, shorts);
        return terms.For(symbol, units * quote.Mid.Value * r);
    }

    private sealed class Valued(Position position)
    {
        public Position Position { get; } = position;

        public decimal? Amount { get; set; }
    }

    private readonly record struct Bound(decimal? Amount);
}
