using System.Collections.Immutable;
using System.Globalization;
using Countersign.Domain.Backtests.Metrics;

namespace Countersign.Domain.Backtests.Reports;

/// <summary>What a reader should know before believing a figure.</summary>
internal static class ReportWarnings
{
    private const int TradesMin = 30;
    private const double ConfidenceMin = 0.95;

    public static ImmutableArray<string> Of(BacktestReportInput input, BacktestMetrics metrics) =>
        [.. input.Warnings, .. Said([.. OfData(input), .. OfTrials(metrics.Returns), .. OfTrades(input.Result, metrics)])];

    private static IEnumerable<string> Said(IEnumerable<(bool Holds, FormattableString Text)> warnings) =>
        warnings.Where(w => w.Holds).Select(w => w.Text.ToString(CultureInfo.InvariantCulture));

    private static (bool Holds, FormattableString Text)[] OfData(BacktestReportInput input) =>
    [
        (input.IsSimulated, $"The prices are simulated: they prove nothing about a market."),
        (input.IsOneSided, $"No spread was paid: prices of one side only were traded at. A real account would have paid it with every fill."),
    ];

    private static (bool Holds, FormattableString Text)[] OfTrials(ReturnMetrics returns) =>
    [
        (returns.Trials > 1,
            $"This is one of {returns.Trials:#,##0} variants that were tried; the best of so many looks good by chance alone. The deflated Sharpe ratio allows for it."),
        (returns is { Sharpe: > 0.0, DeflatedSharpe: < ConfidenceMin },
            $"The Sharpe ratio is not told apart from luck: after counting the trials it is above zero with a probability of {returns.DeflatedSharpe:0.00}."),
        (returns.MinimumTrackRecord > returns.Periods,
            $"It would take {Math.Ceiling(returns.MinimumTrackRecord ?? 0.0):#,##0} periods to trust this Sharpe ratio; this run has {returns.Periods:#,##0}."),
    ];

    private static (bool Holds, FormattableString Text)[] OfTrades(BacktestResult result, BacktestMetrics metrics) =>
    [
        (metrics.Trades.Count < TradesMin, $"There are {metrics.Trades.Count} closed trades: figures of so few say little."),
        (result.Fills.Length > 0 && metrics.Activity.Costs == 0m, $"No commission and no swap were charged."),
        (result.Denied > 0, $"{result.Denied:#,##0} orders were refused by the account or the venue and never filled."),

        // The last fill of each symbol says what is left.
        (result.Fills.GroupBy(f => f.Symbol).Any(g => !g.Last().PositionAfter.IsZero),
            $"A position was open at the end. It is in the final value and not among the trades."),
        (result.Equity.Values.Any(v => v <= 0.0),
            $"The account was ruined: its value fell to zero or below. Statistics of returns end there."),
    ];
}
