using System.Collections.Frozen;
using Countersign.Domain.Accounts;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Risk;

/// <summary>
/// What one unit of a currency is worth in the account's, by the mids of the quotes at hand: directly, inversely, or crossed through one other
/// currency. Exposure is measured with it; booking takes its own rates.
/// </summary>
internal sealed class AccountRates(IReadOnlyDictionary<Symbol, Quote> quotes, Currency account)
{
    private static readonly FrozenDictionary<(Currency Base, Currency Quote), Symbol> Pairs =
        Instruments.Known.ToFrozenDictionary(i => (i.BaseCurrency, i.QuoteCurrency), i => i.Symbol);

    private static readonly Currency[] Bridges =
        [.. Instruments.Known.SelectMany(i => new[] { i.QuoteCurrency, i.BaseCurrency }).Distinct()];

    private readonly List<(Currency Currency, decimal? Rate)> known = [(account, 1m)];

    /// <summary>Null where the quotes give no rate.</summary>
    public decimal? Of(Currency currency)
    {
        foreach (var (seen, rate) in known)
        {
            if (seen == currency)
            {
                return rate;
            }
        }

        var found = Pair(currency, account) ?? Crossed(currency);
        known.Add((currency, found));
        return found;
    }

    /// <summary>The same with what gains and losses are converted at; null where the quotes give no rate.</summary>
    public AccountRate? In(Currency currency)
    {
        if (currency == account)
        {
            return new AccountRate(1m, 1m, 1m);
        }

        return Of(currency) is { } mid
            && ConversionRates.Find(quotes, currency, account, 1m, default) is { } gain
            && ConversionRates.Find(quotes, currency, account, -1m, default) is { } loss
                ? new AccountRate(Math.Round(mid, AccountRate.Decimals), gain.Rate, loss.Rate)
                : null;
    }

    private decimal? Crossed(Currency currency)
    {
        foreach (var bridge in Bridges)
        {
            if (Pair(currency, bridge) is { } first && Pair(bridge, account) is { } second)
            {
                return first * second;
            }
        }

        return null;
    }

    private decimal? Pair(Currency from, Currency to)
    {
        if (Mid(from, to) is { } direct)
        {
            return direct;
        }

        return Mid(to, from) is { } inverse ? 1m / inverse : null;
    }

    private decimal? Mid(Currency from, Currency to) =>
        Pairs.TryGetValue((from, to), out var symbol) && quotes.TryGetValue(symbol, out var quote) && quote.Mid.Value > 0m ? quote.Mid.Value : null;
}

/// <summary>A rate into the account's currency. Most amounts are in it already: they are not multiplied by one.</summary>
/// <param name="Value">At mids, for exposures.</param>
/// <param name="Gain">What a gain is converted at.</param>
/// <param name="Loss">What a loss is converted at.</param>
internal readonly record struct AccountRate(decimal Value, decimal Gain, decimal Loss)
{
    // A quotient has 28 digits, with which every sum that it enters becomes several times slower, and no exposure more true.
    public const int Decimals = 10;

    private readonly bool isOne = Value == 1m;

    public decimal Of(decimal amount) => isOne ? amount : amount * Value;

    public decimal Result(decimal gains, decimal losses) => isOne ? gains + losses : Ledger.Round((gains * Gain) + (losses * Loss));
}
