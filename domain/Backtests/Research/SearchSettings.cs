using System.Text.Json.Serialization;

namespace Countersign.Domain.Backtests.Research;

/// <summary>How a space is searched. Closed set.</summary>
[JsonDerivedType(typeof(Grid), "grid")]
[JsonDerivedType(typeof(Random), "random")]
[JsonDerivedType(typeof(Tpe), "tpe")]
[JsonDerivedType(typeof(Genetic), "genetic")]
public abstract record SearchMethod
{
    /// <summary>Most points that any search tries.</summary>
    public const int TrialsMax = 200_000;

    private SearchMethod()
    {
    }

    /// <summary>Every point that keeps the constraints.</summary>
    public sealed record Grid : SearchMethod;

    /// <summary>So many different points, each as likely as any other.</summary>
    public sealed record Random(int Trials) : SearchMethod;

    /// <summary>
    /// Tree-structured Parzen estimator: J. Bergstra, R. Bardenet, Y. Bengio and B. Kégl, "Algorithms for Hyper-Parameter Optimization" (2011). Points of
    /// a batch are kept apart by counting those already asked for as bad.
    /// </summary>
    /// <param name="Startup">Random points before the first estimate; 2 or more.</param>
    /// <param name="GoodShare">γ, the share of the points taken for good; between 0 and 1. At most 25 are.</param>
    /// <param name="Candidates">Points drawn from the good density, of which the most promising is asked for; 1 to 1,000.</param>
    public sealed record Tpe(int Trials, int Startup = 20, double GoodShare = 0.15, int Candidates = 24) : SearchMethod;

    /// <summary>
    /// Genetic search with tournaments, uniform crossover and mutation; the best of parents and children go on. A generation is a batch, whatever
    /// <see cref="SearchSettings.Batch"/> says.
    /// </summary>
    /// <param name="Population">Points of a generation; 4 or more.</param>
    /// <param name="Generations">With the first, which is random; 1 or more.</param>
    /// <param name="Tournament">Parents are the best of so many drawn; 1 or more.</param>
    /// <param name="Crossover">Share of children that have two parents, 0 to 1.</param>
    /// <param name="Mutation">Probability that a parameter of a child changes, 0 to 1; null is one parameter in the mean.</param>
    public sealed record Genetic(int Population = 32, int Generations = 20, int Tournament = 3, double Crossover = 0.9, double? Mutation = null) : SearchMethod;
}

/// <summary>What decides a search, beside the results: the same settings ask for the same points on any machine with any number of workers.</summary>
/// <param name="Batch">Points asked for at once; 1 to 1,000. It takes part in what TPE asks for, so it must not be the number of workers.</param>
public sealed record SearchSettings(SearchMethod Method, int Batch = 16, int Seed = 1)
{
    public const int BatchMax = 1_000;
    public const int TpeTrialsMax = 5_000;

    /// <summary>What is wrong with the settings, as a sentence; null where nothing is.</summary>
    public string? Problem => Batch is < 1 or > BatchMax
        ? "A batch has 1 to 1,000 points."
        : Method switch
        {
            SearchMethod.Grid => null,
            SearchMethod.Random random => Trials(random.Trials),
            SearchMethod.Tpe tpe => Trials(tpe.Trials)
                ?? (tpe.Trials > TpeTrialsMax ? "TPE weighs every trial against all before it: 5,000 at most. Search more by genetic or random." : null)
                ?? (tpe.Startup < 2 ? "TPE begins with at least 2 random points." : null)
                ?? (tpe.GoodShare is > 0.0 and < 1.0 ? null : "The share of good points is between 0 and 1.")
                ?? (tpe.Candidates is < 1 or > 1_000 ? "TPE draws 1 to 1,000 candidates." : null),
            SearchMethod.Genetic genetic => (genetic.Population is < 4 or > BatchMax ? "A generation has 4 to 1,000 points." : null)
                ?? (genetic.Generations < 1 || (long)genetic.Population * genetic.Generations > SearchMethod.TrialsMax
                    ? "At least one generation, and at most 200,000 points in all." : null)
                ?? (genetic.Tournament < 1 || genetic.Tournament > genetic.Population ? "A tournament has 1 point to all of a generation." : null)
                ?? (genetic.Crossover is >= 0.0 and <= 1.0 && genetic.Mutation is null or >= 0.0 and <= 1.0 ? null : "Shares are from 0 to 1."),
            _ => throw new InvalidOperationException($"No method {Method}."),
        };

    private static string? Trials(int trials) => trials is < 1 or > SearchMethod.TrialsMax ? "A search tries 1 to 200,000 points." : null;
}
