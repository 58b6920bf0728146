using System.Collections.Immutable;
using Countersign.Domain.Audit;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;

namespace Countersign.Domain.Accounts;

public static partial class AccountDecider
{
    /// <summary>
    /// Submitted, or denied with every refusal. A known order id with the same ticket yields no event: the answer is the known
    /// order, in <see cref="Account.Orders"/>.
    /// </summary>
    public static Outcome<AccountEvent> Decide(Account? state, PlaceOrder command, OrderFacts facts, DateTimeOffset now)
    {
        if (state is null)
        {
            return Outcome<AccountEvent>.Refuse(AccountRefusals.NotOpen);
        }

        if (state.Orders.Find(command.Ticket.Id) is { } known)
        {
            return known.Ticket == command.Ticket
                ? Outcome<AccountEvent>.Accept()
                : Outcome<AccountEvent>.Refuse(OrderRefusals.IdInUse(command.Ticket.Id));
        }

        var refusals = CheckTicket(state, command.Ticket, facts)
            .AddRange(CheckRisk(state, OrderIntent.Of(command.Ticket, command.Closeout), null, facts, now));
        return refusals.IsEmpty
            ? Outcome<AccountEvent>.Accept(new OrderSubmitted(
                command.Ticket, facts.Terms, command.By, now, facts.Quotes.GetValueOrDefault(command.Ticket.Symbol)?.Mid))
            : Outcome<AccountEvent>.Accept(new OrderDenied(command.Ticket, refusals, command.By, now));
    }

    private static ImmutableArray<Refusal> CheckRisk(
        Account state, OrderIntent intent, OrderId? replaces, OrderFacts facts, DateTimeOffset now) => RiskGate.Check(new RiskInputs(
        intent,
        RiskFactsOf.Order(
            state, intent, facts.Terms, facts.Quotes, facts.TradingDay, facts.Around ?? RiskSurroundings.None, now, replaces: replaces),
        now));

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
