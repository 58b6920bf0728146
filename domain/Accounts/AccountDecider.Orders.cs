using System.Collections.Immutable;
using Countersign.Domain.Audit;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;

namespace Countersign.Domain.Accounts;

public static partial class AccountDecider
{
    /// <summary>
    /// Submitted, or denied with every refusal. A known order id yields no event: the answer is the known order, in
    /// <see cref="Account.Orders"/>.
    /// </summary>
    public static Outcome<AccountEvent> Decide(Account? state, PlaceOrder command, OrderFacts facts, DateTimeOffset now)
    {
        if (state is null)
        {
            return Outcome<AccountEvent>.Refuse(AccountRefusals.NotOpen);
        }

        if (state.Orders.Find(command.Ticket.Id) is not null)
        {
            return Outcome<AccountEvent>.Accept();
        }

        var refusals = CheckTicket(state, command.Ticket, facts)
            .AddRange(RiskGate.Check(
                state.Limits,
                new RiskFacts(
                    state.RiskFacts(command.Ticket.Symbol, facts.Quotes, facts.TradingDay),
                    facts.Quotes.GetValueOrDefault(command.Ticket.Symbol),
                    0),
                new OrderIntent(command.Ticket.Symbol, command.Ticket.Side, command.Ticket.Quantity),
                now));
        return refusals.IsEmpty
            ? Outcome<AccountEvent>.Accept(new OrderSubmitted(command.Ticket, facts.Terms, command.By, now))
            : Outcome<AccountEvent>.Accept(new OrderDenied(command.Ticket, refusals, command.By, now));
    }

    /// <summary>Books what the broker answered. A fill that is booked already yields no event.</summary>
    public static Outcome<AccountEvent> Decide(Account? state, RecordBrokerReport command, OrderFacts facts, DateTimeOffset now)
    {
        if (state is null)
        {
            return Outcome<AccountEvent>.Refuse(AccountRefusals.NotOpen);
        }

        if (state.Orders.Find(command.OrderId) is not { } order)
        {
            return Outcome<AccountEvent>.Refuse(ExecutionRefusals.UnknownOrder(command.OrderId));
        }

        return command.Reply switch
        {
            BrokerReport.Filled fill => DecideFill(state, order, fill, facts, now),
            BrokerReport.Rejected rejected when order.Status == OrderStatus.Rejected => Outcome<AccountEvent>.Accept(),
            BrokerReport.Rejected rejected => IfCan(
                order, OrderStatus.Rejected, new OrderRejected(order.Id, [new Refusal(rejected.Code, rejected.Reason)], now)),
            BrokerReport.Unknown when order.Status == OrderStatus.Unknown => Outcome<AccountEvent>.Accept(),
            BrokerReport.Unknown unknown => IfCan(order, OrderStatus.Unknown, new OrderAnswerLost(order.Id, unknown.Reason, now)),
            _ => throw new InvalidOperationException($"{command.Reply} is no broker's reply."),
        };
    }

    private static Order Known(Account state, OrderId id) =>
        state.Orders.Find(id) ?? throw new InvalidOperationException($"Order {id} is not known to account {state.Id}.");

    private static Outcome<AccountEvent> IfCan(Order order, OrderStatus next, AccountEvent @event) =>
        OrderStateMachine.CanMove(order.Status, next)
            ? Outcome<AccountEvent>.Accept(@event)
            : Outcome<AccountEvent>.Refuse(ExecutionRefusals.OrderFinished(order.Id, order.Status));

    private static ImmutableArray<Refusal> CheckTicket(Account state, OrderTicket ticket, OrderFacts facts)
    {
        var refusals = ImmutableArray.CreateBuilder<Refusal>();
        if (ticket.Symbol != facts.Instrument.Symbol)
        {
            throw new InvalidOperationException($"Order {ticket.Id} is for {ticket.Symbol}, the facts are of {facts.Instrument.Symbol}.");
        }

        Add(refusals, facts.Instrument.RefuseQuantity(ticket.Quantity));
        foreach (var level in new[] { ticket.Stop, ticket.Target }.OfType<Price>())
        {
            Add(refusals, facts.Instrument.RefusePrice(level));
        }

        if (!facts.Terms.ConvertsTo(state.Currency))
        {
            refusals.Add(ExecutionRefusals.NoConversionRate(facts.Terms.Quote, state.Currency));
        }

        if (facts.Quotes.TryGetValue(ticket.Symbol, out var quote))
        {
            CheckLevels(refusals, ticket, quote.For(ticket.Side));
        }

        return refusals.ToImmutable();
    }

    /// <summary>The plain code and message are what is stored.</summary>
    private static void Add(ImmutableArray<Refusal>.Builder refusals, Refusal? refusal)
    {
        if (refusal is not null)
        {
            refusals.Add(new Refusal(refusal.Code, refusal.Message));
        }
    }

    private static void CheckLevels(ImmutableArray<Refusal>.Builder refusals, OrderTicket ticket, Price price)
    {
        if (ticket.Stop is { } stop && (price - stop) * ticket.Side.Sign() <= 0m)
        {
            refusals.Add(ExecutionRefusals.Stop(ticket.Side, stop, price));
        }

        if (ticket.Target is { } target && (target - price) * ticket.Side.Sign() <= 0m)
        {
            refusals.Add(ExecutionRefusals.Target(ticket.Side, target, price));
        }
    }
}
