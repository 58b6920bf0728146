namespace Countersign.Domain.Indicators;

/// <summary>
/// Accumulation/distribution line (Marc Chaikin), in units of volume: the running sum of the money flow volume, which is the volume times where
/// the close stands in the bar's range (-1 low, 1 high: the multiplier). Values from the first bar on. Same as TA-Lib's AD and Skender's.
/// </summary>
/// <remarks>A bar without a range moves no money.</remarks>
public sealed class MoneyFlowLine() : SteppedIndicator(IndicatorSpec.Of("adl"), 3, 1)
{
    private double total;

    protected override void Advance(in BarInput bar)
    {
        this[1] = Multiplier(in bar);
        this[2] = this[1] * bar.Volume;
        total += this[2];
        this[0] = total;
    }

    protected override void Exchange(StateExchange state) => state.Of(ref total);

    /// <summary>-1 where the bar closed at its low, 1 at its high, 0 without a range.</summary>
    internal static double Multiplier(in BarInput bar) => Ratio.OrZero(bar.Close - bar.Low - (bar.High - bar.Close), bar.High - bar.Low);
}

/// <summary>
/// Chaikin oscillator (Marc Chaikin), in units of volume: fast EMA minus slow EMA of the accumulation/distribution line, and both EMAs. First value with
/// bar <c>slow</c>. EMAs are seeded with means, as Skender's; TA-Lib begins both with the first value and agrees to 1e-9 of the
/// line's size after about 150 bars.
/// </summary>
public sealed class ChaikinMoneyFlowOscillator : SteppedIndicator
{
    private readonly SeededAverage fast;
    private readonly SeededAverage slow;
    private double total;

    /// <exception cref="ArgumentOutOfRangeException">A period is out of range, or fast is not less than slow.</exception>
    public ChaikinMoneyFlowOscillator(int fast, int slow)
        : base(IndicatorSpec.Of("chaikin_osc", fast, slow), 3, CheckPeriod(slow))
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(CheckPeriod(fast), slow, nameof(fast));
        this.fast = SeededAverage.Exponential(fast);
        this.slow = SeededAverage.Exponential(slow);
    }

    protected override void Advance(in BarInput bar)
    {
        total += MoneyFlowLine.Multiplier(in bar) * bar.Volume;
        this[1] = fast.Take(total) ? fast.Value : double.NaN;
        this[2] = slow.Take(total) ? slow.Value : double.NaN;
        this[0] = this[1] - this[2];
    }

    protected override void Exchange(StateExchange state)
    {
        state.Of(fast, slow);
        state.Of(ref total);
    }
}

/// <summary>
/// Chaikin money flow (Marc Chaikin), -1 to 1: money flow volume of the last n bars over their volume. First value with bar n. Same as Skender's.
/// </summary>
/// <remarks>Without volume there is no flow: 0.</remarks>
public sealed class ChaikinMoneyFlow(int period) : SteppedIndicator(IndicatorSpec.Of("cmf", period), 1, CheckPeriod(period))
{
    private readonly RollingSum flows = new(period);
    private readonly RollingSum volumes = new(period);

    protected override void Advance(in BarInput bar)
    {
        flows.Push(MoneyFlowLine.Multiplier(in bar) * bar.Volume);
        this[0] = volumes.Take(bar.Volume) ? Ratio.OrZero(flows.Sum, volumes.Sum) : double.NaN;
    }

    protected override void Exchange(StateExchange state) => state.Of(flows, volumes);
}

/// <summary>
/// Money flow index (Gene Quong and Avrum Soudack 1989), 0 to 100: turnover (typical price times volume) of the last n bars whose typical price
/// rose, in percent of the turnover of those whose typical price rose or fell. First value with bar n + 1. Same as TA-Lib's and Skender's.
/// </summary>
/// <remarks>A market without a flow has strength neither way: 50 (TA-Lib 0, Skender 100).</remarks>
public sealed class MoneyFlowIndex(int period) : SteppedIndicator(IndicatorSpec.Of("mfi", period), 1, CheckPeriod(period) + 1)
{
    private readonly RollingSum rising = new(period);
    private readonly RollingSum falling = new(period);
    private double previous;

    protected override void Advance(in BarInput bar)
    {
        var typical = bar.Typical;
        if (Bars > 1)
        {
            var turnover = typical * bar.Volume;
            rising.Push(typical > previous ? turnover : 0.0);
            this[0] = falling.Take(typical < previous ? turnover : 0.0) ? Strength() : double.NaN;
        }

        previous = typical;
    }

    protected override void Exchange(StateExchange state)
    {
        state.Of(rising, falling);
        state.Of(ref previous);
    }

    private double Strength()
    {
        var total = rising.Sum + falling.Sum;
        return total > 0.0 ? Math.Clamp(100.0 * rising.Sum / total, 0.0, 100.0) : 50.0;
    }
}

/// <summary>
/// Klinger volume oscillator (Stephen Klinger 1997), in units of volume: fast EMA minus slow EMA of the volume force, and the signal EMA. The
/// force is the bar's volume, signed by the direction of high + low + close, times twice the distance from 1 of the bar's range over the
/// range cumulated since the direction turned, times 100. Line from bar slow + 2. Same as Skender's.
/// </summary>
public sealed class KlingerFlow : SteppedIndicator
{
    private readonly SeededAverage fast;
    private readonly SeededAverage slow;
    private readonly SeededAverage signal;
    private double previousSum;
    private double previousRange;
    private double cumulated;
    private int direction;

    /// <exception cref="ArgumentOutOfRangeException">A period is out of range, or fast is not less than slow.</exception>
    public KlingerFlow(int fast, int slow, int signal)
        : base(IndicatorSpec.Of("kvo", fast, slow, signal), 2, CheckPeriod(slow) + CheckPeriod(signal) + 1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(CheckPeriod(fast), slow, nameof(fast));
        this.fast = SeededAverage.Exponential(fast);
        this.slow = SeededAverage.Exponential(slow);
        this.signal = SeededAverage.Exponential(signal);
    }

    protected override void Advance(in BarInput bar)
    {
        var sum = bar.High + bar.Low + bar.Close;
        var range = bar.High - bar.Low;
        if (Bars > 1)
        {
            var turned = sum > previousSum ? 1 : -1;
            if (Bars > 2)
            {
                cumulated = turned == direction ? cumulated + range : previousRange + range;
                Step(turned * bar.Volume * Math.Abs(2.0 * (Ratio.OrZero(range, cumulated) - 1.0)) * 100.0);
            }

            direction = turned;
        }

        previousSum = sum;
        previousRange = range;
    }

    protected override void Exchange(StateExchange state)
    {
        state.Of(fast, slow, signal);
        state.Of(ref previousSum);
        state.Of(ref previousRange);
        state.Of(ref cumulated);
        state.Of(ref direction);
    }

    private void Step(double force)
    {
        fast.Push(force);
        if (slow.Take(force))
        {
            this[0] = fast.Value - slow.Value;
            this[1] = signal.Take(this[0]) ? signal.Value : double.NaN;
        }
    }
}
