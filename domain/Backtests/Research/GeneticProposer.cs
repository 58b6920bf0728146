using System.Collections.Immutable;

namespace Countersign.Domain.Backtests.Research;

/// <summary>Breeds a generation from the best of all that came before.</summary>
internal sealed class GeneticProposer(SearchMethod.Genetic method, SearchSettings settings) : IProposer
{
    private const int TriesMax = 50;

    // Of a parameter's range: how far a mutation goes, as a standard deviation.
    private const double Reach = 0.1;

    public ImmutableArray<ParameterPoint> Propose(int batch, SearchMemory memory)
    {
        var random = new ResearchRandom(settings.Seed, batch);
        if (batch == 0)
        {
            return RandomProposer.Draw(random, method.Population, memory);
        }

        if (batch >= method.Generations || memory.Evaluations.Count == 0)
        {
            return [];
        }

        // Best of parents and children, generation by generation, is best of all so far.
        var parents = memory.Evaluations.Order(BestFirst.Order).Take(method.Population).Select(e => e.Point).ToArray();
        var children = new List<ParameterPoint>();
        while (children.Count < method.Population && (Child(parents, memory, children, random) ?? memory.Draw(random, children)) is { } child)
        {
            children.Add(child);
        }

        return [.. children];
    }

    private ParameterPoint? Child(ParameterPoint[] parents, SearchMemory memory, List<ParameterPoint> children, ResearchRandom random)
    {
        for (var i = 0; i < TriesMax; i++)
        {
            var child = Pick(parents, random);
            if (random.Share() < method.Crossover)
            {
                child = Cross(child, Pick(parents, random), random);
            }

            child = Mutate(child, memory.Space, random);
            if (memory.IsNew(child, children))
            {
                return child;
            }
        }

        return null;
    }

    // Parents are sorted: the winner of a tournament is the one that stands first.
    private ParameterPoint Pick(ParameterPoint[] parents, ResearchRandom random)
    {
        var winner = random.Below(parents.Length);
        for (var i = 1; i < method.Tournament; i++)
        {
            winner = Math.Min(winner, random.Below(parents.Length));
        }

        return parents[winner];
    }

    private static ParameterPoint Cross(ParameterPoint mother, ParameterPoint father, ResearchRandom random) =>
        new([.. mother.Levels.Select((level, i) => random.Share() < 0.5 ? level : father[i])]);

    private ParameterPoint Mutate(ParameterPoint point, ParameterSpace space, ResearchRandom random)
    {
        var probability = method.Mutation ?? (1.0 / space.Parameters.Length);
        var levels = point.Levels.ToArray();
        for (var i = 0; i < levels.Length; i++)
        {
            if (random.Share() < probability)
            {
                levels[i] = MutateLevel(levels[i], space.Parameters[i], random);
            }
        }

        return new ParameterPoint([.. levels]);
    }

    private static int MutateLevel(int level, ResearchParameter parameter, ResearchRandom random)
    {
        var count = parameter.Levels.Length;
        if (!parameter.IsOrdered)
        {
            return random.Below(count);
        }

        var step = (int)Math.Round(random.Normal() * Math.Max(1.0, Reach * count));
        return Math.Clamp(level + (step == 0 ? (random.Share() < 0.5 ? -1 : 1) : step), 0, count - 1);
    }
}
