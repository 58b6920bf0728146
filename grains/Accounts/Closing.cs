using Countersign.Domain.Accounts;
using Countersign.Domain.Execution;

namespace Countersign.Grains.Accounts;

/// <summary>From a wish to close a position to the order that does it.</summary>
internal static class Closing
{
    /// <summary>A reduce-only market order; null where there is no such position.</summary>
    public static OrderTicket? Of(Account account, ClosePosition request)
    {
        if (account.Positions.GetValueOrDefault(request.Position) is not { Quantity.IsZero: false } position)
        {
            return null;
        }

        var side = position.Quantity.Value > 0m ? Side.Sell : Side.Buy;
        return new OrderTicket(
            request.OrderId, position.Symbol, side, request.Quantity ?? position.Quantity.Abs(),
            TimeInForce: TimeInForce.ImmediateOrCancel, ReduceOnly: true, PositionId: position.HedgeId);
    }

    /// <summary>Whether an order came of the request: its quantity was the position's, which is another one by now.</summary>
    public static bool IsOf(Order order, ClosePosition request) =>
        order.Ticket.ReduceOnly && (order.Ticket.PositionId ?? PositionId.Of(order.Ticket.Symbol)) == request.Position
        && (request.Quantity ?? order.Ticket.Quantity) == order.Ticket.Quantity;
}
