using System.Collections.Immutable;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;

namespace Countersign.Domain.Accounts;

public enum TradingState
{
    Active,

    /// <summary>Only orders that make a position smaller.</summary>
    Reducing,

    /// <summary>No orders.</summary>
    Halted,
}

/// <summary>What was realised on one trading day (it ends 17:00 New York), net of commission, in the account's currency.</summary>
public sealed record DayResult(DateOnly Day, decimal Realised);

/// <summary>A trading account.</summary>
/// <param name="Positions">Open positions only; a flat one is removed.</param>
/// <param name="Autonomy">What of its ideas goes without a person; null leaves it to the strategies.</param>
/// <param name="FourEyes">From which size on two people decide; null where one always is enough.</param>
public sealed record Account(
    AccountId Id,
    string Name,
    Currency Currency,
    RiskLimits Limits,
    CommissionModel Commission,
    TradingState TradingState,
    ImmutableSortedDictionary<Symbol, Position> Positions,
    OrderMemory Orders,
    Ledger Ledger,
    DayResult Today,
    AccountTotals Totals,
    Autonomy? Autonomy = null,
    FourEyes? FourEyes = null)
{
    public decimal RealisedOn(DateOnly tradingDay) => Today.Day == tradingDay ? Today.Realised : 0m;

    public Quantity PositionIn(Symbol symbol) => Positions.TryGetValue(symbol, out var position) ? position.Quantity : Quantity.Zero;

    /// <summary>Of every position that <paramref name="quotes"/> has a quote for; the others count as zero.</summary>
    public Money Unrealised(IReadOnlyDictionary<Symbol, Quote> quotes)
    {
        var sum = Money.Zero(Currency);
        foreach (var (symbol, position) in Positions)
        {
            if (quotes.TryGetValue(symbol, out var quote))
            {
                sum += position.Unrealised(quote, Currency);
            }
        }

        return sum;
    }

    /// <summary>Cash and what closing every quoted position would bring.</summary>
    public Money Equity(IReadOnlyDictionary<Symbol, Quote> quotes) => new Money(Ledger.Cash, Currency) + Unrealised(quotes);

    /// <summary>What the gate needs to know of this account for one symbol.</summary>
    public AccountRiskFacts RiskFacts(Symbol symbol, IReadOnlyDictionary<Symbol, Quote> quotes, DateOnly tradingDay) => new(
        Id, Currency, TradingState, Limits, symbol, PositionIn(symbol), Orders.UnderWay(symbol, Side.Buy),
        Orders.UnderWay(symbol, Side.Sell), RealisedOn(tradingDay), Unrealised(quotes).Amount, Equity(quotes).Amount);
}

/// <summary>
/// Since the account was opened. <paramref name="Realised"/> and <paramref name="Commission"/> in the account's currency.
/// </summary>
public sealed record AccountTotals(long Orders, long Fills, decimal Realised, decimal Commission)
{
    public static AccountTotals Zero { get; } = new(0, 0, 0m, 0m);
}

/// <summary>What the gate needs to know of an account for one symbol. Amounts in the account's currency.</summary>
/// <param name="Position">Signed units of <paramref name="Symbol"/>.</param>
/// <param name="BuysUnderWay">What open buy orders of the symbol may still fill; an order whose fate is unknown counts.</param>
/// <param name="SellsUnderWay">The same of open sell orders.</param>
/// <param name="RealisedToday">Of all symbols, net of commission, since the last 17:00 New York.</param>
/// <param name="Unrealised">Of all open positions.</param>
/// <param name="Closing">In a hedging account, signed units of the position that the order names, zero where it opens another one; null in a
/// netting account, where an order meets all of <paramref name="Position"/>.</param>
public sealed record AccountRiskFacts(
    AccountId AccountId,
    Currency Currency,
    TradingState TradingState,
    RiskLimits Limits,
    Symbol Symbol,
    Quantity Position,
    Quantity BuysUnderWay,
    Quantity SellsUnderWay,
    decimal RealisedToday,
    decimal Unrealised,
    decimal Equity,
    Quantity? Closing = null)
{
    public Quantity UnderWay(Side side) => side == Side.Buy ? BuysUnderWay : SellsUnderWay;
}
