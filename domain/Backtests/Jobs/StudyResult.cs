using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Countersign.Domain.Backtests.Research;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Backtests.Jobs;

/// <summary>What a study found. Closed set, one case a kind; kept with the result as JSON.</summary>
[JsonDerivedType(typeof(Optimisation), "optimisation")]
[JsonDerivedType(typeof(WalkForward), "walkForward")]
[JsonDerivedType(typeof(MonteCarlo), "monteCarlo")]
[JsonDerivedType(typeof(Stress), "stress")]
[JsonDerivedType(typeof(LeakCheck), "leakCheck")]
public abstract record StudyResult
{
    private StudyResult()
    {
    }

    /// <param name="Parameters">In the order of the points' levels.</param>
    /// <param name="Objective">What was looked for, for people.</param>
    /// <param name="Trials">Everything that was tried, in order.</param>
    /// <param name="Chosen">Number of the trial that was run whole.</param>
    /// <param name="KeepsBounds">False where no trial keeps the objective's bounds: the one that breaks them least was chosen.</param>
    /// <param name="Choice">How it was chosen.</param>
    /// <param name="Plateau">The sturdiest points first; at most <see cref="PlateauMax"/>.</param>
    /// <param name="EarlierTrials">Counted beside.</param>
    /// <param name="AsItStands">The strategy without any change.</param>
    public sealed record Optimisation(
        ImmutableArray<StudyParameter> Parameters,
        string Objective,
        ImmutableArray<Evaluation> Trials,
        int Chosen,
        bool KeepsBounds,
        WalkForwardChoice Choice,
        ImmutableArray<StudyPlateau> Plateau,
        HeatMap? HeatMap,
        int EarlierTrials,
        PointFigures AsItStands) : StudyResult
    {
        public const int PlateauMax = 100;
    }

    /// <param name="Efficiency">Growth a year out of sample over that in sample; null where there was none in sample.</param>
    public sealed record WalkForward(
        ImmutableArray<StudyParameter> Parameters, string Objective, WalkForwardSettings Windows, ImmutableArray<StudyFold> Folds, double? Efficiency)
        : StudyResult;

    /// <param name="Shuffled">The closed trades in other orders.</param>
    /// <param name="Bootstrapped">Days drawn again in blocks.</param>
    /// <param name="BlockDays">Mean length of a block.</param>
    /// <param name="Costs">The run again with dearer trading; the first is as assumed.</param>
    public sealed record MonteCarlo(
        MonteCarloResult Shuffled, bool WithReplacement, MonteCarloResult Bootstrapped, double BlockDays, ImmutableArray<CostRun> Costs) : StudyResult;

    /// <param name="AsRecorded">The run without a scenario.</param>
    public sealed record Stress(PointFigures AsRecorded, ImmutableArray<StressRun> Scenarios) : StudyResult;

    public sealed record LeakCheck(LookAheadReport LookAhead, ImmutableArray<StudyWarmUp> WarmUps) : StudyResult
    {
        /// <summary>No knowledge of the future, and for every symbol a warm-up that is enough.</summary>
        [JsonIgnore]
        public bool IsClean => LookAhead.IsClean && WarmUps.All(w => w.Enough is not null);
    }
}

/// <summary>What was varied.</summary>
/// <param name="Places">In the strategy's canonical JSON.</param>
/// <param name="Levels">As JSON.</param>
public sealed record StudyParameter(string Name, ImmutableArray<string> Places, ImmutableArray<string> Levels)
{
    public static ImmutableArray<StudyParameter> Of(ParameterSpace space) =>
    [
        .. space.Parameters.Select(p => new StudyParameter(
            p.Name, [.. p.Targets.Select(t => t.Argument is { } argument ? FormattableString.Invariant($"{t.Path}#{argument}") : t.Path)],
            [.. p.Levels.Select(l => l.Json)])),
    ];

    /// <summary>A point's values as JSON, in the parameters' order.</summary>
    public static ImmutableArray<string> ValuesOf(ImmutableArray<StudyParameter> parameters, ParameterPoint point) =>
        [.. parameters.Select((parameter, i) => parameter.Levels[point[i]])];
}

/// <summary>A trial with its neighbourhood: <see cref="PlateauPoint"/>.</summary>
/// <param name="Trial">Its number.</param>
public sealed record StudyPlateau(int Trial, double? Median, double? Worst, int Tried, int Possible);

/// <summary>One fold.</summary>
/// <param name="Values">Of the parameters that were traded, as JSON; null where nothing was.</param>
/// <param name="Tried">Points in sample.</param>
/// <param name="DeflatedSharpe">Of the choice in sample, the fold's trials counted.</param>
public sealed record StudyFold(
    WalkForwardFold Fold,
    ImmutableArray<string>? Values,
    PointFigures? InSample,
    PointFigures? OutOfSample,
    double? Efficiency,
    int Tried,
    int Infeasible,
    int BrokenBounds,
    double? DeflatedSharpe,
    decimal FinalCash);

/// <summary>What the warm-up check found of one symbol.</summary>
/// <param name="Looked">Bars that were looked at.</param>
/// <param name="Enough">Bars of warm-up from which on nothing differs; null where none that was tried is enough.</param>
public sealed record StudyWarmUp(Symbol Symbol, int Looked, int? Enough, ImmutableArray<StudyWarmUpLevel> Levels);

/// <param name="WarmUpBars">Given before each bar that was looked at.</param>
/// <param name="LargestDifference">Of any feature from its value after the whole history, relative to that; null where one has no value yet.</param>
/// <param name="WorstFeature">The one that differs most; null where none does.</param>
/// <param name="Decisions">Bars at which the strategy decided with either history.</param>
/// <param name="Differing">Bars at which it decided otherwise.</param>
public sealed record StudyWarmUpLevel(int WarmUpBars, double? LargestDifference, string? WorstFeature, int Decisions, int Differing);
