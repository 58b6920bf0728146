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
/// The money side of a backtest: an account of the desk, driven by its own decider, and the paper venue's own books. Plain market orders,
/// which are filled whole in the moment in which they are placed and bring nothing else along, go a short way: the same sums without the steps
/// between, and without a new account for each. <see cref="Catch"/> brings the account up to them before anything else looks at it.
/// </summary>
internal sealed class BacktestBook
{
    private static readonly AccountId Id = AccountId.Parse("a-backtest");

    private static readonly VenueAccount Name = new("backtest");

    private static readonly RiskLimits NoLimits = new(new Quantity(decimal.MaxValue), decimal.MaxValue, 1, TimeSpan.MaxValue);

    private readonly int fillsMax;
    private readonly bool shortWay;
    private readonly bool isFinanced;
    private readonly ImmutableArray<BacktestFill>.Builder fills = ImmutableArray.CreateBuilder<BacktestFill>();
    private readonly ImmutableArray<BacktestTrade>.Builder trades = ImmutableArray.CreateBuilder<BacktestTrade>();
    private readonly ImmutableArray<LedgerEntry>.Builder entries = ImmutableArray.CreateBuilder<LedgerEntry>();
    private readonly Dictionary<PositionId, PositionExcursion> excursions = [];
    private readonly Dictionary<Symbol, Quote> quotes = [];
    private readonly List<VenueReport> reports = [];
    private BacktestFeed[] feeds = [];
    private Account account;
    private DateOnly financedTo;
    private double cash;
    private decimal exactCash;
    private decimal shortRealised;
    private decimal shortCommission;
    private long shortFills;
    private long orders;
    private long sequence;

    public BacktestBook(BacktestSettings settings, CommissionModel commission, bool shortWay)
    {
        isFinanced = settings.Terms is { } terms && (terms.Swaps is { IsEmpty: false } || terms.Interest is not null);
        this.shortWay = shortWay && settings.Limits is null && settings.Terms is null or { Margin: null, Swaps: null, Interest: null };
        var currency = settings.Currency ?? settings.Instrument.QuoteCurrency;
        fillsMax = settings.FillsMax;
        var open = new OpenAccount(NextCommand(), Actor.Desk, Id, "Backtest", currency, settings.Limits ?? NoLimits, commission, settings.Terms);
        account = AccountDecider.Apply(null, Single(AccountDecider.Decide(null, open, DateTimeOffset.UnixEpoch)));
        var deposit = new DepositFunds(NextCommand(), Actor.Desk, new Money(settings.StartCash, currency));
        Adopt(Single(AccountDecider.Decide(account, deposit, DateTimeOffset.UnixEpoch)));
    }

    /// <summary>Orders that the account or the venue refused.</summary>
    public int Denied { get; private set; }

    public ImmutableArray<BacktestFill> Fills => fills.ToImmutable();

    public ImmutableArray<BacktestTrade> Trades => trades.ToImmutable();

    public ImmutableArray<LedgerEntry> Entries => entries.ToImmutable();

    public void Follow(BacktestFeed[] all)
    {
        feeds = all;
        foreach (var feed in feeds)
        {
            feed.IsInAccountCurrency = feed.Instrument.QuoteCurrency == account.Currency;
        }
    }

    /// <summary>Cash and what closing everything now would bring, before commission; exact.</summary>
    public decimal Value()
    {
        LookAround();
        Catch();
        return account.Equity(quotes).Amount;
    }

    /// <summary>The same as a statistic.</summary>
    /// <param name="isOpen">Whether anything is held.</param>
    public double ValueNow(out bool isOpen)
    {
        var sum = cash;
        var isForeign = false;
        isOpen = false;
        foreach (var feed in feeds)
        {
            if (feed.Holding.IsOpen)
            {
                isOpen = true;
                isForeign |= !feed.IsInAccountCurrency;
                sum += feed.Unrealised;
            }
        }

        return isForeign ? (double)Value() : sum;
    }

    /// <summary>Does what a strategy decided: closes what it is against, then opens, by the equity that the account has then.</summary>
    public void Execute(BacktestLeg leg, in Intention intention)
    {
        var holding = leg.Feed.Holding;
        if (holding.Position is { } open && holding.Owner == leg.Id && PartToClose(open, in intention, leg.Feed.Instrument) is { IsZero: false } closing)
        {
            Trade(leg, new Intention(intention.Verdict, intention.Reference, null, null), closing);
        }

        if (intention.Verdict.IsEntry && Size(leg, in intention) is { IsZero: false } quantity)
        {
            Trade(leg, in intention, quantity);
        }
    }

    /// <summary>Moves the stops of a strategy's position that stand farther from the market. What is refused is wanted again at the next bar.</summary>
    public void MoveStops(BacktestLeg leg, StopMove move)
    {
        Catch();
        var (feed, isLong) = (leg.Feed, leg.Feed.Holding.View.IsLong);
        foreach (var stop in Protection(leg))
        {
            if (stop.Working is { Type: OrderType.Stop, TriggerPrice: { } trigger } && move.Tightens(trigger, isLong))
            {
                var mark = feed.Mark;
                var amend = new AmendOrder(NextCommand(), Actor.Desk, stop.Id, new OrderAmendment(TriggerPrice: move.Level));
                var facts = FactsAt(feed, in mark);
                if (AccountDecider.Decide(account, amend, facts, mark.Time) is Outcome<AccountEvent>.Accepted { Events: var events })
                {
                    Take(feed, events, mark.Time);
                    Settle(feed, facts, mark.Time);
                }
            }
        }
    }

    /// <summary>The view of what a strategy holds with all that its rules ask for.</summary>
    public StrategyPosition Complete(BacktestLeg leg, in StrategyPosition view, DateTimeOffset now)
    {
        var seen = view;
        if (leg.Evaluator.NeedsPosition && !view.Quantity.IsZero && leg.Feed.Holding.Position is { } held)
        {
            var isLong = view.IsLong;
            Price? farthest = null;
            foreach (var stop in Protection(leg))
            {
                if (stop.Working.TriggerPrice is { } level && (farthest is not { } other || isLong == level < other))
                {
                    farthest = level;
                }
            }

            seen = seen with { OpenedAt = held.OpenedAt, FirstStop = held.Stop, ProtectiveStop = farthest };
        }

        if (leg.Evaluator.Definition.RiskCaps?.DailyLossPercent is null)
        {
            return seen;
        }

        var equity = Value();
        return ConversionRates.Find(quotes, account.Currency, leg.Feed.Instrument.QuoteCurrency, equity, now) is { } rate
            ? seen with { Equity = rate.Convert(equity).Amount, RealisedToday = rate.Convert(leg.Feed.Holding.RealisedOn(FxDay.DateAt(now))).Amount }
            : seen;
    }

    /// <summary>Passes a price of a symbol to its venue, and books what that leads to.</summary>
    public void Pass(BacktestFeed feed, in Tick tick)
    {
        feed.Venue.OnTick(in tick, reports);
        if (reports.Count > 0)
        {
            Settle(feed, FactsAt(feed, in tick), tick.Time);
        }
    }

    /// <summary>Books what is due at the end of a trading day: swaps and interest.</summary>
    /// <param name="time">UTC ticks.</param>
    public void Finance(long time)
    {
        if (isFinanced)
        {
            FinanceTo(new DateTimeOffset(time, TimeSpan.Zero));
        }
    }

    private void FinanceTo(DateTimeOffset now)
    {
        Catch();
        var day = FxDay.DateAt(now);
        if (day == financedTo)
        {
            return;
        }

        financedTo = day;
        LookAround();
        if (AccountDecider.Decide(account, new RollPositions(NextCommand(), Actor.Desk), new AccountFacts(quotes), now) is Outcome<AccountEvent>.Accepted due)
        {
            foreach (var @event in due.Events)
            {
                Adopt(@event);
            }

            foreach (var feed in feeds)
            {
                feed.Holding.Set(account.Positions.GetValueOrDefault(PositionId.Of(feed.Instrument.Symbol)));
            }
        }
    }

    private static Quantity PartToClose(Position open, in Intention intention, Instrument instrument) => intention.Verdict.Closes switch
    {
        Closing.All => open.Quantity.Abs(),
        Closing.Part => StrategySize.PartOf(open.Quantity, intention.Percent!.Value, instrument),
        _ => Quantity.Zero,
    };

    private Quantity Size(BacktestLeg leg, in Intention intention)
    {
        var (definition, instrument) = (leg.Evaluator.Definition, leg.Feed.Instrument);
        if (leg.FixedSize is { } size)
        {
            return size;
        }

        if (!StrategySize.NeedsEquity(definition))
        {
            return StrategySize.Of(definition, intention.Basis, 0m, instrument);
        }

        var equity = Value();
        return ConversionRates.Find(quotes, account.Currency, instrument.QuoteCurrency, equity, leg.Feed.Mark.Time)?.Convert(equity).Amount is { } amount
            ? StrategySize.Of(definition, intention.Basis, amount, instrument)
            : Quantity.Zero;
    }

    /// <summary>The open stop-loss orders of what a strategy holds, in the order of their placing.</summary>
    private Order[] Protection(BacktestLeg leg) =>
    [
        .. account.Orders.Open.Values.Where(order => order.Ticket is { ReduceOnly: true, Type: OrderType.Stop or OrderType.TrailingStop } ticket
            && ticket.Symbol == leg.Feed.Instrument.Symbol && ticket.StrategyId == leg.Id).OrderBy(order => order.Id.Value, StringComparer.Ordinal),
    ];

    private void Trade(BacktestLeg leg, in Intention intention, Quantity quantity)
    {
        var (feed, verdict) = (leg.Feed, intention.Verdict);
        var tick = feed.Mark;
        (feed.Holding.Reason, feed.Holding.Ordered) = (verdict.Reason, verdict.Side);
        if (intention is { Stop: null, Target: null } && TryShortWay(leg, verdict, quantity, tick.Time))
        {
            return;
        }

        Catch();
        var id = OrderId.Parse(string.Create(CultureInfo.InvariantCulture, $"o-{++orders}"));
        var ticket = new OrderTicket(
            id, feed.Instrument.Symbol, verdict.Side, quantity, Stop: intention.Stop, Target: intention.Target, StrategyId: leg.Id,
            StopTrail: intention.StopTrail);
        var facts = FactsAt(feed, in tick);
        var placed = Single(AccountDecider.Decide(account, new PlaceOrder(NextCommand(), Actor.Desk, ticket), facts, tick.Time));
        Adopt(placed);
        if (placed is not OrderSubmitted)
        {
            Denied++;
            return;
        }

        feed.Venue.Submit(Name, BrokerOrder.Of(Id, account.Orders.Find(id)!), tick.Time, reports);
        Settle(feed, facts, tick.Time);
    }

    /// <summary>False where the order is not plain: the decider's way is then to be gone.</summary>
    private bool TryShortWay(BacktestLeg leg, Verdict verdict, Quantity quantity, DateTimeOffset now)
    {
        var feed = leg.Feed;
        if (!shortWay || !feed.IsInAccountCurrency || !account.Orders.Open.IsEmpty || !feed.Takes(quantity)
            || feed.Venue.FillAtOnce(Name, verdict.Side, quantity, now) is not { } price)
        {
            return false;
        }

        orders++;
        var before = feed.Holding.Position
            ?? Position.Flat(feed.Terms, now, method: (account.Terms ?? AccountTerms.Default).CostMethod);
        var change = before.Apply(new PositionFill(verdict.Side, quantity, price, now, null, null, leg.Id, null));
        var realised = Ledger.Round(change.Realised);
        var commission = account.Commission.Of(Ledger.Round(quantity.Value * price.Value), quantity, Liquidity.Taker, isFirst: true);
        exactCash += realised - commission;
        shortRealised += realised;
        shortCommission += commission;
        shortFills++;
        entries.Add(new LedgerEntry(
            account.Ledger.Entries + shortFills, AccountDecider.FillPostings(new Money(realised, account.Currency), new Money(commission, account.Currency))));
        Record(
            feed, new BookedFill(now, verdict.Side, quantity, price, commission, realised, change.Closed, verdict.Reason),
            change.Position.Quantity.IsZero ? null : change.Position);
        return true;
    }

    /// <summary>Brings the account up to the fills that went the short way.</summary>
    private void Catch()
    {
        if (shortFills == 0)
        {
            return;
        }

        account = account with
        {
            Positions = feeds.Where(feed => feed.Holding.IsOpen).Aggregate(
                account.Positions.Clear(), (all, feed) => all.SetItem(feed.Holding.Position!.Id, feed.Holding.Position)),
            Ledger = account.Ledger.After(
                shortFills,
                AccountDecider.FillPostings(new Money(shortRealised, account.Currency), new Money(shortCommission, account.Currency))),
            Totals = account.Totals with
            {
                Orders = account.Totals.Orders + shortFills,
                Fills = account.Totals.Fills + shortFills,
                Realised = account.Totals.Realised + shortRealised,
                Commission = account.Totals.Commission + shortCommission,
            },
        };
        (shortFills, shortRealised, shortCommission) = (0, 0m, 0m);
    }

    /// <summary>Books what the venue tells and sends what follows from it, until there is nothing more.</summary>
    private void Settle(BacktestFeed feed, OrderFacts facts, DateTimeOffset now)
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
            Take(feed, events, now);
        }
    }

    private void Take(BacktestFeed feed, ImmutableArray<AccountEvent> events, DateTimeOffset now)
    {
        foreach (var @event in events)
        {
            if (@event is OrderFilled filled)
            {
                Book(feed, filled, AccountDecider.Apply(account, @event));
            }
            else
            {
                Adopt(@event);
            }
        }

        foreach (var request in OrderOutbox.Of(account, events))
        {
            Send(feed, request, now);
        }
    }

    private void Send(BacktestFeed feed, OrderRequest request, DateTimeOffset now)
    {
        switch (request)
        {
            case OrderRequest.Submit(var order):
                feed.Venue.Submit(Name, BrokerOrder.Of(Id, order), now, reports);
                break;
            case OrderRequest.Amend(var order, var amendment):
                feed.Venue.Amend(Name, order.Id, amendment, now, reports);
                break;
            case OrderRequest.Cancel(var order):
                feed.Venue.Cancel(Name, order.Id, now, reports);
                break;
        }
    }

    /// <summary>Takes an event that is no fill.</summary>
    private void Adopt(AccountEvent @event)
    {
        account = AccountDecider.Apply(account, @event);
        exactCash = account.Ledger.Cash;
        cash = (double)exactCash;
        Denied += @event is OrderRejected ? 1 : 0;
        if (EntryOf(@event) is { } entry)
        {
            entries.Add(entry);
        }
    }

    private static LedgerEntry? EntryOf(AccountEvent @event) => @event switch
    {
        FundsDeposited e => e.Entry,
        PositionRolledOver e => e.Entry,
        InterestBooked e => e.Entry,
        _ => null,
    };

    private void Book(BacktestFeed feed, OrderFilled filled, Account after)
    {
        account = after;
        exactCash = account.Ledger.Cash;
        entries.Add(filled.Entry);
        var reason = OrderLinks.PairOf(filled.OrderId) == 0 ? feed.Holding.Reason
            : account.Orders.Find(filled.OrderId)!.Ticket.Type == OrderType.Limit ? SignalReason.Target : SignalReason.Stop;
        var execution = filled.Execution;
        Record(
            feed,
            new BookedFill(
                execution.Time, execution.Side, execution.Quantity, execution.Price, filled.Commission.Amount, filled.Realised.Amount, filled.Closed, reason),
            filled.Position.Quantity.IsZero ? null : filled.Position);
    }

    /// <summary>Writes a fill down, and the trade that it ends.</summary>
    private void Record(BacktestFeed feed, in BookedFill fill, Position? after)
    {
        var holding = feed.Holding;
        cash = (double)exactCash;
        if (!fill.Closed.IsZero && holding.Position is { } before)
        {
            // A fill that turns a position closes one and opens another: each bears its part.
            var closing = fill.Closed == fill.Quantity ? fill.Commission : fill.Commission * fill.Closed.Value / fill.Quantity.Value;
            var held = before.Quantity.Abs();
            var share = fill.Closed == held ? holding.OpeningCommission : holding.OpeningCommission * fill.Closed.Value / held.Value;
            var (favourable, adverse) = feed.Excursion?.From(before, fill.Price) ?? default;
            trades.Add(new BacktestTrade(
                feed.Instrument.Symbol, before.Quantity.Value > 0m ? Side.Buy : Side.Sell, fill.Closed, before.OpenedAt, holding.View.EntryPrice,
                fill.Time, fill.Price, fill.Gross, fill.Gross - closing - share, fill.Reason, favourable, adverse));
            if (holding.CountsDays)
            {
                holding.Realise(FxDay.DateAt(fill.Time), fill.Gross - fill.Commission);
            }
            holding.OpeningCommission += fill.Commission - closing - share;
        }
        else
        {
            holding.OpeningCommission += fill.Commission;
        }

        holding.Set(after);
        fills.Add(new BacktestFill(
            fill.Time, feed.Instrument.Symbol, fill.Side, fill.Quantity, fill.Price, fill.Commission, after?.Quantity ?? Quantity.Zero, fill.Reason));
        if (fills.Count > fillsMax)
        {
            throw new InvalidOperationException($"The backtest filled more than {fillsMax} orders.");
        }
    }

    private OrderFacts FactsAt(BacktestFeed feed, in Tick tick)
    {
        LookAround();
        quotes[feed.Instrument.Symbol] = tick.ToQuote(feed.Instrument.Symbol, simulated: false);
        excursions.Clear();
        foreach (var other in feeds)
        {
            if (other.Holding.Position is { } open && other.Excursion is { } seen)
            {
                excursions[open.Id] = seen;
            }
        }

        return new OrderFacts(feed.Instrument, quotes, FxDay.DateAt(tick.Time), Excursions: excursions);
    }

    /// <summary>Sees the market as it is: the last price of every symbol.</summary>
    private void LookAround()
    {
        foreach (var feed in feeds)
        {
            if (feed.HasMark && feed.Mark is var mark
                && (!quotes.TryGetValue(feed.Instrument.Symbol, out var known) || known.Time != mark.Time || known.Bid != mark.Bid || known.Ask != mark.Ask))
            {
                quotes[feed.Instrument.Symbol] = mark.ToQuote(feed.Instrument.Symbol, simulated: false);
            }
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

    /// <param name="Gross">Result of the closed part before commission, in the account's currency.</param>
    private readonly record struct BookedFill(
        DateTimeOffset Time, Side Side, Quantity Quantity, Price Price, decimal Commission, decimal Gross, Quantity Closed, SignalReason Reason);
}
