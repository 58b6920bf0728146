namespace Countersign.Domain.Indicators;

/// <summary>The dominant cycle of a price by Ehlers's homodyne discriminator (Rocket Science for Traders, 2001): its period and its phase parts.</summary>
/// <remarks>Prices are smoothed over four bars; the discriminator runs from bar 7 on. Before, everything is 0.</remarks>
internal sealed class HomodyneCycle
{
    private const int Taps = 7;
    private const long SilentBars = 6;

    private readonly double[] prices = new double[4];
    private readonly double[] smooth = new double[Taps];
    private readonly double[] detrended = new double[Taps];
    private readonly double[] inPhase = new double[Taps];
    private readonly double[] quadrature = new double[Taps];
    private double phasorReal;
    private double phasorImaginary;
    private double real;
    private double imaginary;
    private double period;

    /// <summary>Bars a cycle, 6 to 50 with one more smoothing.</summary>
    public double Period => period;

    public double Smooth => smooth[0];

    public double InPhase => inPhase[0];

    public double Quadrature => quadrature[0];

    /// <param name="bar">Number of the bar, from 1.</param>
    public void Push(double price, long bar)
    {
        Shift(prices, price);
        if (bar <= SilentBars)
        {
            return;
        }

        var gain = (0.075 * period) + 0.54;
        Shift(smooth, ((4.0 * prices[0]) + (3.0 * prices[1]) + (2.0 * prices[2]) + prices[3]) / 10.0);
        Shift(detrended, Hilbert(smooth) * gain);
        Shift(quadrature, Hilbert(detrended) * gain);
        Shift(inPhase, detrended[3]);
        var lastReal = phasorReal;
        var lastImaginary = phasorImaginary;
        phasorReal = (0.2 * (inPhase[0] - (Hilbert(quadrature) * gain))) + (0.8 * lastReal);
        phasorImaginary = (0.2 * (quadrature[0] + (Hilbert(inPhase) * gain))) + (0.8 * lastImaginary);
        real = (0.2 * ((phasorReal * lastReal) + (phasorImaginary * lastImaginary))) + (0.8 * real);
        imaginary = (0.2 * ((phasorReal * lastImaginary) - (phasorImaginary * lastReal))) + (0.8 * imaginary);
        period = (0.2 * Bounded(Measured())) + (0.8 * period);
    }

    public void Exchange(StateExchange state)
    {
        state.Of(prices);
        state.Of(smooth);
        state.Of(detrended);
        state.Of(inPhase);
        state.Of(quadrature);
        state.Of(ref phasorReal);
        state.Of(ref phasorImaginary);
        state.Of(ref real);
        state.Of(ref imaginary);
        state.Of(ref period);
    }

    private static double Hilbert(double[] line) =>
        (0.0962 * line[0]) + (0.5769 * line[2]) - (0.5769 * line[4]) - (0.0962 * line[6]);

    private static void Shift(double[] line, double value)
    {
        for (var i = line.Length - 1; i > 0; i--)
        {
            line[i] = line[i - 1];
        }

        line[0] = value;
    }

    private double Measured() => imaginary != 0.0 && real != 0.0 ? 2.0 * Math.PI / Math.Atan(imaginary / real) : 0.0;

    private double Bounded(double measured) =>
        Math.Clamp(Math.Max(Math.Min(measured, 1.5 * period), 0.67 * period), 6.0, 50.0);
}

/// <summary>
/// MESA adaptive moving average (John Ehlers 2001) of the bar's middle and its following average. Both begin at the mean of the first six middles;
/// first values with bar 6. Same as Skender's to 1e-9.
/// </summary>
public sealed class Mama : SteppedIndicator
{
    private const int Seeds = 6;
    private readonly double fastest;
    private readonly double slowest;
    private readonly HomodyneCycle cycle = new();
    private double phase;
    private double average;
    private double following;

    /// <exception cref="ArgumentOutOfRangeException">The slow limit is not below the fast one.</exception>
    public Mama(double fast, double slow)
        : base(IndicatorSpec.Of("mama", fast, slow), 2, Seeds)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(fast, slow);
        fastest = fast;
        slowest = slow;
    }

    protected override void Advance(in BarInput bar)
    {
        var middle = (bar.High + bar.Low) / 2.0;
        cycle.Push(middle, Bars);
        if (Bars <= Seeds)
        {
            average += middle / Seeds;
            following = average;
        }
        else
        {
            Follow(middle);
        }

        if (Bars >= Seeds)
        {
            this[0] = average;
            this[1] = following;
        }
    }

    protected override void Exchange(StateExchange state)
    {
        cycle.Exchange(state);
        state.Of(ref phase);
        state.Of(ref average);
        state.Of(ref following);
    }

    private void Follow(double middle)
    {
        var before = phase;
        phase = cycle.InPhase != 0.0 ? double.RadiansToDegrees(Math.Atan(cycle.Quadrature / cycle.InPhase)) : 0.0;
        var share = Math.Max(fastest / Math.Max(before - phase, 1.0), slowest);
        average += share * (middle - average);
        following += 0.5 * share * (average - following);
    }
}

/// <summary>
/// Hilbert transform instantaneous trendline (John Ehlers 2001), with the dominant cycle in whole bars and the smoothed price. Of the bar's
/// middle (price 0) or of its close (price 1). The trendline is the price itself up to bar 11. Same as Skender's (price 0) to 1e-9.
/// </summary>
/// <remarks>
/// TA-Lib uses the close and starts its discriminator later: with price 1 the two agree to 1e-9 from the bar that the golden test names. Only
/// the last 50 prices are ever averaged, so a bar costs a bounded time.
/// </remarks>
public sealed class HilbertTrendline(int price) : SteppedIndicator(IndicatorSpec.Of("ht_trendline", price), 3, 8)
{
    private const int LongestCycle = 50;
    private const long RawBars = 11;

    private readonly HomodyneCycle cycle = new();
    private readonly Window prices = new(LongestCycle + 1);
    private readonly Window means = new(4);
    private double smoothedPeriod;

    protected override void Advance(in BarInput bar)
    {
        var value = price == 1 ? bar.Close : (bar.High + bar.Low) / 2.0;
        prices.Push(value);
        cycle.Push(value, Bars);
        smoothedPeriod = (0.33 * cycle.Period) + (0.67 * smoothedPeriod);
        var length = Math.Min((int)(smoothedPeriod + 0.5), prices.Count);
        means.Push(length > 0 ? MeanOfLast(length) : value);
        this[0] = Bars > RawBars ? ((4.0 * means[0]) + (3.0 * means[1]) + (2.0 * means[2]) + means[3]) / 10.0 : value;
        if (length > 0)
        {
            this[1] = length;
        }

        if (Bars > 6)
        {
            this[2] = cycle.Smooth;
        }
    }

    protected override void Exchange(StateExchange state)
    {
        cycle.Exchange(state);
        prices.Exchange(state);
        means.Exchange(state);
        state.Of(ref smoothedPeriod);
    }

    private double MeanOfLast(int length)
    {
        var sum = 0.0;
        for (var back = 0; back < length; back++)
        {
            sum += prices[back];
        }

        return sum / length;
    }
}
