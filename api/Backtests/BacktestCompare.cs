using System.Collections.Immutable;
using Countersign.Domain.Backtests.Jobs;
using Body = Countersign.Api.Contracts.Backtests;

namespace Countersign.Api.Backtests;

/// <summary>Puts the figures of several backtests side by side.</summary>
internal static class BacktestCompare
{
    // Above 0: more is better; below 0: less is; 0: neither.
    private static readonly (string Name, int Better, Func<BacktestSummary, decimal?> Of)[] Figures =
    [
        ("finalValue", 1, s => s.FinalValue),
        ("totalReturnPercent", 1, s => Exact(s.TotalReturnPercent)),
        ("cagrPercent", 1, s => Exact(s.CagrPercent)),
        ("volatilityPercent", -1, s => Exact(s.VolatilityPercent)),
        ("maxDrawdownPercent", -1, s => Exact(s.MaxDrawdownPercent)),
        ("longestDrawdownDays", -1, s => Exact(s.LongestDrawdownDays)),
        ("sharpe", 1, s => Exact(s.Sharpe)),
        ("sortino", 1, s => Exact(s.Sortino)),
        ("calmar", 1, s => Exact(s.Calmar)),
        ("probabilisticSharpe", 1, s => Exact(s.ProbabilisticSharpe)),
        ("deflatedSharpe", 1, s => Exact(s.DeflatedSharpe)),
        ("trialsCounted", 0, s => s.Trials),
        ("profitFactor", 1, s => Exact(s.ProfitFactor)),
        ("winRatePercent", 1, s => Exact(s.WinRatePercent)),
        ("exposurePercent", 0, s => Exact(s.ExposurePercent)),
        ("closedNet", 1, s => s.ClosedNet),
        ("costs", -1, s => s.Costs),
        ("trades", 0, s => s.Trades),
        ("fills", 0, s => s.Fills),
        ("bars", 0, s => s.Bars),
    ];

    public static Body.BacktestComparison Of(ImmutableArray<BacktestJob> jobs) => new(
        [.. jobs.Select(BacktestMapping.ToItem)], [.. Figures.Select(f => Compare(f.Name, f.Better, [.. jobs.Select(j => j.Summary is { } s ? f.Of(s) : null)]))]);

    private static Body.ComparedMetric Compare(string name, int better, ImmutableArray<decimal?> values)
    {
        var known = values.OfType<decimal>().ToArray();
        if (better == 0 || known.Distinct().Count() < 2)
        {
            return new(name, values, null);
        }

        return new(name, values, values.IndexOf(better > 0 ? known.Max() : known.Min()));
    }

    // A figure beyond what a decimal holds is none that anybody compares.
    private static decimal? Exact(double? value) => value is { } v && Math.Abs(v) < 1e15 ? (decimal)v : null;
}
