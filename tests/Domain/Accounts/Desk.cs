using System.Collections.Immutable;
using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;
using Countersign.Domain.Strategies;
using Countersign.Tests.Domain.Audit;

namespace Countersign.Tests.Domain.Accounts;

/// <summary>An account to try the rules on: EURUSD in a USD account, 100,000 paid in.</summary>
internal static class Desk
{
    public static readonly DateTimeOffset Now = new(2014, 5, 6, 12, 0, 0, TimeSpan.Zero);

    public static readonly DateOnly Day = new(2014, 5, 6);

    public static readonly Symbol EurUsd = Symbol.Parse("EURUSD");

    public static readonly Currency Usd = Currency.Parse("USD");

    public static readonly Currency Eur = Currency.Parse("EUR");

    public static readonly AccountId AccountId = AccountId.Parse("a-main");

    public static readonly StrategyId StrategyId = StrategyId.Parse("s-cross");

    public static readonly Actor Manager = Actor.Parse("user:u-pm");

    public static readonly Instrument EurUsdInstrument = Instruments.Find(EurUsd)!;

    public static readonly RiskLimits Wide = new(new Quantity(1e12m), 1e12m, 20, TimeSpan.FromMinutes(1));

    private static long commands;

    private static long messages;

    public static CommandId Command() => CommandId.Parse("c-" + Interlocked.Increment(ref commands));

    public static OrderId Order(int number) => OrderId.Parse($"o-{number}");

    public static Quote Quote(decimal bid = 1.3900m, decimal ask = 1.3902m, DateTimeOffset? time = null) =>
        new(EurUsd, time ?? Now, new Price(bid), new Price(ask), false);

    public static OrderFacts Facts(Quote? quote, Instrument? instrument = null, DateOnly? day = null) => new(
        instrument ?? EurUsdInstrument,
        quote is null
            ? ImmutableDictionary<Symbol, Quote>.Empty
            : ImmutableDictionary<Symbol, Quote>.Empty.Add(quote.Symbol, quote),
        day ?? Day);

    public static Account Opened(RiskLimits? limits = null, CommissionModel? commission = null, Currency? currency = null)
    {
        var account = Opened(currency ?? Usd, limits ?? Wide, commission ?? CommissionModel.None);
        var deposit = new DepositFunds(Command(), Manager, new Money(100_000m, currency ?? Usd));
        return account.After(AccountDecider.Decide(account, deposit, Now));
    }

    public static Account After(this Account? account, Outcome<AccountEvent> outcome) =>
        outcome.Events().Aggregate(account, (a, e) => AccountDecider.Apply(a, e))!;

    public static PlaceOrder Market(
        int number, Side side, decimal quantity, decimal? stop = null, decimal? target = null, StrategyId? strategy = null) => new(
        Command(),
        Manager,
        new OrderTicket(
            Order(number),
            EurUsd,
            side,
            new Quantity(quantity),
            Stop: stop is { } s ? new Price(s) : null,
            Target: target is { } t ? new Price(t) : null,
            StrategyId: strategy));

    public static RecordBrokerReports Filled(int number, decimal quantity, decimal price, string execution = "x-1") =>
        Reports(Order(number), Fill(quantity, price, execution));

    public static BrokerReport.Filled Fill(decimal quantity, decimal price, string execution = "x-1") =>
        new(ExecutionId.Parse(execution), new Price(price), new Quantity(quantity), Now);

    /// <summary>All that the venue told of one order in one answer.</summary>
    public static RecordBrokerReports Reports(OrderId order, params BrokerReport[] reports) =>
        new(Command(), Actor.Desk, [.. reports.Select(r => Message(order, r))]);

    /// <summary>The venue's next message.</summary>
    public static BrokerMessage Message(OrderId order, BrokerReport report) => new(Interlocked.Increment(ref messages), order, report, Now);

    /// <summary>The account after an order was placed and filled whole at <paramref name="price"/>.</summary>
    public static Account Trade(this Account account, int number, Side side, decimal quantity, decimal price, DateOnly? day = null)
    {
        var facts = Facts(Quote(price, price), day: day);
        var placed = account.After(AccountDecider.Decide(account, Market(number, side, quantity), facts, Now));
        return placed.After(AccountDecider.Decide(placed, Filled(number, quantity, price), facts, Now));
    }

    private static Account Opened(Currency currency, RiskLimits limits, CommissionModel commission) =>
        ((Account?)null).After(AccountDecider.Decide(
            null, new OpenAccount(Command(), Manager, AccountId, "Main", currency, limits, commission), Now));
}
