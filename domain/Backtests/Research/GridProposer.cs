using System.Collections.Immutable;

namespace Countersign.Domain.Backtests.Research;

/// <summary>Walks the grid, batch by batch.</summary>
internal sealed class GridProposer(int size) : IProposer
{
    public ImmutableArray<ParameterPoint> Propose(int batch, SearchMemory memory)
    {
        var points = ImmutableArray.CreateBuilder<ParameterPoint>(size);
        var last = memory.Evaluations.Count == 0 ? null : memory.Evaluations[^1].Point;
        for (var point = memory.Space.After(last); point is not null && points.Count < size; point = memory.Space.After(point))
        {
            if (memory.Space.Allows(point))
            {
                points.Add(point);
            }
        }

        return points.ToImmutable();
    }
}

/// <summary>Draws points.</summary>
internal sealed class RandomProposer(int trials, SearchSettings settings) : IProposer
{
    public ImmutableArray<ParameterPoint> Propose(int batch, SearchMemory memory) =>
        Draw(new ResearchRandom(settings.Seed, batch), Math.Min(settings.Batch, trials - memory.Evaluations.Count), memory);

    public static ImmutableArray<ParameterPoint> Draw(ResearchRandom random, int count, SearchMemory memory)
    {
        var points = new List<ParameterPoint>();
        while (points.Count < count && memory.Draw(random, points) is { } point)
        {
            points.Add(point);
        }

        return [.. points];
    }
}
