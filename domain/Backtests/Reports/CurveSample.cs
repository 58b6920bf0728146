namespace Countersign.Domain.Backtests.Reports;

/// <summary>Fewer points that draw the same line: the lowest and the highest of each stretch, and both ends.</summary>
internal static class CurveSample
{
    /// <summary>Which points to keep, ascending; all of them where there are no more than wanted.</summary>
    /// <param name="max">Most points, 4 or more.</param>
    public static int[] Of(ReadOnlySpan<double> values, int max)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 4);
        if (values.Length <= max)
        {
            return [.. Enumerable.Range(0, values.Length)];
        }

        var kept = new List<int>(max) { 0 };
        var stretches = (max - 2) / 2;
        var inner = values.Length - 2;
        for (var s = 0; s < stretches; s++)
        {
            var from = 1 + (int)((long)inner * s / stretches);
            var until = 1 + (int)((long)inner * (s + 1) / stretches);
            var (low, high) = (from, from);
            for (var i = from + 1; i < until; i++)
            {
                low = values[i] < values[low] ? i : low;
                high = values[i] > values[high] ? i : high;
            }

            kept.Add(Math.Min(low, high));
            if (low != high)
            {
                kept.Add(Math.Max(low, high));
            }
        }

        kept.Add(values.Length - 1);
        return [.. kept];
    }
}
