using System.Globalization;
using System.Text;
using Countersign.Domain.Backtests;
using Countersign.Domain.Backtests.Metrics;

namespace Countersign.Silo.Backtests;

/// <summary>What came of a backtest, for a terminal.</summary>
internal static class BacktestText
{
    public static string Of(BacktestPlan plan, BacktestResult result, BacktestMetrics metrics, double barsPerSecond, IReadOnlyList<string> sources)
    {
        var text = new StringBuilder();
        var definition = plan.Strategies[0].Definition;
        Line($"{definition.Name} on {string.Join(", ", result.Symbols)} {definition.Timeframe}");
        foreach (var source in sources)
        {
            Line($"  {source}");
        }

        if (result.Equity.Count > 0)
        {
            Line($"  {result.Equity.TimeAt(0):yyyy-MM-dd HH:mm} to {result.Equity.TimeAt(result.Equity.Count - 1):yyyy-MM-dd HH:mm} UTC, {result.Bars:N0} bars, {barsPerSecond:N0} bars/s");
        }

        Line($"");
        Line($"  value          {result.StartCash,16:N2} -> {result.FinalValue:N2}  ({metrics.Returns.TotalPercent:+0.00;-0.00;0.00} %, {Number(metrics.Returns.CagrPercent)} % a year)");
        Line($"  drawdown       {result.MaxDrawdownPercent,16:N2} % at most");
        Line($"  Sharpe         {Number(metrics.Returns.Sharpe),16}    Sortino {Number(metrics.Returns.Sortino)}, Calmar {Number(metrics.Returns.Calmar)}");
        Line($"  trades         {result.Trades.Length,16:N0}    {result.TradesWon:N0} won, profit factor {Number(metrics.Trades.ProfitFactor)}, {result.Signals:N0} signals, {result.Fills.Length:N0} fills");
        if (result.Denied > 0)
        {
            Line($"  denied         {result.Denied,16:N0}    orders that the account or the venue refused");
        }

        return text.ToString().TrimEnd();

        void Line(FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture));
    }

    private static string Number(double? value) => value?.ToString("0.00", CultureInfo.InvariantCulture) ?? "-";
}
