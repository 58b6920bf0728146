using System.Collections.Immutable;
using Countersign.Domain.Audit;
using Countersign.Domain.Execution;

namespace Countersign.Domain.Accounts;

public static partial class AccountDecider
{
    private static Outcome<AccountEvent> DecideFill(
        Account state, Order order, BrokerReport.Filled fill, OrderFacts facts, DateTimeOffset now)
    {
        if (order.Executions.Contains(fill.ExecutionId))
        {
            return Outcome<AccountEvent>.Accept();
        }

        if (OrderStateMachine.IsFinal(order.Status))
        {
            return Outcome<AccountEvent>.Refuse(ExecutionRefusals.OrderFinished(order.Id, order.Status));
        }

        if (fill.Quantity > order.Remaining || fill.Quantity.Value <= 0m)
        {
            return Outcome<AccountEvent>.Refuse(ExecutionRefusals.Overfill(order.Id, order.Remaining, fill.Quantity));
        }

        return facts.Terms.ConvertsTo(state.Currency)
            ? Outcome<AccountEvent>.Accept(Book(state, order, fill, facts, now))
            : Outcome<AccountEvent>.Refuse(ExecutionRefusals.NoConversionRate(facts.Terms.Quote, state.Currency));
    }

    private static OrderFilled Book(Account state, Order order, BrokerReport.Filled fill, OrderFacts facts, DateTimeOffset now)
    {
        var ticket = order.Ticket;
        var execution = new Execution.Execution(
            fill.ExecutionId, order.Id, ticket.Symbol, ticket.Side, fill.Quantity, fill.Price, fill.Time);
        var before = state.Positions.GetValueOrDefault(ticket.Symbol) ?? Position.Flat(facts.Terms, fill.Time);
        var change = before.Apply(ticket, execution);
        var realised = facts.Terms.Convert(change.Realised, fill.Price, state.Currency);
        var notional = facts.Terms.Convert(fill.Quantity.Value * fill.Price.Value, fill.Price, state.Currency);
        var commission = new Money(state.Commission.Of(notional.Amount), state.Currency);
        return new OrderFilled(
            order.Id, execution, commission, change.Closed, realised, FillEntry(state.Ledger, realised, commission), change.Position,
            facts.TradingDay, now);
    }

    private static LedgerEntry FillEntry(Ledger ledger, Money realised, Money commission) => ledger.Entry(
        new Posting(LedgerAccount.Cash, realised - commission),
        new Posting(LedgerAccount.RealisedPnl, -realised),
        new Posting(LedgerAccount.Commission, commission));

    private static Account ApplyFill(Account state, OrderFilled e)
    {
        var result = e.Realised.Amount - e.Commission.Amount;
        return state with
        {
            Orders = state.Orders.With(Known(state, e.OrderId).Fill(e.Execution, e.At)),
            Positions = e.Position.Quantity.IsZero
                ? state.Positions.Remove(e.Position.Symbol)
                : state.Positions.SetItem(e.Position.Symbol, e.Position),
            Ledger = state.Ledger.Post(e.Entry),
            Today = new DayResult(e.TradingDay, state.RealisedOn(e.TradingDay) + result),
            Totals = state.Totals with
            {
                Fills = state.Totals.Fills + 1,
                Realised = state.Totals.Realised + e.Realised.Amount,
                Commission = state.Totals.Commission + e.Commission.Amount,
            },
        };
    }
}
