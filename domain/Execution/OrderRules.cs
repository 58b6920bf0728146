using System.Collections.Immutable;
using Countersign.Domain.Audit;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Execution;

/// <summary>Whether an order makes sense by itself: its fields, its steps, its levels against the market. Every fault at once.</summary>
public static class OrderRules
{
    /// <summary>Whether an order of this type and time in force waits at the venue, rather than being done at once.</summary>
    public static bool Rests(OrderTicket ticket) =>
        ticket.Type != OrderType.Market && ticket.TimeInForce is not (TimeInForce.FillOrKill or TimeInForce.ImmediateOrCancel);

    /// <summary>
    /// When its time in force ends: the first instant at which it must not fill any more. A day order placed at a weekend is for Monday. Null where it
    /// has no end.
    /// </summary>
    public static DateTimeOffset? EndOf(OrderTicket ticket, DateTimeOffset placedAt)
    {
        if (ticket.TimeInForce != TimeInForce.Day)
        {
            return ticket.TimeInForce == TimeInForce.GoodTillDate ? ticket.ExpiresAt : null;
        }

        var day = FxDay.At(placedAt);
        while (day.Date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
        {
            day = FxDay.On(day.Date.AddDays(1));
        }

        return day.End;
    }

    /// <summary>What is wrong with an id that a client chose, or with its claim to be an attached order; null where nothing is.</summary>
    public static Refusal? CheckId(OrderTicket ticket) => ticket switch
    {
        { Id.Value.Length: > OrderLinks.ClientIdLengthMax } => OrderRefusals.IdTooLong(ticket.Id),
        _ when OrderLinks.IsReserved(ticket.Id) || ticket.ParentId is not null => OrderRefusals.Reserved(ticket.Id),
        _ => null,
    };

    /// <param name="quote">Null where there is none: levels are then not held against the market.</param>
    /// <param name="anyQuantity">Leaves out the instrument's lot and minimum: for closing what is left of a position.</param>
    public static ImmutableArray<Refusal> Check(
        OrderTicket ticket, Instrument instrument, Quote? quote, DateTimeOffset now, bool anyQuantity = false)
    {
        var faults = new OrderFaults(ticket, instrument);
        if (!anyQuantity || ticket.Quantity.Value <= 0m)
        {
            faults.AddPlain(instrument.RefuseQuantity(ticket.Quantity));
        }

        CheckFields(faults, ticket);
        CheckTime(faults, ticket, now);
        CheckPrices(faults, ticket);
        CheckDisplay(faults, ticket, instrument);
        if (quote is not null)
        {
            CheckTrigger(faults, ticket, quote);
            CheckExits(faults, ticket, quote);
        }

        return faults.All;
    }

    /// <summary>What is wrong with a change of a resting order.</summary>
    public static ImmutableArray<Refusal> CheckAmendment(
        Order order, OrderAmendment amendment, Instrument instrument, Quote? quote, DateTimeOffset now)
    {
        var ticket = order.Working;
        if (!Rests(ticket))
        {
            return [OrderRefusals.NotResting(order.Id)];
        }

        // What is not touched is not judged again: the market may have passed an old trigger while its report is on the way.
        var after = amendment.Apply(ticket);
        var refusals = Check(after, instrument, amendment.TriggerPrice is null ? null : quote, now, amendment.Quantity is null).ToBuilder();
        if (amendment.TriggerPrice is null && amendment.LimitPrice is not null && quote is not null)
        {
            var faults = new OrderFaults(after, instrument);
            CheckExits(faults, after, quote);
            refusals.AddRange(faults.All);
        }

        if (amendment.Quantity is { } quantity)
        {
            if (ticket.ParentId is not null)
            {
                refusals.Add(OrderRefusals.AttachedQuantity(order.Id));
            }
            else if (quantity <= order.Filled)
            {
                refusals.Add(OrderRefusals.BelowFilled(order.Id, quantity, order.Filled));
            }
        }

        if (amendment is not { TriggerPrice: null, Trail: null } && order.TriggeredAt is not null)
        {
            refusals.Add(OrderRefusals.Triggered(order.Id));
        }

        return refusals.DrainToImmutable();
    }

    private static void CheckFields(OrderFaults faults, OrderTicket ticket)
    {
        var (limit, trigger, trail) = ticket.Type switch
        {
            OrderType.Market => (Need.Never, Need.Never, Need.Never),
            OrderType.Limit => (Need.Always, Need.Never, Need.Never),
            OrderType.Stop => (Need.Never, Need.Always, Need.Never),
            OrderType.StopLimit => (Need.Always, Need.Always, Need.Never),
            OrderType.TrailingStop => (Need.Never, Need.Maybe, Need.Always),
            _ => throw new ArgumentOutOfRangeException(nameof(ticket), ticket.Type, "There is no such order type."),
        };
        faults.Require("limitPrice", limit, ticket.LimitPrice is not null);
        faults.Require("triggerPrice", trigger, ticket.TriggerPrice is not null);
        faults.Require("trail", trail, ticket.Trail is not null);
        if (ticket.ReduceOnly && OrderExits.Has(ticket))
        {
            faults.Add(OrderRefusals.ExitsOfReduceOnly());
        }

        if (ticket.PostOnly && (ticket.Type != OrderType.Limit || !Rests(ticket)))
        {
            faults.Add(OrderRefusals.PostOnly());
        }
    }

    private static void CheckTime(OrderFaults faults, OrderTicket ticket, DateTimeOffset now)
    {
        var atOnce = ticket.TimeInForce is TimeInForce.FillOrKill or TimeInForce.ImmediateOrCancel;
        if (atOnce != (ticket.Type == OrderType.Market) && ticket.Type != OrderType.Limit)
        {
            faults.Add(OrderRefusals.NotForType(ticket.Type, ticket.TimeInForce));
        }

        faults.Require("expiresAt", ticket.TimeInForce == TimeInForce.GoodTillDate ? Need.Always : Need.Never, ticket.ExpiresAt is not null);
        if (ticket.ExpiresAt is { } end && end <= now)
        {
            faults.Add(OrderRefusals.ExpiresInThePast(end, now));
        }
    }

    private static void CheckPrices(OrderFaults faults, OrderTicket ticket)
    {
        faults.CheckPrice(ticket.LimitPrice);
        faults.CheckPrice(ticket.TriggerPrice);
        faults.CheckPrice(ticket.Stop);
        faults.CheckPrice(ticket.Target);
        faults.CheckTrail(ticket.Trail);
        faults.CheckTrail(ticket.StopTrail);
    }

    private static void CheckDisplay(OrderFaults faults, OrderTicket ticket, Instrument instrument)
    {
        if (ticket.DisplayQuantity is not { } display)
        {
            return;
        }

        if (ticket.Type != OrderType.Limit || !Rests(ticket))
        {
            faults.Add(OrderRefusals.Display());
        }

        faults.AddPlain(instrument.RefuseQuantity(display));
        if (display >= ticket.Quantity)
        {
            faults.Add(OrderRefusals.DisplayTooLarge(display, ticket.Quantity));
        }
    }

    /// <summary>A stop waits for the market to move against its side: a buy above the ask, a sell below the bid. Else it would trigger at once.</summary>
    private static void CheckTrigger(OrderFaults faults, OrderTicket ticket, Quote quote)
    {
        var market = quote.For(ticket.Side);
        if (ticket.TriggerPrice is { } trigger && (trigger - market) * ticket.Side.Sign() <= 0m)
        {
            faults.Add(OrderRefusals.Trigger(ticket.Side, trigger, market));
        }
    }

    private static void CheckExits(OrderFaults faults, OrderTicket ticket, Quote quote)
    {
        var entry = EntryPrice(ticket, quote.For(ticket.Side));
        if (ticket.Stop is { } stop && (entry - stop) * ticket.Side.Sign() <= 0m)
        {
            faults.Add(ExecutionRefusals.Stop(ticket.Side, stop, entry));
        }

        if (ticket.Target is { } target && (target - entry) * ticket.Side.Sign() <= 0m)
        {
            faults.Add(ExecutionRefusals.Target(ticket.Side, target, entry));
        }
    }

    /// <summary>Where the order would get in: at its limit or the market, whichever is better; a stop at its trigger.</summary>
    private static Price EntryPrice(OrderTicket ticket, Price market) => ticket.Type switch
    {
        OrderType.Limit when ticket.LimitPrice is { } limit => (market - limit) * ticket.Side.Sign() < 0m ? market : limit,
        OrderType.Stop or OrderType.TrailingStop => ticket.TriggerPrice ?? market,
        OrderType.StopLimit => ticket.LimitPrice ?? market,
        _ => market,
    };
}
