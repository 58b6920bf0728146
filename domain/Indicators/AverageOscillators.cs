namespace Countersign.Domain.Indicators;

/// <summary>
/// Percentage price oscillator of the close (Gerald Appel): (fast EMA - slow EMA) / slow EMA in percent, its signal EMA, and their difference.
/// Line from bar <c>slow</c>. Each EMA is seeded with the mean of its own first values; TA-Lib starts the fast one at the slow one's first
/// bar, and agrees to 1e-9 after about 200 bars.
/// </summary>
public sealed class PricePercentage(int fast, int slow, int signal)
    : PercentageOscillator("ppo", fast, slow, signal)
{
    protected override double Measure(in BarInput bar) => bar.Close;
}

/// <summary>Percentage volume oscillator: as the percentage price oscillator, of the volume. Same as Skender's.</summary>
public sealed class VolumePercentage(int fast, int slow, int signal)
    : PercentageOscillator("pvo", fast, slow, signal)
{
    protected override double Measure(in BarInput bar) => bar.Volume;
}

/// <summary>Distance of two EMAs in percent of the slow one; 0 where that is 0.</summary>
public abstract class PercentageOscillator : SteppedIndicator
{
    private readonly SeededAverage fast;
    private readonly SeededAverage slow;
    private readonly SeededAverage signal;

    /// <exception cref="ArgumentOutOfRangeException">A period is out of range, or fast is not less than slow.</exception>
    protected PercentageOscillator(string name, int fast, int slow, int signal)
        : base(IndicatorSpec.Of(name, fast, slow, signal), 3, CheckPeriod(slow) + CheckPeriod(signal) - 1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(CheckPeriod(fast), slow, nameof(fast));
        this.fast = SeededAverage.Exponential(fast);
        this.slow = SeededAverage.Exponential(slow);
        this.signal = SeededAverage.Exponential(signal);
    }

    protected abstract double Measure(in BarInput bar);

    protected override void Advance(in BarInput bar)
    {
        var value = Measure(in bar);
        fast.Push(value);
        if (!slow.Take(value))
        {
            return;
        }

        this[0] = Ratio.OrZero(100.0 * (fast.Value - slow.Value), slow.Value);
        if (signal.Take(this[0]))
        {
            this[1] = signal.Value;
            this[2] = this[0] - signal.Value;
        }
    }

    protected override void Exchange(StateExchange state) => state.Of(fast, slow, signal);
}

/// <summary>Absolute price oscillator: fast EMA minus slow EMA of the close, in price units. First value with bar <c>slow</c>.</summary>
public sealed class AbsolutePrice : SteppedIndicator
{
    private readonly SeededAverage fast;
    private readonly SeededAverage slow;

    /// <exception cref="ArgumentOutOfRangeException">A period is out of range, or fast is not less than slow.</exception>
    public AbsolutePrice(int fast, int slow)
        : base(IndicatorSpec.Of("apo", fast, slow), 1, CheckPeriod(slow))
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(CheckPeriod(fast), slow, nameof(fast));
        this.fast = SeededAverage.Exponential(fast);
        this.slow = SeededAverage.Exponential(slow);
    }

    protected override void Advance(in BarInput bar)
    {
        fast.Push(bar.Close);
        this[0] = slow.Take(bar.Close) ? fast.Value - slow.Value : double.NaN;
    }

    protected override void Exchange(StateExchange state) => state.Of(fast, slow);
}

/// <summary>
/// Awesome oscillator (Bill Williams 1995): mean of the bars' middles over <c>fast</c> minus that over <c>slow</c> bars, in price units, and in
/// percent of the middle. First value with bar <c>slow</c>. Same as Skender's.
/// </summary>
public sealed class Awesome : SteppedIndicator
{
    private readonly RollingSum fast;
    private readonly RollingSum slow;

    /// <exception cref="ArgumentOutOfRangeException">A period is out of range, or fast is not less than slow.</exception>
    public Awesome(int fast, int slow)
        : base(IndicatorSpec.Of("awesome", fast, slow), 2, CheckPeriod(slow))
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(CheckPeriod(fast), slow, nameof(fast));
        this.fast = new RollingSum(fast);
        this.slow = new RollingSum(slow);
    }

    protected override void Advance(in BarInput bar)
    {
        var middle = (bar.High + bar.Low) / 2.0;
        fast.Push(middle);
        if (slow.Take(middle))
        {
            this[0] = fast.Mean - slow.Mean;
            this[1] = Ratio.OrZero(100.0 * this[0], middle);
        }
    }

    protected override void Exchange(StateExchange state) => state.Of(fast, slow);
}

/// <summary>
/// Accelerator oscillator (Bill Williams 1995): the awesome oscillator minus its own mean over <c>smooth</c> bars, in price units. First value
/// with bar slow + smooth - 1.
/// </summary>
public sealed class Accelerator : SteppedIndicator
{
    private readonly RollingSum fast;
    private readonly RollingSum slow;
    private readonly RollingSum smooth;

    /// <exception cref="ArgumentOutOfRangeException">A period is out of range, or fast is not less than slow.</exception>
    public Accelerator(int fast, int slow, int smooth)
        : base(IndicatorSpec.Of("accelerator", fast, slow, smooth), 1, CheckPeriod(slow) + CheckPeriod(smooth) - 1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(CheckPeriod(fast), slow, nameof(fast));
        this.fast = new RollingSum(fast);
        this.slow = new RollingSum(slow);
        this.smooth = new RollingSum(smooth);
    }

    protected override void Advance(in BarInput bar)
    {
        var middle = (bar.High + bar.Low) / 2.0;
        fast.Push(middle);
        if (slow.Take(middle) && fast.Mean - slow.Mean is var awesome && smooth.Take(awesome))
        {
            this[0] = awesome - smooth.Mean;
        }
    }

    protected override void Exchange(StateExchange state) => state.Of(fast, slow, smooth);
}

/// <summary>
/// True strength index (William Blau 1991), -100 to 100: the close's change, averaged twice (EMAs over <c>period</c>, then <c>smooth</c>), over
/// its size averaged alike; the signal is an EMA of it. Seeded with means. Line from bar period + smooth. Same as Skender's.
/// </summary>
/// <remarks>A market that never moved has strength 0.</remarks>
public sealed class TrueStrength(int period, int smooth, int signal)
    : SteppedIndicator(
        IndicatorSpec.Of("tsi", period, smooth, signal),
        2,
        CheckPeriod(period) + CheckPeriod(smooth) + CheckPeriod(signal) - 1)
{
    private readonly SeededAverage moves = SeededAverage.Exponential(period);
    private readonly SeededAverage sizes = SeededAverage.Exponential(period);
    private readonly SeededAverage smoothMoves = SeededAverage.Exponential(smooth);
    private readonly SeededAverage smoothSizes = SeededAverage.Exponential(smooth);
    private readonly SeededAverage signals = SeededAverage.Exponential(signal);
    private double previousClose;

    protected override void Advance(in BarInput bar)
    {
        if (Bars > 1)
        {
            Step(bar.Close - previousClose);
        }

        previousClose = bar.Close;
    }

    protected override void Exchange(StateExchange state)
    {
        state.Of(ref previousClose);
        state.Of(moves, sizes, smoothMoves, smoothSizes, signals);
    }

    private void Step(double move)
    {
        moves.Push(move);
        if (!sizes.Take(Math.Abs(move)))
        {
            return;
        }

        smoothMoves.Push(moves.Value);
        if (smoothSizes.Take(sizes.Value))
        {
            this[0] = Ratio.OrZero(100.0 * smoothMoves.Value, smoothSizes.Value);
            this[1] = signals.Take(this[0]) ? signals.Value : double.NaN;
        }
    }
}

/// <summary>Disparity index (Steve Nison 1994): distance of the close from its mean over n bars, in percent of the mean. First value with bar n.</summary>
public sealed class Disparity(int period) : SteppedIndicator(IndicatorSpec.Of("disparity", period), 1, CheckPeriod(period))
{
    private readonly RollingSum closes = new(period);

    protected override void Advance(in BarInput bar) =>
        this[0] = closes.Take(bar.Close) ? Ratio.OrZero(100.0 * (bar.Close - closes.Mean), closes.Mean) : double.NaN;

    protected override void Exchange(StateExchange state) => state.Of(closes);
}
