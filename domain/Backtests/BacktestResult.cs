using System.Collections.Immutable;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;

namespace Countersign.Domain.Backtests;

/// <summary>What a backtest is run with, beside the strategy.</summary>
/// <param name="StartCash">In the instrument's quote currency; more than 0.</param>
/// <param name="FillsMax">More fills than this end the run with an exception: memory is bounded.</param>
/// <param name="Rules">How orders fill; null is <see cref="PaperRules.Default"/>.</param>
/// <param name="Seed">Of everything random in the rules.</param>
public sealed record BacktestSettings(
    Instrument Instrument, decimal StartCash, int FillsMax = 1_000_000, PaperRules? Rules = null, int Seed = 0);

/// <summary>One order filled.</summary>
/// <param name="Time">Start of the bar at whose open it was filled, UTC.</param>
/// <param name="Commission">In the quote currency.</param>
/// <param name="PositionAfter">Signed, in units of the base currency.</param>
public sealed record BacktestFill(
    DateTimeOffset Time, Side Side, Quantity Quantity, Price Price, decimal Commission, Quantity PositionAfter, SignalReason Reason);

/// <summary>A position from its opening to its closing.</summary>
/// <param name="Side">Buy for a long position.</param>
/// <param name="Gross">Gain in the quote currency before commission.</param>
/// <param name="Net">Gain after the commission of both fills.</param>
public sealed record BacktestTrade(
    Side Side,
    Quantity Quantity,
    DateTimeOffset Opened,
    Price OpenPrice,
    DateTimeOffset Closed,
    Price ClosePrice,
    decimal Gross,
    decimal Net,
    SignalReason ClosedBecause);

/// <summary>What came of a backtest. Amounts in the quote currency.</summary>
/// <param name="Denied">Orders that the account or the venue refused, such as one whose stop the market had passed by the next open.</param>
/// <param name="FinalValue">Cash and the open position at the last bar's close, on the side where it would be closed.</param>
/// <param name="MaxDrawdownPercent">Largest fall of the value at bar closes from its peak before, in percent of it.</param>
public sealed record BacktestResult(
    Symbol Symbol,
    string DefinitionHash,
    long Bars,
    int Signals,
    int Denied,
    ImmutableArray<BacktestFill> Fills,
    ImmutableArray<BacktestTrade> Trades,
    decimal StartCash,
    decimal FinalValue,
    double MaxDrawdownPercent)
{
    public int TradesWon => Trades.Count(trade => trade.Net > 0m);

    /// <summary>Gain of the closed trades after commission.</summary>
    public decimal ClosedNet => Trades.Sum(trade => trade.Net);

    public bool Equals(BacktestResult? other) =>
        other is not null && Symbol == other.Symbol && DefinitionHash == other.DefinitionHash && Bars == other.Bars
        && Signals == other.Signals && Denied == other.Denied && Fills.SequenceEqual(other.Fills) && Trades.SequenceEqual(other.Trades) && StartCash == other.StartCash
        && FinalValue == other.FinalValue && MaxDrawdownPercent.Equals(other.MaxDrawdownPercent);

    public override int GetHashCode() => HashCode.Combine(Symbol, DefinitionHash, Bars, Signals, Fills.Length, FinalValue);
}
