namespace Countersign.Domain.Indicators;

/// <summary>
/// Rate of change of the close, in percent of the close n bars ago, and the same move in price units (<c>momentum</c>). First value with bar
/// n + 1; none where the old close is 0. Same as Skender's and TA-Lib's ROC and MOM.
/// </summary>
public sealed class Roc(int period) : SteppedIndicator(IndicatorSpec.Of("roc", period), 2, CheckPeriod(period) + 1)
{
    private readonly Window closes = new(period);

    protected override void Advance(in BarInput bar)
    {
        if (closes.IsFull)
        {
            var move = bar.Close - closes.Oldest;
            this[0] = Ratio.OrNone(100.0 * move, closes.Oldest);
            this[1] = move;
        }

        closes.Push(bar.Close);
    }

    protected override void Exchange(StateExchange state) => closes.Exchange(state);
}

/// <summary>Move of the close over n bars, in price units. First value with bar n + 1. Same as TA-Lib's MOM.</summary>
public sealed class PriceMomentum(int period) : SteppedIndicator(IndicatorSpec.Of("momentum", period), 1, CheckPeriod(period) + 1)
{
    private readonly Window closes = new(period);

    protected override void Advance(in BarInput bar)
    {
        this[0] = closes.IsFull ? bar.Close - closes.Oldest : double.NaN;
        closes.Push(bar.Close);
    }

    protected override void Exchange(StateExchange state) => closes.Exchange(state);
}

/// <summary>
/// Rate of change with bands (Vitali Apirine 2021): the rate over <c>period</c> bars in percent, its EMA over <c>smooth</c>, and bands at plus
/// and minus the root of its mean square over <c>deviation</c> bars. Same as Skender's.
/// </summary>
/// <remarks>A close of 0 has no rate; it counts as 0.</remarks>
public sealed class RocBands(int period, int smooth, int deviation)
    : SteppedIndicator(
        IndicatorSpec.Of("roc_bands", period, smooth, deviation),
        4,
        CheckPeriod(period) + Math.Max(CheckPeriod(smooth), CheckPeriod(deviation)))
{
    private readonly Window closes = new(period);
    private readonly SeededAverage average = SeededAverage.Exponential(smooth);
    private readonly RollingSum squares = new(deviation);

    protected override void Advance(in BarInput bar)
    {
        if (closes.IsFull)
        {
            var rate = Ratio.OrZero(100.0 * (bar.Close - closes.Oldest), closes.Oldest);
            this[0] = rate;
            this[1] = average.Take(rate) ? average.Value : double.NaN;
            if (squares.Take(rate * rate))
            {
                this[2] = Math.Sqrt(Math.Max(0.0, squares.Mean));
                this[3] = -this[2];
            }
        }

        closes.Push(bar.Close);
    }

    protected override void Exchange(StateExchange state)
    {
        closes.Exchange(state);
        state.Of(average);
        state.Of(squares);
    }
}

/// <summary>
/// Coppock curve (Edwin Coppock 1962), in percent: weighted average, over <c>smooth</c> bars, of the sum of two rates of change of the close
/// (14 and 11 bars of a month each, as published). First value with bar max(long, short) + smooth.
/// </summary>
public sealed class Coppock(int longPeriod, int shortPeriod, int smooth)
    : SteppedIndicator(
        IndicatorSpec.Of("coppock", longPeriod, shortPeriod, smooth),
        1,
        Math.Max(CheckPeriod(longPeriod), CheckPeriod(shortPeriod)) + CheckPeriod(smooth))
{
    private readonly Window closes = new(Math.Max(longPeriod, shortPeriod));
    private readonly LinearWeights weighted = new(smooth);

    protected override void Advance(in BarInput bar)
    {
        if (closes.IsFull)
        {
            weighted.Push(RateSince(bar.Close, longPeriod) + RateSince(bar.Close, shortPeriod));
            this[0] = weighted.Average;
        }

        closes.Push(bar.Close);
    }

    protected override void Exchange(StateExchange state)
    {
        closes.Exchange(state);
        weighted.Exchange(state);
    }

    private double RateSince(double close, int bars) => Ratio.OrZero(100.0 * (close - closes[bars - 1]), closes[bars - 1]);
}

/// <summary>
/// Know sure thing (Martin Pring 1992), in percent: four smoothed rates of change with the weights 1 to 4 and the published periods (rates over
/// 10, 15, 20, 30 bars, means over 10, 10, 10, 15), and the mean of the result over <c>signal</c> bars. First value with bar 45.
/// </summary>
public sealed class KnowSureThing(int signal) : SteppedIndicator(IndicatorSpec.Of("kst", signal), 2, 45 + CheckPeriod(signal) - 1)
{
    private static readonly int[] Periods = [10, 15, 20, 30];

    private readonly Window closes = new(30);
    private readonly RollingSum[] means = [new(10), new(10), new(10), new(15)];
    private readonly RollingSum signals = new(signal);

    protected override void Advance(in BarInput bar)
    {
        for (var i = 0; i < means.Length; i++)
        {
            if (closes.Count >= Periods[i])
            {
                var old = closes[Periods[i] - 1];
                means[i].Push(Ratio.OrZero(100.0 * (bar.Close - old), old));
            }
        }

        closes.Push(bar.Close);
        if (means[3].IsFull)
        {
            this[0] = means[0].Mean + (2.0 * means[1].Mean) + (3.0 * means[2].Mean) + (4.0 * means[3].Mean);
            this[1] = signals.Take(this[0]) ? signals.Mean : double.NaN;
        }
    }

    protected override void Exchange(StateExchange state)
    {
        closes.Exchange(state);
        state.Of(means);
        state.Of(signals);
    }
}

/// <summary>
/// Price momentum oscillator (Carl Swenlin, DecisionPoint): the one-bar rate of change in percent, smoothed by 2 / <c>period</c>, times ten,
/// smoothed by 2 / <c>smooth</c>; the signal is an EMA of it. Each average is seeded with the mean of its first values. Line from bar
/// period + smooth. Same as Skender's.
/// </summary>
public sealed class Pmo(int period, int smooth, int signal)
    : SteppedIndicator(
        IndicatorSpec.Of("pmo", period, smooth, signal),
        2,
        CheckPeriod(period, 2) + CheckPeriod(smooth, 2) + CheckPeriod(signal) - 1)
{
    // 2 / n is the share of an exponential average of n - 1, but it is seeded with n values.
    private readonly SharedAverage rates = new(period, 2.0 / period);
    private readonly SharedAverage line = new(smooth, 2.0 / smooth);
    private readonly SeededAverage signals = SeededAverage.Exponential(signal);
    private double previousClose;

    protected override void Advance(in BarInput bar)
    {
        if (Bars > 1 && rates.Take(Ratio.OrZero(100.0 * (bar.Close - previousClose), previousClose)) && line.Take(10.0 * rates.Value))
        {
            this[0] = line.Value;
            this[1] = signals.Take(line.Value) ? signals.Value : double.NaN;
        }

        previousClose = bar.Close;
    }

    protected override void Exchange(StateExchange state)
    {
        state.Of(ref previousClose);
        rates.Exchange(state);
        line.Exchange(state);
        state.Of(signals);
    }
}
