using Countersign.Domain.Audit;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Accounts;

/// <summary>What follows from a fill for the orders that hang together with it.</summary>
public static partial class AccountDecider
{
    private static void FollowFill(AccountDraft draft, Order before, OrderFilled filled, OrderFacts facts, DateTimeOffset now)
    {
        var ticket = before.Ticket;
        var opened = filled.Execution.Quantity - filled.Closed;
        if (opened.Value > 0m && OrderExits.Has(ticket))
        {
            Attach(draft, before, opened, facts, now);
        }

        if (ticket.ParentId is { } id && draft.State.Orders.Find(id) is { IsFinal: false, CancelReason: null } entry)
        {
            draft.Add(entry, new OrderCancelRequested(id, OrderCodes.ExitFilled, Actor.Desk, now));
        }

        if (ticket.OcoGroup is { } group)
        {
            ReduceGroup(draft, before.Id, group, filled.Execution.Quantity, now);
        }

        if (ticket.ParentId is not null && filled.Status == OrderStatus.Filled)
        {
            CoverRest(draft, before, before.Wanted - before.Working.Quantity, facts, now);
        }

        if (filled.Closed.Value > 0m && draft.MayHaveLinked)
        {
            ReduceToPosition(draft, ticket, now);
        }
    }

    /// <summary>
    /// Exits for what a fill opened: the pair that rests grows; where it has ended, or an order of it, another pair is placed for this fill.
    /// </summary>
    private static void Attach(AccountDraft draft, Order before, Quantity opened, OrderFacts facts, DateTimeOffset now)
    {
        var orders = draft.State.Orders;
        var pair = before.Exits;
        var resting = pair == 0
            ? []
            : OrderExits.IdsOf(before.Ticket, pair).Select(orders.Find).OfType<Order>().Where(o => o is { IsFinal: false, CancelReason: null }).ToArray();
        if (resting.Length > 0 && resting.Length == OrderExits.IdsOf(before.Ticket, pair).Length)
        {
            foreach (var exit in resting)
            {
                Resize(draft, exit, exit.Wanted + opened, OrderCodes.Oco, now);
            }

            return;
        }

        SubmitPair(draft, before, opened, facts, now);
    }

    /// <summary>
    /// An exit was to grow and did not, because it was done first or the venue would not: another pair covers the difference. The legs of a pair
    /// stay equal, for a venue that links them ends both with the first one's end.
    /// </summary>
    /// <param name="exit">As it was before.</param>
    private static void CoverRest(AccountDraft draft, Order exit, Quantity rest, OrderFacts facts, DateTimeOffset now)
    {
        var open = Reducible(draft.State, exit.Ticket);
        var quantity = rest < open ? rest : open;
        if (rest.Value <= 0m || exit.CancelReason is not null || draft.State.Orders.Find(exit.Ticket.ParentId!.Value) is not { } entry)
        {
            return;
        }

        foreach (var other in InOrder(draft.State.Orders.OpenInGroup(exit.Ticket.OcoGroup!)))
        {
            if (other.Id != exit.Id && other.CancelReason is null)
            {
                Resize(draft, other, other.Wanted - rest, OrderCodes.Oco, now);
            }
        }

        if (!quantity.IsZero)
        {
            SubmitPair(draft, entry, quantity, facts, now);
        }
    }

    private static void SubmitPair(AccountDraft draft, Order entry, Quantity quantity, OrderFacts facts, DateTimeOffset now)
    {
        var orders = draft.State.Orders;
        var position = draft.State.Mode == PositionMode.Hedging ? draft.State.PositionIdOf(entry.Ticket) : entry.Ticket.PositionId;
        foreach (var exit in OrderExits.Of(entry.Ticket, entry.Exits + 1, quantity, position, id => orders.Find(id)?.Working))
        {
            Submit(draft, exit, facts, now);
        }
    }

    private static void Submit(AccountDraft draft, OrderTicket exit, OrderFacts facts, DateTimeOffset now) => draft.Add(
        OrderLinks.PairOf(exit.Id) <= OrderLinks.PairsMax
            ? new OrderSubmitted(exit, facts.Terms, Actor.Desk, now, facts.Quotes.GetValueOrDefault(exit.Symbol)?.Mid)
            : new OrderDenied(exit, [OrderRefusals.TooManyExits(exit.ParentId!.Value, OrderLinks.PairsMax)], Actor.Desk, now));

    /// <summary>A whole fill ends the others of the group, a part makes them smaller by as much.</summary>
    private static void ReduceGroup(AccountDraft draft, OrderId filled, string group, Quantity fill, DateTimeOffset now)
    {
        var whole = Known(draft.State, filled).Status == OrderStatus.Filled;
        foreach (var other in InOrder(draft.State.Orders.OpenInGroup(group)))
        {
            if (other.Id != filled && other.CancelReason is null)
            {
                Resize(draft, other, whole ? Quantity.Zero : other.Wanted - fill, OrderCodes.Oco, now);
            }
        }
    }

    /// <summary>
    /// No reduce-only order stays larger than the position, and the exits of all entries together do not either: those of the oldest entry give
    /// way first, for what was closed by other means is counted first in, first out.
    /// </summary>
    private static void ReduceToPosition(AccountDraft draft, OrderTicket ticket, DateTimeOffset now)
    {
        var left = new Dictionary<(Side, PositionId?), Quantity>();
        foreach (var group in draft.State.Orders.Open.Values
            .Where(o => o.Ticket.ReduceOnly && o.Ticket.Symbol == ticket.Symbol && o.CancelReason is null)
            .GroupBy(o => o.Ticket.ParentId is null ? o.Id.Value : o.Ticket.OcoGroup!)
            .OrderByDescending(g => g.Max(o => o.PlacedAt)).ThenByDescending(g => g.Key, StringComparer.Ordinal).ToArray())
        {
            var first = group.First().Ticket;
            var reducible = Reducible(draft.State, first);
            var claim = group.Max(o => o.Wanted - o.Filled);
            if (first.ParentId is not null)
            {
                var key = (first.Side, first.PositionId);
                reducible = left.GetValueOrDefault(key, reducible);
                left[key] = claim < reducible ? reducible - claim : Quantity.Zero;
            }

            foreach (var order in InOrder(group).Where(o => o.Wanted - o.Filled > reducible))
            {
                Resize(draft, order, order.Filled + reducible, OrderCodes.ReduceOnly, now);
            }
        }
    }

    /// <summary>How much an order can take off the position that it is for; zero where it would add to it.</summary>
    private static Quantity Reducible(Account state, OrderTicket ticket)
    {
        var position = state.PositionOf(ticket)?.Quantity ?? Quantity.Zero;
        return Math.Sign(position.Value) == -ticket.Side.Sign() ? position.Abs() : Quantity.Zero;
    }

    private static void Resize(AccountDraft draft, Order order, Quantity quantity, string code, DateTimeOffset now)
    {
        if (quantity <= order.Filled)
        {
            draft.Add(order, draft.Places(order.Id)
                ? new OrderCancelled(order.Id, code, "It was not needed any more before it was sent.", now)
                : new OrderCancelRequested(order.Id, code, Actor.Desk, now));
        }
        else
        {
            var change = new OrderAmendment(Quantity: quantity);
            draft.Add(order, OrderStateMachine.CanAmend(order.Status)
                ? new OrderAmendRequested(order.Id, order.Queued?.Then(change) ?? change, Actor.Desk, now)
                : new OrderAmendQueued(order.Id, change, Actor.Desk, now));
        }
    }

    private static IEnumerable<Order> InOrder(IEnumerable<Order> orders) =>
        orders.OrderBy(o => o.PlacedAt).ThenBy(o => o.Id.Value, StringComparer.Ordinal).ToArray();
}
