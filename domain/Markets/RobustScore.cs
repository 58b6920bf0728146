namespace Countersign.Domain.Markets;

/// <summary>
/// Robust z-score (Iglewicz and Hoaglin 1993) of a value among those before it: |value - median| / (1.4826 x median absolute deviation). One wild
/// value moves neither the median nor the deviation.
/// </summary>
/// <param name="window">So many values before it; the score is 0 until there are as many.</param>
internal sealed class RobustScore(int window)
{
    /// <summary>Makes the deviation of a normal distribution its standard deviation.</summary>
    private const double Consistency = 1.4826;

    private readonly double[] values = new double[window];
    private readonly double[] sorted = new double[window];
    private long count;
    private double median;
    private double deviation;
    private int stale = int.MaxValue / 2;

    /// <summary>Scores a value, then takes it among those to compare with.</summary>
    public double Push(double value)
    {
        var score = 0.0;
        if (count >= values.Length)
        {
            // The neighbourhood changes slowly: a quarter of it may be new before it is sorted again.
            if (stale >= values.Length / 4)
            {
                Refresh();
            }

            score = deviation > 0.0 ? Math.Abs(value - median) / (Consistency * deviation) : 0.0;
        }

        values[count++ % values.Length] = value;
        stale++;
        return score;
    }

    private void Refresh()
    {
        stale = 0;
        values.CopyTo(sorted, 0);
        Array.Sort(sorted);
        median = sorted[sorted.Length / 2];
        for (var i = 0; i < values.Length; i++)
        {
            sorted[i] = Math.Abs(values[i] - median);
        }

        Array.Sort(sorted);
        deviation = sorted[sorted.Length / 2];
    }
}
