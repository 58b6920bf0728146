using System.Collections.Immutable;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Backtests.Research;

/// <summary>What came of one fold.</summary>
/// <param name="Chosen">The point traded out of sample; null where none of those tried keeps the objective's bounds: nothing is traded then.</param>
/// <param name="Values">Its parameters, as JSON by name.</param>
/// <param name="InSample">Its figures in sample.</param>
/// <param name="OutOfSample">Its figures out of sample, on the cash that the fold before left.</param>
/// <param name="Equity">Value at the bar closes out of sample.</param>
/// <param name="Trials">What the search tried in sample.</param>
/// <param name="FinalCash">What the next fold starts with.</param>
/// <param name="Traded">The whole run out of sample; null where nothing was traded.</param>
public sealed record FoldResult(
    WalkForwardFold Fold,
    ParameterPoint? Chosen,
    ImmutableSortedDictionary<string, string> Values,
    PointFigures? InSample,
    PointFigures? OutOfSample,
    EquityCurve Equity,
    TrialStatistics Trials,
    decimal FinalCash,
    BacktestResult? Traded = null)
{
    /// <summary>Growth a year out of sample over growth a year in sample: R. Pardo, "The Evaluation and Optimization of Trading Strategies" (2008). Null where the latter is not above 0.</summary>
    public double? Efficiency => InSample?.CagrPercent is > 0.0 and var found && OutOfSample?.CagrPercent is { } traded ? traded / found : null;
}

/// <summary>A walk forward: what the procedure "optimise, then trade what was found" would have made, fold after fold on one account.</summary>
/// <param name="Equity">
/// The out-of-sample curves one after the other; gaps between folds are embargoed or not traded. What a fold leaves open is valued where it would
/// be closed, and the next one begins flat.
/// </param>
public sealed record WalkForwardResult(ImmutableArray<FoldResult> Folds, EquityCurve Equity, decimal StartCash, decimal FinalValue)
{
    public double ReturnPercent => (double)((FinalValue / StartCash) - 1m) * 100.0;

    /// <summary>Mean growth a year out of sample over mean growth a year in sample, over the folds that have both; null where the latter is not above 0.</summary>
    public double? Efficiency
    {
        get
        {
            var both = Folds.Where(f => f.InSample?.CagrPercent is not null && f.OutOfSample?.CagrPercent is not null).ToList();
            var found = both.Sum(f => f.InSample!.CagrPercent!.Value);
            return found > 0.0 ? both.Sum(f => f.OutOfSample!.CagrPercent!.Value) / found : null;
        }
    }

    /// <summary>Folds that gained out of sample.</summary>
    public int FoldsWon => Folds.Count(f => f.OutOfSample is { ReturnPercent: > 0.0 });

    /// <summary>Largest fall of the joined curve from its peak before, in percent; the start cash is the first peak.</summary>
    public double MaxDrawdownPercent => PathFigures.DrawdownPercent((double)StartCash, Equity.Values.AsSpan());

    /// <summary>
    /// All that was traded out of sample as one run. It has no ledger, for every fold has one of its own, and its trades are those closed within a fold.
    /// </summary>
    /// <param name="hash">Of the definition whose parameters were searched.</param>
    public BacktestResult Traded(ImmutableArray<Symbol> symbols, string hash)
    {
        ImmutableArray<BacktestResult> runs = [.. Folds.Select(f => f.Traded).OfType<BacktestResult>()];
        return new BacktestResult(
            symbols, hash, runs.Sum(r => r.Bars), runs.Sum(r => r.Signals), runs.Sum(r => r.Denied), [.. runs.SelectMany(r => r.Fills)],
            [.. runs.SelectMany(r => r.Trades)], [], Equity, StartCash, FinalValue, MaxDrawdownPercent);
    }

    internal static WalkForwardResult Of(ImmutableArray<FoldResult> folds, decimal startCash) => new(
        folds,
        new EquityCurve(
            [.. folds.SelectMany(f => f.Equity.Times)], [.. folds.SelectMany(f => f.Equity.Values)], [.. folds.SelectMany(f => f.Equity.InMarket)]),
        startCash,
        folds.IsEmpty ? startCash : folds[^1].FinalCash);
}

/// <summary>Optimises in sample and trades out of sample, fold by fold.</summary>
public static class WalkForward
{
    /// <summary>Runs the folds that are not done yet.</summary>
    /// <param name="study">Over the whole recording; bars before its settings' <see cref="BacktestSettings.TradeFrom"/> only warm up.</param>
    /// <param name="done">The folds that an earlier run finished, in order: with them it goes on where that one stopped.</param>
    /// <param name="progress">Told of every fold, on the caller's thread.</param>
    /// <exception cref="ArgumentException">The settings are out of range, the recording is too short for one fold, or the done folds are others.</exception>
    public static WalkForwardResult Run(
        ResearchStudy study,
        SearchSettings search,
        WalkForwardSettings settings,
        IResearchWorkers workers,
        ImmutableArray<FoldResult> done = default,
        IProgress<FoldResult>? progress = null,
        CancellationToken cancellationToken = default)
    {
        var prepared = study.Prepared();
        var folds = FoldsOf(prepared, settings);
        var results = (done.IsDefault ? [] : done).ToBuilder();
        if (!results.Select(result => result.Fold).SequenceEqual(folds.Take(results.Count)))
        {
            throw new ArgumentException("The folds that are done are of another walk forward.", nameof(done));
        }

        foreach (var fold in folds.Skip(results.Count))
        {
            var cash = results.Count == 0 ? study.Settings.StartCash : results[^1].FinalCash;
            var result = Run(prepared, search, settings, fold, cash, workers, cancellationToken);
            results.Add(result);
            progress?.Report(result);
        }

        return WalkForwardResult.Of(results.ToImmutable(), study.Settings.StartCash);
    }

    /// <summary>The folds of a study's recording.</summary>
    /// <exception cref="ArgumentException">It is too short for one fold.</exception>
    public static ImmutableArray<WalkForwardFold> FoldsOf(ResearchStudy study, WalkForwardSettings settings)
    {
        var folds = study.Data is { From: { } first, To: { } to }
            ? settings.Folds(study.Settings.TradeFrom is { } from && from > first ? from : first, to)
            : [];
        return !folds.IsEmpty
            ? folds
            : throw new ArgumentException("The recording is shorter than one in-sample and one out-of-sample window.", nameof(settings));
    }

    /// <summary>What a fold's search sees: nothing from the end of its in-sample window on.</summary>
    public static ResearchStudy InSample(ResearchStudy study, WalkForwardSettings settings, WalkForwardFold fold) => study with
    {
        Data = FoldData.Slice(study.Prepared(), fold.InSampleFrom, fold.InSampleTo, settings.WarmUpBars),
        Settings = study.Settings with { TradeFrom = fold.InSampleFrom },
    };

    /// <summary>What a fold's choice is traded on; everything before its out-of-sample window only warms up.</summary>
    /// <param name="cash">To start with.</param>
    public static ResearchStudy OutOfSample(ResearchStudy study, WalkForwardSettings settings, WalkForwardFold fold, decimal cash) => study with
    {
        Data = FoldData.Slice(study.Prepared(), fold.OutOfSampleFrom, fold.OutOfSampleTo, settings.WarmUpBars),
        Settings = study.Settings with { TradeFrom = fold.OutOfSampleFrom, StartCash = cash },
    };

    private static FoldResult Run(
        ResearchStudy study,
        SearchSettings search,
        WalkForwardSettings settings,
        WalkForwardFold fold,
        decimal cash,
        IResearchWorkers workers,
        CancellationToken cancellationToken)
    {
        var inSample = InSample(study, settings, fold);
        var run = Optimisation.Run(inSample, new SearchRun(study.Space, search), workers, null, cancellationToken);
        var chosen = Choose(run, settings.Choice);
        var trials = TrialStatistics.Of(run.Evaluations);
        if (chosen is null || cash <= 0m || study.Space.Define(chosen.Point) is not Strategies.StrategyParseResult.Valid valid)
        {
            return new FoldResult(
                fold, null, ImmutableSortedDictionary<string, string>.Empty, null, null, EquityCurve.Empty, trials, cash);
        }

        var outOfSample = OutOfSample(study, settings, fold, cash);
        var result = outOfSample.Run(valid.Definition, cancellationToken);
        return new FoldResult(
            fold, chosen.Point, study.Space.Values(chosen.Point), ((PointOutcome.Scored)chosen.Outcome).Figures, outOfSample.FiguresOf(result),
            result.Equity, trials, result.FinalValue, result);
    }

    private static Evaluation? Choose(SearchRun run, WalkForwardChoice choice)
    {
        var plateau = choice == WalkForwardChoice.Plateau ? PlateauView.Of(run.Space, run.Evaluations).Best()?.Evaluation : null;
        return plateau ?? (run.Best is { Feasible: not null } best ? best : null);
    }
}
