namespace Countersign.Domain.Indicators;

/// <summary>
/// Finds bars whose high is above (or low below) those of the bars around them. They are known <c>right</c> bars later, and only then told.
/// </summary>
internal sealed class SwingFinder(int left, int right)
{
    private readonly Window highs = new(left + right + 1);
    private readonly Window lows = new(left + right + 1);
    private readonly RollingArgMaximum highest = new(left + right + 1, takesLatest: false);
    private readonly RollingArgMaximum highestLate = new(left + right + 1, takesLatest: true);
    private readonly RollingArgMaximum lowest = new(left + right + 1, takesLatest: false);
    private readonly RollingArgMaximum lowestLate = new(left + right + 1, takesLatest: true);

    /// <summary>The high that the newest bar confirms; NaN where it confirms none.</summary>
    public double High => highs.IsFull && highest.BarsAgo == right && highestLate.BarsAgo == right ? highs[right] : double.NaN;

    /// <summary>The low that the newest bar confirms; NaN where it confirms none.</summary>
    public double Low => lows.IsFull && lowest.BarsAgo == right && lowestLate.BarsAgo == right ? lows[right] : double.NaN;

    public void Push(in BarInput bar)
    {
        highs.Push(bar.High);
        lows.Push(bar.Low);
        highest.Push(bar.High);
        highestLate.Push(bar.High);
        lowest.Push(-bar.Low);
        lowestLate.Push(-bar.Low);
    }

    public void Exchange(StateExchange state)
    {
        highs.Exchange(state);
        lows.Exchange(state);
        highest.Exchange(state);
        highestLate.Exchange(state);
        lowest.Exchange(state);
        lowestLate.Exchange(state);
    }
}

/// <summary>
/// Fractals (Bill Williams 1995), prices: a high above those of n bars on both sides, a low below them. Given on the bar that confirms it, n bars
/// after the extreme; other bars have no value. The same points as Skender's, which writes them back onto the extreme's bar.
/// </summary>
public sealed class FractalPoints(int span) : SteppedIndicator(IndicatorSpec.Of("fractal", span), 2, (2 * CheckPeriod(span)) + 1)
{
    private readonly SwingFinder swings = new(span, span);

    protected override void Advance(in BarInput bar)
    {
        swings.Push(in bar);
        this[0] = swings.High;
        this[1] = swings.Low;
    }

    protected override void Exchange(StateExchange state) => swings.Exchange(state);
}

/// <summary>
/// Fractal chaos bands (Edward William Dreiss), prices: the latest confirmed fractal high and low. First value when the first of each is
/// confirmed, not before bar 2n + 1. Same as Skender's.
/// </summary>
public sealed class FractalBands(int span) : SteppedIndicator(IndicatorSpec.Of("fcb", span), 2, (2 * CheckPeriod(span)) + 1)
{
    private readonly SwingFinder swings = new(span, span);

    protected override void Advance(in BarInput bar)
    {
        swings.Push(in bar);
        this[0] = double.IsNaN(swings.High) ? this[0] : swings.High;
        this[1] = double.IsNaN(swings.Low) ? this[1] : swings.Low;
    }

    protected override void Exchange(StateExchange state) => swings.Exchange(state);
}

/// <summary>
/// Swing pivots, prices: a high above those of <c>left</c> bars before and <c>right</c> after it, a low below them, given on the bar that confirms
/// it; whether it is above (1) or below (-1) the pivot before it, 0 where that was more than <c>memory</c> bars earlier; and the line's slope from the one to the
/// other, in price units a bar. Lines can be drawn back from these; Skender's, which writes them onto the past bars, are the same.
/// </summary>
public sealed class PivotPoints(int left, int right, int memory)
    : SteppedIndicator(IndicatorSpec.Of("pivots", left, right, memory), 6, CheckPeriod(left) + CheckPeriod(right) + 1)
{
    private readonly SwingFinder swings = new(left, right);
    private readonly int memoryBars = CheckPeriod(memory);
    private double lastHigh;
    private double lastHighBar;
    private double lastLow;
    private double lastLowBar;

    protected override void Advance(in BarInput bar)
    {
        swings.Push(in bar);
        this[0] = swings.High;
        this[1] = swings.Low;
        Follow(swings.High, ref lastHigh, ref lastHighBar, trend: 2);
        Follow(swings.Low, ref lastLow, ref lastLowBar, trend: 3);
    }

    protected override void Exchange(StateExchange state)
    {
        swings.Exchange(state);
        state.Of(ref lastHigh);
        state.Of(ref lastHighBar);
        state.Of(ref lastLow);
        state.Of(ref lastLowBar);
    }

    private void Follow(double point, ref double last, ref double lastBar, int trend)
    {
        this[trend] = double.NaN;
        this[trend + 2] = double.NaN;
        if (double.IsNaN(point))
        {
            return;
        }

        var bar = Bars - right;
        var near = lastBar > 0 && bar - lastBar <= memoryBars;
        this[trend] = !near ? 0.0 : point > last ? 1.0 : -1.0;
        this[trend + 2] = near ? (point - last) / (bar - lastBar) : 0.0;
        last = point;
        lastBar = bar;
    }
}

/// <summary>
/// Zigzag (Arthur Merrill 1977), prices: the turning points between moves of at least so many percent, of highs and lows or of closes. A turning point is
/// given on the bar that confirms it (<c>point</c>; <c>kind</c> 1 a top, -1 a bottom; <c>bars_ago</c> how long ago it was), and other bars have
/// none of these; <c>direction</c> and <c>extreme</c> say where the move stands now. The same points as Skender's, which writes them back.
/// </summary>
/// <remarks>
/// The first trend is known when a price is the threshold away from the first bar's. Moves of the threshold that happen wholly within a smaller pullback
/// (possible only for thresholds that are large against their own square) are not split; Skender's rescan splits them.
/// </remarks>
public sealed class ZigzagPoints(string name, bool closes, double percent)
    : SteppedIndicator(IndicatorSpec.Of(name, percent), 5, 2)
{
    private readonly double threshold = percent / 100.0;
    private int direction;
    private double firstHigh;
    private double firstLow;
    private double top;
    private double topBar;
    private double bottom;
    private double bottomBar;

    protected override void Advance(in BarInput bar)
    {
        var high = closes ? bar.Close : bar.High;
        var low = closes ? bar.Close : bar.Low;
        this[0] = double.NaN;
        this[1] = double.NaN;
        this[2] = double.NaN;
        if (direction == 0)
        {
            Begin(high, low);
        }
        else if (direction > 0)
        {
            Rise(high, low);
        }
        else
        {
            Fall(high, low);
        }

        this[3] = direction;
        this[4] = direction == 0 ? double.NaN : direction > 0 ? top : bottom;
    }

    protected override void Exchange(StateExchange state)
    {
        state.Of(ref direction);
        state.Of(ref firstHigh);
        state.Of(ref firstLow);
        state.Of(ref top);
        state.Of(ref topBar);
        state.Of(ref bottom);
        state.Of(ref bottomBar);
    }

    private void Begin(double high, double low)
    {
        if (Bars == 1)
        {
            (firstHigh, firstLow) = (high, low);
            (top, bottom) = (low, high);
            (topBar, bottomBar) = (1, 1);
        }
        else
        {
            (top, topBar) = high >= top ? (high, Bars) : (top, topBar);
            (bottom, bottomBar) = low <= bottom ? (low, Bars) : (bottom, bottomBar);
        }

        var up = Ratio.OrZero(high - firstLow, firstLow);
        var down = Ratio.OrZero(firstHigh - low, firstHigh);
        direction = up >= threshold && up > down ? 1 : down >= threshold && down > up ? -1 : 0;
    }

    private void Rise(double high, double low)
    {
        if (high >= top)
        {
            (top, topBar) = (high, Bars);
        }
        else if (Ratio.OrZero(top - low, top) >= threshold)
        {
            Turn(top, topBar);
            (bottom, bottomBar) = (low, Bars);
        }
    }

    private void Fall(double high, double low)
    {
        if (low <= bottom)
        {
            (bottom, bottomBar) = (low, Bars);
        }
        else if (Ratio.OrZero(high - bottom, bottom) >= threshold)
        {
            Turn(bottom, bottomBar);
            (top, topBar) = (high, Bars);
        }
    }

    private void Turn(double point, double bar)
    {
        this[0] = point;
        this[1] = direction;
        this[2] = Bars - bar;
        direction = -direction;
    }
}
