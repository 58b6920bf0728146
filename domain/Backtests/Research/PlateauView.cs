using System.Collections.Immutable;

namespace Countersign.Domain.Backtests.Research;

/// <summary>A point seen with its neighbourhood: those tried that differ by at most so many levels in each number, and in no word.</summary>
/// <param name="Median">Of the objective over the neighbourhood, the point itself included; one that breaks a bound or is infeasible counts as −∞.</param>
/// <param name="Worst">Least objective of the neighbourhood, likewise. Null where it is −∞.</param>
/// <param name="Tried">Points of the neighbourhood that were tried, the point itself included.</param>
/// <param name="Possible">Points of the neighbourhood in the space that keep its constraints.</param>
public sealed record PlateauPoint(Evaluation Evaluation, double? Median, double? Worst, int Tried, int Possible)
{
    /// <summary>The share of the neighbourhood that was tried, 0 to 1.</summary>
    public double Coverage => (double)Tried / Possible;
}

/// <summary>
/// How sturdy each tried point is: a peak that falls off beside it was found by chance, a plateau is worth something. A search that tried the
/// whole grid, or most of it around the best points, tells more than a sparse one: see <see cref="PlateauPoint.Coverage"/>.
/// </summary>
public sealed record PlateauView(int Radius, ImmutableArray<PlateauPoint> Points)
{
    /// <summary>Only so many of the best points are looked at: beyond, a view costs more than the search.</summary>
    public const int PointsMax = 2_000;

    private const int NeighboursMax = 10_000;

    /// <summary>The point with the best median of those whose neighbourhood was tried well enough, the worst deciding between equals; null where none was.</summary>
    /// <param name="coverage">Least share of a neighbourhood that must have been tried, 0 to 1.</param>
    public PlateauPoint? Best(double coverage = 0.5) => Points
        .Where(point => point.Median is not null && point.Coverage >= coverage)
        .OrderByDescending(point => point.Median)
        .ThenByDescending(point => point.Worst ?? double.NegativeInfinity)
        .ThenBy(point => point.Evaluation, BestFirst.Order)
        .FirstOrDefault();

    /// <param name="radius">Levels to either side that are near; 1 or more.</param>
    /// <returns>One entry a point that keeps every bound, of the 2,000 best ones at most, best median first.</returns>
    public static PlateauView Of(ParameterSpace space, ImmutableArray<Evaluation> evaluations, int radius = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(radius, 1);
        var tried = evaluations.ToDictionary(e => e.Point);
        var points = evaluations.Where(e => e.Feasible is not null)
            .Order(BestFirst.Order)
            .Take(PointsMax)
            .Select(e => PointOf(e, space, tried, radius))
            .OrderByDescending(p => p.Median ?? double.NegativeInfinity)
            .ThenByDescending(p => p.Worst ?? double.NegativeInfinity)
            .ThenBy(p => p.Evaluation, BestFirst.Order);
        return new PlateauView(radius, [.. points]);
    }

    private static PlateauPoint PointOf(Evaluation evaluation, ParameterSpace space, Dictionary<ParameterPoint, Evaluation> tried, int radius)
    {
        var near = SizeOf(evaluation.Point, space, radius) <= Math.Min(NeighboursMax, Math.Max(1_000.0, tried.Count * 4.0))
            ? Listed(evaluation.Point, space, radius)
            : null;
        var found = near is null
            ? tried.Values.Where(other => IsNear(evaluation.Point, other.Point, space, radius)).ToList()
            : [.. near.Where(tried.ContainsKey).Select(point => tried[point])];
        var values = found.Select(other => other.Feasible ?? double.NegativeInfinity).Order().ToArray();
        var median = (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2.0;
        var possible = near?.Count ?? (int)Math.Min(int.MaxValue, SizeOf(evaluation.Point, space, radius));
        return new PlateauPoint(evaluation, Finite(median), Finite(values[0]), found.Count, Math.Max(possible, found.Count));
    }

    private static bool IsNear(ParameterPoint point, ParameterPoint other, ParameterSpace space, int radius)
    {
        for (var i = 0; i < point.Levels.Length; i++)
        {
            if (Math.Abs(point[i] - other[i]) > (space.Parameters[i].IsOrdered ? radius : 0))
            {
                return false;
            }
        }

        return true;
    }

    private static double SizeOf(ParameterPoint point, ParameterSpace space, int radius) => space.Parameters
        .Select((_, i) => Range(point, space, i, radius))
        .Aggregate(1.0, (size, range) => size * (range.To - range.From + 1));

    private static List<ParameterPoint> Listed(ParameterPoint point, ParameterSpace space, int radius)
    {
        var points = new List<ParameterPoint> { point };
        for (var i = 0; i < point.Levels.Length; i++)
        {
            var (from, to) = Range(point, space, i, radius);
            var parameter = i;
            points = [.. points.SelectMany(each => Enumerable.Range(from, to - from + 1).Select(level => each.With(parameter, level)))];
        }

        return [.. points.Where(space.Allows)];
    }

    private static (int From, int To) Range(ParameterPoint point, ParameterSpace space, int parameter, int radius) =>
        space.Parameters[parameter].IsOrdered
            ? (Math.Max(0, point[parameter] - radius), Math.Min(space.Parameters[parameter].Levels.Length - 1, point[parameter] + radius))
            : (point[parameter], point[parameter]);

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
