using System.Collections.Immutable;
using Countersign.Domain.Backtests.Metrics;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;

namespace Countersign.Domain.Backtests.Research;

/// <summary>What is searched and by what it is judged. Immutable and safe to share between threads: points share the data.</summary>
/// <param name="Symbols">Those of the strategy's that are run; null is the settings' instrument alone.</param>
/// <param name="Metrics">The conventions of the figures; null is <see cref="MetricsSettings.Default"/>.</param>
public sealed record ResearchStudy(
    ParameterSpace Space,
    BacktestData Data,
    BacktestSettings Settings,
    Objective Objective,
    ImmutableArray<Symbol>? Symbols = null,
    MetricsSettings? Metrics = null)
{
    /// <summary>
    /// The same, with the bars that strategies decide on joined once where they are missing, instead of once a point. Searches do it by themselves.
    /// </summary>
    public ResearchStudy Prepared()
    {
        var missing = Timeframes.SelectMany(frame => Traded.Select(symbol => (Symbol: symbol, Timeframe: frame)))
            .Where(wanted => Data.Find(wanted.Symbol, wanted.Timeframe) is null && HasBars(wanted.Symbol, wanted.Timeframe))
            .Select(wanted => Data.Deciding(wanted.Symbol, wanted.Timeframe))
            .ToImmutableArray();
        return missing.IsEmpty ? this : this with { Data = new BacktestData(Data.Series.AddRange(missing), Data.Ticks) { Releases = Data.Releases } };
    }

    /// <summary>Runs a point; pure.</summary>
    public PointOutcome Evaluate(ParameterPoint point, CancellationToken cancellationToken = default) => Space.Define(point) switch
    {
        StrategyParseResult.Valid valid => Evaluate(valid.Definition, cancellationToken),
        StrategyParseResult.Invalid invalid => new PointOutcome.Infeasible(invalid.Errors),
        _ => throw new InvalidOperationException("Unknown parse result."),
    };

    /// <summary>Runs a variant and keeps everything.</summary>
    /// <exception cref="ArgumentException">There is nothing to run it on.</exception>
    public BacktestResult Run(StrategyDefinition definition, CancellationToken cancellationToken = default) =>
        Backtest.Run(new BacktestPlan([new BacktestStrategy(definition, Traded)], Data, Settings), null, cancellationToken);

    /// <summary>
    /// The same run with the prices that the strategy trades at as both sides of the recording: a spread that a scenario adds is then paid even where
    /// the strategy leaves the recorded one out.
    /// </summary>
    internal (ResearchStudy Study, StrategyDefinition Definition) AtOwnPrices(StrategyDefinition definition) => (
        this with { Data = Data.At(definition.Costs.Prices) }, definition with { Costs = definition.Costs with { Prices = CostPrices.Both } });

    internal ImmutableArray<Symbol> Traded => Symbols ?? [Settings.Instrument.Symbol];

    /// <summary>Those that points can decide on.</summary>
    internal IEnumerable<Timeframe> Timeframes => Space.Parameters.Where(p => p.Targets.Any(t => t.Path == "$.timeframe"))
        .SelectMany(p => p.Levels)
        .Select(level => Enum.TryParse<Timeframe>(level.Json.Trim('"'), out var frame) ? frame : Space.Definition.Timeframe)
        .Append(Space.Definition.Timeframe)
        .Distinct();

    internal PointFigures FiguresOf(BacktestResult result) => PointFigures.Of(result, Metrics ?? MetricsSettings.Default);

    private PointOutcome Evaluate(StrategyDefinition definition, CancellationToken cancellationToken)
    {
        if (!Traded.All(symbol => definition.Symbols.Contains(symbol)))
        {
            return Infeasible("$.symbols", $"The variant does not watch {string.Join(", ", Traded)}.", "Leave the symbols out, or run each on its own.");
        }

        if (!Traded.All(symbol => HasBars(symbol, definition.Timeframe)))
        {
            return Infeasible("$.timeframe", $"There are no bars of {definition.Timeframe} or finer.", "Give them, or leave the timeframe out.");
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
            return FiguresOf(Run(definition, cancellationToken));
        }
        catch (InvalidOperationException bound)
        {
            stopped = bound.Message;
            return null;
        }
    }

    private bool HasBars(Symbol symbol, Timeframe timeframe) =>
        Data.Find(symbol, timeframe) is not null || Data.Ticks.Any(t => t.Symbol == symbol)
        || (Data.Finest(symbol) is { } finest && finest.Timeframe < timeframe);

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
        var prepared = study.Prepared();
        for (var points = search.Next(); points.Length > 0; points = search.Next())
        {
            var outcomes = workers.Run(points, prepared.Evaluate, cancellationToken);
            for (var i = 0; i < points.Length; i++)
            {
                search.Record(points[i], outcomes[i]);
            }

            progress?.Report(search);
        }

        return search;
    }
}
