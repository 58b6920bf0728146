using System.Collections.Immutable;
using Countersign.Domain.Backtests.Metrics;
using Countersign.Domain.Backtests.Research;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;

namespace Countersign.Domain.Backtests.Jobs;

/// <summary>
/// Carries a study out. The same plan over the same prices gives the same outcome, whatever the number of workers and however often it was
/// interrupted and begun again.
/// </summary>
public sealed class StudyRun
{
    /// <summary>Beyond, a variant counts as one that could not be run: many run at one time.</summary>
    private const int TrialFillsMax = 250_000;

    private const int HeatMapAxisMax = 40;

    private readonly BacktestPlan plan;
    private readonly IResearchWorkers workers;
    private readonly CancellationToken cancellation;

    private StudyRun(BacktestPlan plan, IResearchWorkers workers, CancellationToken cancellation) =>
        (this.plan, this.workers, this.cancellation) = (plan, workers, cancellation);

    private StrategyDefinition Definition => plan.Strategies[0].Definition;

    /// <param name="study">Read against the plan's strategy.</param>
    /// <param name="plan">Of one strategy.</param>
    /// <param name="workers">Told of every single run.</param>
    /// <exception cref="NoVariantException">Not one variant could be run.</exception>
    /// <exception cref="ArgumentException">The plan cannot be run; the message says what would do.</exception>
    public static BacktestOutcome.Study Run(
        StudyPlan study, BacktestPlan plan, IResearchWorkers workers, CancellationToken cancellationToken = default)
    {
        var run = new StudyRun(plan, workers, cancellationToken);
        return study switch
        {
            StudyPlan.Optimisation optimisation => run.Optimise(optimisation.Plan),
            StudyPlan.WalkForward walk => run.Walk(walk.Plan, walk.Windows),
            StudyPlan.MonteCarlo chance => run.PlayAgain(chance),
            StudyPlan.Stress stress => run.Strain(stress),
            StudyPlan.LeakCheck leaks => run.LookForLeaks(leaks),
            _ => throw new ArgumentOutOfRangeException(nameof(study), study.GetType().Name, "There is no such study."),
        };
    }

    private BacktestOutcome.Study Optimise(ResearchPlan asked)
    {
        var study = Study(asked.Space, asked.Objective);
        var search = Optimisation.Run(study, new SearchRun(asked.Space, asked.Search), workers, null, cancellation);
        var trials = search.Evaluations;
        var plateau = PlateauView.Of(asked.Space, trials);
        var sturdy = asked.Choice == WalkForwardChoice.Plateau ? plateau.Best()?.Evaluation : null;
        var best = search.Best;
        if ((sturdy ?? best) is not { Outcome: PointOutcome.Scored } chosen
            || asked.Space.Define(chosen.Point) is not StrategyParseResult.Valid { Definition: var definition })
        {
            throw new NoVariantException(trials.Length, trials.Select(t => t.Outcome).OfType<PointOutcome.Infeasible>().SelectMany(i => i.Errors).FirstOrDefault());
        }

        var found = new StudyResult.Optimisation(
            StudyParameter.Of(asked.Space), TextOf(asked.Objective), trials, chosen.Number, chosen.Feasible is not null, asked.Choice,
            [
                .. plateau.Points.Take(StudyResult.Optimisation.PlateauMax)
                    .Select(p => new StudyPlateau(p.Evaluation.Number, p.Median, p.Worst, p.Tried, p.Possible)),
            ],
            HeatMapOf(asked, trials), asked.EarlierTrials, study.FiguresOf(RunOne(Definition)));
        var deflating = TrialStatistics.Of(trials).Deflating(MetricsSettings.Default, asked.EarlierTrials);
        return new BacktestOutcome.Study(Whole(definition) with { Metrics = deflating }, found);
    }

    private BacktestOutcome.Study Walk(ResearchPlan asked, WalkForwardSettings windows)
    {
        var study = Study(asked.Space, asked.Objective);
        var walked = WalkForward.Run(study, asked.Search, windows, workers, default, null, cancellation);
        var traded = walked.Traded([.. study.Traded], new StrategyEvaluator(Definition, plan.Settings.Instrument).DefinitionHash);
        var single = BacktestOutcome.Single.Of(plan, traded);
        return new BacktestOutcome.Study(
            asked.EarlierTrials == 0 ? single : single with { Metrics = MetricsSettings.Default with { Trials = 1 + asked.EarlierTrials } },
            new StudyResult.WalkForward(
                StudyParameter.Of(asked.Space), TextOf(asked.Objective), windows, [.. walked.Folds.Select(f => FoldOf(f, asked))], walked.Efficiency));
    }

    private BacktestOutcome.Study PlayAgain(StudyPlan.MonteCarlo asked)
    {
        var whole = Whole(Definition);
        var costs = CostStress.Run(Study(), Definition, [CostLevel.AsAssumed, .. asked.Costs], workers, cancellation);
        return new BacktestOutcome.Study(whole, new StudyResult.MonteCarlo(
            MonteCarlo.ShuffleTrades(whole.Result, asked.Settings, asked.WithReplacement, 0m, cancellation), asked.WithReplacement,
            MonteCarlo.BootstrapDays(whole.Result, new BlockLength.Stationary(asked.BlockDays), asked.Settings, cancellation), asked.BlockDays, costs));
    }

    private BacktestOutcome.Study Strain(StudyPlan.Stress asked)
    {
        var (whole, study) = (Whole(Definition), Study());
        ImmutableArray<StressScenario> scenarios = [.. asked.Wishes.Select(wish => wish.Place(whole.Result, plan.Data))];
        return new BacktestOutcome.Study(whole, new StudyResult.Stress(
            study.FiguresOf(whole.Result), StressTest.Run(study, Definition, scenarios, workers, asked.Only, cancellation)));
    }

    private BacktestOutcome.Study LookForLeaks(StudyPlan.LeakCheck asked)
    {
        var (whole, study) = (Whole(Definition), Study());
        var lookAhead = LookAheadCheck.Run(
            (data, token) => (study with { Data = data }).Run(Definition, token), plan.Data, workers, asked.Cuts, asked.Seed, cancellation);
        var warmUps = study.Traded.Select(symbol =>
        {
            var report = WarmUpCheck.Run(
                Definition, Instruments.Find(symbol) ?? plan.Settings.Instrument, plan.Data.Deciding(symbol, Definition.Timeframe), workers, null,
                asked.Places, asked.Stretch, PartnerOf(symbol), cancellation);
            return new StudyWarmUp(symbol, report.Looked, report.Enough(), [.. report.Levels.Select(LevelOf)]);
        });
        return new BacktestOutcome.Study(whole, new StudyResult.LeakCheck(lookAhead, [.. warmUps]));
    }

    private BarSeries? PartnerOf(Symbol symbol) => Definition.PartnershipOf(symbol)?.PartnerOf(symbol) is { } partner
        ? plan.Data.Deciding(partner, Definition.Timeframe)
        : null;

    private static StudyWarmUpLevel LevelOf(WarmUpLevel level)
    {
        var worst = level.Features.MaxBy(f => f.LargestDifference);
        return new StudyWarmUpLevel(
            level.WarmUpBars, double.IsFinite(level.LargestDifference) ? level.LargestDifference : null,
            worst is { LargestDifference: > 0.0 } ? worst.Feature : null, level.Decisions, level.Differing);
    }

    private static StudyFold FoldOf(FoldResult fold, ResearchPlan asked)
    {
        var (settings, sample) = (fold.Trials.Deflating(MetricsSettings.Default, asked.EarlierTrials), fold.InSample);
        var deflated = sample is { Sharpe: { } sharpe, Skewness: { } skewness, Kurtosis: { } kurtosis }
            ? SharpeStatistics.Deflated(
                sharpe / Math.Sqrt(settings.YearPeriods), sample.Periods, skewness, kurtosis, settings.Trials, settings.TrialVariance)
            : null;
        return new StudyFold(
            fold.Fold, fold.Chosen is { } point ? StudyParameter.ValuesOf(StudyParameter.Of(asked.Space), point) : null, sample, fold.OutOfSample,
            fold.Efficiency, fold.Trials.Tried, fold.Trials.Infeasible, fold.Trials.BrokenBounds, deflated, fold.FinalCash);
    }

    private static HeatMap? HeatMapOf(ResearchPlan asked, ImmutableArray<Evaluation> trials)
    {
        var varied = asked.Space.Parameters.Where(p => p.Levels.Length > 1).Select(p => p.Name).ToArray();
        var axes = asked.HeatMap ?? (varied.Length > 1 ? (varied[0], varied[1]) : null);
        return axes is var (across, down)
            ? HeatMap.Of(asked.Space, trials, across, down, varied.Length > 2 ? HeatMapOthers.Median : HeatMapOthers.Best, HeatMapAxisMax)
            : null;
    }

    private static string TextOf(Objective objective) => string.Join(" + ", objective.Weights.Select(w => w.Weight.Equals(1.0)
            ? w.Metric.Name : FormattableString.Invariant($"{w.Weight} × {w.Metric.Name}")))
        + string.Concat(objective.Bounds.Select(b => FormattableString.Invariant($", {b.Metric.Name} {(b.AtLeast ? "≥" : "≤")} {b.Bound}")));

    private ResearchStudy Study(ParameterSpace? space = null, Objective? objective = null) => new(
        space ?? new ParameterSpace(Definition, [], []), plan.Data, plan.Settings with { FillsMax = Math.Min(plan.Settings.FillsMax, TrialFillsMax) },
        objective ?? Objective.Best("return"), plan.Strategies[0].Symbols ?? Definition.Symbols);

    private BacktestOutcome.Single Whole(StrategyDefinition definition)
    {
        var own = plan with { Strategies = [plan.Strategies[0] with { Definition = definition }] };
        return BacktestOutcome.Single.Of(own, RunOne(definition));
    }

    // By a worker, so that it counts in what is done.
    private BacktestResult RunOne(StrategyDefinition definition) => workers.Run<StrategyDefinition, BacktestResult>(
        [definition],
        (each, token) => Backtest.Run(plan with { Strategies = [plan.Strategies[0] with { Definition = each }] }, null, token), cancellation)[0];
}

/// <summary>Not one variant of a search could be run.</summary>
/// <param name="first">What is wrong with the first.</param>
public sealed class NoVariantException(int tried, StrategyError? first) : Exception(BacktestRefusals.NoVariant(tried, first).Message)
{
    public Audit.Refusal Cause { get; } = BacktestRefusals.NoVariant(tried, first);
}
