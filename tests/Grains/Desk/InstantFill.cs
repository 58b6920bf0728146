using Countersign.Domain.Execution;
using Countersign.Domain.Markets;

namespace Countersign.Tests.Grains.Desk;

/// <summary>
/// A venue that answers every order at once: a market buy fills whole at the ask, a market sell at the bid, of a quote that can be trusted.
/// </summary>
internal static class InstantFill
{
    public static TimeSpan QuoteAgeMaxDefault { get; } = TimeSpan.FromMinutes(1);

    /// <summary>Fills or rejects; never answers <see cref="BrokerReport.Unknown"/>.</summary>
    /// <param name="quote">The current quote of the order's symbol, or null where there is none yet.</param>
    /// <param name="quoteAgeMax">A quote older than this fills nothing.</param>
    public static BrokerReport Decide(BrokerOrder order, Quote? quote, DateTimeOffset now, TimeSpan quoteAgeMax)
    {
        if (order.Ticket.Type != OrderType.Market)
        {
            return new BrokerReport.Rejected("venue.order_type", $"The paper venue fills market orders; order {order.OrderId} is none.");
        }

        if (quote is null || quote.Symbol != order.Symbol)
        {
            return new BrokerReport.Rejected("venue.no_price", $"There is no quote for {order.Symbol}.");
        }

        var age = now - quote.Time;
        if (age > quoteAgeMax)
        {
            return new BrokerReport.Rejected(
                "venue.stale_price",
                FormattableString.Invariant(
                    $"The quote is {age.TotalSeconds:0.###} s old; {quoteAgeMax.TotalSeconds:0.###} s is the most."));
        }

        if (quote.Bid > quote.Ask || quote.Bid.Value <= 0m)
        {
            return new BrokerReport.Rejected(
                "venue.crossed_price", $"The quote {quote.Bid}/{quote.Ask} is no market: the bid must be positive and at most the ask.");
        }

        return new BrokerReport.Filled(ExecutionId.Parse("paper-" + order.OrderId), quote.For(order.Side), order.Quantity, now);
    }
}
