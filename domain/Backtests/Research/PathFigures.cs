namespace Countersign.Domain.Backtests.Research;

/// <summary>Figures of one path of an account's value.</summary>
internal static class PathFigures
{
    /// <summary>Largest fall from the highest value before, in percent of it; 100 at most counts as ruin.</summary>
    public static double DrawdownPercent(double start, ReadOnlySpan<double> values)
    {
        var (peak, deepest) = (start, 0.0);
        foreach (var value in values)
        {
            peak = Math.Max(peak, value);
            deepest = Math.Max(deepest, (peak - value) / peak);
        }

        return deepest * 100.0;
    }

    /// <summary>A quantile of sorted values by linear interpolation (type 7 of R. Hyndman and Y. Fan, 1996).</summary>
    /// <param name="share">0 to 1.</param>
    public static double Quantile(ReadOnlySpan<double> sorted, double share)
    {
        var at = share * (sorted.Length - 1);
        var below = (int)Math.Floor(at);
        return below + 1 < sorted.Length ? sorted[below] + ((at - below) * (sorted[below + 1] - sorted[below])) : sorted[^1];
    }
}
