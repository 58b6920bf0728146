namespace Countersign.Domain.Indicators;

/// <summary>
/// On-balance volume (Joseph Granville 1963): running sum of the volume, added when the close rose and taken away when it fell. 0 with the first
/// bar, as Skender's; TA-Lib begins with the first bar's volume, which every value then has on top.
/// </summary>
public sealed class OnBalanceVolume() : SteppedIndicator(IndicatorSpec.Of("obv"), 1, 1)
{
    private double total;
    private double previousClose;

    protected override void Advance(in BarInput bar)
    {
        total += Bars > 1 ? Math.Sign(bar.Close - previousClose) * bar.Volume : 0.0;
        previousClose = bar.Close;
        this[0] = total;
    }

    protected override void Exchange(StateExchange state)
    {
        state.Of(ref total);
        state.Of(ref previousClose);
    }
}

/// <summary>
/// Price volume trend: running sum of the volume times the close's relative change, in units of volume. 0 with the first bar.
/// </summary>
public sealed class PriceVolumeTrend() : SteppedIndicator(IndicatorSpec.Of("pvt"), 1, 1)
{
    private double total;
    private double previousClose;

    protected override void Advance(in BarInput bar)
    {
        total += Bars > 1 ? Ratio.OrZero(bar.Close - previousClose, previousClose) * bar.Volume : 0.0;
        previousClose = bar.Close;
        this[0] = total;
    }

    protected override void Exchange(StateExchange state)
    {
        state.Of(ref total);
        state.Of(ref previousClose);
    }
}

/// <summary>
/// Negative and positive volume index (Paul Dysart 1936, Norman Fosback 1976): an index that begins at 1,000 and follows the close's relative
/// change on bars whose volume fell (negative) or rose (positive) only; and its EMA. The average from bar n on, the index from the first.
/// </summary>
public sealed class VolumeIndex(string name, bool onRise, int period)
    : SteppedIndicator(IndicatorSpec.Of(name, period), 2, CheckPeriod(period))
{
    private readonly SeededAverage average = SeededAverage.Exponential(period);
    private double index = 1_000.0;
    private double previousClose;
    private double previousVolume;

    protected override void Advance(in BarInput bar)
    {
        if (Bars > 1 && (onRise ? bar.Volume > previousVolume : bar.Volume < previousVolume))
        {
            // An index that no double can hold stays where it was.
            var next = index * (1.0 + Ratio.OrZero(bar.Close - previousClose, previousClose));
            index = double.IsFinite(next) ? next : index;
        }

        previousClose = bar.Close;
        previousVolume = bar.Volume;
        this[0] = index;
        this[1] = average.Take(index) ? average.Value : double.NaN;
    }

    protected override void Exchange(StateExchange state)
    {
        state.Of(average);
        state.Of(ref index);
        state.Of(ref previousClose);
        state.Of(ref previousVolume);
    }
}

/// <summary>
/// Force index (Alexander Elder 1993), in price units times volume: EMA of the close's change times the volume. First value with bar n + 1. Same
/// as Skender's.
/// </summary>
public sealed class ForceIndex(int period) : SteppedIndicator(IndicatorSpec.Of("force", period), 1, CheckPeriod(period) + 1)
{
    private readonly SeededAverage average = SeededAverage.Exponential(period);
    private double previousClose;

    protected override void Advance(in BarInput bar)
    {
        if (Bars > 1)
        {
            this[0] = average.Take((bar.Close - previousClose) * bar.Volume) ? average.Value : double.NaN;
        }

        previousClose = bar.Close;
    }

    protected override void Exchange(StateExchange state)
    {
        state.Of(average);
        state.Of(ref previousClose);
    }
}

/// <summary>
/// Ease of movement (Richard Arms 1996): the move of the bar's middle times its range, for each 100 million of volume, averaged over n bars. First value
/// with bar n + 1. Bars without volume count as 0.
/// </summary>
public sealed class EaseOfMovement(int period) : SteppedIndicator(IndicatorSpec.Of("eom", period), 1, CheckPeriod(period) + 1)
{
    private const double Scale = 100_000_000.0;

    private readonly RollingSum ease = new(period);
    private double previousMiddle;

    protected override void Advance(in BarInput bar)
    {
        var middle = (bar.High + bar.Low) / 2.0;
        if (Bars > 1)
        {
            this[0] = ease.Take(Ratio.OrZero((middle - previousMiddle) * (bar.High - bar.Low) * Scale, bar.Volume)) ? ease.Mean : double.NaN;
        }

        previousMiddle = middle;
    }

    protected override void Exchange(StateExchange state)
    {
        state.Of(ease);
        state.Of(ref previousMiddle);
    }
}

/// <summary>
/// Volume zone oscillator (Walid Khalil and David Steckler 2011), -100 to 100: EMA of the volume signed by the close's direction, in percent of
/// the EMA of the volume. First value with bar n + 1.
/// </summary>
public sealed class VolumeZone(int period) : SteppedIndicator(IndicatorSpec.Of("vzo", period), 1, CheckPeriod(period) + 1)
{
    private readonly SeededAverage signed = SeededAverage.Exponential(period);
    private readonly SeededAverage all = SeededAverage.Exponential(period);
    private double previousClose;

    protected override void Advance(in BarInput bar)
    {
        if (Bars > 1)
        {
            signed.Push(Math.Sign(bar.Close - previousClose) * bar.Volume);
            this[0] = all.Take(bar.Volume) ? Ratio.OrZero(100.0 * signed.Value, all.Value) : double.NaN;
        }

        previousClose = bar.Close;
    }

    protected override void Exchange(StateExchange state)
    {
        state.Of(signed, all);
        state.Of(ref previousClose);
    }
}

/// <summary>
/// Relative volume: the bar's volume over the mean of the n before it (1 is usual), and the rate of change of the volume over n bars in percent. First
/// value with bar n + 1; without volume to compare with 0.
/// </summary>
public sealed class RelativeVolume(int period) : SteppedIndicator(IndicatorSpec.Of("rvol", period), 2, CheckPeriod(period) + 1)
{
    private readonly RollingSum mean = new(period);
    private readonly Window volumes = new(period);

    protected override void Advance(in BarInput bar)
    {
        if (mean.IsFull)
        {
            this[0] = Ratio.OrZero(bar.Volume, mean.Mean);
            this[1] = Ratio.OrZero(100.0 * (bar.Volume - volumes.Oldest), volumes.Oldest);
        }

        mean.Push(bar.Volume);
        volumes.Push(bar.Volume);
    }

    protected override void Exchange(StateExchange state)
    {
        state.Of(mean);
        volumes.Exchange(state);
    }
}
