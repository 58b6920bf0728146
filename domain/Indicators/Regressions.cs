namespace Countersign.Domain.Indicators;

/// <summary>The least squares line through the last n values over their bar numbers, amortised O(1) a value.</summary>
internal sealed class RollingLine(int length)
{
    private readonly LinearWeights weighted = new(length);
    private readonly RollingMoments moments = new(length);

    public bool IsFull => moments.IsFull;

    public double Mean => moments.Mean;

    /// <summary>Population standard deviation of the values.</summary>
    public double Deviation => Math.Sqrt(moments.Variance);

    /// <summary>Units a bar.</summary>
    public double Slope => 6.0 * (weighted.Average - moments.Mean) / (length - 1.0);

    /// <summary>The line at the latest bar.</summary>
    public double End => moments.Mean + (Slope * (length - 1.0) / 2.0);

    /// <summary>Share of the variance that the line explains, 0 to 1; 0 where there is none.</summary>
    public double Explained
    {
        get
        {
            var slope = Slope;
            return Math.Clamp(Ratio.OrZero(slope * slope * (((double)length * length) - 1.0) / 12.0, moments.Variance), 0.0, 1.0);
        }
    }

    public void Push(double value)
    {
        weighted.Push(value);
        moments.Push(value);
    }

    public void Exchange(StateExchange state)
    {
        weighted.Exchange(state);
        state.Of(moments);
    }
}

/// <summary>
/// Linear regression of the last n closes over the bars' numbers (from 1): slope (price units a bar), intercept (the line at bar number 0), the line
/// at the latest bar, population standard deviation of the closes and r². First values with bar n. Slope same as TA-Lib's, all same as Skender's
/// to 1e-9; a window without deviation has r² 0 (Skender: none). Skender draws the last line back over its window: slope and intercept give it.
/// </summary>
public sealed class Regression(int period) : SteppedIndicator(IndicatorSpec.Of("slope", period), 5, CheckPeriod(period, 2))
{
    private readonly RollingLine line = new(period);

    protected override void Advance(in BarInput bar)
    {
        line.Push(bar.Close);
        if (line.IsFull)
        {
            this[0] = line.Slope;
            this[1] = line.End - (line.Slope * Bars);
            this[2] = line.End;
            this[3] = line.Deviation;
            this[4] = line.Explained;
        }
    }

    protected override void Exchange(StateExchange state) => line.Exchange(state);
}

/// <summary>
/// Standard deviation channel: where the regression line of the last n closes ends, lines so many population standard deviations of the closes away,
/// and the slope. First values with bar n. Skender cuts a finished history into windows from its end and draws each window's line back; at the
/// last bar of each window the two are equal to 1e-9, and the slope draws the rest.
/// </summary>
public sealed class DeviationChannel(int period, double width)
    : SteppedIndicator(IndicatorSpec.Of("stdev_channel", period, width), 4, CheckPeriod(period, 2))
{
    private readonly RollingLine line = new(period);

    protected override void Advance(in BarInput bar)
    {
        line.Push(bar.Close);
        if (line.IsFull)
        {
            var reach = width * line.Deviation;
            this[0] = line.End;
            this[1] = line.End + reach;
            this[2] = line.End - reach;
            this[3] = line.Slope;
        }
    }

    protected override void Exchange(StateExchange state) => line.Exchange(state);
}

/// <summary>
/// Standard error bands (Jon Andersen 1996): where the regression line of the last n closes ends, and lines so many standard errors of the regression
/// (n - 2 degrees of freedom) away. First values with bar n.
/// </summary>
public sealed class ErrorBands(int period, double width)
    : SteppedIndicator(IndicatorSpec.Of("error_bands", period, width), 3, CheckPeriod(period, 3))
{
    private readonly RollingLine line = new(period);

    protected override void Advance(in BarInput bar)
    {
        line.Push(bar.Close);
        if (line.IsFull)
        {
            var unexplained = (1.0 - line.Explained) * line.Deviation * line.Deviation;
            var reach = width * Math.Sqrt(unexplained * period / (period - 2.0));
            this[0] = line.End;
            this[1] = line.End + reach;
            this[2] = line.End - reach;
        }
    }

    protected override void Exchange(StateExchange state) => line.Exchange(state);
}
