using System.Collections.Immutable;
using Countersign.Domain.Backtests.Metrics;

namespace Countersign.Domain.Backtests.Research;

/// <summary>
/// What a study keeps of one run, some hundred bytes whatever the number of bars: those of <see cref="BacktestMetrics"/> by which points are judged.
/// Null where a figure is undefined.
/// </summary>
/// <param name="Expectancy">Mean net gain of a closed trade, in the account's currency.</param>
/// <param name="Skewness">Of the periods' returns.</param>
/// <param name="Kurtosis">Of the periods' returns; 3 is a normal distribution's.</param>
/// <param name="Periods">Returns that the statistics are made of: days, unless the study's settings say otherwise.</param>
public sealed record PointFigures(
    decimal FinalValue,
    double ReturnPercent,
    double? CagrPercent,
    double? VolatilityPercent,
    double? Sharpe,
    double? Sortino,
    double? Calmar,
    double? Omega,
    double? ProfitFactor,
    double? WinRatePercent,
    double? Expectancy,
    double MaxDrawdownPercent,
    double? ExposurePercent,
    double? CostSharePercent,
    int Trades,
    double? Skewness,
    double? Kurtosis,
    int Periods)
{
    public static PointFigures Of(BacktestResult result, MetricsSettings settings)
    {
        var metrics = BacktestMetrics.Of(result, settings);
        return new PointFigures(
            result.FinalValue,
            metrics.Returns.TotalPercent,
            metrics.Returns.CagrPercent,
            metrics.Returns.VolatilityPercent,
            metrics.Returns.Sharpe,
            metrics.Returns.Sortino,
            metrics.Returns.Calmar,
            metrics.Returns.Omega,
            metrics.Trades.ProfitFactor,
            metrics.Trades.WinRatePercent,
            (double?)metrics.Trades.Expectancy,
            metrics.Drawdown.MaxPercent,
            metrics.Activity.ExposurePercent,
            metrics.Activity.CostSharePercent,
            metrics.Trades.Count,
            metrics.Returns.Skewness,
            metrics.Returns.Kurtosis,
            metrics.Returns.Periods);
    }
}

/// <summary>Daily returns of a run.</summary>
internal static class DailyReturns
{
    public static ImmutableArray<PeriodReturn> Of(BacktestResult result) =>
        PeriodReturns.Of(result.Equity, result.StartCash, ReturnPeriod.Day, DayConvention.Fx);
}
