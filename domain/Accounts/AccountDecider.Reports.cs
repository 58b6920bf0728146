using Countersign.Domain.Audit;
using Countersign.Domain.Execution;

namespace Countersign.Domain.Accounts;

public static partial class AccountDecider
{
    private const int MessagesMax = 1000;

    /// <summary>
    /// Books what the venue told, message by message, and decides what follows: exits of what an entry opened, the others of an OCO group, orders
    /// that have become larger than the position. A message that tells nothing new yields no event. Refused, as a whole, only where a fill cannot
    /// be converted yet: the messages are to be recorded again later.
    /// </summary>
    /// <exception cref="InvalidOperationException">A message is of another symbol's order than the facts.</exception>
    public static Outcome<AccountEvent> Decide(Account? state, RecordBrokerReports command, OrderFacts facts, DateTimeOffset now)
    {
        if (state is null)
        {
            return Outcome<AccountEvent>.Refuse(AccountRefusals.NotOpen);
        }

        if (command.Messages.Length > MessagesMax)
        {
            throw new InvalidOperationException($"{command.Messages.Length} messages at once are more than {MessagesMax}.");
        }

        var draft = new AccountDraft(state);
        foreach (var message in command.Messages)
        {
            if (Record(draft, message, facts, now) is { } refusal)
            {
                return Outcome<AccountEvent>.Refuse(refusal);
            }
        }

        AskAgain(draft, state, command, now);
        return Outcome<AccountEvent>.Accept(draft.Events);
    }

    private static Refusal? Record(AccountDraft draft, BrokerMessage message, OrderFacts facts, DateTimeOffset now)
    {
        var order = draft.State.Orders.Find(message.OrderId);
        if (message.Report is BrokerReport.Filled fill)
        {
            return RecordFill(draft, message.OrderId, order, fill, facts, now);
        }

        if (order is not null && !order.IsFinal && EventOf(order, message, now) is { } @event)
        {
            draft.Add(order, @event);
            if (@event is OrderAmendRejected && order.Ticket.ParentId is not null)
            {
                CoverRest(draft, order, order.Wanted - order.Working.Quantity, facts, now);
            }
        }

        return null;
    }

    private static Refusal? RecordFill(
        AccountDraft draft, OrderId id, Order? order, BrokerReport.Filled fill, OrderFacts facts, DateTimeOffset now)
    {
        if (order is null || order.Status == OrderStatus.Denied)
        {
            Dispute(draft, id, fill, ExecutionRefusals.UnknownOrder(id), now);
            return null;
        }

        if (order.Executions.Contains(fill.ExecutionId))
        {
            return null;
        }

        if (fill.Quantity.Value <= 0m || fill.Price.Value <= 0m)
        {
            Dispute(draft, id, fill, OrderRefusals.FillQuantity(id, fill.Quantity, fill.Price), now);
            return null;
        }

        if (order.Ticket.Symbol != facts.Instrument.Symbol)
        {
            throw new InvalidOperationException($"Order {id} is for {order.Ticket.Symbol}, the facts are of {facts.Instrument.Symbol}.");
        }

        if ((RefuseToBook(draft.State, facts, fill.Price, now) ?? AddDueBeforeFill(draft, order, fill, facts, now)) is { } refusal)
        {
            return refusal;
        }

        var filled = Book(draft.State, order, fill, facts, now);
        draft.Add(order, filled);
        if (ExcessOf(order, filled) is { } excess)
        {
            draft.Add(excess);
        }

        FollowFill(draft, order, filled, facts, now);
        return null;
    }

    private static void Dispute(AccountDraft draft, OrderId id, BrokerReport.Filled fill, Refusal why, DateTimeOffset now)
    {
        if (!draft.State.Orders.Disputed.Contains(fill.ExecutionId))
        {
            draft.Add(new FillDisputed(id, fill.ExecutionId, fill.Price, fill.Quantity, fill.Time, [why], now));
        }
    }

    /// <summary>
    /// Null where the report tells nothing new. Who asks after an order is told everything again from its beginning: an answer to an earlier request
    /// must not be taken for the answer to the one under way.
    /// </summary>
    private static AccountEvent? EventOf(Order order, BrokerMessage message, DateTimeOffset now) => message.Report switch
    {
        BrokerReport.Amended or BrokerReport.AmendRejected or BrokerReport.CancelRejected when order.Answered?.Covers(message) == true => null,
        BrokerReport.Accepted => order.AcceptedAt is null || order.Status == OrderStatus.Unknown
            ? new OrderAccepted(order.Id, now, Order.Standing(order.Asked, order.CancelReason, order.Filled))
            : null,
        BrokerReport.Rejected r when order.Filled.IsZero => new OrderRejected(order.Id, [new Refusal(r.Code, r.Reason)], now),

        // A venue that has filled a part cannot reject the order, only what is left of it.
        BrokerReport.Rejected r => new OrderCancelled(order.Id, r.Code, r.Reason, now),
        BrokerReport.Triggered t => order.TriggeredAt is null ? new OrderTriggered(order.Id, t.Price, now) : null,
        BrokerReport.Amended a => Amended(order, a.Amendment, VenueMoment.Of(message), now),
        BrokerReport.AmendRejected r => order.Asked is null ? null : new OrderAmendRejected(
            order.Id, [new Refusal(r.Code, r.Reason)], now, Order.Standing(null, order.CancelReason, order.Filled), VenueMoment.Of(message)),
        BrokerReport.Cancelled c => new OrderCancelled(order.Id, DeskCodeOf(order) ?? c.Code, c.Reason, now),
        BrokerReport.CancelRejected when order is { Status: OrderStatus.Unknown, IsConfirmed: false } => null,
        BrokerReport.CancelRejected r => order.CancelReason is null ? null : new OrderCancelRejected(
            order.Id, [new Refusal(r.Code, r.Reason)], now,
            order.IsConfirmed ? Order.Standing(order.Asked, null, order.Filled) : OrderStatus.Unknown, VenueMoment.Of(message)),
        BrokerReport.Expired => new OrderExpired(order.Id, now),
        BrokerReport.Unknown u => order.Status == OrderStatus.Unknown ? null : new OrderAnswerLost(order.Id, u.Reason, now),
        _ => throw new InvalidOperationException($"{message.Report} is no venue's report."),
    };

    private static OrderAmended? Amended(Order order, OrderAmendment amendment, VenueMoment told, DateTimeOffset now)
    {
        var answers = order.Asked == amendment;
        var after = amendment.Apply(order.Working);
        if (!answers && after == order.Working)
        {
            return null;
        }

        var status = order.Filled >= after.Quantity
            ? OrderStatus.Filled
            : Order.Standing(answers ? null : order.Asked, order.CancelReason, order.Filled);
        return new OrderAmended(order.Id, amendment, now, status, told);
    }

    private static string? DeskCodeOf(Order order) =>
        order.CancelReason is OrderCodes.Oco or OrderCodes.ReduceOnly or OrderCodes.ExitFilled ? order.CancelReason : null;

    private static ExcessFilled? ExcessOf(Order before, OrderFilled filled)
    {
        var fill = filled.Execution.Quantity;
        var opened = fill - filled.Closed;
        var over = fill - before.Remaining;
        var (excess, code) = before.CancelReason == OrderCodes.Oco ? (before.Ticket.ReduceOnly ? opened : fill, OrderCodes.Oco)
            : before.IsFinal ? (fill, before.Status == OrderStatus.Filled ? OrderCodes.Overfill : OrderCodes.Late)
            : over.Value > 0m ? (over, OrderCodes.Overfill)
            : before.Ticket.ReduceOnly ? (opened, OrderCodes.ReduceOnly)
            : default;
        return excess.Value > 0m ? new ExcessFilled(before.Id, filled.Execution.Id, excess, code, filled.At) : null;
    }

    /// <summary>
    /// What waits for the venue once it has answered: a cancel or an amendment whose answer was lost is asked again, a change that was queued is
    /// asked now.
    /// </summary>
    private static void AskAgain(AccountDraft draft, Account before, RecordBrokerReports command, DateTimeOffset now)
    {
        HashSet<OrderId>? done = null;
        foreach (var message in command.Messages)
        {
            if (!draft.IsLong && before.Orders.Find(message.OrderId) is null or { Queued: null, Asked: null, CancelReason: null })
            {
                continue;
            }

            var order = draft.State.Orders.Find(message.OrderId);
            if (order is null || order.IsFinal || order is { Queued: null, Asked: null, CancelReason: null }
                || !(done ??= []).Add(order.Id))
            {
                continue;
            }

            var wasUnknown = before.Orders.Find(order.Id) is { Status: OrderStatus.Unknown } || command.Messages.Any(
                m => m.OrderId == order.Id && m.Report is (BrokerReport.Unknown or BrokerReport.CancelRejected));
            if (wasUnknown && order is { Status: OrderStatus.PendingCancel, CancelReason: { } reason })
            {
                draft.Add(order, new OrderCancelRequested(order.Id, reason, Actor.Desk, now));
            }
            else if (wasUnknown && order is { Status: OrderStatus.PendingReplace, Asked: { } asked })
            {
                draft.Add(order, new OrderAmendRequested(order.Id, asked, Actor.Desk, now));
            }
            else if (order.Queued is { } queued && OrderStateMachine.CanAmend(order.Status))
            {
                Release(draft, order, queued, now);
            }
        }
    }

    private static void Release(AccountDraft draft, Order order, OrderAmendment queued, DateTimeOffset now)
    {
        if (queued.Quantity <= order.Filled)
        {
            draft.Add(order, new OrderCancelRequested(order.Id, OrderCodes.Oco, Actor.Desk, now));
        }
        else
        {
            draft.Add(order, new OrderAmendRequested(order.Id, queued, Actor.Desk, now));
        }
    }
}
