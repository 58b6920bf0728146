using Countersign.Domain.Execution;

namespace Countersign.Domain.Accounts;

/// <summary>What the events of orders make of the account.</summary>
public static partial class AccountDecider
{
    private static Account ApplyOrder(Account state, AccountEvent @event) => @event switch
    {
        OrderSubmitted e => ApplySubmitted(state, e),
        OrderDenied e => With(state, Order.New(e.Ticket, e.At).MoveTo(OrderStatus.Denied, e.At) with { Refusals = e.Refusals }),
        OrderRejected e => With(state, Known(state, e.OrderId).MoveTo(OrderStatus.Rejected, e.At) with { Refusals = e.Refusals }),
        OrderAnswerLost e => With(state, Known(state, e.OrderId).MoveTo(OrderStatus.Unknown, e.At)),
        OrderAccepted e => With(state, Confirmed(Known(state, e.OrderId).MoveTo(e.Status, e.At))),
        OrderTriggered e => With(state, Known(state, e.OrderId) with { TriggeredAt = e.At, ChangedAt = e.At }),
        OrderAmendRequested e => ApplyAmendRequested(state, e),
        OrderAmendQueued e => ApplyAmendQueued(state, e),
        OrderAmended e => ApplyAmended(state, e),
        OrderAmendRejected e => With(
            state, Confirmed(Known(state, e.OrderId).MoveTo(e.Status, e.At)) with { Asked = null, Refusals = e.Refusals, Answered = e.Told }),
        OrderCancelRequested e => ApplyCancelRequested(state, e),
        OrderCancelled e => ApplyCancelled(state, e),
        OrderCancelRejected e => ApplyCancelRejected(state, e),
        OrderExpired e => With(state, Known(state, e.OrderId).MoveTo(OrderStatus.Expired, e.At)),
        ExcessFilled => state,
        FillDisputed e => state with { Orders = state.Orders.WithDisputed(e.ExecutionId) },
        _ => throw new InvalidOperationException($"{@event.GetType().Name} is no event of an open account."),
    };

    private static Account With(Account state, Order order) => state with { Orders = state.Orders.With(order) };

    private static Order Known(Account state, OrderId id) =>
        state.Orders.Find(id) ?? throw new InvalidOperationException($"Order {id} is not known to account {state.Id}.");

    private static Order Confirmed(Order order) => order.AcceptedAt is null ? order with { AcceptedAt = order.ChangedAt } : order;

    private static Account ApplySubmitted(Account state, OrderSubmitted e)
    {
        var trimmed = e.Trimmed is { } quantity ? e.Ticket.WithQuantity(quantity) : null;
        var order = Order.Sent(e.Ticket, e.At, e.ArrivalPrice, trimmed);
        var orders = state.Orders.With(order);
        if (e.Ticket.ParentId is { } entry && orders.Find(entry) is { } parent)
        {
            orders = orders.With(parent with { Exits = OrderLinks.PairOf(order.Id) });
        }

        return state with { Orders = orders, Totals = state.Totals with { Orders = state.Totals.Orders + 1 } };
    }

    /// <summary>A new request contains what was queued; one that is only asked again does not.</summary>
    private static Account ApplyAmendRequested(Account state, OrderAmendRequested e)
    {
        var order = Known(state, e.OrderId);
        return With(state, order.MoveTo(OrderStatus.PendingReplace, e.At) with
        {
            Asked = e.Amendment,
            Answered = order.Answered?.AsOf(e.At),
            Queued = OrderStateMachine.CanAmend(order.Status) ? null : order.Queued,
        });
    }

    private static Account ApplyCancelRequested(Account state, OrderCancelRequested e)
    {
        var order = Known(state, e.OrderId).MoveTo(OrderStatus.PendingCancel, e.At);
        return With(state, order with { CancelReason = e.Reason, Answered = order.Answered?.AsOf(e.At) });
    }

    private static Account ApplyAmendQueued(Account state, OrderAmendQueued e)
    {
        var order = Known(state, e.OrderId);
        return With(state, order with { Queued = order.Queued?.Then(e.Amendment) ?? e.Amendment });
    }

    private static Account ApplyAmended(Account state, OrderAmended e)
    {
        var order = Known(state, e.OrderId);
        return With(state, Confirmed(order.MoveTo(e.Status, e.At)) with
        {
            Amended = e.Amendment.Apply(order.Working),
            Asked = order.Asked == e.Amendment ? null : order.Asked,
            Answered = e.Told,
        });
    }

    /// <summary>Who asked for the cancel knows why; the venue's own reason is kept.</summary>
    private static Account ApplyCancelled(Account state, OrderCancelled e)
    {
        var order = Known(state, e.OrderId).MoveTo(OrderStatus.Cancelled, e.At);
        return With(state, order.CancelReason is null ? order with { Refusals = [new Audit.Refusal(e.Code, e.Reason)] } : order);
    }

    /// <summary>Of an order that the venue has never confirmed the wish to cancel stays: it may turn up yet.</summary>
    private static Account ApplyCancelRejected(Account state, OrderCancelRejected e)
    {
        var order = Known(state, e.OrderId).MoveTo(e.Status, e.At) with { Refusals = e.Refusals, Answered = e.Told };
        return With(state, e.Status == OrderStatus.Unknown ? order : order with { CancelReason = null });
    }
}
