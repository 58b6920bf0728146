using Countersign.Domain.Strategies;

namespace Countersign.Domain.Backtests.Research;

/// <summary>What is searched and by what it is judged. Immutable and safe to share between threads: the data is never copied.</summary>
public sealed record ResearchStudy(ParameterSpace Space, BacktestData Data, BacktestSettings Settings, Objective Objective)
{
    /// <summary>Runs a point; pure.</summary>
    public PointOutcome Evaluate(ParameterPoint point, CancellationToken cancellationToken = default)
    {
        switch (Space.Define(point))
        {
            case StrategyParseResult.Valid valid:
                return Evaluate(valid.Definition, cancellationToken);
            case StrategyParseResult.Invalid invalid:
                return new PointOutcome.Infeasible(invalid.Errors);
            default:
                throw new InvalidOperationException("Unknown parse result.");
        }
    }

    private PointOutcome Evaluate(StrategyDefinition definition, CancellationToken cancellationToken)
    {
        if (Data.Find(Settings.Instrument.Symbol, definition.Timeframe) is null)
        {
            return Infeasible("$.timeframe", $"There are no bars of {Settings.Instrument.Symbol} {definition.Timeframe}.", "Give them, or leave it out.");
        }

        return RunBounded(definition, out var stopped, cancellationToken) is { } figures
            ? new PointOutcome.Scored(figures, Objective.ValueOf(figures), Objective.ViolationOf(figures))
            : Infeasible("$", stopped!, "Raise the bound, or look for variants that trade less often.");
    }

    // More fills than the settings allow end a run by this exception: one such point must not end the study, nor be dropped in silence.
    private PointFigures? RunBounded(StrategyDefinition definition, out string? stopped, CancellationToken cancellationToken)
    {
        try
        {
            stopped = null;
            return PointFigures.Of(Backtest.Run(definition, Data, Settings, cancellationToken));
        }
        catch (InvalidOperationException bound)
        {
            stopped = bound.Message;
            return null;
        }
    }

    private static PointOutcome.Infeasible Infeasible(string path, string message, string hint) => new([new StrategyError(path, message, hint)]);
}

/// <summary>Drives a search to its end.</summary>
public static class Optimisation
{
    /// <param name="search">New, or resumed; afterwards it holds every evaluation.</param>
    /// <param name="progress">Told of every batch, on the caller's thread.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled; the search holds the complete batches.</exception>
    public static SearchRun Run(
        ResearchStudy study,
        SearchRun search,
        IResearchWorkers workers,
        IProgress<SearchRun>? progress = null,
        CancellationToken cancellationToken = default)
    {
        for (var points = search.Next(); points.Length > 0; points = search.Next())
        {
            var outcomes = workers.Run(points, study.Evaluate, cancellationToken);
            for (var i = 0; i < points.Length; i++)
            {
                search.Record(points[i], outcomes[i]);
            }

            progress?.Report(search);
        }

        return search;
    }
}
