using System.Text.Json;

namespace Countersign.Api.Contracts.Backtests;

/// <summary>What came of a backtest, in full. Money in the instruments' quote currency.</summary>
/// <param name="Id"><c>b-…</c></param>
/// <param name="Digest">SHA-256 over the stored result, 64 hexadecimal digits.</param>
/// <param name="DefinitionHash">Of the strategy's canonical text.</param>
/// <param name="Symbols">The instruments that it ran on.</param>
/// <param name="Summary">The main figures.</param>
/// <param name="Metrics">Every figure, by group: returns, drawdown, trades, activity.</param>
/// <param name="Breakdowns">Trades by month, weekday, session, symbol and reason of the exit.</param>
/// <param name="Trades">In order of closing.</param>
/// <param name="Fills">In order of time.</param>
/// <param name="Equity">The account's value bar by bar.</param>
public sealed record BacktestResult(
    string Id, string Digest, string DefinitionHash, IReadOnlyList<string> Symbols, BacktestSummary Summary, JsonElement Metrics,
    JsonElement Breakdowns, IReadOnlyList<BacktestTrade> Trades, IReadOnlyList<BacktestFill> Fills, BacktestEquity Equity);

/// <summary>A position, or a part of one, from its opening to its closing.</summary>
/// <param name="Symbol">The instrument.</param>
/// <param name="Side"><c>buy</c> for a long position.</param>
/// <param name="Quantity">In units of the base.</param>
/// <param name="OpenedAt">UTC.</param>
/// <param name="OpenPrice">Average of its opening.</param>
/// <param name="ClosedAt">UTC.</param>
/// <param name="ClosePrice">Of its closing.</param>
/// <param name="Gross">Gain before costs.</param>
/// <param name="Net">Gain after them.</param>
/// <param name="ClosedBecause">Why it was closed.</param>
/// <param name="FavourableExcursion">Furthest that the price went in its favour, for one unit.</param>
/// <param name="AdverseExcursion">Furthest that it went against.</param>
public sealed record BacktestTrade(
    string Symbol, string Side, decimal Quantity, DateTimeOffset OpenedAt, decimal OpenPrice, DateTimeOffset ClosedAt, decimal ClosePrice,
    decimal Gross, decimal Net, string ClosedBecause, decimal FavourableExcursion, decimal AdverseExcursion);

/// <summary>One order filled.</summary>
/// <param name="At">UTC.</param>
/// <param name="Symbol">The instrument.</param>
/// <param name="Side"><c>buy</c> or <c>sell</c>.</param>
/// <param name="Quantity">In units of the base.</param>
/// <param name="Price">In the quote currency.</param>
/// <param name="Commission">What it cost.</param>
/// <param name="PositionAfter">Signed: positive is long.</param>
/// <param name="Reason">Why.</param>
public sealed record BacktestFill(
    DateTimeOffset At, string Symbol, string Side, decimal Quantity, decimal Price, decimal Commission, decimal PositionAfter, string Reason);

/// <summary>The account's value at each bar's close, in columns of one length.</summary>
/// <param name="Times">Ends of bars, UTC.</param>
/// <param name="Values">Cash and what closing the open positions would bring.</param>
/// <param name="InMarket">A position was open.</param>
public sealed record BacktestEquity(IReadOnlyList<DateTimeOffset> Times, IReadOnlyList<double> Values, IReadOnlyList<bool> InMarket);
