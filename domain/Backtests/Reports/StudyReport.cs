using System.Collections.Immutable;
using System.Globalization;
using Countersign.Domain.Backtests.Jobs;
using Countersign.Domain.Backtests.Research;
using static Countersign.Domain.Backtests.Reports.ReportNumber;

namespace Countersign.Domain.Backtests.Reports;

/// <summary>What a study found, for the report of its run.</summary>
public static class StudyReport
{
    private const int TrialsShown = 20;
    private const int PlateauShown = 20;
    private const int LevelsForEdges = 3;
    private const double DrawnPercentMax = 100.0;

    /// <summary>The report of a run with what the study found.</summary>
    public static BacktestReportInput With(this BacktestReportInput report, StudyResult found) => found switch
    {
        StudyResult.Optimisation o => report with
        {
            HeatMap = o.HeatMap is { } map ? ParameterHeatMap.Of(map, o.Objective) : null,
            Tables = [Best(o), Sturdy(o)],
            Warnings = [.. report.Warnings, .. WarningsOf(o)],
            Facts = [new("Study", Invariant($"Optimisation of {o.Trials.Length:N0} variants for {o.Objective}")), new("Variant", NameOf(o, o.Chosen)), .. report.Facts],
        },
        StudyResult.WalkForward w => report with
        {
            Tables = [Folds(w)],
            Facts = [new("Study", Invariant($"Walk forward over {w.Folds.Length:N0} folds for {w.Objective}")), .. report.Facts],
            Warnings =
            [
                .. report.Warnings,
                .. w.Folds.Any(f => f.Values is null) ? (string[])["In some folds no variant keeps the bounds: nothing is traded there."] : [],
            ],
        },
        StudyResult.MonteCarlo m => report with
        {
            Fan = FanOf(m),
            Tables = [Spread(m), Costs(m)],
            Facts = [new("Study", Invariant($"Monte Carlo, {m.Shuffled.Paths:N0} paths")), .. report.Facts],
        },
        StudyResult.Stress s => report with
        {
            Tables = [Scenarios(s)],
            Facts = [new("Study", Invariant($"{s.Scenarios.Length:N0} scenarios that are made up")), .. report.Facts],
        },
        StudyResult.LeakCheck l => report with
        {
            Tables = [LookAhead(l), .. l.WarmUps.Select(WarmUp)],
            Facts = [new("Study", "Check for leaks"), .. report.Facts],
            Warnings =
            [
                .. report.Warnings,
                .. l.LookAhead.IsClean ? (string[])[] : ["The run knows something of the future: its figures are worth nothing."],
                .. l.WarmUps.Any(w => w.Enough is null)
                    ? (string[])["No warm-up that was tried is enough: with less history the strategy decides otherwise."] : [],
            ],
        },
        _ => throw new ArgumentOutOfRangeException(nameof(found), found.GetType().Name, "There is no such study."),
    };

    private static IEnumerable<string> WarningsOf(StudyResult.Optimisation o) =>
    [
        .. o.KeepsBounds ? (string[])[] : ["No variant keeps the bounds of the objective: the one that breaks them least is shown."],
        .. o.Choice == WalkForwardChoice.Plateau && o.Plateau.All(p => p.Trial != o.Chosen || p.Median is null)
            ? (string[])["No neighbourhood was tried well enough to speak of a plateau: the best variant is shown."] : [],
        .. EdgesOf(o) is { Length: > 0 } edges
            ? (string[])[$"The variant lies at the edge of what was varied ({edges}): a better one may lie beyond, or there is no optimum but a slope."] : [],
        "The figures are of the prices that the variant was chosen on. A walk forward tells more of what to expect.",
    ];

    /// <summary>Numbers of three levels or more of which the chosen variant has the first or the last.</summary>
    private static string EdgesOf(StudyResult.Optimisation o)
    {
        var point = o.Trials[o.Chosen].Point;
        return string.Join(", ", o.Parameters.Select((parameter, i) => (parameter, Level: point[i]))
            .Where(each => each.parameter.Levels.Length >= LevelsForEdges && (each.parameter.Levels[0][0] == '-' || char.IsAsciiDigit(each.parameter.Levels[0][0])))
            .Where(each => each.Level == 0 || each.Level == each.parameter.Levels.Length - 1)
            .Select(each => $"{each.parameter.Name} {each.parameter.Levels[each.Level]}"));
    }

    private static ReportTable Best(StudyResult.Optimisation o) => new(
        "Variants",
        Invariant($"The best {Math.Min(TrialsShown, o.Trials.Length):N0} of {o.Trials.Length:N0} that were tried, and the strategy as it stands"),
        ["Trial", .. o.Parameters.Select(p => p.Name), "Objective", .. FigureNames],
        [
            .. o.Trials.Order(BestFirst.Order).Take(TrialsShown).Select(t => (ImmutableArray<string>)
                [Mark(o, t.Number), .. StudyParameter.ValuesOf(o.Parameters, t.Point), ObjectiveOf(t), .. FiguresOf((t.Outcome as PointOutcome.Scored)?.Figures)]),
            ["As it stands", .. o.Parameters.Select(_ => ""), "", .. FiguresOf(o.AsItStands)],
        ],
        "The variant in brackets is the one that this report is of.");

    private static ReportTable Sturdy(StudyResult.Optimisation o) => new(
        "Robustness",
        "The sturdiest variants: the objective of each with its neighbours, which differ by at most one step in each number",
        ["Trial", .. o.Parameters.Select(p => p.Name), "Objective", "Median", "Worst", "Tried"],
        [
            .. o.Plateau.Take(PlateauShown).Select(p => (ImmutableArray<string>)
            [
                Mark(o, p.Trial), .. StudyParameter.ValuesOf(o.Parameters, o.Trials[p.Trial].Point), ObjectiveOf(o.Trials[p.Trial]), Ratio(p.Median),
                Ratio(p.Worst), Invariant($"{p.Tried} of {p.Possible}"),
            ]),
        ],
        "A peak whose neighbours are poor was found by chance; a plateau is worth more. A dash: a neighbour breaks a bound or cannot be run.");

    private static ReportTable Folds(StudyResult.WalkForward w) => new(
        "Folds",
        "What was chosen in sample, and what it made out of sample",
        ["Out of sample", .. w.Parameters.Select(p => p.Name), "Tried", "Sharpe in sample", "Deflated", "Return", "Sharpe", "Drawdown", "Trades", "Efficiency"],
        [
            .. w.Folds.Select(f => (ImmutableArray<string>)
            [
                $"{Day(f.Fold.OutOfSampleFrom)} to {Day(f.Fold.OutOfSampleTo)}", .. f.Values ?? [.. w.Parameters.Select(_ => Missing)], Count(f.Tried),
                Ratio(f.InSample?.Sharpe), Probability(f.DeflatedSharpe), Percent(f.OutOfSample?.ReturnPercent), Ratio(f.OutOfSample?.Sharpe),
                Percent(f.OutOfSample?.MaxDrawdownPercent), f.OutOfSample is { } o ? Count(o.Trades) : Missing, Ratio(f.Efficiency),
            ]),
        ],
        Invariant($"Efficiency is growth a year out of sample over that in sample; over all folds it is {Ratio(w.Efficiency)}. Deflated is the probability that what was chosen in sample is more than luck, the fold's trials counted. The curve below is what was traded out of sample, fold after fold; it was not chosen by looking at it, so it counts as one trial. What a fold leaves open is valued at its end and not among the trades."));

    private static ReportTable Spread(StudyResult.MonteCarlo m) => new(
        "Chance",
        Invariant($"Over {m.Shuffled.Paths:N0} paths of {m.Bootstrapped.Steps:N0} days or {m.Shuffled.Steps:N0} trades; the fan shows the days in {Math.Max(0, m.Bootstrapped.Fan.Length - 1):N0} steps"),
        ["", "1 %", "5 %", "25 %", "50 %", "75 %", "95 %", "99 %", "Mean"],
        [
            Row("Final value, days in blocks", m.Bootstrapped.FinalValue), Row("Drawdown in %, days in blocks", m.Bootstrapped.MaxDrawdownPercent),
            Row(m.WithReplacement ? "Final value, trades drawn" : "Final value, trades shuffled", m.Shuffled.FinalValue),
            Row(m.WithReplacement ? "Drawdown in %, trades drawn" : "Drawdown in %, trades shuffled", m.Shuffled.MaxDrawdownPercent),
        ],
        Invariant($"Days in blocks of {m.BlockDays:0.#} in the mean: {m.Bootstrapped.LossShare * DrawnPercentMax:0.0} % of the paths end with a loss, {m.Bootstrapped.RuinShare * DrawnPercentMax:0.0} % are ruined on the way. Trades: {m.Shuffled.LossShare * DrawnPercentMax:0.0} % and {m.Shuffled.RuinShare * DrawnPercentMax:0.0} %. Trades in another order make the same in the end, so only the way there differs."));

    private static ImmutableArray<string> Row(string name, PathPercentiles p) =>
        [name, Ratio(p.P1), Ratio(p.P5), Ratio(p.P25), Ratio(p.P50), Ratio(p.P75), Ratio(p.P95), Ratio(p.P99), Ratio(p.Mean)];

    private static ReportTable Costs(StudyResult.MonteCarlo m) => new(
        "Costs",
        "The run again with dearer trading",
        ["Slippage in pips", "Commission", "An order", .. FigureNames],
        [
            .. m.Costs.Select(c => (ImmutableArray<string>)
                [ExportText.Of(c.Level.SlippagePips), $"× {ExportText.Of(c.Level.CommissionTimes)}", Money(c.Level.PerOrder), .. FiguresOf(c.Figures)]),
        ],
        "An edge that a pip takes away was none.");

    private static ReportTable Scenarios(StudyResult.Stress s) => new(
        "Scenarios",
        "The run through what did not happen",
        ["Scenario", .. FigureNames],
        [["As recorded", .. FiguresOf(s.AsRecorded)], .. s.Scenarios.Select(r => (ImmutableArray<string>)[r.Label, .. FiguresOf(r.Figures)])]);

    private static ReportTable LookAhead(StudyResult.LeakCheck l) => new(
        "Knowledge of the future",
        l.LookAhead.IsClean
            ? Invariant($"None found: {l.LookAhead.Fills:N0} fills were the same when what followed was hidden or changed, at {l.LookAhead.Cuts.Length} moments")
            : Invariant($"{l.LookAhead.Leaks.Length} leaks were found"),
        ["What differs", "Future from", "was", "First at"],
        [
            .. l.LookAhead.IsClean
                ? [["Nothing", $"{Minute(l.LookAhead.Cuts[0])} … {Minute(l.LookAhead.Cuts[^1])}", "cut off and changed", Missing]]
                : l.LookAhead.Leaks.Select(k => (ImmutableArray<string>)[k.What, Minute(k.Cut), k.How == FutureChange.CutOff ? "cut off" : "changed", Minute(k.At)]),
        ],
        l.LookAhead.Fills == 0 ? "The strategy hardly traded before the last of these moments, so this says little." : "");

    private static ReportTable WarmUp(StudyWarmUp w) => new(
        "Warm-up",
        w.Enough is { } enough
            ? Invariant($"{w.Symbol}: {enough:N0} bars before the first decision are enough, by {w.Looked:N0} bars that were looked at")
            : Invariant($"{w.Symbol}: none of these warm-ups is enough, by {w.Looked:N0} bars that were looked at"),
        ["Bars before", "Largest difference of a feature", "Of", "Decisions", "Decided otherwise"],
        [
            .. w.Levels.Select(l => (ImmutableArray<string>)
            [
                Count(l.WarmUpBars), l.LargestDifference?.ToString("0.###E+0", CultureInfo.InvariantCulture) ?? "no value yet", l.WorstFeature ?? Missing,
                Count(l.Decisions), Count(l.Differing),
            ]),
        ],
        "Compared with what the strategy sees and decides after the whole history.");

    private static ImmutableArray<string> FigureNames => ["Return", "Sharpe", "Drawdown", "Profit factor", "Trades"];

    private static ImmutableArray<string> FiguresOf(PointFigures? f) => f is null
        ? [Missing, Missing, Missing, Missing, Missing]
        : [Percent(f.ReturnPercent), Ratio(f.Sharpe), Percent(f.MaxDrawdownPercent), Ratio(f.ProfitFactor), Count(f.Trades)];

    private static string ObjectiveOf(Evaluation trial) => trial.Outcome switch
    {
        PointOutcome.Scored { IsFeasible: true } scored => Ratio(scored.Objective),
        PointOutcome.Scored { Objective: not null } scored => $"{Ratio(scored.Objective)}, breaks a bound",
        PointOutcome.Scored => Missing,
        _ => "cannot be run",
    };

    private static string Mark(StudyResult.Optimisation o, int trial) => trial == o.Chosen ? Invariant($"[{trial}]") : Invariant($"{trial}");

    private static string NameOf(StudyResult.Optimisation o, int trial) => string.Join(
        ", ", o.Parameters.Zip(StudyParameter.ValuesOf(o.Parameters, o.Trials[trial].Point), (parameter, value) => $"{parameter.Name} {value}"));

    private static MonteCarloFan? FanOf(StudyResult.MonteCarlo m) => m.Bootstrapped.Fan.Length < 2 ? null : new MonteCarloFan(
        m.Bootstrapped.Paths, [5, 25, 50, 75, 95], [.. m.Bootstrapped.Fan.Select(f => (ImmutableArray<double>)[f.P5, f.P25, f.P50, f.P75, f.P95])]);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
