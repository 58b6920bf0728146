using System.Text.Json.Serialization;

namespace Countersign.Domain.Execution;

/// <summary>
/// How paper orders are filled, in paper trading and in backtests alike. Every rule has a name and a switch; the defaults are the conservative
/// choice. <c>docs/paper-fills.md</c> explains each.
/// </summary>
/// <param name="Slippage">What an order that takes pays beyond the spread.</param>
/// <param name="Latency">How long an order, an amendment or a cancel is on its way to the venue.</param>
/// <param name="CrossSpread">A buy pays the ask and a sell gets the bid; otherwise both trade at the middle.</param>
/// <param name="LimitFill">When a resting limit order fills.</param>
/// <param name="FillOnlyOnLaterQuotes">A quote from before the order (and its latency) fills nothing: it was not there any more, or not yet.</param>
/// <param name="QuoteAgeMax">A quote older than this fills nothing, and a market order without a younger one is refused.</param>
/// <param name="IgnoreFilledForward">A price that only repeats the last one for want of trades fills nothing.</param>
/// <param name="PartialFillsBySize">No more fills at a quote than it displays; quotes that show no size fill whole orders.</param>
/// <param name="PriceImprovement">A resting limit order fills at the market where that is better than its limit; otherwise at its limit.</param>
/// <param name="TriggerOnMid">Stops look at the middle of the quote; otherwise at the side where they will be filled.</param>
/// <param name="IntrabarPath">How a bar's prices are passed where there is no finer data.</param>
/// <param name="StopsAtBarExtreme">A stop that a bar reaches after its open fills at the bar's extreme; otherwise where the path passes its trigger.</param>
public sealed record PaperRules(
    SlippageModel Slippage,
    LatencyModel Latency,
    bool CrossSpread = true,
    LimitFill LimitFill = LimitFill.TradedThrough,
    bool FillOnlyOnLaterQuotes = true,
    TimeSpan? QuoteAgeMax = null,
    bool IgnoreFilledForward = true,
    bool PartialFillsBySize = true,
    bool PriceImprovement = false,
    bool TriggerOnMid = false,
    IntrabarPath IntrabarPath = IntrabarPath.AdverseFirst,
    bool StopsAtBarExtreme = false)
{
    public static PaperRules Default { get; } = new(new SlippageModel.None(), new LatencyModel.None());

    /// <summary>A minute where nothing is set.</summary>
    [JsonIgnore]
    public TimeSpan OldestQuote => QuoteAgeMax ?? TimeSpan.FromMinutes(1);
}

public enum LimitFill
{
    /// <summary>The market must go beyond the limit: at the limit itself others were first.</summary>
    TradedThrough,

    /// <summary>At the limit too, once the size that was displayed there before the order is gone.</summary>
    QueuePosition,

    /// <summary>As soon as the market reaches the limit. Optimistic.</summary>
    AtTouch,
}

public enum IntrabarPath
{
    /// <summary>Open, the extreme that hurts the position, the other one, close.</summary>
    AdverseFirst,

    /// <summary>Open, the extreme that is nearer to the open, the other one, close.</summary>
    NearestFirst,
}

/// <summary>What an order that takes liquidity pays beyond the spread. Closed set; distances are always to the order's disadvantage.</summary>
[JsonDerivedType(typeof(None), "none")]
[JsonDerivedType(typeof(Fixed), "fixed")]
[JsonDerivedType(typeof(Volatility), "volatility")]
[JsonDerivedType(typeof(VolumeShare), "volume-share")]
[JsonDerivedType(typeof(SquareRootImpact), "square-root-impact")]
public abstract record SlippageModel
{
    private SlippageModel()
    {
    }

    /// <summary>The spread alone.</summary>
    public sealed record None : SlippageModel;

    /// <param name="Distance">In the quote currency; zero or more.</param>
    public sealed record Fixed(decimal Distance) : SlippageModel;

    /// <summary>A multiple of how far the middle price moves from one quote to the next (exponential average of the absolute move).</summary>
    /// <param name="Multiple">Zero or more.</param>
    /// <param name="Span">Quotes over which the average forgets, 2 or more; its weight is 2 / (span + 1).</param>
    public sealed record Volatility(double Multiple, int Span = 100) : SlippageModel;

    /// <summary>
    /// Price times <paramref name="Impact"/> times the square of the share of the displayed size that the order takes, the share being at most
    /// <paramref name="ShareMax"/>.
    /// </summary>
    /// <param name="AssumedSize">Stands in for the displayed size where a quote shows none.</param>
    public sealed record VolumeShare(double Impact, double ShareMax, decimal AssumedSize) : SlippageModel;

    /// <summary>
    /// The square-root law of market impact: price times Y times daily volatility times the root of quantity over daily volume (Almgren and others,
    /// "Direct Estimation of Equity Market Impact", 2005; Tóth and others, 2011).
    /// </summary>
    /// <param name="Coefficient">Y; about 1.</param>
    /// <param name="DailyVolatility">Standard deviation of a day's return: 0.006 is 0.6 %.</param>
    /// <param name="DailyVolume">In units of the base; above zero.</param>
    public sealed record SquareRootImpact(double Coefficient, double DailyVolatility, decimal DailyVolume) : SlippageModel;
}

/// <summary>How long a message is on its way to the venue. Closed set.</summary>
[JsonDerivedType(typeof(None), "none")]
[JsonDerivedType(typeof(Fixed), "fixed")]
[JsonDerivedType(typeof(LogNormal), "log-normal")]
public abstract record LatencyModel
{
    private LatencyModel()
    {
    }

    public sealed record None : LatencyModel;

    public sealed record Fixed(TimeSpan Delay) : LatencyModel;

    /// <summary>Median times e to the power of a normal variable; drawn from the book's seed.</summary>
    /// <param name="Sigma">Standard deviation of the logarithm; 0.5 makes one of 40 messages slower than 2.7 times the median.</param>
    public sealed record LogNormal(TimeSpan Median, double Sigma) : LatencyModel;
}
