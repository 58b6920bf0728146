using System.Globalization;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Execution;

/// <summary>What a quote fills.</summary>
public sealed partial class MatchingBook
{
    /// <summary>
    /// Fills a plain market order whole by the quote at hand, where submitting it would do just that: nothing is on its way or waits before it, and
    /// the quote offers enough. The order is then done and was never in the book.
    /// </summary>
    /// <returns>The price; null where the order is to be submitted.</returns>
    internal Price? FillAtOnce(VenueAccount account, Side side, Quantity quantity, DateTimeOffset now)
    {
        if (rules.Latency is not LatencyModel.None || arrivals.Count > 0 || working.Count > 0 || !hasQuote || !fills
            || now - quote.Time > rules.OldestQuote || (rules.FillOnlyOnLaterQuotes && quote.Time < now) || hedgers.Contains(account)
            || Offered(side, quantity) < quantity)
        {
            return null;
        }

        var price = model.Taken(side, Quoted(side), quantity, side == Side.Buy ? quote.AskSize : quote.BidSize);
        Take(side, quantity);
        Hold(account, net, side.Sign() * quantity.Value);
        return price;
    }

    /// <summary>Market orders and orders that wait for their first quote, by time.</summary>
    private void Work(List<VenueReport> reports)
    {
        foreach (var order in working)
        {
            if (MayFill(order, quote.Time))
            {
                due.Add(order);
            }
        }

        foreach (var order in due)
        {
            if (order.Stage is RestingStage.Arriving or RestingStage.Working)
            {
                working.Remove(order);
                Place(order, quote.Time, reports);
            }
        }

        due.Clear();
    }

    /// <summary>Meets an order, which is in no structure now, with the quote at hand: fills it, or puts it where it waits.</summary>
    private void Place(RestingOrder order, DateTimeOffset at, List<VenueReport> reports)
    {
        if (order.IsMarket)
        {
            Aggress(order, at, reports);
            return;
        }

        if (!order.Triggered && order.Ticket.Type is OrderType.Stop or OrderType.StopLimit)
        {
            var stops = order.Side == Side.Buy ? buyStops : sellStops;
            if (stops.Reaches(TriggerPrice(order.Side), order.Ticket.TriggerPrice!.Value.Value))
            {
                Trigger(order, at, reports);
                return;
            }

            order.Stage = RestingStage.Stop;
            stops.Add(order, order.Ticket.TriggerPrice.Value.Value);
            return;
        }

        if (!order.Triggered && order.Ticket.Type == OrderType.TrailingStop)
        {
            Trail(order, at, reports);
            return;
        }

        PlaceLimit(order, at, reports);
    }

    private void PlaceLimit(RestingOrder order, DateTimeOffset at, List<VenueReport> reports)
    {
        var takes = TakesNow(order.Ticket) && !order.Rested;
        if (takes && order.Ticket.PostOnly)
        {
            End(order, new BrokerReport.Cancelled(PaperCodes.PostOnly, "It would have taken liquidity."), at, reports);
            return;
        }

        if (takes || order.Ticket.TimeInForce is TimeInForce.ImmediateOrCancel or TimeInForce.FillOrKill)
        {
            if (takes)
            {
                Aggress(order, at, reports);
            }
            else
            {
                EndImmediate(order, at, reports);
            }

            return;
        }

        Rest(order);
    }

    private void Rest(RestingOrder order)
    {
        if (!order.Rested)
        {
            order.Rested = true;
            order.QueueAhead = DisplayedAt(order);
        }

        order.Stage = RestingStage.Limit;
        (order.Side == Side.Buy ? buyLimits : sellLimits).Add(order, order.Ticket.LimitPrice!.Value.Value);
    }

    private void Trail(RestingOrder order, DateTimeOffset at, List<VenueReport> reports)
    {
        var price = TriggerPrice(order.Side);
        var trail = order.Ticket.Trail!;
        var sign = -order.Side.Sign();
        var best = order.Best ?? (order.Ticket.TriggerPrice is { } first ? BestOf(first.Value, trail, sign) : price);
        best = sign > 0 ? Math.Max(best, price) : Math.Min(best, price);
        order.Stage = RestingStage.Trailing;
        var trails = TrailsOf(order.Side);
        trails.Add(order, best);
        if ((price - trails.TriggerOf(order)) * sign <= 0m)
        {
            trails.Remove(order);
            Trigger(order, at, reports);
        }
    }

    /// <summary>The best price whose trail begins at a trigger.</summary>
    private static decimal BestOf(decimal trigger, Trail trail, int sign) => trail.Unit == TrailUnit.Distance
        ? trigger + (sign * trail.Value)
        : trigger / (1m - (sign * trail.Value / 100m));

    private void TriggerStops(List<VenueReport> reports)
    {
        foreach (var side in (ReadOnlySpan<Side>)[Side.Sell, Side.Buy])
        {
            var (stops, trails, price) = (side == Side.Buy ? buyStops : sellStops, TrailsOf(side), TriggerPrice(side));
            while (stops.Nearest is { } order && stops.Reaches(price, order.Level))
            {
                stops.Remove(order);
                Trigger(order, quote.Time, reports);
            }

            while (trails.TakeReached(price) is { } order)
            {
                Trigger(order, quote.Time, reports);
            }
        }
    }

    /// <summary>A stop that gapped is filled where the market is, not where the stop was.</summary>
    private void Trigger(RestingOrder order, DateTimeOffset at, List<VenueReport> reports)
    {
        order.Triggered = true;
        order.Stage = RestingStage.Arriving;
        Tell(order, new BrokerReport.Triggered(new Price(TriggerPrice(order.Side)), at), at, reports);
        if (order.IsMarket)
        {
            Aggress(order, at, reports);
        }
        else
        {
            PlaceLimit(order, at, reports);
        }
    }

    /// <summary>
    /// Takes what the quote offers; what remains of a market order or of a marketable limit goes on waiting, unless its time in force ends it.
    /// </summary>
    private void Aggress(RestingOrder order, DateTimeOffset at, List<VenueReport> reports)
    {
        order.Stage = RestingStage.Arriving;
        if (CapToPosition(order) is not { } wanted)
        {
            EndReduceOnly(order, at, reports);
            return;
        }

        var offered = Offered(order.Side, wanted);
        var immediate = order.Ticket.TimeInForce is TimeInForce.ImmediateOrCancel or TimeInForce.FillOrKill && !order.Triggered;
        if (order.Ticket.TimeInForce == TimeInForce.FillOrKill && !order.Triggered && offered < wanted)
        {
            EndImmediate(order, at, reports);
            return;
        }

        if (offered.Value > 0m)
        {
            var price = model.Taken(order.Side, Quoted(order.Side), offered, order.Side == Side.Buy ? quote.AskSize : quote.BidSize);
            if (!order.IsMarket && (price - order.Ticket.LimitPrice!.Value) * order.Side.Sign() > 0m)
            {
                // Slippage carries no order beyond its limit.
                price = order.Ticket.LimitPrice.Value;
            }

            Fill(order, offered, price, Liquidity.Taker, at, reports);
        }

        if (order.Stage == RestingStage.Done)
        {
            return;
        }

        if (immediate)
        {
            EndImmediate(order, at, reports);
        }
        else if (order.IsMarket)
        {
            order.Stage = RestingStage.Working;
            working.Add(order);
        }
        else
        {
            Rest(order);
        }
    }

    private void FillLimits(PriceLadder limits, Side side, List<VenueReport> reports)
    {
        if (limits.Nearest is not { } first || !limits.Reaches(Quoted(side).Value, first.Level))
        {
            return;
        }

        foreach (var order in limits.Orders)
        {
            if (!limits.Reaches(Quoted(side).Value, order.Level))
            {
                break;
            }

            if (MayFill(order, quote.Time) && IsTraded(limits, order))
            {
                due.Add(order);
            }
        }

        foreach (var order in due)
        {
            if (order.Stage == RestingStage.Limit)
            {
                FillLimit(limits, order, reports);
            }
        }

        due.Clear();
    }

    private bool IsTraded(PriceLadder limits, RestingOrder order) => limits.GoesBeyond(Quoted(order.Side).Value, order.Level)
        || rules.LimitFill == LimitFill.AtTouch
        || (rules.LimitFill == LimitFill.QueuePosition && order.QueueAhead is <= 0m);

    private void FillLimit(PriceLadder limits, RestingOrder order, List<VenueReport> reports)
    {
        if (CapToPosition(order) is not { } wanted)
        {
            EndReduceOnly(order, quote.Time, reports);
            return;
        }

        var shown = order.Shown < wanted ? order.Shown : wanted;
        var offered = Offered(order.Side, shown);
        if (offered.Value <= 0m)
        {
            return;
        }

        var limit = order.Ticket.LimitPrice!.Value;
        var price = rules.PriceImprovement ? Quoted(order.Side) : limit;
        limits.Remove(order);
        order.Stage = RestingStage.Arriving;
        Fill(order, offered, price, Liquidity.Maker, quote.Time, reports);
        if (order.Stage == RestingStage.Done)
        {
            return;
        }

        if (order.Ticket.DisplayQuantity is not null)
        {
            order.Number = numbers++;
        }

        order.Stage = RestingStage.Limit;
        limits.Add(order, limit.Value);
    }

    /// <summary>What an order may fill without opening or turning a position, where it must not; null where that is nothing.</summary>
    private Quantity? CapToPosition(RestingOrder order)
    {
        if (!order.Ticket.ReduceOnly)
        {
            return order.Remaining;
        }

        var held = PositionOf(order.Account, order.PositionId).Value * -order.Side.Sign();
        return held <= 0m ? null : new Quantity(Math.Min(held, order.Remaining.Value));
    }

    private Quantity Offered(Side side, Quantity wanted)
    {
        var size = side == Side.Buy ? quote.AskSize : quote.BidSize;
        if (!rules.PartialFillsBySize || size.IsZero)
        {
            return wanted;
        }

        return instrument.RoundQuantity(new Quantity(Math.Min(wanted.Value, side == Side.Buy ? askLeft : bidLeft)));
    }

    private void Fill(RestingOrder order, Quantity quantity, Price price, Liquidity liquidity, DateTimeOffset at, List<VenueReport> reports)
    {
        order.Filled += quantity;
        Take(order.Side, quantity);
        var change = order.Side.Sign() * quantity.Value;
        Hold(order.Account, net, change);
        if (order.Ticket.PositionId is { } closed && closed != net)
        {
            Hold(order.Account, closed, change);
        }
        else if (order.Ticket.PositionId is null && hedgers.Contains(order.Account))
        {
            Hold(order.Account, Accounts.PositionId.OpenedBy(order.Id), change);
        }

        var id = ExecutionOf(order.Id, order.Filled);
        if (order.Remaining.Value <= 0m)
        {
            Forget(order);
        }

        Tell(order, new BrokerReport.Filled(id, price, quantity, at, liquidity), at, reports);
        if (order.Ticket.OcoGroup is { } group)
        {
            FollowGroup(order, group, quantity, at, reports);
        }

        if (order.Stage != RestingStage.Done && order.Ticket.ReduceOnly && CapToPosition(order) is null)
        {
            EndReduceOnly(order, at, reports);
        }
    }

    /// <summary>The other orders of the group lose what this one filled, in the same step.</summary>
    private void FollowGroup(RestingOrder filled, string group, Quantity quantity, DateTimeOffset at, List<VenueReport> reports)
    {
        if (!groups.TryGetValue((filled.Account, group), out var members))
        {
            return;
        }

        foreach (var other in members.Where(o => o != filled).ToList())
        {
            if (filled.Stage == RestingStage.Done || other.Remaining <= quantity)
            {
                End(other, new BrokerReport.Cancelled(PaperCodes.Oco, $"Order {filled.Id} of its group was filled."), at, reports);
            }
            else
            {
                var less = new OrderAmendment(Quantity: other.Ticket.Quantity - quantity);
                other.Ticket = less.Apply(other.Ticket);
                Tell(other, new BrokerReport.Amended(less), at, reports);
            }
        }
    }

    private void EndImmediate(RestingOrder order, DateTimeOffset at, List<VenueReport> reports)
    {
        var kill = order.Ticket.TimeInForce == TimeInForce.FillOrKill;
        End(
            order,
            new BrokerReport.Cancelled(
                kill ? PaperCodes.FillOrKill : PaperCodes.ImmediateOrCancel,
                kill ? "It could not be filled whole at once." : "The rest could not be filled at once."),
            at,
            reports);
    }

    private void EndReduceOnly(RestingOrder order, DateTimeOffset at, List<VenueReport> reports) => End(
        order, new BrokerReport.Cancelled(PaperCodes.ReduceOnly, "There is no position that it would make smaller."), at, reports);

    private void Take(Side side, Quantity quantity)
    {
        if (side == Side.Buy)
        {
            askLeft -= quantity.Value;
        }
        else
        {
            bidLeft -= quantity.Value;
        }
    }

    private static ExecutionId ExecutionOf(OrderId order, Quantity filled) =>
        ExecutionId.Parse(string.Create(CultureInfo.InvariantCulture, $"paper-{order}-{filled.Value:0.############}"));
}
