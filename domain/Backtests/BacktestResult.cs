using System.Collections.Immutable;
using Countersign.Domain.Accounts;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;

namespace Countersign.Domain.Backtests;

/// <summary>One order filled.</summary>
/// <param name="Time">Start of the bar at whose open it was filled, UTC.</param>
/// <param name="Commission">In the quote currency.</param>
/// <param name="PositionAfter">Signed, in units of the base currency.</param>
public sealed record BacktestFill(
    DateTimeOffset Time, Symbol Symbol, Side Side, Quantity Quantity, Price Price, decimal Commission, Quantity PositionAfter, SignalReason Reason);

/// <summary>A position, or a part of one, from its opening to its closing.</summary>
/// <param name="Side">Buy for a long position.</param>
/// <param name="Gross">Gain in the account's currency before commission.</param>
/// <param name="Net">Gain after the commission of both fills.</param>
/// <param name="FavourableExcursion">Furthest that the price went in its favour (MFE), in the quote currency for one unit, zero or more.</param>
/// <param name="AdverseExcursion">Furthest that it went against (MAE), zero or more.</param>
public sealed record BacktestTrade(
    Symbol Symbol,
    Side Side,
    Quantity Quantity,
    DateTimeOffset Opened,
    Price OpenPrice,
    DateTimeOffset Closed,
    Price ClosePrice,
    decimal Gross,
    decimal Net,
    SignalReason ClosedBecause,
    decimal FavourableExcursion,
    decimal AdverseExcursion);

/// <summary>
/// The account's value at each bar's close: cash and what closing the open positions would bring, before its commission. Statistics, hence
/// doubles; money itself is in decimals.
/// </summary>
/// <param name="Times">Ends of bars, UTC ticks, ascending.</param>
/// <param name="Values">As many, in the account's currency.</param>
/// <param name="InMarket">As many: a position was open at the close.</param>
public sealed record EquityCurve(ImmutableArray<long> Times, ImmutableArray<double> Values, ImmutableArray<bool> InMarket)
{
    public static EquityCurve Empty { get; } = new([], [], []);

    public int Count => Times.Length;

    public DateTimeOffset TimeAt(int index) => new(Times[index], TimeSpan.Zero);

    public bool Equals(EquityCurve? other) => other is not null && Times.AsSpan().SequenceEqual(other.Times.AsSpan())
        && Values.AsSpan().SequenceEqual(other.Values.AsSpan()) && InMarket.AsSpan().SequenceEqual(other.InMarket.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Times.Length, Values.Length == 0 ? 0.0 : Values[^1]);
}

/// <summary>What came of a backtest. Amounts in the account's currency.</summary>
/// <param name="Bars">Bars on which the strategy decided or was warmed up.</param>
/// <param name="Denied">Orders that the account or the venue refused, such as one whose stop the market had passed by the next open.</param>
/// <param name="Entries">The account's ledger, entry by entry; every one balances.</param>
/// <param name="FinalValue">Cash and the open position at the last bar's close, on the side where it would be closed.</param>
/// <param name="MaxDrawdownPercent">Largest fall of the value at bar closes from its peak before, in percent of it.</param>
public sealed record BacktestResult(
    ImmutableArray<Symbol> Symbols,
    string DefinitionHash,
    long Bars,
    int Signals,
    int Denied,
    ImmutableArray<BacktestFill> Fills,
    ImmutableArray<BacktestTrade> Trades,
    ImmutableArray<LedgerEntry> Entries,
    EquityCurve Equity,
    decimal StartCash,
    decimal FinalValue,
    double MaxDrawdownPercent)
{
    public int TradesWon => Trades.Count(trade => trade.Net > 0m);

    /// <summary>Gain of the closed trades after commission.</summary>
    public decimal ClosedNet => Trades.Sum(trade => trade.Net);

    public bool Equals(BacktestResult? other) =>
        other is not null && Symbols.SequenceEqual(other.Symbols) && DefinitionHash == other.DefinitionHash && Bars == other.Bars
        && Signals == other.Signals && Denied == other.Denied && Fills.SequenceEqual(other.Fills) && Trades.SequenceEqual(other.Trades)
        && Entries.Length == other.Entries.Length && Equity == other.Equity && StartCash == other.StartCash
        && FinalValue == other.FinalValue && MaxDrawdownPercent.Equals(other.MaxDrawdownPercent);

    public override int GetHashCode() => HashCode.Combine(DefinitionHash, Bars, Signals, Fills.Length, FinalValue);
}
