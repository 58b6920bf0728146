using System.Collections.Immutable;
using Countersign.Domain.Audit;
using Countersign.Domain.Execution;
using Countersign.Domain.Risk;

namespace Countersign.Domain.Accounts;

public static partial class AccountDecider
{
    private const int CancelReasonLengthMax = 200;

    /// <summary>
    /// Asks the venue for the change. An amendment that changes nothing, or that is asked already, yields no event. While another is unanswered it
    /// is refused, not queued: whoever amends decides on what the order is, and that is not known then.
    /// </summary>
    public static Outcome<AccountEvent> Decide(Account? state, AmendOrder command, OrderFacts facts, DateTimeOffset now)
    {
        if (state is null)
        {
            return Outcome<AccountEvent>.Refuse(AccountRefusals.NotOpen);
        }

        if (state.Orders.Find(command.OrderId) is not { } order)
        {
            return Outcome<AccountEvent>.Refuse(ExecutionRefusals.UnknownOrder(command.OrderId));
        }

        if (order.Asked == command.Amendment || command.Amendment.Apply(order.Working) == order.Working)
        {
            return Outcome<AccountEvent>.Accept();
        }

        var refusals = CheckAmendment(state, order, command.Amendment, facts, now);
        return refusals.IsEmpty
            ? Outcome<AccountEvent>.Accept(OrderTransitions.Require(
                order, new OrderAmendRequested(order.Id, command.Amendment, command.By, now)))
            : Outcome<AccountEvent>.Refuse(refusals);
    }

    /// <summary>
    /// Asks the venue to cancel; of an order whose fate is unknown too. An order that is cancelled, or asked to be, yields no event.
    /// </summary>
    public static Outcome<AccountEvent> Decide(Account? state, CancelOrder command, DateTimeOffset now)
    {
        if (state is null)
        {
            return Outcome<AccountEvent>.Refuse(AccountRefusals.NotOpen);
        }

        if (state.Orders.Find(command.OrderId) is not { } order)
        {
            return Outcome<AccountEvent>.Refuse(ExecutionRefusals.UnknownOrder(command.OrderId));
        }

        if (!IsReason(command.Reason))
        {
            return Outcome<AccountEvent>.Refuse(OrderRefusals.Reason(CancelReasonLengthMax));
        }

        if (order.CancelReason is not null && !order.IsFinal || order.Status == OrderStatus.Cancelled)
        {
            return Outcome<AccountEvent>.Accept();
        }

        return order.IsFinal
            ? Outcome<AccountEvent>.Refuse(ExecutionRefusals.OrderFinished(order.Id, order.Status))
            : Outcome<AccountEvent>.Accept(OrderTransitions.Require(
                order, new OrderCancelRequested(order.Id, command.Reason, command.By, now)));
    }

    /// <summary>Asks the venue to cancel every open order that the command names; none yields no event.</summary>
    public static Outcome<AccountEvent> Decide(Account? state, CancelAllOrders command, DateTimeOffset now)
    {
        if (state is null)
        {
            return Outcome<AccountEvent>.Refuse(AccountRefusals.NotOpen);
        }

        if (!IsReason(command.Reason))
        {
            return Outcome<AccountEvent>.Refuse(OrderRefusals.Reason(CancelReasonLengthMax));
        }

        var events = ImmutableArray.CreateBuilder<AccountEvent>();
        foreach (var order in state.Orders.Open.Values.OrderBy(o => o.PlacedAt).ThenBy(o => o.Id.Value, StringComparer.Ordinal))
        {
            if (order.CancelReason is null && (command.Symbol is not { } symbol || order.Ticket.Symbol == symbol)
                && !(command.KeepReduceOnly && order.Ticket.ReduceOnly))
            {
                events.Add(new OrderCancelRequested(order.Id, command.Reason, command.By, now));
            }
        }

        return Outcome<AccountEvent>.Accept(events.ToImmutable());
    }

    /// <summary>What begins with <c>order.</c> is the desk's own, see <see cref="OrderCodes"/>.</summary>
    private static bool IsReason(string reason) =>
        reason.Length <= CancelReasonLengthMax && !reason.StartsWith("order.", StringComparison.Ordinal);

    private static ImmutableArray<Refusal> CheckAmendment(
        Account state, Order order, OrderAmendment amendment, OrderFacts facts, DateTimeOffset now)
    {
        if (order.IsFinal)
        {
            return [ExecutionRefusals.OrderFinished(order.Id, order.Status)];
        }

        if (order.CancelReason is not null)
        {
            return [OrderRefusals.CancelPending(order.Id)];
        }

        if (!OrderStateMachine.CanAmend(order.Status))
        {
            return order.Status == OrderStatus.PendingReplace
                ? [OrderRefusals.AmendPending(order.Id)]
                : [OrderRefusals.Unconfirmed(order.Id, order.Status)];
        }

        var refusals = OrderRules.CheckAmendment(
            order, amendment, facts.Instrument, facts.Quotes.GetValueOrDefault(order.Ticket.Symbol), now);
        var after = amendment.Apply(order.Working);
        var onlySmaller = after.Quantity < order.Working.Quantity && amendment == new OrderAmendment(Quantity: amendment.Quantity);
        var intent = OrderIntent.Of(after) with { Quantity = after.Quantity > order.Filled ? after.Quantity - order.Filled : default };
        return order.Ticket.ReduceOnly || onlySmaller
            ? refusals
            : refusals.AddRange(CheckRisk(state, intent, order.Id, facts, now));
    }
}
