namespace Countersign.Domain.Indicators;

/// <summary>
/// Parabolic stop and reverse (Wilder 1978), a price: a stop that follows the trend and speeds up by <c>step</c>, up to <c>limit</c>, with each new
/// extreme. Published from the first reversal on; <c>reversed</c> is 1 on a bar that turned the trend. It begins as if rising from the first
/// bar's low. With touch 0 a bar must cross the stop to turn the trend, as Skender's; with touch 1 reaching it is enough, and the stop that begins a
/// trend lies outside the turning bar, as TA-Lib's, which reads its first direction from two bars: both are the same once they have turned together.
/// </summary>
public sealed class ParabolicStop(double step, double limit, int touch)
    : SteppedIndicator(IndicatorSpec.Of("psar", step, limit, touch), 2, 2)
{
    private readonly Window highs = new(2);
    private readonly Window lows = new(2);
    private bool rising = true;
    private bool known;
    private double speed;
    private double extreme;
    private double stop;

    protected override void Advance(in BarInput bar)
    {
        if (Bars == 1)
        {
            extreme = bar.High;
            stop = bar.Low;
            speed = step;
        }
        else
        {
            Step(in bar);
        }

        highs.Push(bar.High);
        lows.Push(bar.Low);
    }

    protected override void Exchange(StateExchange state)
    {
        highs.Exchange(state);
        lows.Exchange(state);
        state.Of(ref rising);
        state.Of(ref known);
        state.Of(ref speed);
        state.Of(ref extreme);
        state.Of(ref stop);
    }

    private void Step(in BarInput bar)
    {
        var next = stop + (speed * (extreme - stop));
        if (highs.IsFull)
        {
            next = rising ? Math.Min(next, Math.Min(lows[0], lows[1])) : Math.Max(next, Math.Max(highs[0], highs[1]));
        }

        var turns = (rising ? bar.Low < next : bar.High > next) || (touch == 1 && next == (rising ? bar.Low : bar.High));
        if (turns)
        {
            next = touch == 0 ? extreme : rising ? Math.Max(extreme, bar.High) : Math.Min(extreme, bar.Low);
            rising = !rising;
            speed = step;
            extreme = rising ? bar.High : bar.Low;
        }
        else if (rising ? bar.High > extreme : bar.Low < extreme)
        {
            extreme = rising ? bar.High : bar.Low;
            speed = Math.Min(speed + step, limit);
        }

        stop = next;
        if (known)
        {
            this[0] = stop;
            this[1] = turns ? 1.0 : 0.0;
        }

        known |= turns;
    }
}

/// <summary>
/// Supertrend (Olivier Seban), a price: a band of <c>factor</c> average true ranges about the bar's middle that only tightens; the lower band while
/// the trend is up, the upper one after a close below it. <c>upper</c> and <c>lower</c> have a value only while they apply. First value with bar
/// n + 1. Same as Skender's.
/// </summary>
public sealed class Supertrend(int period, double factor) : TighteningStop("supertrend", period, factor)
{
    protected override double Centre(in BarInput bar) => (bar.High + bar.Low) / 2.0;

    protected override bool BeginsRising(in BarInput bar, double previousClose) => bar.Close >= (bar.High + bar.Low) / 2.0;
}

/// <summary>
/// Average true range trailing stop (Welles Wilder's volatility stop in the form of Skender's ATR trailing stop), a price: as the supertrend, but the band is
/// measured from the close. First value with bar n + 1. Same as Skender's.
/// </summary>
public sealed class TrueRangeStop(int period, double factor) : TighteningStop("atr_stop", period, factor)
{
    protected override double Centre(in BarInput bar) => bar.Close;

    protected override bool BeginsRising(in BarInput bar, double previousClose) => bar.Close >= previousClose;
}

/// <summary>Two bands that only tighten, of which one applies until the close crosses it.</summary>
public abstract class TighteningStop : SteppedIndicator
{
    private readonly double factor;
    private readonly SeededAverage ranges;
    private bool begun;
    private bool rising;
    private double upper;
    private double lower;
    private double previousClose;

    protected TighteningStop(string name, int period, double factor)
        : base(IndicatorSpec.Of(name, period, factor), 4, CheckPeriod(period) + 1)
    {
        this.factor = factor;
        ranges = SeededAverage.Wilder(period);
    }

    protected abstract double Centre(in BarInput bar);

    protected abstract bool BeginsRising(in BarInput bar, double previousClose);

    protected override void Advance(in BarInput bar)
    {
        if (Bars > 1 && ranges.Take(Atr.TrueRange(in bar, previousClose)))
        {
            Step(in bar, factor * ranges.Value);
        }

        previousClose = bar.Close;
    }

    protected override void Exchange(StateExchange state)
    {
        state.Of(ranges);
        state.Of(ref begun);
        state.Of(ref rising);
        state.Of(ref upper);
        state.Of(ref lower);
        state.Of(ref previousClose);
    }

    private void Step(in BarInput bar, double distance)
    {
        var above = Centre(in bar) + distance;
        var below = Centre(in bar) - distance;
        if (!begun)
        {
            begun = true;
            rising = BeginsRising(in bar, previousClose);
            upper = above;
            lower = below;
        }

        upper = above < upper || previousClose > upper ? above : upper;
        lower = below > lower || previousClose < lower ? below : lower;
        rising = bar.Close > (rising ? lower : upper);
        this[0] = rising ? lower : upper;
        this[1] = rising ? double.NaN : upper;
        this[2] = rising ? lower : double.NaN;
        this[3] = rising ? 1.0 : -1.0;
    }
}

/// <summary>
/// Volatility stop (Wilder 1978), a price: the best close since the trend began, less (falling: plus) <c>factor</c> average true ranges; a close beyond it
/// turns the trend, marked by <c>stopped</c> 1. Published from the bar after the first turn, since the first trend is a guess from the first n bars.
/// Same as Skender's.
/// </summary>
public sealed class VolatilityStop(int period, double factor)
    : SteppedIndicator(IndicatorSpec.Of("vol_stop", period, factor), 4, CheckPeriod(period) + 1)
{
    private readonly SeededAverage ranges = SeededAverage.Wilder(period);
    private bool known;
    private bool rising;
    private double first;
    private double best;
    private double highest;
    private double lowest;
    private double previousClose;

    protected override void Advance(in BarInput bar)
    {
        var hadRange = ranges.IsReady;
        var distance = factor * ranges.Value;
        if (Bars > 1)
        {
            ranges.Push(Atr.TrueRange(in bar, previousClose));
        }

        previousClose = bar.Close;
        if (Bars <= period)
        {
            Begin(bar.Close);
        }
        else
        {
            Step(bar.Close, hadRange ? distance : double.NaN);
        }
    }

    protected override void Exchange(StateExchange state)
    {
        state.Of(ranges);
        state.Of(ref known);
        state.Of(ref rising);
        state.Of(ref first);
        state.Of(ref best);
        state.Of(ref highest);
        state.Of(ref lowest);
        state.Of(ref previousClose);
    }

    private void Begin(double close)
    {
        first = Bars == 1 ? close : first;
        highest = Bars == 1 ? close : Math.Max(highest, close);
        lowest = Bars == 1 ? close : Math.Min(lowest, close);
        rising = close > first;
        best = rising ? highest : lowest;
    }

    private void Step(double close, double distance)
    {
        // Before the first average there is no stop to cross: comparisons with NaN are false.
        var stop = rising ? best - distance : best + distance;
        var stopped = rising ? close < stop : close > stop;
        if (known)
        {
            this[0] = stop;
            this[1] = rising ? double.NaN : stop;
            this[2] = rising ? stop : double.NaN;
            this[3] = stopped ? 1.0 : 0.0;
        }

        known |= stopped;
        rising ^= stopped;
        best = stopped ? close : rising ? Math.Max(best, close) : Math.Min(best, close);
    }
}

/// <summary>
/// Chandelier exit (Charles Le Beau), prices: highest high of n bars less <c>factor</c> average true ranges (for long positions), and lowest low plus as
/// much (for short ones). First value with bar n + 1. Same as Skender's.
/// </summary>
public sealed class ChandelierStop(int period, double factor)
    : SteppedIndicator(IndicatorSpec.Of("chandelier", period, factor), 2, CheckPeriod(period) + 1)
{
    private readonly RollingRange range = new(period);
    private readonly Atr average = new(period);

    protected override void Advance(in BarInput bar)
    {
        range.Push(in bar);
        average.Update(in bar);
        this[0] = range.Highest - (factor * average[0]);
        this[1] = range.Lowest + (factor * average[0]);
    }

    protected override void Exchange(StateExchange state)
    {
        range.Exchange(state);
        state.Of(average);
    }
}

/// <summary>
/// Chande Kroll stop (Tushar Chande and Stanley Kroll 1995), prices: the highest, over <c>smooth</c> bars, of highest high of n bars less
/// <c>factor</c> average true ranges (stop of short positions), and the lowest of lowest low plus as much (stop of long positions). First value with
/// bar n + smooth.
/// </summary>
public sealed class ChandeKrollStop(int period, double factor, int smooth)
    : SteppedIndicator(IndicatorSpec.Of("chande_kroll", period, factor, smooth), 2, CheckPeriod(period) + CheckPeriod(smooth))
{
    private readonly RollingRange range = new(period);
    private readonly Atr average = new(period);
    private readonly RollingRange stops = new(smooth);

    protected override void Advance(in BarInput bar)
    {
        range.Push(in bar);
        average.Update(in bar);
        if (double.IsNaN(average[0]))
        {
            return;
        }

        stops.Push(range.Highest - (factor * average[0]), range.Lowest + (factor * average[0]));
        this[0] = stops.IsFull ? stops.Lowest : double.NaN;
        this[1] = stops.IsFull ? stops.Highest : double.NaN;
    }

    protected override void Exchange(StateExchange state)
    {
        range.Exchange(state);
        state.Of(average);
        stops.Exchange(state);
    }
}

/// <summary>
/// Ichimoku (Goichi Hosoda 1969), prices: middles of the ranges of three windows. Conversion (tenkan) and base (kijun) now; leading spans A and
/// B as drawn at this bar, so computed <c>offset</c> bars ago; and the lagging span (chikou), which is this bar's close and is drawn
/// <c>offset</c> bars back, where nobody knew it. Same as Skender's, with the lagging span where it is known.
/// </summary>
public sealed class Ichimoku(int conversion, int standard, int leading, int offset)
    : SteppedIndicator(
        IndicatorSpec.Of("ichimoku", conversion, standard, leading, offset),
        5,
        Math.Max(CheckPeriod(conversion), Math.Max(CheckPeriod(standard), CheckPeriod(leading))) + CheckPeriod(offset))
{
    private readonly RollingRange fast = new(conversion);
    private readonly RollingRange middle = new(standard);
    private readonly RollingRange slow = new(leading);
    private readonly Window spansA = new(offset);
    private readonly Window spansB = new(offset);

    protected override void Advance(in BarInput bar)
    {
        fast.Push(in bar);
        middle.Push(in bar);
        slow.Push(in bar);
        this[0] = fast.IsFull ? fast.Middle : double.NaN;
        this[1] = middle.IsFull ? middle.Middle : double.NaN;
        this[2] = spansA.IsFull ? spansA.Oldest : double.NaN;
        this[3] = spansB.IsFull ? spansB.Oldest : double.NaN;
        this[4] = Bars > offset ? bar.Close : double.NaN;
        if (fast.IsFull && middle.IsFull)
        {
            spansA.Push((fast.Middle + middle.Middle) / 2.0);
        }

        if (slow.IsFull)
        {
            spansB.Push(slow.Middle);
        }
    }

    protected override void Exchange(StateExchange state)
    {
        fast.Exchange(state);
        middle.Exchange(state);
        slow.Exchange(state);
        spansA.Exchange(state);
        spansB.Exchange(state);
    }
}
