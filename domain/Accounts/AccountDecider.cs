using System.Collections.Immutable;
using Countersign.Domain.Audit;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;

namespace Countersign.Domain.Accounts;

/// <summary>The rules of a trading account.</summary>
public static class AccountDecider
{
    private const int NameLengthMax = 100;

    public static Outcome<AccountEvent> Decide(Account? state, OpenAccount command, DateTimeOffset now)
    {
        if (state is not null)
        {
            return Outcome<AccountEvent>.Refuse(AccountRefusals.AlreadyOpen(state.Id));
        }

        var refusals = CheckLimits(command.Limits);
        if (string.IsNullOrWhiteSpace(command.Name) || command.Name.Length > NameLengthMax)
        {
            refusals = refusals.Add(AccountRefusals.Name);
        }

        return refusals.IsEmpty
            ? Outcome<AccountEvent>.Accept(new AccountOpened(
                command.Id, command.Name, command.Currency, command.Limits, command.Commission, command.By, now))
            : Outcome<AccountEvent>.Refuse(refusals);
    }

    public static Outcome<AccountEvent> Decide(Account? state, DepositFunds command, DateTimeOffset now)
    {
        if (state is null)
        {
            return Outcome<AccountEvent>.Refuse(AccountRefusals.NotOpen);
        }

        if (command.Amount.Currency != state.Currency)
        {
            return Outcome<AccountEvent>.Refuse(AccountRefusals.OtherCurrency(command.Amount.Currency, state.Currency));
        }

        if (command.Amount.Amount <= 0m)
        {
            return Outcome<AccountEvent>.Refuse(AccountRefusals.Amount(command.Amount));
        }

        var amount = new Money(Ledger.Round(command.Amount.Amount), state.Currency);
        var entry = state.Ledger.Entry(new Posting(LedgerAccount.Cash, amount), new Posting(LedgerAccount.Deposits, -amount));
        return Outcome<AccountEvent>.Accept(new FundsDeposited(amount, entry, command.By, now));
    }

    public static Outcome<AccountEvent> Decide(Account? state, SetRiskLimits command, DateTimeOffset now)
    {
        if (state is null)
        {
            return Outcome<AccountEvent>.Refuse(AccountRefusals.NotOpen);
        }

        var refusals = CheckLimits(command.Limits);
        if (!refusals.IsEmpty)
        {
            return Outcome<AccountEvent>.Refuse(refusals);
        }

        return command.Limits == state.Limits
            ? Outcome<AccountEvent>.Accept()
            : Outcome<AccountEvent>.Accept(new RiskLimitsSet(command.Limits, command.By, now));
    }

    public static Outcome<AccountEvent> Decide(Account? state, SetTradingState command, DateTimeOffset now)
    {
        if (state is null)
        {
            return Outcome<AccountEvent>.Refuse(AccountRefusals.NotOpen);
        }

        if (string.IsNullOrWhiteSpace(command.Reason))
        {
            return Outcome<AccountEvent>.Refuse(AccountRefusals.Reason);
        }

        return command.State == state.TradingState
            ? Outcome<AccountEvent>.Accept()
            : Outcome<AccountEvent>.Accept(new TradingStateChanged(command.State, command.Reason, command.By, now));
    }

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
    public static Outcome<AccountEvent> Decide(Account? state, RecordBrokerReply command, OrderFacts facts, DateTimeOffset now)
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
            BrokerReply.Filled fill => DecideFill(state, order, fill, facts, now),
            BrokerReply.Rejected rejected when order.Status == OrderStatus.Rejected => Outcome<AccountEvent>.Accept(),
            BrokerReply.Rejected rejected => IfCan(
                order, OrderStatus.Rejected, new OrderRejected(order.Id, [new Refusal(rejected.Code, rejected.Reason)], now)),
            BrokerReply.Unknown when order.Status == OrderStatus.Unknown => Outcome<AccountEvent>.Accept(),
            BrokerReply.Unknown unknown => IfCan(order, OrderStatus.Unknown, new OrderAnswerLost(order.Id, unknown.Reason, now)),
            _ => throw new InvalidOperationException($"{command.Reply} is no broker's reply."),
        };
    }

    public static Account Apply(Account? state, AccountEvent @event) => @event switch
    {
        AccountOpened e => new Account(
            e.Id, e.Name, e.Currency, e.Limits, e.Commission, TradingState.Active, ImmutableSortedDictionary<Symbol, Position>.Empty,
            OrderMemory.Empty, Ledger.Empty(e.Currency), new DayResult(DateOnly.MinValue, 0m), AccountTotals.Zero),
        _ when state is not null => ApplyOpen(state, @event),
        _ => throw new InvalidOperationException($"{@event.GetType().Name} came before the account was opened."),
    };

    private static Account ApplyOpen(Account state, AccountEvent @event) => @event switch
    {
        FundsDeposited e => state with { Ledger = state.Ledger.Post(e.Entry) },
        RiskLimitsSet e => state with { Limits = e.Limits },
        TradingStateChanged e => state with { TradingState = e.State },
        OrderSubmitted e => state with
        {
            Orders = state.Orders.With(Order.New(e.Ticket, e.At).MoveTo(OrderStatus.Submitted, e.At)),
            Totals = state.Totals with { Orders = state.Totals.Orders + 1 },
        },
        OrderDenied e => state with
        {
            Orders = state.Orders.With(Order.New(e.Ticket, e.At).MoveTo(OrderStatus.Denied, e.At) with { Refusals = e.Refusals }),
        },
        OrderRejected e => state with
        {
            Orders = state.Orders.With(Known(state, e.OrderId).MoveTo(OrderStatus.Rejected, e.At) with { Refusals = e.Refusals }),
        },
        OrderAnswerLost e => state with { Orders = state.Orders.With(Known(state, e.OrderId).MoveTo(OrderStatus.Unknown, e.At)) },
        OrderFilled e => ApplyFill(state, e),
        _ => throw new InvalidOperationException($"{@event.GetType().Name} is no event of an open account."),
    };

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

    private static Order Known(Account state, OrderId id) =>
        state.Orders.Find(id) ?? throw new InvalidOperationException($"Order {id} is not known to account {state.Id}.");

    private static Outcome<AccountEvent> IfCan(Order order, OrderStatus next, AccountEvent @event) =>
        OrderStateMachine.CanMove(order.Status, next)
            ? Outcome<AccountEvent>.Accept(@event)
            : Outcome<AccountEvent>.Refuse(ExecutionRefusals.OrderFinished(order.Id, order.Status));

    private static Outcome<AccountEvent> DecideFill(
        Account state, Order order, BrokerReply.Filled fill, OrderFacts facts, DateTimeOffset now)
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

    private static OrderFilled Book(Account state, Order order, BrokerReply.Filled fill, OrderFacts facts, DateTimeOffset now)
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

    private static ImmutableArray<Refusal> CheckLimits(RiskLimits limits)
    {
        var refusals = ImmutableArray.CreateBuilder<Refusal>();
        if (limits.MaxPosition.Value < 0m)
        {
            refusals.Add(AccountRefusals.Limits("maxPosition", "must not be negative"));
        }

        if (limits.MaxDailyLoss <= 0m)
        {
            refusals.Add(AccountRefusals.Limits("maxDailyLoss", "must be above zero"));
        }

        if (limits.MaxOpenIdeas is < 1 or > 1000)
        {
            refusals.Add(AccountRefusals.Limits("maxOpenIdeas", "must be 1 to 1000"));
        }

        if (limits.QuoteAgeMax <= TimeSpan.Zero)
        {
            refusals.Add(AccountRefusals.Limits("quoteAgeMax", "must be above zero"));
        }

        return refusals.ToImmutable();
    }
}
