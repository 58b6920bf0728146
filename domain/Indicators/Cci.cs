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

    private readonly double[] ring = new double[period];
    private int cursor;
    private double latest;

    protected override void Advance(in BarInput bar)
    {
        latest = bar.Typical;
        ring[cursor] = latest;
        cursor = cursor + 1 == ring.Length ? 0 : cursor + 1;
    }

    protected override void Publish()
    {
        if (Bars < ring.Length)
        {
            return;
        }

        var mean = Total(ring, 0.0, absolute: false) / ring.Length;
        var deviation = Total(ring, mean, absolute: true) / ring.Length;
        this[0] = deviation > Rounding * Math.Abs(mean) ? (latest - mean) / (Scale * deviation) : 0.0;
    }

    protected override void Write(StateWriter writer)
    {
        writer.Add(cursor);
        writer.Add(latest);
        writer.Add(ring);
    }

    protected override void Read(StateReader reader)
    {
        cursor = reader.NextInt();
        latest = reader.Next();
        reader.Next(ring);
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
