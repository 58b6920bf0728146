namespace Countersign.Domain.Indicators;

/// <summary>An average of the last n closes with fixed weights. It costs n multiplications a bar: such weights have no recursive form.</summary>
public abstract class FixedWeights : SteppedIndicator
{
    private readonly double[] weights;
    private readonly double[] ring;
    private int cursor;

    /// <param name="weights">From the oldest to the latest; they need not sum to 1, but not to 0.</param>
    protected FixedWeights(IndicatorSpec spec, ReadOnlySpan<double> weights)
        : base(spec, 1, weights.Length)
    {
        var sum = 0.0;
        foreach (var weight in weights)
        {
            sum += weight;
        }

        this.weights = new double[weights.Length];
        for (var i = 0; i < weights.Length; i++)
        {
            this.weights[i] = weights[i] / sum;
        }

        ring = new double[weights.Length];
    }

    protected sealed override void Advance(in BarInput bar)
    {
        ring[cursor] = bar.Close;
        cursor = cursor + 1 == ring.Length ? 0 : cursor + 1;
        if (Bars >= ring.Length)
        {
            var older = ring.Length - cursor;
            this[0] = Product(ring.AsSpan(cursor), weights.AsSpan(0, older)) + Product(ring.AsSpan(0, cursor), weights.AsSpan(older));
        }
    }

    protected sealed override void Exchange(StateExchange state)
    {
        state.Of(ref cursor);
        state.Of(ring);
    }

    protected static double[] Shape(int length, Func<int, double> weight)
    {
        var shape = new double[length];
        for (var i = 0; i < length; i++)
        {
            shape[i] = weight(i);
        }

        return shape;
    }

    private static double Product(ReadOnlySpan<double> values, ReadOnlySpan<double> weights)
    {
        var sum = 0.0;
        for (var i = 0; i < values.Length; i++)
        {
            sum += values[i] * weights[i];
        }

        return sum;
    }
}

/// <summary>
/// Arnaud Legoux moving average (Legoux and Kouzis-Loukas 2009): Gaussian weights centred at <c>offset</c> (0 oldest, 1 latest) of the window,
/// n / sigma wide. First value with bar n. Same as Skender's to 1e-9.
/// </summary>
public sealed class Alma(int period, double offset, double sigma)
    : FixedWeights(IndicatorSpec.Of("alma", period, offset, sigma), Gaussian(CheckPeriod(period), offset, sigma))
{
    private static double[] Gaussian(int period, double offset, double sigma)
    {
        var centre = offset * (period - 1);
        var width = period / sigma;
        return Shape(period, i => Math.Exp(-((i - centre) * (i - centre)) / (2.0 * width * width)));
    }
}

/// <summary>Sine-weighted moving average: weights sin(π i / (n + 1)), i from 1 to n. First value with bar n.</summary>
public sealed class SineWeighted(int period)
    : FixedWeights(IndicatorSpec.Of("sinwma", period), Shape(CheckPeriod(period), i => Math.Sin(Math.PI * (i + 1) / (period + 1.0))));

/// <summary>
/// Super smoother (John Ehlers 2013): a two-pole Butterworth filter of the mean of two closes, critical period n. It is the close for two bars;
/// first value with the first bar.
/// </summary>
public sealed class SuperSmoother : SteppedIndicator
{
    private readonly double first;
    private readonly double second;
    private double previousClose;
    private double latest;
    private double before;

    public SuperSmoother(int period)
        : base(IndicatorSpec.Of("super_smoother", period), 1, 1)
    {
        var angle = Math.Sqrt(2.0) * Math.PI / CheckPeriod(period, 2);
        var decay = Math.Exp(-angle);
        first = 2.0 * decay * Math.Cos(angle);
        second = -decay * decay;
    }

    protected override void Advance(in BarInput bar)
    {
        var next = Bars <= 2
            ? bar.Close
            : ((1.0 - first - second) * (bar.Close + previousClose) / 2.0) + (first * latest) + (second * before);
        before = latest;
        latest = next;
        previousClose = bar.Close;
        this[0] = next;
    }

    protected override void Exchange(StateExchange state)
    {
        state.Of(ref previousClose);
        state.Of(ref latest);
        state.Of(ref before);
    }
}

/// <summary>
/// Simple decycler (John Ehlers 2015): the close without its cycles shorter than n bars, by taking a one-pole high pass away. It begins at the
/// first close; first value with the first bar.
/// </summary>
public sealed class Decycler : SteppedIndicator
{
    private readonly double share;
    private double previousClose;
    private double trend;

    public Decycler(int period)
        : base(IndicatorSpec.Of("decycler", period), 1, 1)
    {
        var (sine, cosine) = Math.SinCos(2.0 * Math.PI / CheckPeriod(period, 5));
        share = (cosine + sine - 1.0) / cosine;
    }

    protected override void Advance(in BarInput bar)
    {
        trend = Bars == 1 ? bar.Close : (share / 2.0 * (bar.Close + previousClose)) + ((1.0 - share) * trend);
        previousClose = bar.Close;
        this[0] = trend;
    }

    protected override void Exchange(StateExchange state)
    {
        state.Of(ref previousClose);
        state.Of(ref trend);
    }
}

/// <summary>
/// Laguerre filter (John Ehlers 2004) of the bar's middle: four all-pass stages with damping gamma (0 none, towards 1 slow), weighted 1, 2, 2, 1.
/// All stages begin at the first middle; first value with the first bar.
/// </summary>
public sealed class Laguerre(double gamma) : SteppedIndicator(IndicatorSpec.Of("laguerre", gamma), 1, 1)
{
    private readonly double[] stages = new double[4];

    protected override void Advance(in BarInput bar)
    {
        var middle = (bar.High + bar.Low) / 2.0;
        if (Bars == 1)
        {
            Array.Fill(stages, middle);
        }

        var before = stages[0];
        stages[0] = ((1.0 - gamma) * middle) + (gamma * before);
        for (var i = 1; i < stages.Length; i++)
        {
            var own = stages[i];
            stages[i] = (-gamma * stages[i - 1]) + before + (gamma * own);
            before = own;
        }

        this[0] = (stages[0] + (2.0 * stages[1]) + (2.0 * stages[2]) + stages[3]) / 6.0;
    }

    protected override void Exchange(StateExchange state) => state.Of(stages);
}

/// <summary>Volume-weighted moving average of the close over n bars; the plain mean where nothing was traded. First value with bar n. Same as Skender's to 1e-9.</summary>
public sealed class Vwma(int period) : SteppedIndicator(IndicatorSpec.Of("vwma", period), 1, CheckPeriod(period))
{
    private readonly RollingSum turnover = new(period);
    private readonly RollingSum volume = new(period);
    private readonly RollingSum closes = new(period);

    protected override void Advance(in BarInput bar)
    {
        turnover.Push(bar.Close * bar.Volume);
        volume.Push(bar.Volume);
        if (closes.Take(bar.Close))
        {
            this[0] = volume.Sum > 0.0 ? turnover.Sum / volume.Sum : closes.Mean;
        }
    }

    protected override void Exchange(StateExchange state) => state.Of(turnover, volume, closes);
}

/// <summary>
/// Elastic volume-weighted moving average (Christian Fries 2001): the average moves towards the close by the bar's part of the last n bars'
/// volume. It begins at the close of bar n, its first value.
/// </summary>
public sealed class Evwma(int period) : SteppedIndicator(IndicatorSpec.Of("evwma", period), 1, CheckPeriod(period))
{
    private readonly RollingSum volume = new(period);
    private double average;

    protected override void Advance(in BarInput bar)
    {
        if (!volume.Take(bar.Volume))
        {
            return;
        }

        average = Bars == WarmUpBars
            ? bar.Close
            : average + (Math.Clamp(Ratio.OrZero(bar.Volume, volume.Sum), 0.0, 1.0) * (bar.Close - average));
        this[0] = average;
    }

    protected override void Exchange(StateExchange state)
    {
        state.Of(volume);
        state.Of(ref average);
    }
}
