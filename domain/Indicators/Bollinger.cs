namespace Countersign.Domain.Indicators;

/// <summary>
/// Bollinger bands of the close: middle (SMA), upper and lower (middle plus and minus <c>width</c> population standard deviations),
/// width ((upper - lower) / middle) and percent_b ((close - lower) / (upper - lower)). First values with bar n.
/// Same as TA-Lib's and Skender's.
/// </summary>
/// <remarks>Bands of no width put the close in their middle: percent_b is 0.5.</remarks>
public sealed class Bollinger : Indicator
{
    private readonly RollingMoments closes;
    private readonly double deviations;
    private double close;

    /// <exception cref="ArgumentOutOfRangeException">The period is below 2 or too large, or the width is not above 0.</exception>
    public Bollinger(int period, double deviations)
        : base(IndicatorSpec.Of("bollinger", period, deviations), 5, CheckPeriod(period, 2))
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(deviations);
        closes = new RollingMoments(period);
        this.deviations = deviations;
    }

    protected override void Advance(in BarInput bar)
    {
        close = bar.Close;
        closes.Push(bar.Close);
    }

    protected override void Publish()
    {
        if (!closes.IsFull)
        {
            return;
        }

        var middle = closes.Mean;
        var reach = deviations * Math.Sqrt(closes.Variance);
        this[0] = middle;
        this[1] = middle + reach;
        this[2] = middle - reach;
        this[3] = middle == 0.0 ? 0.0 : 2.0 * reach / middle;
        this[4] = reach > 0.0 ? (close - middle + reach) / (2.0 * reach) : 0.5;
    }

    protected override void Write(StateWriter writer)
    {
        writer.Add(close);
        closes.Write(writer);
    }

    protected override void Read(StateReader reader)
    {
        close = reader.Next();
        closes.Read(reader);
    }
}
