using Countersign.Domain.Markets;

namespace Countersign.Domain.Accounts;

/// <summary>What booking a trade needs to know of an instrument.</summary>
/// <param name="Base">What is bought and sold, where it is a currency; null for shares.</param>
/// <param name="Quote">What it is priced in.</param>
public sealed record InstrumentTerms(Symbol Symbol, Currency? Base, Currency Quote)
{
    public static InstrumentTerms Of(Instrument instrument) => new(instrument.Symbol, instrument.BaseCurrency, instrument.QuoteCurrency);

    /// <summary>
    /// Whether a result in the quote currency can be turned into <paramref name="account"/> with the instrument's own price.
    /// </summary>
    public bool ConvertsTo(Currency account) => Quote == account || Base == account;

    /// <summary>An amount of the quote currency in <paramref name="account"/>, booked to <see cref="Ledger.Decimals"/> decimals.</summary>
    /// <exception cref="InvalidOperationException">There is no rate: ask <see cref="ConvertsTo"/> first.</exception>
    public Money Convert(decimal amount, Price price, Currency account)
    {
        if (Quote == account)
        {
            return new Money(Ledger.Round(amount), account);
        }

        return Base == account
            ? new Money(Ledger.Round(amount / price.Value), account)
            : throw new InvalidOperationException($"There is no rate from {Quote} to {account}.");
    }
}
