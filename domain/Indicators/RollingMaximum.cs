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
    private readonly double[] _ring = new double[length];
    private int _cursor;
    private bool _full;
    private double _sinceBlockStart;

    public bool IsFull => _full;

    /// <summary>Meaningful after the first value.</summary>
    public double Maximum =>
        !_full ? _sinceBlockStart
        : _cursor == 0 ? _ring[0]
        : Math.Max(_sinceBlockStart, _ring[_cursor]);

    public void Push(double value)
    {
        _sinceBlockStart = _cursor == 0 ? value : Math.Max(_sinceBlockStart, value);
        _ring[_cursor] = value;
        if (++_cursor < _ring.Length)
        {
            return;
        }

        _cursor = 0;
        _full = true;
        for (var i = _ring.Length - 2; i >= 0; i--)
        {
            _ring[i] = Math.Max(_ring[i], _ring[i + 1]);
        }
    }

    public void Write(StateWriter writer)
    {
        writer.Add(_cursor);
        writer.Add(_full ? 1 : 0);
        writer.Add(_sinceBlockStart);
        writer.Add(_ring);
    }

    public void Read(StateReader reader)
    {
        _cursor = reader.NextInt();
        _full = reader.NextInt() == 1;
        _sinceBlockStart = reader.Next();
        reader.Next(_ring);
    }
}
