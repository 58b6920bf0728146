namespace Countersign.Domain.Indicators;

/// <summary>The average of the last n values with the weights 1 (oldest) to n (latest), amortised O(1) a value.</summary>
/// <remarks>Both sums are taken afresh each time the ring is full, so rounding does not accumulate.</remarks>
internal sealed class LinearWeights(int length)
{
    private readonly double[] ring = new double[length];
    private int cursor;
    private bool full;
    private double sum;
    private double weighted;

    /// <summary>NaN before the window is full.</summary>
    public double Average => full ? weighted / (ring.Length * (ring.Length + 1.0) / 2.0) : double.NaN;

    public void Push(double value)
    {
        if (full)
        {
            weighted += (ring.Length * value) - sum;
            sum += value - ring[cursor];
        }

        ring[cursor] = value;
        if (++cursor < ring.Length)
        {
            return;
        }

        cursor = 0;
        full = true;
        sum = 0.0;
        weighted = 0.0;
        for (var i = 0; i < ring.Length; i++)
        {
            sum += ring[i];
            weighted += (i + 1.0) * ring[i];
        }
    }

    public void Exchange(StateExchange state)
    {
        state.Of(ref cursor);
        state.Of(ref full);
        state.Of(ref sum);
        state.Of(ref weighted);
        state.Of(ring);
    }
}
