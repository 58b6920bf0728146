using System.Collections.Immutable;
using Countersign.Domain.Audit;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;

namespace Countersign.Domain.Accounts;

public static partial class AccountDecider
{
    private const int GroupSizeMax = 10;
    private const int GroupNameLengthMax = 64;

    /// <summary>
    /// Submitted, or denied with every refusal. A known order id with the same ticket yields no event: the answer is the known order, in
    /// <see cref="Account.Orders"/>. An id that is not a client's to choose, or belongs to another order, is refused and leaves no trace.
    /// </summary>
    public static Outcome<AccountEvent> Decide(Account? state, PlaceOrder command, OrderFacts facts, DateTimeOffset now)
    {
        if (state is null)
        {
            return Outcome<AccountEvent>.Refuse(AccountRefusals.NotOpen);
        }

        var ticket = command.Ticket;
        if (state.Orders.Find(ticket.Id) is { } known)
        {
            return known.Ticket == ticket
                ? Outcome<AccountEvent>.Accept()
                : Outcome<AccountEvent>.Refuse(OrderRefusals.IdInUse(ticket.Id));
        }

        if (OrderRules.CheckId(ticket) is { } reserved)
        {
            return Outcome<AccountEvent>.Refuse(reserved);
        }

        if (ticket.Symbol != facts.Instrument.Symbol)
        {
            throw new InvalidOperationException($"Order {ticket.Id} is for {ticket.Symbol}, the facts are of {facts.Instrument.Symbol}.");
        }

        var quote = facts.Quotes.GetValueOrDefault(ticket.Symbol);
        var reducible = ticket.ReduceOnly ? Math.Max(0m, (Reducible(state, ticket) - ClosingAtOnce(state, ticket)).Value) : decimal.MaxValue;
        var quantity = new Quantity(Math.Min(ticket.Quantity.Value, reducible));
        var refusals = CheckTicket(state, ticket, facts, now, ticket.Quantity.Value == reducible);
        refusals = reducible == 0m
            ? refusals.Add(OrderRefusals.NothingToReduce(
                ticket, state.PositionOf(ticket)?.Quantity ?? Quantity.Zero, ClosingAtOnce(state, ticket)))
            : refusals.AddRange(CheckRisk(state, OrderIntent.Of(ticket, command.Closeout) with { Quantity = quantity }, null, facts, now));
        return refusals.IsEmpty
            ? Outcome<AccountEvent>.Accept(new OrderSubmitted(
                ticket, facts.Terms, command.By, now, quote?.Mid, quantity == ticket.Quantity ? null : quantity))
            : Outcome<AccountEvent>.Accept(new OrderDenied(ticket, refusals, command.By, now));
    }

    /// <summary>What orders of the same side that do not rest may still take off the position: those that rest are made smaller after them.</summary>
    private static Quantity ClosingAtOnce(Account state, OrderTicket ticket)
    {
        var sum = Quantity.Zero;
        foreach (var (_, order) in state.Orders.Open)
        {
            if (order.Ticket.Side == ticket.Side && order.Ticket.Symbol == ticket.Symbol && !OrderRules.Rests(order.Ticket)
                && state.PositionIdOf(order.Ticket) == state.PositionIdOf(ticket))
            {
                sum += order.Remaining;
            }
        }

        return sum;
    }

    private static ImmutableArray<Refusal> CheckRisk(
        Account state, OrderIntent intent, OrderId? replaces, OrderFacts facts, DateTimeOffset now) => RiskGate.Check(new RiskInputs(
        intent,
        RiskFactsOf.Order(
            state, intent, facts.Terms, facts.Quotes, facts.TradingDay, facts.Around ?? RiskSurroundings.None, now, replaces: replaces),
        now));

    private static ImmutableArray<Refusal> CheckTicket(
        Account state, OrderTicket ticket, OrderFacts facts, DateTimeOffset now, bool anyQuantity)
    {
        var refusals = OrderRules.Check(ticket, facts.Instrument, facts.Quotes.GetValueOrDefault(ticket.Symbol), now, anyQuantity);
        var rate = facts.Terms.Quote == state.Currency ? null : facts.Terms.RateTo(state.Currency, 1m, new Price(1m), facts.Quotes, now);
        if (facts.Terms.Quote != state.Currency && (rate is null || now - rate.Time > state.Limits.QuoteAgeMax))
        {
            refusals = refusals.Add(rate is null
                ? ExecutionRefusals.NoConversionRate(facts.Terms.Quote, state.Currency)
                : ExecutionRefusals.StaleConversionRate(rate, now - rate.Time, state.Limits.QuoteAgeMax));
        }

        if (!NamesItsPosition(state, ticket))
        {
            refusals = refusals.Add(state.Mode == PositionMode.Netting
                ? OrderRefusals.NettingPosition(ticket.Symbol, PositionId.Of(ticket.Symbol))
                : OrderRefusals.HedgingPosition(ticket.PositionId!.Value));
        }

        if (state.Orders.Open.Count >= OrderMemory.OpenMax)
        {
            refusals = refusals.Add(OrderRefusals.TooManyOpen(OrderMemory.OpenMax));
        }

        return ticket.OcoGroup is { } group ? refusals.AddRange(CheckGroup(state.Orders, ticket, group)) : refusals;
    }

    /// <summary>In a hedging account an order that names a position closes it and nothing more; in a netting one there is only the symbol's.</summary>
    private static bool NamesItsPosition(Account state, OrderTicket ticket) => ticket.PositionId is not { } id
        || (state.Mode == PositionMode.Netting
            ? id == PositionId.Of(ticket.Symbol)
            : ticket.ReduceOnly && state.Positions.TryGetValue(id, out var position) && position.Symbol == ticket.Symbol);

    private static ImmutableArray<Refusal> CheckGroup(OrderMemory orders, OrderTicket ticket, string group)
    {
        var refusals = ImmutableArray.CreateBuilder<Refusal>();
        if (string.IsNullOrWhiteSpace(group) || group.Length > GroupNameLengthMax || group.Any(char.IsControl)
            || group.StartsWith(OrderId.Prefix, StringComparison.Ordinal))
        {
            refusals.Add(OrderRefusals.OcoName(GroupNameLengthMax));
        }

        if (!OrderRules.Rests(ticket))
        {
            refusals.Add(OrderRefusals.OcoRests());
        }

        var others = orders.OpenInGroup(group).ToArray();
        if (others.FirstOrDefault(o => o.Ticket.Symbol != ticket.Symbol) is { } other)
        {
            refusals.Add(OrderRefusals.OcoSymbol(group, other.Ticket.Symbol));
        }

        if (others.Length >= GroupSizeMax)
        {
            refusals.Add(OrderRefusals.OcoFull(group, GroupSizeMax));
        }

        if (orders.FilledInGroup(group) is { } filled)
        {
            refusals.Add(OrderRefusals.OcoDone(group, filled.Id));
        }

        return refusals.ToImmutable();
    }
}
