using Countersign.Domain.Markets;

namespace Countersign.Domain.Execution;

/// <summary>Prices and delays of paper fills. Everything random comes from its seed.</summary>
internal sealed class FillModel(PaperRules rules, Instrument instrument, int seed)
{
    private readonly Random random = new(seed);
    private double averageMove;
    private double? lastMid;

    /// <summary>Takes note of a quote for models that look at how the market moves.</summary>
    public void Observe(in Tick tick)
    {
        if (rules.Slippage is not SlippageModel.Volatility { Span: var span })
        {
            return;
        }

        var mid = (tick.Bid.ToDouble() + tick.Ask.ToDouble()) / 2;
        if (lastMid is { } last)
        {
            averageMove += (Math.Abs(mid - last) - averageMove) * 2 / (span + 1);
        }

        lastMid = mid;
    }

    /// <summary>When a message that leaves now is at the venue.</summary>
    public DateTimeOffset Arrival(DateTimeOffset now) => rules.Latency switch
    {
        LatencyModel.None => now,
        LatencyModel.Fixed(var delay) => now + delay,
        LatencyModel.LogNormal(var median, var sigma) => now + (median * Math.Exp(sigma * Normal())),
        var other => throw new InvalidOperationException($"No latency model {other}."),
    };

    /// <summary>The price of an order that takes <paramref name="quantity"/>: the quote's, and slippage to its disadvantage.</summary>
    /// <param name="displayed">What the quote shows on that side; zero where it does not say.</param>
    public Price Taken(Side side, Price quoted, Quantity quantity, Quantity displayed)
    {
        if (rules.Slippage is SlippageModel.None)
        {
            return quoted;
        }

        var distance = Distance(quoted, quantity, displayed);
        var price = instrument.RoundPrice(quoted + (side.Sign() * distance));
        return price.Value >= instrument.TickSize ? price : new Price(instrument.TickSize);
    }

    private decimal Distance(Price quoted, Quantity quantity, Quantity displayed)
    {
        switch (rules.Slippage)
        {
            case SlippageModel.Fixed(var distance):
                return distance;
            case SlippageModel.Volatility(var multiple, _):
                return (decimal)(averageMove * multiple);
            case SlippageModel.VolumeShare(var impact, var shareMax, var assumed):
                var size = displayed.IsZero ? assumed : displayed.Value;
                var share = size <= 0m ? shareMax : Math.Min((double)(quantity.Value / size), shareMax);
                return quoted.Value * (decimal)(impact * share * share);
            case SlippageModel.SquareRootImpact(var y, var volatility, var volume):
                return quoted.Value * (decimal)(y * volatility * Math.Sqrt((double)(quantity.Value / volume)));
            default:
                throw new InvalidOperationException($"No slippage model {rules.Slippage}.");
        }
    }

    // Box and Muller.
    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
