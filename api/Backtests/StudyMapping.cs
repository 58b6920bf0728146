using System.Collections.Immutable;
using System.Text.Json;
using Countersign.Api.Requests;
using Countersign.Domain.Backtests.Jobs;
using Countersign.Domain.Backtests.Research;
using Body = Countersign.Api.Contracts.Backtests;

namespace Countersign.Api.Backtests;

internal static class StudyMapping
{
    private const int BestMax = 100;

    public static Body.BacktestStudy ToBody(this BacktestOutcome.Study study, BacktestJob job) => new(
        job.Id.Value, job.Terms.Task.Kind, job.Digest!, job.Summary!.ToBody(), (study.Found as StudyResult.Optimisation)?.ToBody(),
        (study.Found as StudyResult.WalkForward)?.ToBody(), (study.Found as StudyResult.MonteCarlo)?.ToBody(),
        (study.Found as StudyResult.Stress)?.ToBody(), (study.Found as StudyResult.LeakCheck)?.ToBody());

    public static Body.StudyOptimisation ToBody(this StudyResult.Optimisation o)
    {
        var count = TrialStatistics.Of(o.Trials);
        return new(
            o.Objective, [.. o.Parameters.Select(ToBody)], count.Tried, count.Infeasible, count.BrokenBounds, o.EarlierTrials, Choice.Name(o.Choice),
            o.KeepsBounds, ToBody(o.Trials[o.Chosen], o.Parameters), o.AsItStands.ToBody(),
            [.. o.Trials.Order(BestFirst.Order).Take(BestMax).Select(t => ToBody(t, o.Parameters))],
            [
                .. o.Plateau.Select(p => new Body.StudyPlateauPoint(
                    p.Trial, ValuesOf(o.Trials[p.Trial].Point, o.Parameters), o.Trials[p.Trial].Feasible, p.Median, p.Worst, p.Tried, p.Possible)),
            ],
            o.HeatMap is { } map ? new(map.Across, map.Down, map.Columns, map.Rows, [.. map.Cells.Select(row => (IReadOnlyList<double?>)row)]) : null);
    }

    private static Body.StudyTrial ToBody(Evaluation trial, ImmutableArray<StudyParameter> parameters) => new(
        trial.Number, ValuesOf(trial.Point, parameters),
        trial.Outcome switch
        {
            PointOutcome.Scored { IsFeasible: true } => "feasible",
            PointOutcome.Scored => "breaksBounds",
            _ => "infeasible",
        },
        (trial.Outcome as PointOutcome.Scored)?.Objective, (trial.Outcome as PointOutcome.Scored)?.Figures.ToBody(),
        (trial.Outcome as PointOutcome.Infeasible)?.Errors.FirstOrDefault()?.ToString());

    public static Body.StudyWalkForward ToBody(this StudyResult.WalkForward w) => new(
        w.Objective, [.. w.Parameters.Select(ToBody)], w.Efficiency, w.Folds.Count(f => f.OutOfSample is { ReturnPercent: > 0.0 }),
        w.Folds.Sum(f => f.Tried),
        [
            .. w.Folds.Select(f => new Body.StudyFold(
                f.Fold.InSampleFrom, f.Fold.InSampleTo, f.Fold.OutOfSampleFrom, f.Fold.OutOfSampleTo,
                f.Values is { } values ? ByName(w.Parameters, values) : null, f.Tried, f.DeflatedSharpe, f.InSample?.ToBody(), f.OutOfSample?.ToBody(),
                f.Efficiency, f.FinalCash)),
        ]);

    public static Body.StudyMonteCarlo ToBody(this StudyResult.MonteCarlo m) => new(
        m.Shuffled.ToBody(), m.WithReplacement, m.Bootstrapped.ToBody(), m.BlockDays,
        [.. m.Costs.Select(c => new Body.StudyCostRun(c.Level.SlippagePips, c.Level.CommissionTimes, c.Level.PerOrder, c.Figures.ToBody()))]);

    private static Body.StudyPaths ToBody(this MonteCarloResult r) => new(
        r.Paths, r.Steps, r.FinalValue.ToBody(), r.MaxDrawdownPercent.ToBody(), r.RuinShare, r.LossShare,
        [.. r.Fan.Select(f => new Body.StudyFanStep(f.Step, f.P5, f.P25, f.P50, f.P75, f.P95))]);

    private static Body.StudyPercentiles ToBody(this PathPercentiles p) => new(p.Mean, p.P1, p.P5, p.P25, p.P50, p.P75, p.P95, p.P99);

    public static Body.StudyStress ToBody(this StudyResult.Stress s) =>
        new(s.AsRecorded.ToBody(), [.. s.Scenarios.Select(r => new Body.StudyScenario(r.Label, r.Figures.ToBody()))]);

    public static Body.StudyLeakCheck ToBody(this StudyResult.LeakCheck l) => new(
        l.IsClean, l.LookAhead.Cuts, l.LookAhead.Fills,
        [.. l.LookAhead.Leaks.Select(k => new Body.StudyLeak(k.Cut, Choice.Name(k.How), k.At, k.What))],
        [
            .. l.WarmUps.Select(w => new Body.StudyWarmUp(
                w.Symbol.Value, w.Looked, w.Enough,
                [.. w.Levels.Select(v => new Body.StudyWarmUpLevel(v.WarmUpBars, v.LargestDifference, v.WorstFeature, v.Decisions, v.Differing))])),
        ]);

    private static Body.StudyParameter ToBody(StudyParameter p) => new(p.Name, p.Places, [.. p.Levels.Select(Parse)]);

    private static Body.StudyFigures ToBody(this PointFigures f) => new(
        f.FinalValue, f.ReturnPercent, f.CagrPercent, f.VolatilityPercent, f.Sharpe, f.Sortino, f.Calmar, f.Omega, f.ProfitFactor, f.WinRatePercent,
        f.Expectancy, f.MaxDrawdownPercent, f.ExposurePercent, f.CostSharePercent, f.Trades);

    private static Dictionary<string, JsonElement> ValuesOf(ParameterPoint point, ImmutableArray<StudyParameter> parameters) =>
        ByName(parameters, StudyParameter.ValuesOf(parameters, point));

    private static Dictionary<string, JsonElement> ByName(ImmutableArray<StudyParameter> parameters, ImmutableArray<string> values) =>
        parameters.Zip(values).ToDictionary(pair => pair.First.Name, pair => Parse(pair.Second), StringComparer.Ordinal);

    private static JsonElement Parse(string json) => JsonSerializer.Deserialize<JsonElement>(json);
}
