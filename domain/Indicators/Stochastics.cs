namespace Countersign.Domain.Indicators;

/// <summary>
/// Williams %R (Larry Williams 1973), -100 to 0: where the close stands in the range of the last n bars, counted down from the top. First value
/// with bar n. Same as TA-Lib's and Skender's. A range of zero gives -100, as a stochastic of 0 would.
/// </summary>
public sealed class WilliamsR(int period) : SteppedIndicator(IndicatorSpec.Of("williams_r", period), 1, CheckPeriod(period))
{
    private readonly RollingRange range = new(period);

    protected override void Advance(in BarInput bar)
    {
        range.Push(in bar);
        this[0] = range.IsFull ? (100.0 * range.PlaceOf(bar.Close)) - 100.0 : double.NaN;
    }

    protected override void Exchange(StateExchange state) => range.Exchange(state);
}

/// <summary>
/// Stochastic of the relative strength index (Chande and Kroll 1994), 0 to 100: where RSI(<c>rsi</c>) stands in its own range over
/// <c>lookback</c> bars, averaged over <c>smooth</c> bars; the signal is the mean of it over <c>signal</c> bars. Line from bar
/// rsi + lookback + smooth - 1. Same as Skender's, and as TA-Lib's fast %K and %D with smooth 1.
/// </summary>
/// <remarks>A range of zero gives 0, as both libraries do.</remarks>
public sealed class StochasticRsi(int rsi, int lookback, int signal, int smooth)
    : SteppedIndicator(
        IndicatorSpec.Of("stoch_rsi", rsi, lookback, signal, smooth),
        2,
        CheckPeriod(rsi) + CheckPeriod(lookback) + CheckPeriod(smooth) + CheckPeriod(signal) - 2)
{
    private readonly SeededAverage gains = SeededAverage.Wilder(rsi);
    private readonly SeededAverage losses = SeededAverage.Wilder(rsi);
    private readonly RollingRange range = new(lookback);
    private readonly RollingSum line = new(smooth);
    private readonly RollingSum signals = new(signal);
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
        state.Of(gains, losses);
        range.Exchange(state);
        state.Of(line, signals);
    }

    private void Step(double move)
    {
        gains.Push(Math.Max(move, 0.0));
        if (!losses.Take(Math.Max(-move, 0.0)))
        {
            return;
        }

        var total = gains.Value + losses.Value;
        var strength = total > 0.0 ? 100.0 * gains.Value / total : 50.0;
        range.Push(strength, strength);
        if (range.IsFull && line.Take(100.0 * range.PlaceOf(strength)))
        {
            this[0] = line.Mean;
            this[1] = signals.Take(line.Mean) ? signals.Mean : double.NaN;
        }
    }
}

/// <summary>
/// Stochastic momentum index (William Blau 1993), -100 to 100: distance of the close from the middle of the range of <c>lookback</c> bars,
/// averaged twice (EMAs of <c>first</c> and <c>second</c>), over half the range averaged alike; the signal is an EMA of it. The averages begin
/// with their first value, with bar <c>lookback</c>. Same as Skender's.
/// </summary>
public sealed class StochasticMomentum(int lookback, int first, int second, int signal)
    : SteppedIndicator(IndicatorSpec.Of("smi", lookback, first, second, signal), 2, CheckPeriod(lookback))
{
    private readonly RollingRange range = new(lookback);
    private readonly SharedAverage distance1 = new(1, Share(first));
    private readonly SharedAverage distance2 = new(1, Share(second));
    private readonly SharedAverage range1 = new(1, Share(first));
    private readonly SharedAverage range2 = new(1, Share(second));
    private readonly SharedAverage signals = new(1, Share(signal));

    protected override void Advance(in BarInput bar)
    {
        range.Push(in bar);
        if (!range.IsFull)
        {
            return;
        }

        distance1.Take(bar.Close - range.Middle);
        distance2.Take(distance1.Value);
        range1.Take(range.Highest - range.Lowest);
        range2.Take(range1.Value);
        this[0] = Ratio.OrZero(100.0 * distance2.Value, 0.5 * range2.Value);
        signals.Take(this[0]);
        this[1] = signals.Value;
    }

    protected override void Exchange(StateExchange state)
    {
        range.Exchange(state);
        distance1.Exchange(state);
        distance2.Exchange(state);
        range1.Exchange(state);
        range2.Exchange(state);
        signals.Exchange(state);
    }

    private static double Share(int length) => 2.0 / (CheckPeriod(length) + 1.0);
}

/// <summary>
/// Schaff trend cycle (Doug Schaff 1999), 0 to 100: the slow stochastic, over <c>cycle</c> bars and smoothed by 3, of the difference of two EMAs
/// of the close. First value with bar slow + cycle + 1. Same as Skender's.
/// </summary>
public sealed class SchaffTrendCycle : SteppedIndicator
{
    private const int Smoothing = 3;

    private readonly SeededAverage fast;
    private readonly SeededAverage slow;
    private readonly RollingRange range;
    private readonly RollingSum line = new(Smoothing);

    /// <exception cref="ArgumentOutOfRangeException">A period is out of range, or fast is not less than slow.</exception>
    public SchaffTrendCycle(int cycle, int fast, int slow)
        : base(IndicatorSpec.Of("stc", cycle, fast, slow), 1, CheckPeriod(slow) + CheckPeriod(cycle) + Smoothing - 2)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(CheckPeriod(fast), slow, nameof(fast));
        this.fast = SeededAverage.Exponential(fast);
        this.slow = SeededAverage.Exponential(slow);
        range = new RollingRange(cycle);
    }

    protected override void Advance(in BarInput bar)
    {
        fast.Push(bar.Close);
        if (!slow.Take(bar.Close))
        {
            return;
        }

        var difference = fast.Value - slow.Value;
        range.Push(difference, difference);
        if (range.IsFull && line.Take(100.0 * range.PlaceOf(difference)))
        {
            this[0] = line.Mean;
        }
    }

    protected override void Exchange(StateExchange state)
    {
        state.Of(fast, slow);
        range.Exchange(state);
        state.Of(line);
    }
}

/// <summary>
/// Fisher transform (John Ehlers 2002) of where the bar's middle stands in the middles' range of up to n bars, unitless, about -4 to 4; the
/// trigger is the value one bar ago. Values from the first bar on (0), the trigger from the second. Same as Skender's.
/// </summary>
public sealed class Fisher(int period) : SteppedIndicator(IndicatorSpec.Of("fisher", period), 2, CheckPeriod(period) > 0 ? 2 : 0)
{
    private const double Limit = 0.99;
    private const double Clipped = 0.999;

    private readonly RollingRange range = new(period);
    private double smoothed;
    private double value;

    protected override void Advance(in BarInput bar)
    {
        var middle = (bar.High + bar.Low) / 2.0;
        range.Push(middle, middle);
        this[1] = Bars > 1 ? value : double.NaN;
        smoothed = Bars > 1 && range.Highest > range.Lowest
            ? (0.66 * (range.PlaceOf(middle) - 0.5)) + (0.67 * smoothed)
            : 0.0;
        smoothed = smoothed > Limit ? Clipped : smoothed < -Limit ? -Clipped : smoothed;
        value = (0.5 * Math.Log((1.0 + smoothed) / (1.0 - smoothed))) + (0.5 * value);
        this[0] = value;
    }

    protected override void Exchange(StateExchange state)
    {
        range.Exchange(state);
        state.Of(ref smoothed);
        state.Of(ref value);
    }
}
