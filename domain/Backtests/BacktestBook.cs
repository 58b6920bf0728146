using System.Collections.Immutable;
using System.Globalization;
using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;
using Countersign.Domain.Strategies;

namespace Countersign.Domain.Backtests;

/// <summary>
/// The money side of a backtest: an account of the desk, driven by its own decider and filled by the paper broker's own rule, in the
/// instrument's quote currency. Only the limits are out of the way.
/// </summary>
internal sealed class BacktestBook
{
    private static readonly AccountId Id = AccountId.Parse("a-backtest");

    private static readonly RiskLimits NoLimits = new(new Quantity(decimal.MaxValue), decimal.MaxValue, 1, TimeSpan.MaxValue);

    private readonly Instrument instrument;
    private readonly InstrumentTerms terms;
    private readonly int fillsMax;
    private readonly ImmutableArray<BacktestFill>.Builder fills = ImmutableArray.CreateBuilder<BacktestFill>();
    private readonly ImmutableArray<BacktestTrade>.Builder trades = ImmutableArray.CreateBuilder<BacktestTrade>();
    private Account account;
    private long orders;

    public BacktestBook(BacktestSettings settings, StrategyCosts costs, DateTimeOffset now)
    {
        instrument = settings.Instrument;
        terms = InstrumentTerms.Of(instrument);
        fillsMax = settings.FillsMax;
        var commission = new CommissionModel(costs.CommissionRate, 0m);
        var open = new OpenAccount(NextCommand(), Actor.Desk, Id, "Backtest", terms.Quote, NoLimits, commission);
        account = AccountDecider.Apply(null, Single(AccountDecider.Decide(null, open, now)));
        var deposit = new DepositFunds(NextCommand(), Actor.Desk, new Money(settings.StartCash, terms.Quote));
        account = AccountDecider.Apply(account, Single(AccountDecider.Decide(account, deposit, now)));
    }

    public int Denied { get; private set; }

    public ImmutableArray<BacktestFill> Fills => fills.ToImmutable();

    public ImmutableArray<BacktestTrade> Trades => trades.ToImmutable();

    /// <summary>The open position as rules see it; it changes with fills only.</summary>
    public StrategyPosition Position { get; private set; } = StrategyPosition.Flat;

    private Position? Open { get; set; }

    /// <summary>Cash and what closing at the quote would bring, before its commission.</summary>
    public decimal ValueAt(Quote quote) => account.Ledger.Cash + (Open?.UnrealisedInQuoteCurrency(quote) ?? 0m);

    /// <summary>Places a market order and books the answer at once.</summary>
    public void Trade(Side side, Quantity quantity, Price? stop, Price? target, SignalReason reason, Quote quote, DateOnly day)
    {
        orders++;
        var id = OrderId.Parse(string.Create(CultureInfo.InvariantCulture, $"o-{orders}"));
        var ticket = new OrderTicket(id, terms.Symbol, side, quantity, Stop: stop, Target: target);
        var facts = new OrderFacts(instrument, ImmutableDictionary<Symbol, Quote>.Empty.Add(terms.Symbol, quote), day);
        var placed = Single(AccountDecider.Decide(account, new PlaceOrder(NextCommand(), Actor.Desk, ticket), facts, quote.Time));
        account = AccountDecider.Apply(account, placed);
        if (placed is not OrderSubmitted)
        {
            Denied++;
            return;
        }

        var order = BrokerOrder.Of(Id, account.Orders.Find(ticket.Id)!);
        var reply = PaperFill.Decide(order, quote, quote.Time, PaperFill.QuoteAgeMaxDefault);
        var events = Record(ticket.Id, reply, facts, quote.Time);
        Book(events[0], reason);
        foreach (var exit in events.OfType<OrderSubmitted>())
        {
            account = AccountDecider.Apply(account, exit);
            RunByRules(exit.Ticket.Id, facts, quote.Time);
        }
    }

    /// <summary>Stop and target of a position are watched by the strategy's evaluator here, so its exit orders are taken out again.</summary>
    private void RunByRules(OrderId exit, OrderFacts facts, DateTimeOffset now)
    {
        foreach (var @event in Record(exit, new BrokerReport.Cancelled("venue.backtest", "The evaluator watches the levels."), facts, now))
        {
            account = AccountDecider.Apply(account, @event);
        }
    }

    private ImmutableArray<AccountEvent> Record(OrderId order, BrokerReport report, OrderFacts facts, DateTimeOffset now)
    {
        var record = new RecordBrokerReports(NextCommand(), Actor.Desk, [new BrokerMessage(orders, order, report, now)]);
        return AccountDecider.Decide(account, record, facts, now) is Outcome<AccountEvent>.Accepted accepted
            ? accepted.Events
            : throw new InvalidOperationException($"A report of {order} cannot be booked.");
    }

    private void Book(AccountEvent answered, SignalReason reason)
    {
        var before = Open;
        account = AccountDecider.Apply(account, answered);
        Open = account.Positions.GetValueOrDefault(PositionId.Of(terms.Symbol));
        Position = Open is null
            ? StrategyPosition.Flat
            : new StrategyPosition(Open.Quantity, Open.AveragePrice ?? default, Open.Stop, Open.Target, 0, false);
        if (answered is not OrderFilled filled)
        {
            Denied++;
            return;
        }

        var execution = filled.Execution;
        if (!filled.Closed.IsZero && before is not null)
        {
            var opening = fills[^1];
            trades.Add(new BacktestTrade(
                execution.Side.Opposite(), filled.Closed, before.OpenedAt, opening.Price, execution.Time, execution.Price,
                filled.Realised.Amount, filled.Realised.Amount - filled.Commission.Amount - opening.Commission, reason));
        }

        fills.Add(new BacktestFill(
            execution.Time, execution.Side, execution.Quantity, execution.Price, filled.Commission.Amount, filled.Position.Quantity,
            reason));
        if (fills.Count > fillsMax)
        {
            throw new InvalidOperationException($"The backtest filled more than {fillsMax} orders.");
        }
    }

    private CommandId NextCommand() => CommandId.Parse(string.Create(CultureInfo.InvariantCulture, $"backtest-{orders}"));

    private static AccountEvent Single(Outcome<AccountEvent> outcome) => outcome switch
    {
        Outcome<AccountEvent>.Accepted { Events: [var single] } => single,
        Outcome<AccountEvent>.Refused refused => throw new InvalidOperationException(
            string.Join("; ", refused.Refusals.Select(refusal => refusal.Message))),
        _ => throw new InvalidOperationException($"One event was expected of {outcome}."),
    };
}
