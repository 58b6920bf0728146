using System.Collections.Immutable;
using Countersign.Domain.Audit;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;

namespace Countersign.Domain.Accounts;

public static partial class AccountDecider
{
    /// <summary>Why a fill cannot be booked yet: the venue's message waits until it can. Null where it can.</summary>
    private static Refusal? RefuseToBook(Account state, OrderFacts facts, Price price, DateTimeOffset now) =>
        facts.Terms.Quote != state.Currency && facts.Terms.RateTo(state.Currency, 1m, price, facts.Quotes, now) is null
            ? ExecutionRefusals.NoConversionRate(facts.Terms.Quote, state.Currency)
            : null;

    private static OrderFilled Book(Account state, Order order, BrokerReport.Filled fill, OrderFacts facts, DateTimeOffset now)
    {
        var ticket = order.Ticket;
        var execution = new Execution.Execution(
            fill.ExecutionId, order.Id, ticket.Symbol, ticket.Side, fill.Quantity, fill.Price, fill.Time);
        var before = state.PositionOf(ticket) ?? Position.Flat(
            facts.Terms, fill.Time, state.Mode == PositionMode.Hedging ? state.PositionIdOf(ticket) : null,
            (state.Terms ?? AccountTerms.Default).CostMethod);
        var change = before.Apply(ticket, execution);
        var realised = Converted(state, facts, change.Realised, fill.Price, now);
        var notional = Converted(state, facts, fill.Quantity.Value * fill.Price.Value, fill.Price, now);
        var commission = new Money(
            state.Commission.Of(notional.Amount, fill.Quantity, fill.Liquidity, isFirst: order.Filled.IsZero), state.Currency);
        return new OrderFilled(
            order.Id, execution, commission, change.Closed, realised, FillEntry(state, facts, change.Realised, realised, commission, fill.Price, now),
            change.Position, facts.TradingDay, now, order.AfterFill(fill.Quantity), fill.Liquidity, SlippageOf(order, fill),
            TradeOf(before, change, execution, realised, facts));
    }

    private static Money Converted(Account state, OrderFacts facts, decimal amount, Price price, DateTimeOffset now) =>
        facts.Terms.Convert(amount, price, state.Currency, facts.Quotes, now)
        ?? throw new InvalidOperationException($"There is no rate from {facts.Terms.Quote} to {state.Currency}.");

    /// <summary>
    /// Where the instrument is priced in another currency the result arises in that one, and is turned into the account's through the conversion
    /// account at a rate on record: each currency balances by itself.
    /// </summary>
    private static LedgerEntry FillEntry(
        Account state, OrderFacts facts, decimal result, Money realised, Money commission, Price price, DateTimeOffset now)
    {
        if (facts.Terms.Quote == state.Currency || result == 0m)
        {
            return state.Ledger.Entry(FillPostings(realised, commission));
        }

        var arisen = new Money(Ledger.Round(result), facts.Terms.Quote);
        return state.Ledger.Entry(
            facts.Terms.RateTo(state.Currency, result, price, facts.Quotes, now),
            [
                new Posting(LedgerAccount.Cash, realised - commission),
                new Posting(LedgerAccount.Conversion, -realised),
                new Posting(LedgerAccount.Conversion, arisen),
                new Posting(LedgerAccount.RealisedPnl, -arisen),
                new Posting(LedgerAccount.Commission, commission),
            ]);
    }

    /// <summary>What a fill books where no currency is changed.</summary>
    internal static ImmutableArray<Posting> FillPostings(Money realised, Money commission) =>
    [
        new Posting(LedgerAccount.Cash, realised - commission),
        new Posting(LedgerAccount.RealisedPnl, -realised),
        new Posting(LedgerAccount.Commission, commission),
    ];

    /// <summary>How much worse than the mid at its placing the order was filled, in the quote currency for one unit; negative where better.</summary>
    private static decimal? SlippageOf(Order order, BrokerReport.Filled fill) =>
        order.ArrivalPrice is { } arrival ? (fill.Price - arrival) * order.Ticket.Side.Sign() : null;

    private static ClosedTrade? TradeOf(
        Position before, PositionChange change, Execution.Execution fill, Money realised, OrderFacts facts)
    {
        if (change.Closed.IsZero)
        {
            return null;
        }

        var side = before.Quantity.Value > 0m ? Side.Buy : Side.Sell;
        var entry = new Price(fill.Price.Value - (side.Sign() * change.Realised / change.Closed.Value));
        var excursion = facts.Excursions is { } seen && seen.TryGetValue(before.Id, out var found) && found.OpenedAt == before.OpenedAt
            ? found.From(before, fill.Price)
            : ((decimal, decimal)?)null;
        return new ClosedTrade(
            before.Id, side, change.Closed, entry, fill.Price, before.OpenedAt, fill.Time, realised, excursion?.Item1, excursion?.Item2,
            before.StrategyId, before.StrategyVersion, before.IdeaId);
    }

    private static Account ApplyFill(Account state, OrderFilled e)
    {
        var result = e.Realised.Amount - e.Commission.Amount;
        return state with
        {
            Orders = state.Orders.With(Known(state, e.OrderId).Fill(e.Execution, e.At)),
            Positions = e.Position.Quantity.IsZero
                ? state.Positions.Remove(e.Position.Id)
                : state.Positions.SetItem(e.Position.Id, e.Position),
            Record = e.Closed.IsZero ? state.Record : WithTrade(state.Record, result),
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

    private static AccountRecord WithTrade(AccountRecord? record, decimal result) =>
        new(record?.PeakEquity, result < 0m ? (record?.LossStreak ?? 0) + 1 : 0);
}
