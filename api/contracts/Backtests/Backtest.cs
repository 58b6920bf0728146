using System.Text.Json;

namespace Countersign.Api.Contracts.Backtests;

/// <summary>One backtest in a list.</summary>
/// <param name="Id"><c>b-…</c></param>
/// <param name="Name">The strategy's.</param>
/// <param name="StrategyId"><c>s-…</c>; null where the definition came with the request.</param>
/// <param name="StrategyVersion">Null where <paramref name="StrategyId"/> is.</param>
/// <param name="Kind"><c>single</c>, <c>optimisation</c>, <c>walkForward</c>, <c>monteCarlo</c>, <c>stress</c> or <c>leakCheck</c>.</param>
/// <param name="Status"><c>queued</c>, <c>running</c>, <c>done</c>, <c>failed</c> or <c>cancelled</c>.</param>
/// <param name="Priority"><c>low</c>, <c>normal</c> or <c>high</c>.</param>
/// <param name="Symbols">The instruments that it runs on.</param>
/// <param name="Timeframe">The bars that decide.</param>
/// <param name="From">Start of the period, UTC.</param>
/// <param name="To">End of the period, excluded, UTC.</param>
/// <param name="RequestedAt">UTC.</param>
/// <param name="StartedAt">UTC, of the last attempt; null before it.</param>
/// <param name="EndedAt">UTC; null before.</param>
/// <param name="Summary">Null until it is done.</param>
/// <param name="FailureCode">Why it failed.</param>
public sealed record BacktestListItem(
    string Id, string Name, string? StrategyId, int? StrategyVersion, string Kind, string Status, string Priority, IReadOnlyList<string> Symbols,
    string Timeframe, DateTimeOffset From, DateTimeOffset To, DateTimeOffset RequestedAt, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt,
    BacktestSummary? Summary, string? FailureCode);

/// <summary>One backtest and where it stands.</summary>
/// <param name="Id"><c>b-…</c></param>
/// <param name="Name">The strategy's.</param>
/// <param name="StrategyId"><c>s-…</c>; null where the definition came with the request.</param>
/// <param name="StrategyVersion">Null where <paramref name="StrategyId"/> is.</param>
/// <param name="Kind"><c>single</c>, <c>optimisation</c>, <c>walkForward</c>, <c>monteCarlo</c>, <c>stress</c> or <c>leakCheck</c>.</param>
/// <param name="Status"><c>queued</c>, <c>running</c>, <c>done</c>, <c>failed</c> or <c>cancelled</c>.</param>
/// <param name="Priority"><c>low</c>, <c>normal</c> or <c>high</c>.</param>
/// <param name="QueuePosition">1 is the tenant's next; null where it does not wait.</param>
/// <param name="Progress">0 to 1.</param>
/// <param name="BarsDone">Null where it does not run.</param>
/// <param name="BarsTotal">Null where it does not run, or that is not known yet.</param>
/// <param name="Attempts">How often it was begun: more than once where the desk stopped in the middle.</param>
/// <param name="RequestedBy">Who.</param>
/// <param name="RequestedAt">UTC.</param>
/// <param name="StartedAt">UTC, of the last attempt; null before it.</param>
/// <param name="EndedAt">UTC; null before.</param>
/// <param name="Symbols">The instruments that it runs on.</param>
/// <param name="Timeframe">The bars that decide.</param>
/// <param name="PathTimeframe">The finer bars that it runs on; null where there are none such.</param>
/// <param name="From">Start of the period, UTC.</param>
/// <param name="To">End of the period, excluded, UTC.</param>
/// <param name="WarmUpFrom">UTC; null without a warm-up.</param>
/// <param name="Sources">Of the market history; empty is every one.</param>
/// <param name="StartCash">In the instruments' quote currency.</param>
/// <param name="CommissionRate">In place of the strategy's own costs.</param>
/// <param name="Seed">Of everything random in the fills.</param>
/// <param name="Summary">Null until it is done.</param>
/// <param name="Digest">SHA-256 over the result, 64 hexadecimal digits: the same request on the same bars gives the same. Null until it is done.</param>
/// <param name="Failure">Why it failed.</param>
/// <param name="Plan">Of a study, as it was asked for; null of a single run.</param>
public sealed record Backtest(
    string Id, string Name, string? StrategyId, int? StrategyVersion, string Kind, string Status, string Priority, int? QueuePosition,
    double Progress, long? BarsDone, long? BarsTotal, int Attempts, string RequestedBy, DateTimeOffset RequestedAt, DateTimeOffset? StartedAt,
    DateTimeOffset? EndedAt, IReadOnlyList<string> Symbols, string Timeframe, string? PathTimeframe, DateTimeOffset From, DateTimeOffset To,
    DateTimeOffset? WarmUpFrom, IReadOnlyList<string> Sources, decimal StartCash, decimal? CommissionRate, int Seed, BacktestSummary? Summary,
    string? Digest, RefusalReason? Failure, JsonElement? Plan);

/// <summary>A result's main figures. Money in the instruments' quote currency; a figure that is not defined is null.</summary>
/// <param name="Bars">Bars on which the strategy decided or was warmed up.</param>
/// <param name="Signals">What the strategy asked for.</param>
/// <param name="Denied">Orders that the account or the venue refused.</param>
/// <param name="Fills">Orders filled.</param>
/// <param name="Trades">Positions closed, or parts of them.</param>
/// <param name="TradesWon">Those with a net gain.</param>
/// <param name="StartCash">What it began with.</param>
/// <param name="FinalValue">Cash and open positions at the end.</param>
/// <param name="ClosedNet">Gain of the closed trades after commission.</param>
/// <param name="MaxDrawdownPercent">Largest fall from a peak before, in percent of it.</param>
/// <param name="TotalReturnPercent">Final value over start cash, less one.</param>
/// <param name="CagrPercent">Compound annual growth.</param>
/// <param name="VolatilityPercent">A year's.</param>
/// <param name="Sharpe">A year's, of daily returns.</param>
/// <param name="Sortino">A year's, of daily returns.</param>
/// <param name="Calmar">Annual growth over the largest drawdown.</param>
/// <param name="ProfitFactor">Gains over losses.</param>
/// <param name="WinRatePercent">Won trades over all.</param>
/// <param name="ExposurePercent">Share of the bars with an open position.</param>
/// <param name="ProbabilisticSharpe">Probability, 0 to 1, that the true Sharpe ratio is above 0.</param>
/// <param name="Costs">Commission and financing.</param>
/// <param name="LongestDrawdownDays">From a peak until it was reached again.</param>
/// <param name="DeflatedSharpe">Probability, 0 to 1, that the true Sharpe ratio is above that of the best of as many trials without skill.</param>
/// <param name="Trials">Variants that the deflated ratio counts; 1 for a single run.</param>
public sealed record BacktestSummary(
    long Bars, int Signals, int Denied, int Fills, int Trades, int TradesWon, decimal StartCash, decimal FinalValue, decimal ClosedNet,
    double MaxDrawdownPercent, double? TotalReturnPercent, double? CagrPercent, double? VolatilityPercent, double? Sharpe, double? Sortino,
    double? Calmar, double? ProfitFactor, double? WinRatePercent, double? ExposurePercent, double? ProbabilisticSharpe, decimal? Costs,
    double? LongestDrawdownDays, double? DeflatedSharpe, int? Trials);

/// <summary>Backtests side by side.</summary>
/// <param name="Items">In the order in which they were asked for.</param>
/// <param name="Metrics">One row a figure.</param>
public sealed record BacktestComparison(IReadOnlyList<BacktestListItem> Items, IReadOnlyList<ComparedMetric> Metrics);

/// <summary>One figure of every backtest of a comparison.</summary>
/// <param name="Name">As in the summary.</param>
/// <param name="Values">One a backtest, in their order; null where it is not defined, or there is no result.</param>
/// <param name="Best">Position of the best from 0, the first of several; null where no one is better than another, or more is not better or worse.</param>
public sealed record ComparedMetric(string Name, IReadOnlyList<decimal?> Values, int? Best);
