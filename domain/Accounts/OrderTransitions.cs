using Countersign.Domain.Execution;

namespace Countersign.Domain.Accounts;

/// <summary>What an event makes of its order's status: looked at before the event is handed out, so that none against the table is ever written.</summary>
internal static class OrderTransitions
{
    /// <exception cref="InvalidOperationException">The transition table forbids it.</exception>
    public static AccountEvent Require(Order order, AccountEvent @event)
    {
        if (StatusAfter(@event) is { } next)
        {
            OrderStateMachine.Require(order.Id, order.Status, next);
        }

        return @event;
    }

    /// <summary>Null where the event leaves the status as it is.</summary>
    private static OrderStatus? StatusAfter(AccountEvent @event) => @event switch
    {
        OrderFilled e => e.Status,
        OrderAccepted e => e.Status,
        OrderRejected => OrderStatus.Rejected,
        OrderAnswerLost => OrderStatus.Unknown,
        OrderAmendRequested => OrderStatus.PendingReplace,
        OrderAmended e => e.Status,
        OrderAmendRejected e => e.Status,
        OrderCancelRequested => OrderStatus.PendingCancel,
        OrderCancelled => OrderStatus.Cancelled,
        OrderCancelRejected e => e.Status,
        OrderExpired => OrderStatus.Expired,
        _ => null,
    };
}
