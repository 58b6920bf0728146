using System.Collections.Immutable;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;

namespace Countersign.Domain.Accounts;

/// <summary>What an account's positions hold and owe of a currency.</summary>
/// <param name="Net">In the currency itself; negative is owed.</param>
/// <param name="Gross">What is held and what is owed, added.</param>
/// <param name="NetValue">In the account's currency, at mids; null without a rate.</param>
/// <param name="GrossValue">In the account's currency, at mids; null without a rate.</param>
public sealed record CurrencyHolding(Currency Currency, decimal Net, decimal Gross, decimal? NetValue, decimal? GrossValue);

public static class AccountExposure
{
    /// <summary>
    /// By currency, in the order of their codes. A position of a pair holds its base and owes its quote currency at the mid, of a share only what
    /// it is priced in counts. Null where a position has no quote.
    /// </summary>
    public static ImmutableArray<CurrencyHolding>? ByCurrency(Account account, IReadOnlyDictionary<Symbol, Quote> quotes)
    {
        var sums = new SortedDictionary<Currency, (decimal Net, decimal Gross)>();
        foreach (var (_, position) in account.Positions)
        {
            if (!quotes.TryGetValue(position.Symbol, out var quote))
            {
                return null;
            }

            var worth = position.Quantity.Value * quote.Mid.Value;
            if (position.Instrument.Base is { } held)
            {
                Add(held, position.Quantity.Value);
                Add(position.Instrument.Quote, -worth);
            }
            else
            {
                Add(position.Instrument.Quote, worth);
            }
        }

        var rates = new AccountRates(quotes, account.Currency);
        return [.. sums.Select(s => new CurrencyHolding(
            s.Key, s.Value.Net, s.Value.Gross, s.Value.Net * rates.Of(s.Key), s.Value.Gross * rates.Of(s.Key)))];

        void Add(Currency currency, decimal amount)
        {
            var (net, gross) = sums.GetValueOrDefault(currency);
            sums[currency] = (net + amount, gross + Math.Abs(amount));
        }
    }

    /// <summary>Below the highest equity so far, percent of it; null before the first day's end.</summary>
    public static decimal? DrawdownPercent(Account account, decimal equity) => account.Record?.PeakEquity is > 0m and var peak
        ? 100m * Math.Max(0m, peak - equity) / peak
        : null;
}
