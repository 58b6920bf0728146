namespace Countersign.Domain.Indicators;

/// <summary>
/// Directional movement index (Wilder 1978), 0 to 100: how far +DI and -DI stand apart, in percent of both, before the average that makes it ADX.
/// First value with bar n + 1. Same as Skender's.
/// </summary>
public sealed class DirectionalIndex(int period) : SteppedIndicator(IndicatorSpec.Of("dx", period), 1, CheckPeriod(period, 2) + 1)
{
    private readonly Adx movement = new(period);

    protected override void Advance(in BarInput bar)
    {
        movement.Update(in bar);
        this[0] = Ratio.OrZero(100.0 * Math.Abs(movement[1] - movement[2]), movement[1] + movement[2]);
        if (double.IsNaN(movement[1]))
        {
            this[0] = double.NaN;
        }
    }

    protected override void Exchange(StateExchange state) => state.Of(movement);
}

/// <summary>
/// Average directional index rating (Wilder 1978), 0 to 100: the mean of ADX now and <c>lag</c> bars ago. First value with bar
/// 2n + lag. Same as Skender's, which looks n bars back; TA-Lib looks n - 1 back (lag 13 for n = 14).
/// </summary>
public sealed class DirectionalRating(int period, int lag)
    : SteppedIndicator(IndicatorSpec.Of("adxr", period, lag), 1, (2 * CheckPeriod(period, 2)) + CheckPeriod(lag))
{
    private readonly Adx movement = new(period);
    private readonly Window past = new(lag);

    protected override void Advance(in BarInput bar)
    {
        movement.Update(in bar);
        var now = movement[0];
        if (double.IsNaN(now))
        {
            return;
        }

        this[0] = past.IsFull ? (now + past.Oldest) / 2.0 : double.NaN;
        past.Push(now);
    }

    protected override void Exchange(StateExchange state)
    {
        state.Of(movement);
        past.Exchange(state);
    }
}

/// <summary>
/// Vortex indicator (Etienne Botes and Douglas Siepman 2010): sums over n bars of |high - previous low| (plus) and |low - previous high|
/// (minus) over the sum of the true ranges, about 0.5 to 1.5. First value with bar n + 1. Same as Skender's.
/// </summary>
/// <remarks>A market without a range gives 0.</remarks>
public sealed class VortexIndex(int period) : SteppedIndicator(IndicatorSpec.Of("vortex", period), 2, CheckPeriod(period) + 1)
{
    private readonly RollingSum plus = new(period);
    private readonly RollingSum minus = new(period);
    private readonly RollingSum ranges = new(period);
    private double previousHigh;
    private double previousLow;
    private double previousClose;

    protected override void Advance(in BarInput bar)
    {
        if (Bars > 1)
        {
            plus.Push(Math.Abs(bar.High - previousLow));
            minus.Push(Math.Abs(bar.Low - previousHigh));
            if (ranges.Take(Atr.TrueRange(in bar, previousClose)))
            {
                this[0] = Ratio.OrZero(plus.Sum, ranges.Sum);
                this[1] = Ratio.OrZero(minus.Sum, ranges.Sum);
            }
        }

        previousHigh = bar.High;
        previousLow = bar.Low;
        previousClose = bar.Close;
    }

    protected override void Exchange(StateExchange state)
    {
        state.Of(plus, minus, ranges);
        state.Of(ref previousHigh);
        state.Of(ref previousLow);
        state.Of(ref previousClose);
    }
}

/// <summary>
/// Aroon (Tushar Chande 1995), 0 to 100: how recent the highest high (up) and the lowest low (down) of the last n + 1 bars are, 100 with the
/// latest bar, and their difference. First value with bar n + 1.
/// </summary>
/// <remarks>Of equal extremes the oldest counts, as Skender's, or with <c>latest</c> 1 the latest, as TA-Lib's.</remarks>
public sealed class AroonIndex(int period, int latest)
    : SteppedIndicator(IndicatorSpec.Of("aroon", period, latest), 3, CheckPeriod(period) + 1)
{
    private readonly RollingArgMaximum highs = new(period + 1, latest == 1);
    private readonly RollingArgMaximum negatedLows = new(period + 1, latest == 1);

    protected override void Advance(in BarInput bar)
    {
        highs.Push(bar.High);
        negatedLows.Push(-bar.Low);
        if (highs.IsFull)
        {
            this[0] = 100.0 * (period - highs.BarsAgo) / period;
            this[1] = 100.0 * (period - negatedLows.BarsAgo) / period;
            this[2] = this[0] - this[1];
        }
    }

    protected override void Exchange(StateExchange state)
    {
        highs.Exchange(state);
        negatedLows.Exchange(state);
    }
}

/// <summary>
/// Mass index (Donald Dorsey 1992): sum, over <c>sum</c> bars, of the EMA of the bars' ranges over the EMA of that EMA; about <c>sum</c> where
/// ranges are steady. First value with bar 2 * smooth + sum - 2.
/// </summary>
/// <remarks>Bars without a range are steady: they add 1.</remarks>
public sealed class MassIndex(int smooth, int sum)
    : SteppedIndicator(IndicatorSpec.Of("mass_index", smooth, sum), 1, (2 * CheckPeriod(smooth)) + CheckPeriod(sum) - 2)
{
    private readonly SeededAverage once = SeededAverage.Exponential(smooth);
    private readonly SeededAverage twice = SeededAverage.Exponential(smooth);
    private readonly RollingSum ratios = new(sum);

    protected override void Advance(in BarInput bar)
    {
        if (once.Take(bar.High - bar.Low) && twice.Take(once.Value)
            && ratios.Take(twice.Value > 0.0 ? Ratio.OrZero(once.Value, twice.Value) : 1.0))
        {
            this[0] = ratios.Sum;
        }
    }

    protected override void Exchange(StateExchange state)
    {
        state.Of(once, twice);
        state.Of(ratios);
    }
}

/// <summary>
/// Vertical horizontal filter (Adam White 1991), 0 to 1: range of the last n closes over the sum of the n moves up to now; high in a trend. First
/// value with bar n + 1; a market that never moved gives 0.
/// </summary>
public sealed class TrendFilterIndex(int period) : SteppedIndicator(IndicatorSpec.Of("vhf", period), 1, CheckPeriod(period) + 1)
{
    private readonly RollingRange closes = new(period + 1);
    private readonly RollingSum moves = new(period);
    private double previousClose;

    protected override void Advance(in BarInput bar)
    {
        closes.Push(bar.Close, bar.Close);
        if (Bars > 1)
        {
            this[0] = moves.Take(Math.Abs(bar.Close - previousClose)) ? Ratio.OrZero(closes.Highest - closes.Lowest, moves.Sum) : double.NaN;
        }

        previousClose = bar.Close;
    }

    protected override void Exchange(StateExchange state)
    {
        closes.Exchange(state);
        state.Of(moves);
        state.Of(ref previousClose);
    }
}
