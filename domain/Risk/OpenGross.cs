using Countersign.Domain.Accounts;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Risk;

/// <summary>What an account has open and under way, both ways added: what it tells its tenant, whose limits count all accounts together.</summary>
public static class OpenGross
{
    /// <param name="quotes">Of every symbol held or ordered, and of pairs for conversion.</param>
    /// <param name="with">An order that is about to be placed; null where none is.</param>
    /// <returns>In the account's currency; null where a quote or a rate is missing.</returns>
    public static Money? Of(Account account, IReadOnlyDictionary<Symbol, Quote> quotes, OrderTicket? with)
    {
        var rates = new AccountRates(quotes, account.Currency);
        decimal? sum = with is { ReduceOnly: false } order ? Amount(order.Symbol, order.Quantity, quotes, rates) : 0m;
        foreach (var position in account.Positions.Values)
        {
            sum += Amount(position.Symbol, position.Quantity.Abs(), quotes, rates);
        }

        foreach (var (_, open) in account.Orders.Open)
        {
            sum += open.Ticket.ReduceOnly ? 0m : Amount(open.Ticket.Symbol, open.Remaining, quotes, rates);
        }

        return sum is { } gross ? new Money(gross, account.Currency) : null;
    }

    private static decimal? Amount(Symbol symbol, Quantity quantity, IReadOnlyDictionary<Symbol, Quote> quotes, AccountRates rates) =>
        quotes.TryGetValue(symbol, out var quote) && Instruments.Find(symbol) is { } instrument
            ? quantity.Value * quote.Mid.Value * rates.Of(instrument.QuoteCurrency)
            : null;
}
