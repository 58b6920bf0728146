using Countersign.Domain.Audit;
using Countersign.Domain.Execution;

namespace Countersign.Domain.Accounts;

public static partial class AccountDecider
{
    /// <summary>Why a fill cannot be booked yet: the venue's message waits until it can. Null where it can.</summary>
    private static Refusal? RefuseToBook(Account state, OrderFacts facts) => facts.Terms.ConvertsTo(state.Currency)
        ? null
        : ExecutionRefusals.NoConversionRate(facts.Terms.Quote, state.Currency);

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
            facts.TradingDay, now, order.AfterFill(fill.Quantity));
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
