using Countersign.Domain.Markets;

namespace Countersign.Domain.Execution;

/// <summary>Where limit orders stand in the queue at their price, for <see cref="LimitFill.QueuePosition"/>.</summary>
public sealed partial class MatchingBook
{
    /// <summary>
    /// The size that is displayed at a limit order's own price, so before it: nothing where its price is the best. Null where that does not show,
    /// because the market is not there yet or tells no sizes: then only trading through its price fills it.
    /// </summary>
    private decimal? DisplayedAt(RestingOrder order)
    {
        if (!hasQuote || order.Ticket.LimitPrice is not { } limit)
        {
            return null;
        }

        var (best, size) = order.Side == Side.Buy ? (quote.Bid, quote.BidSize) : (quote.Ask, quote.AskSize);
        return (limit - best) * order.Side.Sign() > 0m ? 0m : best == limit && !size.IsZero ? size.Value : null;
    }

    private void MoveQueues(in Tick next)
    {
        MoveQueue(buyLimits, next.Bid, next.BidSize, quote.Bid == next.Bid ? quote.BidSize - next.BidSize : Quantity.Zero);
        MoveQueue(sellLimits, next.Ask, next.AskSize, quote.Ask == next.Ask ? quote.AskSize - next.AskSize : Quantity.Zero);
    }

    /// <summary>
    /// Size that went from an order's price was before it; once the price itself is gone nobody is. An order that the market comes to queues behind
    /// all that it shows there.
    /// </summary>
    private static void MoveQueue(PriceLadder limits, Price best, Quantity size, Quantity gone)
    {
        if (limits.Nearest is not { } first || !limits.Reaches(best.Value, first.Level))
        {
            return;
        }

        foreach (var order in limits.Orders)
        {
            if (!limits.Reaches(best.Value, order.Level))
            {
                break;
            }

            if (limits.GoesBeyond(best.Value, order.Level))
            {
                order.QueueAhead = order.QueueAhead is null ? null : 0m;
            }
            else if (order.QueueAhead is not { } ahead)
            {
                order.QueueAhead = size.IsZero ? null : size.Value;
            }
            else if (gone.Value > 0m)
            {
                order.QueueAhead = ahead - gone.Value;
            }
        }
    }
}
