namespace Countersign.Domain.Indicators;

/// <summary>The largest of the last n values, amortised O(1) a value. The smallest is minus the largest of the negated values.</summary>
/// <remarks>A monotonic deque: a value leaves as soon as a later one is at least as large, since it can never be the maximum again.</remarks>
internal sealed class RollingMaximum(int length)
{
    private readonly double[] _values = new double[length];
    private readonly double[] _positions = new double[length];
    private int _head;
    private int _count;
    private long _seen;

    public bool IsFull => _seen >= _values.Length;

    /// <summary>Meaningful after the first value.</summary>
    public double Maximum => _values[_head];

    public void Push(double value)
    {
        if (_count > 0 && _positions[_head] <= _seen - _values.Length)
        {
            _head = Wrap(_head + 1);
            _count--;
        }

        while (_count > 0 && _values[Wrap(_head + _count - 1)] <= value)
        {
            _count--;
        }

        var slot = Wrap(_head + _count);
        _values[slot] = value;
        _positions[slot] = _seen;
        _count++;
        _seen++;
    }

    public void Write(StateWriter writer)
    {
        writer.Add(_head);
        writer.Add(_count);
        writer.Add(_seen);
        writer.Add(_values);
        writer.Add(_positions);
    }

    public void Read(StateReader reader)
    {
        _head = reader.NextInt();
        _count = reader.NextInt();
        _seen = checked((long)reader.Next());
        reader.Next(_values);
        reader.Next(_positions);
    }

    private int Wrap(int slot) => slot >= _values.Length ? slot - _values.Length : slot;
}
