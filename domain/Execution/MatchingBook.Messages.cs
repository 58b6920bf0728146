namespace Countersign.Domain.Execution;

/// <summary>Messages of accounts: what arrives, when, and what it does to the book.</summary>
public sealed partial class MatchingBook
{
    private BrokerReport? Refuse(BrokerOrder order, DateTimeOffset now)
    {
        var ticket = order.Ticket;
        if (ticket.Symbol != instrument.Symbol || order.Quantity <= order.Filled || !HasItsPrices(ticket))
        {
            return new BrokerReport.Rejected(PaperCodes.Ticket, $"A {ticket.Type} order of {ticket.Quantity} {ticket.Symbol} lacks a price or a quantity.");
        }

        if (ticket.Type != OrderType.Market)
        {
            return ticket.PostOnly && hasQuote && TakesNow(ticket)
                ? new BrokerReport.Rejected(PaperCodes.PostOnly, $"At {ticket.LimitPrice} it would take liquidity, the market being {quote.Bid}/{quote.Ask}.")
                : null;
        }

        if (!hasQuote)
        {
            return new BrokerReport.Rejected(PaperCodes.NoPrice, $"There is no quote for {ticket.Symbol}.");
        }

        var age = now - quote.Time;
        return age > rules.OldestQuote
            ? new BrokerReport.Rejected(
                PaperCodes.StalePrice,
                FormattableString.Invariant($"The quote is {age.TotalSeconds:0.###} s old; {rules.OldestQuote.TotalSeconds:0.###} s is the most."))
            : null;
    }

    private static bool HasItsPrices(OrderTicket ticket) => ticket.Type switch
    {
        OrderType.Market => true,
        OrderType.Limit => ticket.LimitPrice is not null,
        OrderType.Stop => ticket.TriggerPrice is not null,
        OrderType.StopLimit => ticket.TriggerPrice is not null && ticket.LimitPrice is not null,
        OrderType.TrailingStop => ticket.Trail is { Value: > 0m },
        _ => false,
    };

    private bool TakesNow(OrderTicket ticket) =>
        ticket.LimitPrice is { } limit && (ticket.Side == Side.Buy ? quote.Ask <= limit : quote.Bid >= limit);

    private void Deliver(Arrival message, DateTimeOffset now, List<VenueReport> reports)
    {
        var at = model.Arrival(now);
        if (at < message.Order.LastArrival)
        {
            // Messages of one order go one way: none overtakes another.
            at = message.Order.LastArrival;
        }

        message.Order.LastArrival = at;
        if (message.Kind == ArrivalKind.New)
        {
            message.Order.EligibleAt = at;
        }

        if (at <= now && arrivals.Count == 0)
        {
            Receive(message, now, reports);
        }
        else
        {
            arrivals.Enqueue(message, (at, numbers++));
        }
    }

    private void ReceiveUntil(DateTimeOffset time, List<VenueReport> reports)
    {
        while (arrivals.TryPeek(out var message, out var due) && due.At <= time)
        {
            arrivals.Dequeue();
            Receive(message, due.At, reports);
        }
    }

    private void Receive(Arrival message, DateTimeOffset at, List<VenueReport> reports)
    {
        var order = message.Order;
        switch (message.Kind)
        {
            case ArrivalKind.New when order.Stage != RestingStage.Done:
                Arrive(order, at, reports);
                break;
            case ArrivalKind.Amend when order.Stage == RestingStage.Done:
                Tell(order, new BrokerReport.AmendRejected(PaperCodes.NotOpen, $"Order {order.Id} is not open at the venue."), at, reports);
                break;
            case ArrivalKind.Amend:
                Amend(order, message.Amendment!, at, reports);
                break;
            case ArrivalKind.Cancel when order.Stage == RestingStage.Done:
                Tell(order, new BrokerReport.CancelRejected(PaperCodes.NotOpen, $"Order {order.Id} is not open at the venue."), at, reports);
                break;
            case ArrivalKind.Cancel:
                End(order, new BrokerReport.Cancelled(PaperCodes.Requested, "As requested."), at, reports);
                break;
        }
    }

    /// <summary>
    /// Puts an order where it waits, or fills it by the quote at hand where that is no older than the order. <paramref name="reports"/> is null for
    /// an order that the account knows to be here: it waits for the next quote, as nobody would hear of a fill by this one.
    /// </summary>
    private void Arrive(RestingOrder order, DateTimeOffset at, List<VenueReport>? reports)
    {
        order.EligibleAt = order.EligibleAt > at || order.EligibleAt == default ? at : order.EligibleAt;
        order.Stage = RestingStage.Arriving;
        working.Add(order);
        if (reports is null)
        {
            return;
        }

        var told = reports.Count;
        if (hasQuote && fills && MayFill(order, at))
        {
            working.Remove(order);
            Place(order, at, reports);
        }

        if (order.Stage != RestingStage.Done)
        {
            reports.Insert(told, new VenueReport(order.Account, order.Id, new BrokerReport.Accepted(), at));
        }
    }

    private bool MayFill(RestingOrder order, DateTimeOffset now) => rules.FillOnlyOnLaterQuotes
        ? quote.Time >= order.EligibleAt
        : now - quote.Time <= rules.OldestQuote;

    /// <summary>More quantity or another price goes to the back of the queue; less quantity, another expiry keeps its place.</summary>
    private void Amend(RestingOrder order, OrderAmendment amendment, DateTimeOffset at, List<VenueReport> reports)
    {
        var ticket = amendment.Apply(order.Ticket);
        if (ticket.Quantity <= order.Filled)
        {
            Tell(
                order, new BrokerReport.AmendRejected(PaperCodes.BelowFilled, $"{order.Filled} is filled already: {ticket.Quantity} is not more."), at, reports);
            return;
        }

        var best = order.Stage == RestingStage.Trailing ? TrailsOf(order.Side).BestOf(order) : (decimal?)null;
        var keepsPlace = ticket.Quantity <= order.Ticket.Quantity && ticket.LimitPrice == order.Ticket.LimitPrice
            && ticket.TriggerPrice == order.Ticket.TriggerPrice && ticket.Trail == order.Ticket.Trail;
        Withdraw(order);
        order.Ticket = ticket;
        order.Best = ticket.TriggerPrice is null ? best : null;
        if (!keepsPlace)
        {
            order.Number = numbers++;
            order.Rested = false;
        }

        if (amendment.ExpiresAt is { } expiry)
        {
            order.Expiry = expiry;
            expiries.Enqueue(order, expiry);
        }

        Tell(order, new BrokerReport.Amended(amendment), at, reports);
        if (hasQuote && fills && MayFill(order, at))
        {
            Place(order, at, reports);
        }
        else
        {
            order.Stage = RestingStage.Arriving;
            working.Add(order);
        }
    }

    private void ExpireUntil(DateTimeOffset time, List<VenueReport> reports)
    {
        while (expiries.TryPeek(out var order, out var at) && at <= time)
        {
            expiries.Dequeue();
            if (order.Stage != RestingStage.Done && order.Expiry == at)
            {
                End(order, new BrokerReport.Expired(), at, reports);
            }
        }
    }

    /// <summary>A market order for which no quote came in time is not kept for whatever price comes then.</summary>
    private void DropWaiting(DateTimeOffset now, List<VenueReport> reports)
    {
        foreach (var order in working)
        {
            if (order.IsMarket && order.Filled.IsZero && !order.Triggered && now - order.EligibleAt > rules.OldestQuote)
            {
                due.Add(order);
            }
        }

        foreach (var order in due)
        {
            End(order, new BrokerReport.Cancelled(PaperCodes.StalePrice, "No quote came in time to fill it."), now, reports);
        }

        due.Clear();
    }

    private static void Tell(RestingOrder order, BrokerReport report, DateTimeOffset at, List<VenueReport> reports) =>
        reports.Add(new VenueReport(order.Account, order.Id, report, at));

    /// <summary>Takes an order out of the book for good.</summary>
    private void End(RestingOrder order, BrokerReport report, DateTimeOffset at, List<VenueReport> reports)
    {
        Forget(order);
        Tell(order, report, at, reports);
    }

    private void Forget(RestingOrder order)
    {
        Withdraw(order);
        order.Stage = RestingStage.Done;
        orders.Remove((order.Account, order.Id));
        if (order.Ticket.OcoGroup is { } group && groups.TryGetValue((order.Account, group), out var members))
        {
            members.Remove(order);
            if (members.Count == 0)
            {
                groups.Remove((order.Account, group));
            }
        }
    }

    /// <summary>Takes an order from where it waits.</summary>
    private void Withdraw(RestingOrder order)
    {
        switch (order.Stage)
        {
            case RestingStage.Arriving or RestingStage.Working:
                working.Remove(order);
                break;
            case RestingStage.Stop:
                (order.Side == Side.Buy ? buyStops : sellStops).Remove(order);
                break;
            case RestingStage.Trailing:
                TrailsOf(order.Side).Remove(order);
                break;
            case RestingStage.Limit:
                (order.Side == Side.Buy ? buyLimits : sellLimits).Remove(order);
                break;
        }
    }

    private TrailingStops TrailsOf(Side side) => side == Side.Buy ? buyTrails : sellTrails;
}
