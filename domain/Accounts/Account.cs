using System.Collections.Immutable;
using System.Text.Json.Serialization;
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
/// <param name="FlattenSince">Since when its positions are to be closed; null where they stay.</param>
/// <param name="Terms">How its books are kept; null is <see cref="AccountTerms.Default"/>.</param>
/// <param name="Record">Peak equity and losing trades in a row.</param>
/// <param name="InterestTo">The last day that interest was booked for; null in journals of the first release.</param>
/// <param name="EquityTo">The last day whose equity was recorded; null before the first.</param>
public sealed record Account(
    AccountId Id,
    string Name,
    Currency Currency,
    RiskLimits Limits,
    CommissionModel Commission,
    TradingState TradingState,
    ImmutableSortedDictionary<PositionId, Position> Positions,
    OrderMemory Orders,
    Ledger Ledger,
    DayResult Today,
    AccountTotals Totals,
    Autonomy? Autonomy = null,
    AccountTerms? Terms = null,
    AccountRecord? Record = null,
    MarginStatus MarginStatus = MarginStatus.Sufficient,
    DateOnly? InterestTo = null,
    DateOnly? EquityTo = null,
    DateTimeOffset? FlattenSince = null)
{
    [JsonIgnore]
    public PositionMode Mode => Terms?.Mode ?? PositionMode.Netting;

    public decimal RealisedOn(DateOnly tradingDay) => Today.Day == tradingDay ? Today.Realised : 0m;

    /// <summary>Net of all positions in the symbol.</summary>
    public Quantity PositionIn(Symbol symbol)
    {
        if (Mode == PositionMode.Netting)
        {
            return Positions.TryGetValue(PositionId.Of(symbol), out var position) ? position.Quantity : Quantity.Zero;
        }

        var sum = Quantity.Zero;
        foreach (var (_, position) in Positions)
        {
            sum += position.Symbol == symbol ? position.Quantity : Quantity.Zero;
        }

        return sum;
    }

    /// <summary>What an order can close: the position that it names, or the symbol's in a netting account.</summary>
    public Position? PositionOf(OrderTicket ticket) => Positions.GetValueOrDefault(PositionIdOf(ticket));

    /// <summary>The position that the order's fills go to.</summary>
    public PositionId PositionIdOf(OrderTicket ticket) => Mode == PositionMode.Netting
        ? PositionId.Of(ticket.Symbol)
        : ticket.PositionId ?? PositionId.OpenedBy(ticket.Id);

    public IEnumerable<Position> PositionsIn(Symbol symbol) => Positions.Values.Where(p => p.Symbol == symbol);

    /// <summary>
    /// Of every position that can be valued by <paramref name="quotes"/>; one whose quote or rate is missing counts as zero, see
    /// <see cref="IsValuedBy"/>.
    /// </summary>
    public Money Unrealised(IReadOnlyDictionary<Symbol, Quote> quotes)
    {
        var sum = Money.Zero(Currency);
        foreach (var (_, position) in Positions)
        {
            if (quotes.TryGetValue(position.Symbol, out var quote) && position.Unrealised(quote, Currency, quotes) is { } amount)
            {
                sum += amount;
            }
        }

        return sum;
    }

    /// <summary>Whether every position has a quote, and a rate to the account's currency.</summary>
    public bool IsValuedBy(IReadOnlyDictionary<Symbol, Quote> quotes)
    {
        foreach (var (_, position) in Positions)
        {
            if (!quotes.TryGetValue(position.Symbol, out var quote) || position.Unrealised(quote, Currency, quotes) is null)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Cash and what closing every quoted position would bring.</summary>
    public Money Equity(IReadOnlyDictionary<Symbol, Quote> quotes) => new Money(Ledger.Cash, Currency) + Unrealised(quotes);

    /// <summary>What the gate needs to know of this account for one symbol.</summary>
    public AccountRiskFacts RiskFacts(Symbol symbol, IReadOnlyDictionary<Symbol, Quote> quotes, DateOnly tradingDay) => new(
        Id, Currency, TradingState, Limits, symbol, PositionIn(symbol), Orders.UnderWay(symbol, Side.Buy),
        Orders.UnderWay(symbol, Side.Sell), RealisedOn(tradingDay), Unrealised(quotes).Amount, Equity(quotes).Amount);
}

/// <summary>Whether the margin holds.</summary>
public enum MarginStatus
{
    Sufficient,

    /// <summary>The margin level fell to the call level: nothing more is opened until it is restored.</summary>
    Called,

    /// <summary>It fell to the stop-out level: the desk closes positions until it is above the call level again.</summary>
    StoppingOut,
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
