namespace Countersign.Domain.Indicators;

/// <summary>An average that begins as the plain mean of its first n values and then moves a fixed share of the way to each new one.</summary>
/// <remarks>The share is 2 / (n + 1) for the exponential moving average and 1 / n for Wilder's smoothing.</remarks>
internal sealed class SeededAverage
{
    private readonly int _length;
    private readonly double _share;
    private int _seeded;
    private double _value;

    private SeededAverage(int length, double share)
    {
        _length = length;
        _share = share;
    }

    public bool IsReady => _seeded == _length;

    /// <summary>The average once ready; before, the sum of the values so far.</summary>
    public double Value => _value;

    public static SeededAverage Exponential(int length) => new(length, 2.0 / (length + 1.0));

    public static SeededAverage Wilder(int length) => new(length, 1.0 / length);

    public void Push(double value)
    {
        if (_seeded == _length)
        {
            _value += _share * (value - _value);
            return;
        }

        _value += value;
        if (++_seeded == _length)
        {
            _value /= _length;
        }
    }

    public void Write(StateWriter writer)
    {
        writer.Add(_seeded);
        writer.Add(_value);
    }

    public void Read(StateReader reader)
    {
        _seeded = reader.NextInt();
        _value = reader.Next();
    }
}
