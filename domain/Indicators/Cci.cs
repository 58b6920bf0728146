namespace Countersign.Domain.Indicators;

/// <summary>
/// Commodity channel index (Lambert 1980) of the typical price: (typical - mean) / (0.015 * mean absolute deviation). First value with
/// bar n. Same as TA-Lib's and Skender's.
/// </summary>
/// <remarks>
/// The mean deviation is taken about a mean that moves with every bar, so each bar costs one pass over n values: O(n) by the formula, with
/// n fixed. A window without any deviation gives 0.
/// </remarks>
public sealed class Cci(int period) : Indicator(IndicatorSpec.Of("cci", period), 1, CheckPeriod(period, 2))
{
    private const double Scale = 0.015;

    // Below this share of the price a deviation is rounding, not movement.
    private const double Rounding = 1e-14;

    private readonly double[] _ring = new double[period];
    private int _cursor;
    private double _latest;

    protected override void Advance(in BarInput bar)
    {
        _latest = bar.Typical;
        _ring[_cursor] = _latest;
        _cursor = _cursor + 1 == _ring.Length ? 0 : _cursor + 1;
    }

    protected override void Publish()
    {
        if (Bars < _ring.Length)
        {
            return;
        }

        var mean = Total(_ring, 0.0, absolute: false) / _ring.Length;
        var deviation = Total(_ring, mean, absolute: true) / _ring.Length;
        this[0] = deviation > Rounding * Math.Abs(mean) ? (_latest - mean) / (Scale * deviation) : 0.0;
    }

    protected override void Write(StateWriter writer)
    {
        writer.Add(_cursor);
        writer.Add(_latest);
        writer.Add(_ring);
    }

    protected override void Read(StateReader reader)
    {
        _cursor = reader.NextInt();
        _latest = reader.Next();
        reader.Next(_ring);
    }

    // Four running totals hide the latency of addition; their order is fixed, so every machine gets the same bits.
    private static double Total(ReadOnlySpan<double> values, double centre, bool absolute)
    {
        double a = 0.0, b = 0.0, c = 0.0, d = 0.0;
        var i = 0;
        for (; i + 4 <= values.Length; i += 4)
        {
            a += Distance(values[i], centre, absolute);
            b += Distance(values[i + 1], centre, absolute);
            c += Distance(values[i + 2], centre, absolute);
            d += Distance(values[i + 3], centre, absolute);
        }

        for (; i < values.Length; i++)
        {
            a += Distance(values[i], centre, absolute);
        }

        return a + b + (c + d);
    }

    private static double Distance(double value, double centre, bool absolute) =>
        absolute ? Math.Abs(value - centre) : value - centre;
}
