using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Accounts;

/// <summary>A rate as an entry keeps it.</summary>
/// <param name="Rate">Units of <paramref name="To"/> for one of <paramref name="From"/>.</param>
/// <param name="Time">Of the quote that it comes from; of the older one where it is crossed.</param>
/// <param name="Path">Where from: <c>EURUSD</c>, <c>1/USDJPY</c>, <c>EURUSD x 1/GBPUSD</c>, or <c>fill</c> for the trade's own price.</param>
public sealed record ConversionRate(Currency From, Currency To, decimal Rate, DateTimeOffset Time, string Path)
{
    public Money Convert(decimal amount) => new(Ledger.Round(amount * Rate), To);
}

/// <summary>
/// Rates between currencies out of quotes: the pair itself, its inverse, or two pairs crossed through a third currency. A gain is converted at
/// the side that brings less and a loss at the side that costs more, as a dealer would.
/// </summary>
public static class ConversionRates
{
    private static readonly FrozenDictionary<(Currency Base, Currency Quote), Symbol> Pairs =
        Instruments.Known.ToFrozenDictionary(i => (i.BaseCurrency, i.QuoteCurrency), i => i.Symbol);

    private static readonly ImmutableArray<Currency> Bridges =
        [.. Instruments.Known.SelectMany(i => new[] { i.QuoteCurrency, i.BaseCurrency }).Distinct()];

    /// <summary>The symbols whose quotes give the rate: one pair where there is one, else the two of the first crossing; empty where none does.</summary>
    public static ImmutableArray<Symbol> SymbolsFor(Currency from, Currency to)
    {
        if (from == to)
        {
            return [];
        }

        if (PairOf(from, to) is { } pair)
        {
            return [pair];
        }

        foreach (var bridge in Bridges)
        {
            if (PairOf(from, bridge) is { } first && PairOf(bridge, to) is { } second)
            {
                return [first, second];
            }
        }

        return [];
    }

    /// <summary>Null where the quotes at hand give no rate.</summary>
    /// <param name="amount">What is to be converted: its sign says which side of the market it meets.</param>
    public static ConversionRate? Find(IReadOnlyDictionary<Symbol, Quote> quotes, Currency from, Currency to, decimal amount, DateTimeOffset now)
    {
        if (from == to)
        {
            return new ConversionRate(from, to, 1m, now, from.Value);
        }

        if (Leg(quotes, from, to, amount >= 0m) is { } direct)
        {
            return new ConversionRate(from, to, direct.Rate, direct.Time, direct.Path);
        }

        foreach (var bridge in Bridges)
        {
            if (Leg(quotes, from, bridge, amount >= 0m) is { } first && Leg(quotes, bridge, to, amount >= 0m) is { } second)
            {
                return new ConversionRate(
                    from, to, first.Rate * second.Rate, first.Time < second.Time ? first.Time : second.Time,
                    string.Create(CultureInfo.InvariantCulture, $"{first.Path} x {second.Path}"));
            }
        }

        return null;
    }

    private static Symbol? PairOf(Currency from, Currency to) =>
        Pairs.TryGetValue((from, to), out var direct) ? direct : Pairs.TryGetValue((to, from), out var inverse) ? inverse : null;

    // Selling the base gets the bid; buying it back with the quote currency pays the ask.
    private static (decimal Rate, DateTimeOffset Time, string Path)? Leg(
        IReadOnlyDictionary<Symbol, Quote> quotes, Currency from, Currency to, bool gain)
    {
        if (Pairs.TryGetValue((from, to), out var direct) && quotes.TryGetValue(direct, out var quote) && IsMarket(quote))
        {
            return ((gain ? quote.Bid : quote.Ask).Value, quote.Time, direct.Value);
        }

        return Pairs.TryGetValue((to, from), out var inverse) && quotes.TryGetValue(inverse, out var other) && IsMarket(other)
            ? (1m / (gain ? other.Ask : other.Bid).Value, other.Time, "1/" + inverse)
            : null;
    }

    private static bool IsMarket(Quote quote) => quote.Bid.Value > 0m && quote.Bid <= quote.Ask;
}
