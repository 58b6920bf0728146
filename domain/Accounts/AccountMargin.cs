using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;

namespace Countersign.Domain.Accounts;

/// <summary>An account's equity and what of it is bound. Amounts in its currency.</summary>
/// <param name="Used">Margin of the open positions.</param>
public readonly record struct MarginFigures(decimal Equity, decimal Used)
{
    public decimal Free => Equity - Used;

    /// <summary>Percent; null where no margin is used.</summary>
    public decimal? Level => Used == 0m ? null : Equity / Used * 100m;
}

/// <summary>
/// What positions need as margin: the notional of each symbol, at the mid and at the mid rate to the account's currency, by the tiers of leverage.
/// In a hedging account long and short of a symbol do not add: the larger of the two is what needs margin.
/// </summary>
public static class AccountMargin
{
    /// <summary>Null where a position cannot be valued. An account without margin terms uses none.</summary>
    public static MarginFigures? Of(Account account, IReadOnlyDictionary<Symbol, Quote> quotes)
    {
        if (!account.IsValuedBy(quotes))
        {
            return null;
        }

        var used = account.Terms?.Margin is { } terms ? Used(account, terms, quotes) : 0m;
        return used is { } margin ? new MarginFigures(account.Equity(quotes).Amount, margin) : null;
    }

    /// <summary>
    /// Margin after an order and everything under way, as if all that opens were filled, each side by itself; null where a quote or a rate is
    /// missing.
    /// </summary>
    internal static decimal? After(
        Account account, MarginTerms terms, OrderIntent intent, InstrumentTerms instrument, IReadOnlyDictionary<Symbol, Quote> quotes,
        WorkingOrders orders, AccountRates rates)
    {
        var units = UnitsOf(account);
        foreach (var working in orders.Lines)
        {
            if (working.Opening is not null)
            {
                units.TryAdd(working.Symbol, default);
            }
        }

        units.TryAdd(intent.Symbol, default);
        decimal? sum = 0m;
        foreach (var (symbol, (longs, shorts)) in units)
        {
            var quote = symbol == instrument.Symbol ? instrument.Quote : Instruments.Find(symbol)?.QuoteCurrency;
            if (quote is not { } currency || !quotes.TryGetValue(symbol, out var market))
            {
                return null;
            }

            var opening = orders.LineOf(symbol)?.Opening;
            var buys = (opening?.Buys.Units ?? 0m) + Own(intent, symbol, Side.Buy);
            var sells = (opening?.Sells.Units ?? 0m) + Own(intent, symbol, Side.Sell);
            var most = account.Mode == PositionMode.Netting
                ? Math.Max(Math.Abs(longs - shorts + buys), Math.Abs(longs - shorts - sells))
                : Math.Max(longs + buys, shorts + sells);
            sum += rates.Of(currency) is { } rate ? terms.For(symbol, most * market.Mid.Value * rate) : null;
        }

        return sum;
    }

    private static decimal Own(OrderIntent intent, Symbol symbol, Side side) =>
        intent.Symbol == symbol && intent.Side == side && intent.ReduceOnly is not true ? intent.Quantity.Value : 0m;

    private static decimal? Used(Account account, MarginTerms terms, IReadOnlyDictionary<Symbol, Quote> quotes)
    {
        var rates = new AccountRates(quotes, account.Currency);
        if (account.Mode == PositionMode.Hedging)
        {
            return UsedHedged(account, terms, quotes, rates);
        }

        decimal? sum = 0m;
        foreach (var (_, position) in account.Positions)
        {
            sum += quotes.TryGetValue(position.Symbol, out var quote)
                ? terms.For(position.Symbol, Math.Abs(position.Quantity.Value) * quote.Mid.Value * (rates.Of(position.Instrument.Quote) ?? 0m))
                : null;
        }

        return sum;
    }

    private static decimal? UsedHedged(Account account, MarginTerms terms, IReadOnlyDictionary<Symbol, Quote> quotes, AccountRates rates)
    {
        decimal? sum = 0m;
        foreach (var (symbol, (longs, shorts)) in UnitsOf(account))
        {
            var currency = account.PositionsIn(symbol).First().Instrument.Quote;
            sum += quotes.TryGetValue(symbol, out var quote)
                ? terms.For(symbol, Math.Max(longs, shorts) * quote.Mid.Value * (rates.Of(currency) ?? 0m))
                : null;
        }

        return sum;
    }

    private static Dictionary<Symbol, (decimal Longs, decimal Shorts)> UnitsOf(Account account)
    {
        var units = new Dictionary<Symbol, (decimal Longs, decimal Shorts)>(account.Positions.Count + 4);
        foreach (var (_, position) in account.Positions)
        {
            var (longs, shorts) = units.GetValueOrDefault(position.Symbol);
            var size = position.Quantity.Value;
            units[position.Symbol] = size > 0m ? (longs + size, shorts) : (longs, shorts - size);
        }

        return units;
    }
}
