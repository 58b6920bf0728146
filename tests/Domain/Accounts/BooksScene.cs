using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Tests.Domain.Audit;

namespace Countersign.Tests.Domain.Accounts;

/// <summary>An account and its money, in a market of several pairs; orders fill at once at the market. It begins on Tuesday, 12:00 UTC.</summary>
internal sealed class BooksScene
{
    private int executions;

    public BooksScene(AccountTerms? terms = null, CommissionModel? commission = null, string currency = "USD", decimal cash = 100_000m)
    {
        Step(AccountDecider.Decide(
            null,
            new OpenAccount(
                Desk.Command(), Desk.Manager, Desk.AccountId, "Main", Currency.Parse(currency), Desk.Wide, commission ?? CommissionModel.None, terms),
            Now));
        Deposit(cash);
        Quote("EURUSD", 1.3900m, 1.3902m).Quote("GBPUSD", 1.6900m, 1.6902m).Quote("USDJPY", 102.00m, 102.02m).Quote("EURJPY", 141.80m, 141.83m);
    }

    public Account Account { get; private set; } = null!;

    public List<AccountEvent> Events { get; } = [];

    public Dictionary<Symbol, Quote> Quotes { get; } = [];

    public DateTimeOffset Now { get; private set; } = Desk.Now;

    public SettlementCalendar? Calendar { get; set; }

    public AccountFacts Facts => new(Quotes, Calendar);

    public decimal Cash => Account.Ledger.Cash;

    public Position this[string symbol] => Account.PositionsIn(Symbol.Parse(symbol)).Single();

    public T Last<T>() where T : AccountEvent => Events.OfType<T>().Last();

    public BooksScene Quote(string symbol, decimal bid, decimal ask)
    {
        Quotes[Symbol.Parse(symbol)] = new Quote(Symbol.Parse(symbol), Now, new Price(bid), new Price(ask), false);
        return this;
    }

    /// <summary>Time goes on, and every quote with it.</summary>
    public BooksScene At(DateTimeOffset time)
    {
        Now = time;
        foreach (var (symbol, quote) in Quotes.ToArray())
        {
            Quotes[symbol] = quote with { Time = time };
        }

        return this;
    }

    public BooksScene Deposit(decimal amount) => Step(AccountDecider.Decide(
        Account, new DepositFunds(Desk.Command(), Desk.Manager, new Money(amount, Account.Currency)), Now));

    public BooksScene Roll() => Step(AccountDecider.Decide(Account, new RollPositions(Desk.Command(), Actor.Desk), Facts, Now));

    public BooksScene RecordEquity() => Step(AccountDecider.Decide(Account, new RecordEquity(Desk.Command(), Actor.Desk), Facts, Now));

    public BooksScene Watch() => Step(AccountDecider.Decide(Account, new RecordMarginStatus(Desk.Command(), Actor.Desk), Facts, Now));

    public Outcome<AccountEvent> TryWithdraw(decimal amount) => AccountDecider.Decide(
        Account, new WithdrawFunds(Desk.Command(), Desk.Manager, new Money(amount, Account.Currency), "Rent."), Facts, Now);

    public Outcome<AccountEvent> TrySplit(string symbol, int shares, int of, decimal? cashPrice = null) => AccountDecider.Decide(
        Account,
        new SplitPositions(
            Desk.Command(), Desk.Manager, Symbol.Parse(symbol), shares, of, cashPrice is { } p ? new Price(p) : null, "Announced."),
        Facts, Now);

    public Outcome<AccountEvent> TryPlace(OrderTicket ticket, bool closeout = false) => AccountDecider.Decide(
        Account, new PlaceOrder(Desk.Command(), Desk.Manager, ticket, closeout), OrderFacts(ticket.Symbol), Now);

    public static OrderTicket Ticket(string id, string symbol, Side side, decimal quantity, PositionId? closes = null) =>
        new(OrderId.Parse(id), Symbol.Parse(symbol), side, new Quantity(quantity), ReduceOnly: closes is not null, PositionId: closes);

    /// <summary>A market order that fills whole: at the price, or at the market.</summary>
    /// <param name="market">Where the market stands then, if no quote says so yet.</param>
    public BooksScene Trade(string id, string symbol, Side side, decimal quantity, decimal? price = null, PositionId? closes = null, decimal? market = null)
    {
        if (market is { } m)
        {
            Quote(symbol, m, m);
        }

        var ticket = Ticket(id, symbol, side, quantity, closes);
        Step(TryPlace(ticket));
        return Fill(ticket, quantity, price);
    }

    public BooksScene Fill(OrderTicket ticket, decimal quantity, decimal? price = null, DateTimeOffset? time = null) =>
        Step(TryFill(ticket, quantity, price, time));

    public Outcome<AccountEvent> TryFill(OrderTicket ticket, decimal quantity, decimal? price = null, DateTimeOffset? time = null)
    {
        var at = price is { } p ? new Price(p) : Quotes[ticket.Symbol].For(ticket.Side);
        return TryFill(ticket, new BrokerReport.Filled(ExecutionId.Parse($"x-{++executions}"), at, new Quantity(quantity), time ?? Now));
    }

    public Outcome<AccountEvent> TryFill(OrderTicket ticket, BrokerReport.Filled fill) =>
        AccountDecider.Decide(Account, Desk.Reports(ticket.Id, fill), OrderFacts(ticket.Symbol), Now);

    public BooksScene Step(Outcome<AccountEvent> outcome)
    {
        foreach (var e in outcome.Events())
        {
            Account = AccountDecider.Apply(Account, e);
            Events.Add(e);
        }

        return this;
    }

    /// <summary>As after a restart: the state is what was written down.</summary>
    public void Become(Account account) => Account = account;

    public Dictionary<PositionId, PositionExcursion> Excursions { get; } = [];

    public OrderFacts OrderFacts(Symbol symbol) => new(
        Instruments.Find(symbol)!, Quotes, FxDay.At(Now).Date, Excursions: Excursions, Calendar: Calendar);
}
