using Countersign.Domain.Audit;
using Countersign.Domain.Backtests.Metrics;

namespace Countersign.Domain.Backtests.Jobs;

public enum BacktestStatus
{
    /// <summary>Waits for its turn.</summary>
    Queued,
    Running,

    /// <summary>Has a result.</summary>
    Done,
    Failed,
    Cancelled,
}

/// <summary>A backtest that was asked for, and what became of it.</summary>
/// <param name="Attempts">How often it was begun; more than once where the desk stopped in the middle.</param>
/// <param name="StartedAt">Of the last attempt.</param>
/// <param name="EndedAt">Done, failed or cancelled.</param>
/// <param name="Summary">Of a job that is done.</param>
/// <param name="Digest">SHA-256 over the result's canonical form, 64 hexadecimal digits: the same inputs give the same.</param>
/// <param name="Failure">Why it failed.</param>
/// <param name="IsRemoved">Somebody deleted it: only the record knows of it.</param>
public sealed record BacktestJob(
    BacktestJobId Id,
    TestedStrategy Strategy,
    BacktestTerms Terms,
    BacktestStatus Status,
    Actor RequestedBy,
    DateTimeOffset RequestedAt,
    int Attempts = 0,
    DateTimeOffset? StartedAt = null,
    DateTimeOffset? EndedAt = null,
    BacktestSummary? Summary = null,
    string? Digest = null,
    Refusal? Failure = null,
    bool IsRemoved = false)
{
    public bool IsEnded => Status is BacktestStatus.Done or BacktestStatus.Failed or BacktestStatus.Cancelled;
}

/// <summary>The figures of a result that lists and comparisons show. Amounts in the account's currency.</summary>
/// <param name="Bars">Bars on which the strategy decided or was warmed up.</param>
/// <param name="Denied">Orders that the account or the venue refused.</param>
/// <param name="TradesWon">Trades with a net gain.</param>
/// <param name="FinalValue">Cash and open positions at the last bar's close.</param>
/// <param name="ClosedNet">Gain of the closed trades after commission.</param>
/// <param name="MaxDrawdownPercent">Largest fall from a peak before, in percent of it.</param>
/// <param name="DeflatedSharpe">Probability, 0 to 1, that the true Sharpe ratio is above that of the best of as many trials without skill.</param>
/// <param name="Trials">Variants that the deflated ratio counts; 1 for a single run. Null in old records.</param>
/// <remarks>The rest are figures of <see cref="BacktestMetrics"/> with its default settings; null where one is not defined.</remarks>
public sealed record BacktestSummary(
    long Bars,
    int Signals,
    int Denied,
    int Fills,
    int Trades,
    int TradesWon,
    decimal StartCash,
    decimal FinalValue,
    decimal ClosedNet,
    double MaxDrawdownPercent,
    double? TotalReturnPercent = null,
    double? CagrPercent = null,
    double? VolatilityPercent = null,
    double? Sharpe = null,
    double? Sortino = null,
    double? Calmar = null,
    double? ProfitFactor = null,
    double? WinRatePercent = null,
    double? ExposurePercent = null,
    double? ProbabilisticSharpe = null,
    decimal? Costs = null,
    double? LongestDrawdownDays = null,
    double? DeflatedSharpe = null,
    int? Trials = null)
{
    /// <param name="metrics">With the trials that were tried before; null counts one.</param>
    public static BacktestSummary Of(BacktestResult result, MetricsSettings? metrics = null)
    {
        var m = BacktestMetrics.Of(result, metrics ?? MetricsSettings.Default);
        return new BacktestSummary(
            result.Bars, result.Signals, result.Denied, result.Fills.Length, result.Trades.Length, result.TradesWon, result.StartCash,
            result.FinalValue, result.ClosedNet, result.MaxDrawdownPercent, m.Returns.TotalPercent, m.Returns.CagrPercent,
            m.Returns.VolatilityPercent, m.Returns.Sharpe, m.Returns.Sortino, m.Returns.Calmar, m.Trades.ProfitFactor, m.Trades.WinRatePercent,
            m.Activity.ExposurePercent, m.Returns.ProbabilisticSharpe, m.Activity.Costs, m.Drawdown.LongestDays,
            m.Returns.DeflatedSharpe, m.Returns.Trials);
    }
}
