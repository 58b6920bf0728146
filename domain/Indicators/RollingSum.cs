namespace Countersign.Domain.Indicators;

/// <summary>Sum and mean of the last n values, amortised O(1) a value.</summary>
/// <remarks>
/// Adding and subtracting for ever would drift, so the sum is taken afresh each time the ring is full: rounding never
/// accumulates over more than n steps, at a cost of one addition a value.
/// </remarks>
internal sealed class RollingSum(int length)
{
    private readonly double[] _ring = new double[length];
    private int _cursor;
    private bool _full;
    private double _sum;

    public bool IsFull => _full;

    public double Sum => _sum;

    public double Mean => _sum / _ring.Length;

    public void Push(double value)
    {
        _sum += value - (_full ? _ring[_cursor] : 0.0);
        _ring[_cursor] = value;
        if (++_cursor < _ring.Length)
        {
            return;
        }

        _cursor = 0;
        _full = true;
        _sum = 0.0;
        foreach (var kept in _ring)
        {
            _sum += kept;
        }
    }

    public void Write(StateWriter writer)
    {
        writer.Add(_cursor);
        writer.Add(_full ? 1 : 0);
        writer.Add(_sum);
        writer.Add(_ring);
    }

    public void Read(StateReader reader)
    {
        _cursor = reader.NextInt();
        _full = reader.NextInt() == 1;
        _sum = reader.Next();
        reader.Next(_ring);
    }
}
