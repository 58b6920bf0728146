using Countersign.Domain.Markets;

namespace Countersign.Domain.Accounts;

/// <summary>What booking a trade needs to know of an instrument.</summary>
/// <param name="Base">What is bought and sold, where it is a currency; null for shares.</param>
/// <param name="Quote">What it is priced in.</param>
public sealed record InstrumentTerms(Symbol Symbol, Currency? Base, Currency Quote)
{
    public static InstrumentTerms Of(Instrument instrument) => new(instrument.Symbol, instrument.BaseCurrency, instrument.QuoteCurrency);

    /// <summary>
    /// The rate from the quote currency to the account's: its own price where the account is in one of the pair's two currencies, else by other
    /// quotes; null where they give none.
    /// </summary>
    /// <param name="amount">What is to be converted; its sign says which side of the market it meets.</param>
    /// <param name="price">The trade's own price.</param>
    public ConversionRate? RateTo(
        Currency account, decimal amount, Price price, IReadOnlyDictionary<Symbol, Quote> quotes, DateTimeOffset now)
    {
        if (Quote == account)
        {
            return new ConversionRate(Quote, account, 1m, now, Quote.Value);
        }

        return Base == account && price.Value > 0m
            ? new ConversionRate(Quote, account, 1m / price.Value, now, "fill")
            : ConversionRates.Find(quotes, Quote, account, amount, now);
    }

    /// <summary>An amount of the quote currency in <paramref name="account"/>, booked to <see cref="Ledger.Decimals"/> decimals; null without a rate.</summary>
    public Money? Convert(decimal amount, Price price, Currency account, IReadOnlyDictionary<Symbol, Quote> quotes, DateTimeOffset now)
    {
        if (Quote == account)
        {
            return new Money(Ledger.Round(amount), account);
        }

        // Divided, not multiplied by an inverse: one rounding less.
        return Base == account && price.Value > 0m
            ? new Money(Ledger.Round(amount / price.Value), account)
            : ConversionRates.Find(quotes, Quote, account, amount, now)?.Convert(amount);
    }
}
