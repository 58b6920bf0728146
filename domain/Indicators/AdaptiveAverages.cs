namespace Countersign.Domain.Indicators;

/// <summary>
/// Kaufman's adaptive moving average of the close (Perry Kaufman 1995) and the efficiency ratio (0 to 1) that drives it. The average begins
/// at the close of bar n, the ratio with bar n + 1. Same as TA-Lib's and Skender's to 1e-9.
/// </summary>
/// <remarks>A path of no length has no efficiency: 0.</remarks>
public sealed class Kama : SteppedIndicator
{
    private readonly double fastest;
    private readonly double slowest;
    private readonly Window closes;
    private readonly RollingSum path;
    private double average;

    public Kama(int period, int fast, int slow)
        : base(IndicatorSpec.Of("kama", period, fast, slow), 2, CheckPeriod(period) + 1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(CheckPeriod(fast), CheckPeriod(slow), nameof(fast));
        fastest = 2.0 / (fast + 1.0);
        slowest = 2.0 / (slow + 1.0);
        closes = new Window(period + 1);
        path = new RollingSum(period);
    }

    protected override void Advance(in BarInput bar)
    {
        if (Bars > 1)
        {
            path.Push(Math.Abs(bar.Close - closes[0]));
        }

        closes.Push(bar.Close);
        if (!closes.IsFull)
        {
            average = bar.Close;
            if (Bars == WarmUpBars - 1)
            {
                this[0] = average;
            }

            return;
        }

        var efficiency = Math.Min(1.0, Ratio.OrZero(Math.Abs(bar.Close - closes.Oldest), path.Sum));
        var share = slowest + (efficiency * (fastest - slowest));
        average += share * share * (bar.Close - average);
        this[0] = average;
        this[1] = efficiency;
    }

    protected override void Exchange(StateExchange state)
    {
        closes.Exchange(state);
        state.Of(path);
        state.Of(ref average);
    }
}

/// <summary>
/// McGinley's dynamic average (John McGinley 1991): it moves by (close - average) / (factor n (close / average)^4). It begins at the first close;
/// first value with bar 2. Same as Skender's to 1e-9.
/// </summary>
/// <remarks>Prices or averages at or below zero have no ratio: the average jumps to the close.</remarks>
public sealed class McGinley(int period, double factor) : SteppedIndicator(IndicatorSpec.Of("dynamic", period, factor), 1, 2)
{
    private readonly double scale = CheckPeriod(period) * factor;
    private double average;

    protected override void Advance(in BarInput bar)
    {
        if (Bars == 1)
        {
            average = bar.Close;
            return;
        }

        var ratio = average > 0.0 && bar.Close > 0.0 ? bar.Close / average : 0.0;
        var step = Ratio.OrNone(bar.Close - average, scale * ratio * ratio * ratio * ratio);
        average = double.IsFinite(average + step) ? average + step : bar.Close;
        this[0] = average;
    }

    protected override void Exchange(StateExchange state) => state.Of(ref average);
}

/// <summary>
/// Variable index dynamic average (Tushar Chande 1992): an EMA whose share is scaled by the size of Chande's momentum (0 to 1) over
/// <c>momentum</c> bars. It begins at the close of bar momentum + 1, its first value.
/// </summary>
public sealed class Vidya(int period, int momentum)
    : SteppedIndicator(IndicatorSpec.Of("vidya", period, momentum), 1, CheckPeriod(momentum) + 1)
{
    private readonly double share = 2.0 / (CheckPeriod(period) + 1.0);
    private readonly RollingSum changes = new(momentum);
    private readonly RollingSum path = new(momentum);
    private double previousClose;
    private double average;

    protected override void Advance(in BarInput bar)
    {
        if (Bars > 1)
        {
            changes.Push(bar.Close - previousClose);
            path.Push(Math.Abs(bar.Close - previousClose));
        }

        previousClose = bar.Close;
        if (!path.IsFull)
        {
            average = bar.Close;
            return;
        }

        if (Bars == WarmUpBars)
        {
            average = bar.Close;
        }
        else
        {
            average += share * Math.Min(1.0, Ratio.OrZero(Math.Abs(changes.Sum), path.Sum)) * (bar.Close - average);
        }

        this[0] = average;
    }

    protected override void Exchange(StateExchange state)
    {
        state.Of(changes, path);
        state.Of(ref previousClose);
        state.Of(ref average);
    }
}

/// <summary>
/// Fractal adaptive moving average (John Ehlers 2005) of the bar's middle, with the fractal dimension (1 to 2) that drives it. It begins at the
/// middle of bar n, its first value. The period is even.
/// </summary>
public sealed class Frama : SteppedIndicator
{
    private readonly int half;
    private readonly RollingRange recent;
    private readonly RollingRange whole;
    private readonly Window highs;
    private readonly Window lows;
    private double average;

    /// <exception cref="ArgumentOutOfRangeException">The period is odd or out of range.</exception>
    public Frama(int period)
        : base(IndicatorSpec.Of("frama", period), 2, CheckPeriod(period, 4))
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(period % 2, 0, nameof(period));
        half = period / 2;
        recent = new RollingRange(half);
        whole = new RollingRange(period);
        highs = new Window(half + 1);
        lows = new Window(half + 1);
    }

    protected override void Advance(in BarInput bar)
    {
        recent.Push(in bar);
        whole.Push(in bar);
        highs.Push(recent.Highest);
        lows.Push(recent.Lowest);
        var middle = (bar.High + bar.Low) / 2.0;
        if (!whole.IsFull)
        {
            return;
        }

        var dimension = Dimension();
        var share = Math.Clamp(Math.Exp(-4.6 * (dimension - 1.0)), 0.01, 1.0);
        average = Bars == WarmUpBars ? middle : average + (share * (middle - average));
        this[0] = average;
        this[1] = dimension;
    }

    protected override void Exchange(StateExchange state)
    {
        recent.Exchange(state);
        whole.Exchange(state);
        highs.Exchange(state);
        lows.Exchange(state);
        state.Of(ref average);
    }

    // Box counting with two sizes of box; a market that stands still is a line of dimension 1.
    private double Dimension()
    {
        var newer = (recent.Highest - recent.Lowest) / half;
        var older = (highs.Oldest - lows.Oldest) / half;
        var both = (whole.Highest - whole.Lowest) / (2 * half);
        return newer + older > 0.0 && both > 0.0 ? Math.Clamp(Math.Log2((newer + older) / both), 1.0, 2.0) : 1.0;
    }
}

/// <summary>
/// Holt-Winters moving average of the close: level, speed and acceleration, each smoothed with a share of its own (Holt 1957). It begins at the
/// first close; first value with the first bar.
/// </summary>
public sealed class HoltWinters(double level, double speed, double acceleration)
    : SteppedIndicator(IndicatorSpec.Of("hwma", level, speed, acceleration), 1, 1)
{
    private double place;
    private double slope;
    private double bend;

    protected override void Advance(in BarInput bar)
    {
        if (Bars == 1)
        {
            place = bar.Close;
        }

        var before = (place, slope);
        place = ((1.0 - level) * (place + slope + (0.5 * bend))) + (level * bar.Close);
        slope = ((1.0 - speed) * (slope + bend)) + (speed * (place - before.place));
        bend = ((1.0 - acceleration) * bend) + (acceleration * (slope - before.slope));
        this[0] = place + slope + (0.5 * bend);
    }

    protected override void Exchange(StateExchange state)
    {
        state.Of(ref place);
        state.Of(ref slope);
        state.Of(ref bend);
    }
}
