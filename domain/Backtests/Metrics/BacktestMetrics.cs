using System.Collections.Immutable;

namespace Countersign.Domain.Backtests.Metrics;

/// <summary>
/// What a backtest is worth, in figures. A figure that is undefined (no trades, no loss to divide by, returns that do not differ) is null, never
/// NaN or infinite. Percent are of 100.
/// </summary>
public sealed record BacktestMetrics(ReturnMetrics Returns, DrawdownMetrics Drawdown, TradeMetrics Trades, ActivityMetrics Activity)
{
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public static BacktestMetrics Of(BacktestResult result, MetricsSettings settings)
    {
        settings.Check();
        var returns = PeriodReturns.Of(result.Equity, result.StartCash, settings.Period, settings.Days);
        return Of(result, returns, settings);
    }

    /// <param name="returns">Those of the settings' period, made before.</param>
    internal static BacktestMetrics Of(BacktestResult result, ImmutableArray<PeriodReturn> returns, MetricsSettings settings)
    {
        var drawdown = DrawdownMetrics.Of(result.Equity, result.StartCash);
        return new BacktestMetrics(
            ReturnMetrics.Of(result, returns, drawdown.MaxPercent, settings), drawdown, TradeMetrics.Of(result.Trades), ActivityMetrics.Of(result));
    }
}
