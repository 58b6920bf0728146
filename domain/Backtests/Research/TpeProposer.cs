using System.Collections.Immutable;

namespace Countersign.Domain.Backtests.Research;

/// <summary>
/// Draws candidates from the density of good points and takes the one with the largest ratio of good to bad density, which is the one of the largest
/// expected improvement. Parameters are estimated each on its own.
/// </summary>
internal sealed class TpeProposer(SearchMethod.Tpe method, SearchSettings settings) : IProposer
{
    private const int GoodMax = 25;

    public ImmutableArray<ParameterPoint> Propose(int batch, SearchMemory memory)
    {
        var random = new ResearchRandom(settings.Seed, batch);
        var count = Math.Min(settings.Batch, method.Trials - memory.Evaluations.Count);
        if (memory.Evaluations.Count < method.Startup)
        {
            return RandomProposer.Draw(random, Math.Min(count, method.Startup - memory.Evaluations.Count), memory);
        }

        var ranked = memory.Evaluations.Order(BestFirst.Order).ToList();
        var goodCount = Math.Clamp((int)Math.Ceiling(method.GoodShare * ranked.Count), 1, Math.Min(GoodMax, ranked.Count - 1));
        var good = Densities(memory.Space, [.. ranked.Take(goodCount).Select(e => e.Point)]);
        var bad = ranked.Skip(goodCount).Select(e => e.Point).ToList();
        var points = new List<ParameterPoint>();
        while (points.Count < count)
        {
            // Points that are asked for already count as bad, so that a batch does not crowd one spot.
            var density = Densities(memory.Space, [.. bad, .. points]);
            if ((Promising(memory, good, density, points, random) ?? memory.Draw(random, points)) is not { } point)
            {
                break;
            }

            points.Add(point);
        }

        return [.. points];
    }

    private ParameterPoint? Promising(
        SearchMemory memory, LevelDensity[] good, LevelDensity[] bad, List<ParameterPoint> batch, ResearchRandom random)
    {
        ParameterPoint? best = null;
        var most = double.NegativeInfinity;
        for (var i = 0; i < method.Candidates; i++)
        {
            var point = new ParameterPoint([.. good.Select(density => density.Draw(random))]);
            if (!memory.IsNew(point, batch))
            {
                continue;
            }

            var ratio = 0.0;
            for (var p = 0; p < good.Length; p++)
            {
                ratio += Math.Log(good[p].At(point[p])) - Math.Log(bad[p].At(point[p]));
            }

            if (ratio > most)
            {
                (best, most) = (point, ratio);
            }
        }

        return best;
    }

    private static LevelDensity[] Densities(ParameterSpace space, ImmutableArray<ParameterPoint> points) =>
        [.. space.Parameters.Select((parameter, i) => new LevelDensity(parameter, [.. points.Select(point => point[i])]))];
}

/// <summary>
/// How likely each level of a parameter is by the levels observed: a normal kernel on every observation, as wide as the further of its neighbours,
/// cut at the ends, and a flat prior that weighs as much as one observation. Words are counted.
/// </summary>
internal sealed class LevelDensity
{
    private readonly int levels;
    private readonly bool isOrdered;
    private readonly int[] centres;
    private readonly double[] widths;
    private readonly double[] masses;
    private readonly Dictionary<int, double> kept = [];

    public LevelDensity(ResearchParameter parameter, int[] observed)
    {
        (levels, isOrdered, centres) = (parameter.Levels.Length, parameter.IsOrdered, observed);
        Array.Sort(centres);
        widths = new double[centres.Length];
        masses = new double[centres.Length];
        for (var i = 0; i < centres.Length; i++)
        {
            var left = centres[i] - (i == 0 ? -1 : centres[i - 1]);
            var right = (i == centres.Length - 1 ? levels : centres[i + 1]) - centres[i];
            widths[i] = Math.Clamp(Math.Max(left, right), Math.Max(0.5, levels / (double)Math.Min(100, centres.Length + 1)), levels);
            masses[i] = Below(levels - 0.5, i) - Below(-0.5, i);
        }
    }

    public double At(int level)
    {
        if (kept.TryGetValue(level, out var density))
        {
            return density;
        }

        density = 1.0 / levels;
        for (var i = 0; i < centres.Length; i++)
        {
            density += isOrdered ? (Below(level + 0.5, i) - Below(level - 0.5, i)) / masses[i] : centres[i] == level ? 1.0 : 0.0;
        }

        return kept[level] = density / (centres.Length + 1);
    }

    public int Draw(ResearchRandom random)
    {
        var kernel = random.Below(centres.Length + 1);
        if (kernel == centres.Length)
        {
            return random.Below(levels);
        }

        if (!isOrdered)
        {
            return centres[kernel];
        }

        for (var i = 0; i < 64; i++)
        {
            var level = (int)Math.Round(centres[kernel] + (widths[kernel] * random.Normal()));
            if (level >= 0 && level < levels)
            {
                return level;
            }
        }

        return centres[kernel];
    }

    private double Below(double level, int kernel) =>
        0.5 * MathNet.Numerics.SpecialFunctions.Erfc((centres[kernel] - level) / (widths[kernel] * Math.Sqrt(2.0)));
}
