using System.Collections.Immutable;

namespace Countersign.Domain.Backtests.Research;

/// <summary>What a cell of a heat map shows of the points that have its two values.</summary>
public enum HeatMapOthers
{
    /// <summary>The other parameters stand where they do in the best point.</summary>
    AtBest,

    /// <summary>The median over all that was tried of the others.</summary>
    Median,

    /// <summary>The best of all that was tried of the others.</summary>
    Best,
}

/// <summary>The objective over two parameters, for a picture.</summary>
/// <param name="Columns">Values of the parameter across, as JSON.</param>
/// <param name="Rows">Values of the parameter down.</param>
/// <param name="Cells">Row by row; null where nothing was tried that keeps every bound.</param>
public sealed record HeatMap(
    string Across, string Down, ImmutableArray<string> Columns, ImmutableArray<string> Rows, ImmutableArray<ImmutableArray<double?>> Cells)
{
    /// <param name="axisMax">Cells along an axis at most: where there are more levels, neighbours share one, which is named by its first and last.</param>
    /// <exception cref="ArgumentException">There is no such parameter, or both are one.</exception>
    public static HeatMap Of(
        ParameterSpace space, ImmutableArray<Evaluation> evaluations, string across, string down, HeatMapOthers others = HeatMapOthers.AtBest,
        int axisMax = int.MaxValue)
    {
        var (x, y) = (space.IndexOf(across), space.IndexOf(down));
        if (x < 0 || y < 0 || x == y)
        {
            throw new ArgumentException($"A heat map needs two of the parameters {string.Join(", ", space.Parameters.Select(p => p.Name))}.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(axisMax, 1);
        var (columns, rows) = (new HeatMapAxis(space.Parameters[x], axisMax), new HeatMapAxis(space.Parameters[y], axisMax));
        var scored = evaluations.Where(e => e.Feasible is not null).ToList();
        var best = scored.Order(BestFirst.Order).FirstOrDefault()?.Point;
        var shown = others == HeatMapOthers.AtBest && best is not null
            ? scored.Where(e => e.Point.With(x, best[x]).With(y, best[y]).Equals(best))
            : scored;
        var cells = shown.ToLookup(e => (columns.CellOf(e.Point[x]), rows.CellOf(e.Point[y])), e => e.Feasible!.Value);
        return new HeatMap(
            across,
            down,
            columns.Names,
            rows.Names,
            [.. Enumerable.Range(0, rows.Count).Select(row => Enumerable.Range(0, columns.Count)
                .Select(column => Cell(cells[(column, row)], others)).ToImmutableArray())]);
    }

    private static double? Cell(IEnumerable<double> values, HeatMapOthers others)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? null
            : others == HeatMapOthers.Median ? (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2.0
            : sorted[^1];
    }
}

/// <summary>A parameter's levels along an axis of so many cells at most.</summary>
internal sealed class HeatMapAxis(ResearchParameter parameter, int cellsMax)
{
    // As many levels a cell as it takes, the last one with fewer.
    private readonly int width = (int)(((long)parameter.Levels.Length + cellsMax - 1) / cellsMax);

    public int Count => (parameter.Levels.Length + width - 1) / width;

    public ImmutableArray<string> Names => [.. Enumerable.Range(0, Count).Select(NameOf)];

    public int CellOf(int level) => level / width;

    private string NameOf(int cell)
    {
        var (first, last) = (cell * width, Math.Min(parameter.Levels.Length, (cell + 1) * width) - 1);
        return first == last ? parameter.Levels[first].Json : $"{parameter.Levels[first].Json} to {parameter.Levels[last].Json}";
    }
}
