namespace Countersign.Domain.Indicators;

/// <summary>A bar's body and wicks, in price units, and as shares (0 to 1) of the range; a bar without a range has shares of 0.</summary>
internal readonly record struct CandleShape(double Open, double High, double Low, double Close)
{
    public double Size => High - Low;

    public double Body => Math.Abs(Close - Open);

    public double UpperWick => High - Math.Max(Open, Close);

    public double LowerWick => Math.Min(Open, Close) - Low;

    public double BodyShare => Ratio.OrZero(Body, Size);

    public double UpperShare => Ratio.OrZero(UpperWick, Size);

    public double LowerShare => Ratio.OrZero(LowerWick, Size);

    /// <summary>1 for a rise, -1 for a fall, 0 for neither.</summary>
    public int Direction => Math.Sign(Close - Open);

    public double Top => Math.Max(Open, Close);

    public double Bottom => Math.Min(Open, Close);

    public double Middle => (Open + Close) / 2.0;

    public static CandleShape Of(in BarInput bar) => new(bar.Open, bar.High, bar.Low, bar.Close);
}

/// <summary>
/// The bar's parts: size, body and wicks in price units, their shares of the size (0 to 1), and the direction. Values from the first bar on. Same as
/// Skender's candle properties.
/// </summary>
public sealed class CandleParts() : SteppedIndicator(IndicatorSpec.Of("candle"), 8, 1)
{
    protected override void Advance(in BarInput bar)
    {
        var shape = CandleShape.Of(in bar);
        this[0] = shape.Body;
        this[1] = shape.Size;
        this[2] = shape.UpperWick;
        this[3] = shape.LowerWick;
        this[4] = shape.BodyShare;
        this[5] = shape.UpperShare;
        this[6] = shape.LowerShare;
        this[7] = shape.Direction;
    }

    protected override void Exchange(StateExchange state)
    {
    }
}

/// <summary>
/// Heikin-Ashi bars (Munehisa Homma; Dan Valcu 2004), prices: close is the mean of the bar's four prices, open the mean of the last Heikin-Ashi body. Values
/// from the first bar on. Same as Skender's.
/// </summary>
public sealed class HeikinAshi() : SteppedIndicator(IndicatorSpec.Of("heikin_ashi"), 4, 1)
{
    private double open;
    private double close;

    protected override void Advance(in BarInput bar)
    {
        open = Bars == 1 ? (bar.Open + bar.Close) / 2.0 : (open + close) / 2.0;
        close = (bar.Open + bar.High + bar.Low + bar.Close) / 4.0;
        this[0] = close;
        this[1] = open;
        this[2] = Math.Max(bar.High, Math.Max(open, close));
        this[3] = Math.Min(bar.Low, Math.Min(open, close));
    }

    protected override void Exchange(StateExchange state)
    {
        state.Of(ref open);
        state.Of(ref close);
    }
}

/// <summary>
/// A pattern of up to three candles: 1 bullish, -1 bearish, 0 none; a doji, which is neither, is 1. Every pattern is known with its last bar's close.
/// </summary>
/// <remarks>Shapes as Steve Nison (1991) describes them; doji and marubozu equal Skender's.</remarks>
public sealed class CandlePattern : SteppedIndicator
{
    private readonly CandleRule rule;
    private readonly double threshold;
    private readonly double[] prices = new double[12];

    private CandlePattern(IndicatorSpec spec, int candles, double threshold, CandleRule rule)
        : base(spec, 1, candles)
    {
        this.rule = rule;
        this.threshold = threshold;
    }

    private delegate double CandleRule(in CandleShape now, in CandleShape before, in CandleShape first, double threshold);

    /// <summary>Open and close differ by no more than so many percent of the open.</summary>
    public static CandlePattern Doji(double percent) => new(IndicatorSpec.Of("doji", percent), 1, percent, static (in now, in _, in _, threshold) =>
        Math.Abs(Ratio.OrZero(now.Close, now.Open) - 1.0) * 100.0 <= threshold ? 1.0 : 0.0);

    /// <summary>The body is at least so many percent of the range.</summary>
    public static CandlePattern Marubozu(double percent) => new(IndicatorSpec.Of("marubozu", percent), 1, percent, static (in now, in _, in _, threshold) =>
        now.BodyShare * 100.0 >= threshold ? now.Direction : 0.0);

    /// <summary>A body that encloses the body before it, of the other direction, and is larger.</summary>
    public static CandlePattern Engulfing() => new(IndicatorSpec.Of("engulfing"), 2, 0.0, static (in now, in before, in _, _) =>
        now.Direction == -before.Direction && now.Body > before.Body && now.Top >= before.Top && now.Bottom <= before.Bottom ? now.Direction : 0.0);

    /// <summary>A body within the body before it, of the other direction, and smaller.</summary>
    public static CandlePattern Harami() => new(IndicatorSpec.Of("harami"), 2, 0.0, static (in now, in before, in _, _) =>
        now.Direction == -before.Direction && now.Body < before.Body && now.Top <= before.Top && now.Bottom >= before.Bottom ? now.Direction : 0.0);

    /// <summary>The lower wick is at least <c>factor</c> bodies and the upper one no more than half a body (1), or the other way round (-1).</summary>
    public static CandlePattern Hammer(double factor) => new(IndicatorSpec.Of("hammer", factor), 1, factor, static (in now, in _, in _, factor) =>
        now.Body <= 0.0 ? 0.0
        : now.LowerWick >= factor * now.Body && now.UpperWick <= 0.5 * now.Body ? 1.0
        : now.UpperWick >= factor * now.Body && now.LowerWick <= 0.5 * now.Body ? -1.0
        : 0.0);

    /// <summary>A range within the range before it; the sign is the bar's direction, or 1 without one.</summary>
    public static CandlePattern InsideBar() => new(IndicatorSpec.Of("inside_bar"), 2, 0.0, static (in now, in before, in _, _) =>
        now.High < before.High && now.Low > before.Low ? (now.Direction == 0 ? 1.0 : now.Direction) : 0.0);

    /// <summary>A range that encloses the range before it; the sign is the bar's direction, or 1 without one.</summary>
    public static CandlePattern OutsideBar() => new(IndicatorSpec.Of("outside_bar"), 2, 0.0, static (in now, in before, in _, _) =>
        now.High > before.High && now.Low < before.Low ? (now.Direction == 0 ? 1.0 : now.Direction) : 0.0);

    /// <summary>A large body, a body of at most so many percent of it beyond its close, and a body back beyond the first one's middle: a morning (1) or evening (-1) star.</summary>
    public static CandlePattern Star(double percent) => new(IndicatorSpec.Of("star", percent), 3, percent, static (in now, in before, in first, threshold) =>
    {
        var isSmall = first.Body > 0.0 && before.Body * 100.0 <= threshold * first.Body;
        return isSmall && first.Direction < 0 && now.Direction > 0 && before.Top <= first.Close && now.Close > first.Middle ? 1.0
            : isSmall && first.Direction > 0 && now.Direction < 0 && before.Bottom >= first.Close && now.Close < first.Middle ? -1.0
            : 0.0;
    });

    /// <summary>Three bodies in one direction, each opening within the one before and closing beyond it: soldiers (1) or crows (-1).</summary>
    public static CandlePattern ThreeInARow() => new(IndicatorSpec.Of("three_in_a_row"), 3, 0.0, static (in now, in before, in first, _) =>
        now.Direction != 0 && now.Direction == before.Direction && now.Direction == first.Direction
        && OpensWithin(in now, in before) && OpensWithin(in before, in first)
        && (now.Close - before.Close) * now.Direction > 0.0 && (before.Close - first.Close) * now.Direction > 0.0 ? now.Direction : 0.0);

    protected override void Advance(in BarInput bar)
    {
        prices.AsSpan(4).CopyTo(prices);
        (prices[8], prices[9], prices[10], prices[11]) = (bar.Open, bar.High, bar.Low, bar.Close);
        var now = CandleShape.Of(in bar);
        var before = At(4);
        var first = At(0);
        this[0] = Bars >= WarmUpBars ? rule(in now, in before, in first, threshold) : double.NaN;
    }

    protected override void Exchange(StateExchange state) => state.Of(prices);

    private static bool OpensWithin(in CandleShape now, in CandleShape before) => now.Open >= before.Bottom && now.Open <= before.Top;

    private CandleShape At(int start) => new(prices[start], prices[start + 1], prices[start + 2], prices[start + 3]);
}
