using System.Collections.Immutable;

namespace Countersign.Domain.Backtests.Research;

/// <summary>
/// A search as ask and tell: <see cref="Next"/> gives the points to try, <see cref="Record"/> takes what came of them, in any order. What is asked for
/// depends on space, settings and earlier batches only, so <see cref="Resume"/> with the evaluations so far goes on exactly as if it had never
/// stopped. Not thread-safe.
/// </summary>
public sealed class SearchRun
{
    /// <summary>A grid of more points than this is refused; a constrained one may look through ten times as many.</summary>
    public const int GridMax = SearchMethod.TrialsMax;

    private readonly SearchMemory memory;
    private readonly IProposer proposer;
    private readonly Dictionary<ParameterPoint, PointOutcome> answered = [];
    private ImmutableArray<ParameterPoint> asked = [];
    private int batch = -1;

    /// <exception cref="ArgumentException">The settings are out of range, or the grid is too large.</exception>
    public SearchRun(ParameterSpace space, SearchSettings settings)
    {
        if (settings.Problem is { } problem)
        {
            throw new ArgumentException(problem, nameof(settings));
        }

        if (settings.Method is SearchMethod.Grid && space.GridSize > GridMax * 10.0)
        {
            throw new ArgumentException("The grid has more than 2,000,000 points: widen the steps or search at random.", nameof(space));
        }

        memory = new SearchMemory(space);
        Settings = settings;
        proposer = settings.Method switch
        {
            SearchMethod.Grid => new GridProposer(settings.Batch),
            SearchMethod.Random random => new RandomProposer(random.Trials, settings),
            SearchMethod.Tpe tpe => new TpeProposer(tpe, settings),
            SearchMethod.Genetic genetic => new GeneticProposer(genetic, settings),
            _ => throw new InvalidOperationException($"No method {settings.Method}."),
        };
    }

    public ParameterSpace Space => memory.Space;

    public SearchSettings Settings { get; }

    /// <summary>Everything recorded, in the order in which it was asked for; of a batch that is not complete yet, what is there of it.</summary>
    public ImmutableArray<Evaluation> Evaluations => [.. memory.Evaluations, .. Answers()];

    /// <summary>Points that the search will try, as far as it can be told; a grid's constraints, or a small space, may leave fewer.</summary>
    public int TrialsMax => Settings.Method switch
    {
        SearchMethod.Random random => (int)Math.Min(random.Trials, Space.GridSize),
        SearchMethod.Tpe tpe => (int)Math.Min(tpe.Trials, Space.GridSize),
        SearchMethod.Genetic genetic => (int)Math.Min((double)genetic.Population * genetic.Generations, Space.GridSize),
        _ => (int)Math.Min(int.MaxValue, Space.GridSize),
    };

    /// <summary>The best so far; null before anything is recorded.</summary>
    public Evaluation? Best => Evaluations.Order(BestFirst.Order).FirstOrDefault();

    /// <summary>Goes on after the recorded evaluations, the last of whose batches may be incomplete.</summary>
    /// <exception cref="ArgumentException">They are of another search.</exception>
    public static SearchRun Resume(ParameterSpace space, SearchSettings settings, ImmutableArray<Evaluation> evaluations)
    {
        var run = new SearchRun(space, settings);
        foreach (var group in evaluations.GroupBy(e => e.Batch).OrderBy(g => g.Key))
        {
            run.Next();
            if (run.batch != group.Key)
            {
                throw new ArgumentException($"Batch {group.Key} follows an incomplete batch {run.batch}.", nameof(evaluations));
            }

            foreach (var evaluation in group)
            {
                run.Record(evaluation.Point, evaluation.Outcome);
            }
        }

        return run;
    }

    /// <summary>The points to try now: what is unanswered of the batch, otherwise a new batch; empty once the search is over.</summary>
    public ImmutableArray<ParameterPoint> Next()
    {
        if (asked.Length == 0)
        {
            asked = proposer.Propose(++batch, memory);
        }

        return [.. asked.Where(point => !answered.ContainsKey(point))];
    }

    /// <summary>Takes what came of a point that <see cref="Next"/> asked for; a second answer changes nothing.</summary>
    /// <exception cref="ArgumentException">Nobody asked for the point.</exception>
    public void Record(ParameterPoint point, PointOutcome outcome)
    {
        if (!asked.Contains(point))
        {
            throw new ArgumentException($"The search did not ask for the point {point}.", nameof(point));
        }

        answered.TryAdd(point, outcome);
        if (answered.Count == asked.Length)
        {
            foreach (var evaluation in Answers().ToList())
            {
                memory.Add(evaluation);
            }

            asked = [];
            answered.Clear();
        }
    }

    private IEnumerable<Evaluation> Answers() => asked.Select((point, i) => (Point: point, Number: memory.Evaluations.Count + i))
        .Where(each => answered.ContainsKey(each.Point))
        .Select(each => new Evaluation(each.Number, batch, each.Point, answered[each.Point]));
}

/// <summary>Chooses the points of a batch from what earlier batches found.</summary>
internal interface IProposer
{
    /// <summary>Different points that are not known yet and keep the constraints; none ends the search.</summary>
    ImmutableArray<ParameterPoint> Propose(int batch, SearchMemory memory);
}

/// <summary>What complete batches found.</summary>
internal sealed class SearchMemory(ParameterSpace space)
{
    private const int DrawsMax = 200;

    // Up to here the points that are left can be listed.
    private const double ListedMax = 200_000;

    private readonly List<Evaluation> evaluations = [];
    private readonly HashSet<ParameterPoint> known = [];

    public ParameterSpace Space => space;

    public List<Evaluation> Evaluations => evaluations;

    public void Add(Evaluation evaluation)
    {
        evaluations.Add(evaluation);
        known.Add(evaluation.Point);
    }

    public bool IsNew(ParameterPoint point, ICollection<ParameterPoint> batch) =>
        space.Allows(point) && !known.Contains(point) && !batch.Contains(point);

    /// <summary>A new point, each as likely as any other; null where none is left, or none was found.</summary>
    public ParameterPoint? Draw(ResearchRandom random, ICollection<ParameterPoint> batch)
    {
        for (var i = 0; i < DrawsMax; i++)
        {
            var point = new ParameterPoint([.. space.Parameters.Select(parameter => random.Below(parameter.Levels.Length))]);
            if (IsNew(point, batch))
            {
                return point;
            }
        }

        if (space.GridSize > ListedMax)
        {
            return null;
        }

        var left = new List<ParameterPoint>();
        for (var point = space.After(null); point is not null; point = space.After(point))
        {
            if (IsNew(point, batch))
            {
                left.Add(point);
            }
        }

        return left.Count == 0 ? null : left[random.Below(left.Count)];
    }
}
