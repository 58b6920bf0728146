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
/// The money side of a backtest: an account of the desk, driven by its own decider and filled by the paper venue's own book, in the
/// instrument's quote currency. Only the limits are out of the way.
/// </summary>
internal sealed class BacktestBook
{
    private static readonly AccountId Id = AccountId.Parse("a-backtest");

    private static readonly VenueAccount Name = new("backtest");

    private static readonly RiskLimits NoLimits = new(new Quantity(decimal.MaxValue), decimal.MaxValue, 1, TimeSpan.MaxValue);

    private readonly Instrument instrument;
    private readonly InstrumentTerms terms;
    private readonly int fillsMax;
    private readonly ImmutableArray<BacktestFill>.Builder fills = ImmutableArray.CreateBuilder<BacktestFill>();
    private readonly ImmutableArray<BacktestTrade>.Builder trades = ImmutableArray.CreateBuilder<BacktestTrade>();
    private readonly ImmutableArray<LedgerEntry>.Builder entries = ImmutableArray.CreateBuilder<LedgerEntry>();
    private readonly Dictionary<PositionId, PositionExcursion> excursions = [];
    private readonly List<VenueReport> reports = [];
    private readonly PaperRules rules;
    private readonly MatchingBook venue;
    private Account account;
    private SignalReason reasonOfEntry;
    private Side ordered;
    private decimal openingCommission;
    private long orders;
    private long sequence;

    /// <param name="resolution">How far apart the prices are: the length of a bar.</param>
    public BacktestBook(BacktestSettings settings, StrategyCosts costs, TimeSpan resolution, DateTimeOffset now)
    {
        instrument = settings.Instrument;
        terms = InstrumentTerms.Of(instrument);
        fillsMax = settings.FillsMax;
        rules = settings.Rules ?? PaperRules.Default;
        rules = rules with { QuoteAgeMax = rules.QuoteAgeMax ?? resolution };
        venue = new MatchingBook(instrument, rules, settings.Seed);
        var commission = new CommissionModel(costs.CommissionRate, 0m);
        var open = new OpenAccount(NextCommand(), Actor.Desk, Id, "Backtest", terms.Quote, NoLimits, commission);
        account = AccountDecider.Apply(null, Single(AccountDecider.Decide(null, open, now)));
        var deposit = new DepositFunds(NextCommand(), Actor.Desk, new Money(settings.StartCash, terms.Quote));
        var deposited = (FundsDeposited)Single(AccountDecider.Decide(account, deposit, now));
        account = AccountDecider.Apply(account, deposited);
        entries.Add(deposited.Entry);
    }

    public int Denied { get; private set; }

    public ImmutableArray<BacktestFill> Fills => fills.ToImmutable();

    public ImmutableArray<LedgerEntry> Entries => entries.ToImmutable();

    public ImmutableArray<BacktestTrade> Trades => trades.ToImmutable();

    /// <summary>The open position as rules see it; it changes with fills only.</summary>
    public StrategyPosition Position { get; private set; } = StrategyPosition.Flat;

    private Position? Open { get; set; }

    /// <summary>An order that is still on its way to open a position is hurt by what makes it dear.</summary>
    private bool AdverseIsLow => Open is { } open ? open.Quantity.Value > 0m : ordered == Side.Sell;

    /// <summary>Cash and what closing at the quote would bring, before its commission.</summary>
    public decimal ValueAt(Quote quote) => account.Ledger.Cash + (Open?.UnrealisedInQuoteCurrency(quote) ?? 0m);

    /// <summary>Passes a bar's open: what rests at the venue meets it first, at the gap where there is one.</summary>
    public void AtOpen(Bar bar)
    {
        if (venue.HasWork)
        {
            Pass(bar, bar.Start, bar.Bid.Open, Above(bar.Bid.Open, bar.Ask.Open));
        }
    }

    /// <summary>
    /// Passes the rest of a bar where something rests. There is no finer data, so the path is a rule: the extreme that hurts the position first,
    /// see <see cref="IntrabarPath"/>.
    /// </summary>
    public void AfterOpen(Bar bar)
    {
        if (!venue.HasWork)
        {
            return;
        }

        var bid = bar.Bid.Open;
        var third = (bar.End - bar.Start) / 3;
        var lowFirst = rules.IntrabarPath == IntrabarPath.AdverseFirst
            ? AdverseIsLow
            : bar.Bid.Open - bar.Bid.Low <= bar.Bid.High - bar.Bid.Open;
        for (var step = 1; step <= 2 && venue.HasWork; step++)
        {
            var low = lowFirst == (step == 1);
            bid = Move(bar, bar.Start + (third * step), bid, low ? bar.Bid.Low : bar.Bid.High, low ? bar.Ask.Low : bar.Ask.High);
        }

        Move(bar, bar.End - TimeSpan.FromTicks(1), bid, bar.Bid.Close, bar.Ask.Close);
    }

    /// <summary>Goes from one price of a bar to another, by the triggers of the stops that lie on the way.</summary>
    private Price Move(Bar bar, DateTimeOffset time, Price from, Price toBid, Price toAsk)
    {
        toAsk = Above(toBid, toAsk);
        var side = toBid < from ? Side.Sell : Side.Buy;
        var spread = toAsk - toBid;
        var inMiddle = rules.TriggerOnMid || !rules.CrossSpread;
        var below = inMiddle ? spread / 2m : side == Side.Buy ? spread : 0m;
        for (var left = rules.StopsAtBarExtreme ? 0 : venue.Count; left > 0 && venue.NearestTrigger(side) is { } trigger; left--)
        {
            var bid = new Price(trigger.Value - below);
            if ((bid - from) * side.Sign() <= 0m || (toBid - bid) * side.Sign() <= 0m)
            {
                break;
            }

            Pass(bar, time, bid, new Price(bid.Value + spread));
            from = bid;
        }

        Pass(bar, time, toBid, toAsk);
        return toBid;
    }

    // Extremes of bid and ask need not be of one moment.
    private static Price Above(Price bid, Price ask) => ask >= bid ? ask : bid;

    /// <summary>Places a market order; it fills at the quote, which is of its own time.</summary>
    public void Trade(Side side, Quantity quantity, Price? stop, Price? target, SignalReason reason, Quote quote, DateOnly day)
    {
        orders++;
        var id = OrderId.Parse(string.Create(CultureInfo.InvariantCulture, $"o-{orders}"));
        var ticket = new OrderTicket(id, terms.Symbol, side, quantity, Stop: stop, Target: target);
        var facts = FactsAt(quote, day);
        var placed = Single(AccountDecider.Decide(account, new PlaceOrder(NextCommand(), Actor.Desk, ticket), facts, quote.Time));
        account = AccountDecider.Apply(account, placed);
        if (placed is not OrderSubmitted)
        {
            Denied++;
            return;
        }

        if (!venue.HasWork)
        {
            var tick = new Tick(quote.Time, quote.Bid, quote.Ask);
            venue.OnTick(in tick, reports);
        }

        (reasonOfEntry, ordered) = (reason, side);
        venue.Submit(Name, BrokerOrder.Of(Id, account.Orders.Find(id)!), quote.Time, reports);
        Settle(facts, quote.Time);
    }

    /// <summary>How far the bar went while the position was open, at the side where it would be closed.</summary>
    public void Watch(Bar bar)
    {
        if (Open is not { } open)
        {
            return;
        }

        var low = new Quote(terms.Symbol, bar.End, bar.Bid.Low, bar.Ask.Low, Simulated: false);
        var high = new Quote(terms.Symbol, bar.End, bar.Bid.High, bar.Ask.High, Simulated: false);
        excursions[open.Id] = excursions.GetValueOrDefault(open.Id).After(open, low).After(open, high);
    }

    private void Pass(Bar bar, DateTimeOffset time, Price bid, Price ask)
    {
        var tick = new Tick(time, bid, ask);
        venue.OnTick(in tick, reports);
        if (reports.Count > 0)
        {
            Settle(FactsAt(tick.ToQuote(terms.Symbol, simulated: false), bar.Day), time);
        }
    }

    /// <summary>Books what the venue tells and sends what follows from it, until there is nothing more.</summary>
    private void Settle(OrderFacts facts, DateTimeOffset now)
    {
        while (reports.Count > 0)
        {
            var messages = ImmutableArray.CreateBuilder<BrokerMessage>(reports.Count);
            foreach (var report in reports)
            {
                messages.Add(new BrokerMessage(++sequence, report.OrderId, report.Report, report.Time));
            }

            reports.Clear();
            var record = new RecordBrokerReports(NextCommand(), Actor.Desk, messages.MoveToImmutable());
            var events = AccountDecider.Decide(account, record, facts, now) is Outcome<AccountEvent>.Accepted accepted
                ? accepted.Events
                : throw new InvalidOperationException("The venue's reports cannot be booked.");
            foreach (var @event in events)
            {
                Book(@event);
            }

            foreach (var request in OrderOutbox.Of(account, events))
            {
                Send(request, now);
            }
        }
    }

    private void Send(OrderRequest request, DateTimeOffset now)
    {
        switch (request)
        {
            case OrderRequest.Submit(var order):
                venue.Submit(Name, BrokerOrder.Of(Id, order), now, reports);
                break;
            case OrderRequest.Amend(var order, var amendment):
                venue.Amend(Name, order.Id, amendment, now, reports);
                break;
            case OrderRequest.Cancel(var order):
                venue.Cancel(Name, order.Id, now, reports);
                break;
        }
    }

    private void Book(AccountEvent @event)
    {
        var before = Open;
        account = AccountDecider.Apply(account, @event);
        if (@event is OrderRejected)
        {
            Denied++;
        }

        if (@event is not OrderFilled filled)
        {
            return;
        }

        entries.Add(filled.Entry);
        Open = account.Positions.GetValueOrDefault(PositionId.Of(terms.Symbol));
        Position = Open is null ? StrategyPosition.Flat : new StrategyPosition(Open.Quantity, Open.AveragePrice ?? default, null, null, 0, false);
        var reason = OrderLinks.PairOf(filled.OrderId) == 0 ? reasonOfEntry
            : account.Orders.Find(filled.OrderId)!.Ticket.Type == OrderType.Limit ? SignalReason.Target : SignalReason.Stop;
        var paid = filled.Commission.Amount;
        if (filled.Trade is { } trade && before is not null)
        {
            var share = openingCommission * trade.Quantity.Value / before.Quantity.Abs().Value;
            openingCommission -= share;
            trades.Add(new BacktestTrade(
                terms.Symbol, trade.Side, trade.Quantity, trade.OpenedAt, before.AveragePrice!.Value, trade.ClosedAt, trade.ExitPrice, trade.Gross.Amount,
                trade.Gross.Amount - paid - share, reason, trade.FavourableExcursion ?? 0m, trade.AdverseExcursion ?? 0m));
        }
        else
        {
            openingCommission += paid;
        }

        var execution = filled.Execution;
        fills.Add(new BacktestFill(
            execution.Time, terms.Symbol, execution.Side, execution.Quantity, execution.Price, paid, filled.Position.Quantity, reason));
        if (fills.Count > fillsMax)
        {
            throw new InvalidOperationException($"The backtest filled more than {fillsMax} orders.");
        }
    }

    private OrderFacts FactsAt(Quote quote, DateOnly day) =>
        new(instrument, ImmutableDictionary<Symbol, Quote>.Empty.Add(terms.Symbol, quote), day, Excursions: excursions);

    private CommandId NextCommand() => CommandId.Parse(string.Create(CultureInfo.InvariantCulture, $"backtest-{orders}"));

    private static AccountEvent Single(Outcome<AccountEvent> outcome) => outcome switch
    {
        Outcome<AccountEvent>.Accepted { Events: [var single] } => single,
        Outcome<AccountEvent>.Refused refused => throw new InvalidOperationException(
            string.Join("; ", refused.Refusals.Select(refusal => refusal.Message))),
        _ => throw new InvalidOperationException($"One event was expected of {outcome}."),
    };
}
