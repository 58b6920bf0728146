namespace Countersign.Domain.Indicators;

/// <summary>The largest of the last n values, amortised O(1) a value. The smallest is minus the largest of the negated values.</summary>
/// <remarks>
/// Values come in blocks of n (van Herk 1992, Gil and Werman 1993). The window is the end of the last block and the beginning of this one: the
/// largest from each place to its block's end is computed once a block, the largest since the block's start is carried along. Unlike a
/// monotonic deque this has no branch that depends on the data.
/// </remarks>
internal sealed class RollingMaximum(int length)
{
    // Before the cursor: values of this block. From the cursor on: for the last block, the largest from there to its end.
    private readonly double[] ring = new double[length];
    private int cursor;
    private bool full;
    private double sinceBlockStart;

    public bool IsFull => full;

    /// <summary>Meaningful after the first value.</summary>
    public double Maximum =>
        !full ? sinceBlockStart
        : cursor == 0 ? ring[0]
        : Math.Max(sinceBlockStart, ring[cursor]);

    public void Push(double value)
    {
        sinceBlockStart = cursor == 0 ? value : Math.Max(sinceBlockStart, value);
        ring[cursor] = value;
        if (++cursor < ring.Length)
        {
            return;
        }

        cursor = 0;
        full = true;
        for (var i = ring.Length - 2; i >= 0; i--)
        {
            ring[i] = Math.Max(ring[i], ring[i + 1]);
        }
    }

    public void Write(StateWriter writer)
    {
        writer.Add(cursor);
        writer.Add(full ? 1 : 0);
        writer.Add(sinceBlockStart);
        writer.Add(ring);
    }

    public void Read(StateReader reader)
    {
        cursor = reader.NextInt();
        full = reader.NextInt() == 1;
        sinceBlockStart = reader.Next();
        reader.Next(ring);
    }
}
