namespace Countersign.Domain.Indicators;

/// <summary>The last n values.</summary>
internal sealed class Window(int length)
{
    private readonly double[] ring = new double[length];
    private int cursor;
    private int count;

    public int Count => count;

    public bool IsFull => count == ring.Length;

    /// <summary>The value so many pushes ago; 0 is the latest. Meaningful below <see cref="Count"/>.</summary>
    public double this[int back]
    {
        get
        {
            var at = cursor - 1 - back;
            return ring[at < 0 ? at + ring.Length : at];
        }
    }

    /// <summary>The first of the values held.</summary>
    public double Oldest => ring[count < ring.Length ? 0 : cursor];

    public void Push(double value)
    {
        ring[cursor] = value;
        cursor = cursor + 1 == ring.Length ? 0 : cursor + 1;
        count = Math.Min(count + 1, ring.Length);
    }

    public void Exchange(StateExchange state)
    {
        state.Of(ref cursor);
        state.Of(ref count);
        state.Of(ring);
    }
}
