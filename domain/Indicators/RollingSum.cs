namespace Countersign.Domain.Indicators;

/// <summary>Sum and mean of the last n values, amortised O(1) a value.</summary>
/// <remarks>
/// Adding and subtracting for ever would drift, so the sum is taken afresh each time the ring is full: rounding never
/// accumulates over more than n steps, at a cost of one addition a value.
/// </remarks>
internal sealed class RollingSum(int length)
{
    private readonly double[] ring = new double[length];
    private int cursor;
    private bool full;
    private double sum;

    public bool IsFull => full;

    public double Sum => sum;

    public double Mean => sum / ring.Length;

    public void Push(double value)
    {
        sum += value - (full ? ring[cursor] : 0.0);
        ring[cursor] = value;
        if (++cursor < ring.Length)
        {
            return;
        }

        cursor = 0;
        full = true;
        sum = 0.0;
        foreach (var kept in ring)
        {
            sum += kept;
        }
    }

    public void Write(StateWriter writer)
    {
        writer.Add(cursor);
        writer.Add(full ? 1 : 0);
        writer.Add(sum);
        writer.Add(ring);
    }

    public void Read(StateReader reader)
    {
        cursor = reader.NextInt();
        full = reader.NextInt() == 1;
        sum = reader.Next();
        reader.Next(ring);
    }
}
