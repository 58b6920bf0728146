using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics;
using Countersign.Domain.Accounts;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;
using Countersign.Domain.Strategies;

namespace Countersign.Tests.Benchmarks.Risk;

/// <summary>
/// The gate with every limit set, before an order of an account with 200 positions, each with its stop at the venue. Before every decision another
/// stop is moved and another symbol has a new quote, so that nothing of the decision before can be taken for this one.
/// </summary>
internal static class RiskBenchmark
{
    private const int Positions = 200;
    private const int Decisions = 100_000;

    private static readonly DateTimeOffset Now = new(2024, 5, 7, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Day = new(2024, 5, 7);
    private static readonly Currency Usd = Currency.Parse("USD");
    private static readonly StrategyId Strategy = StrategyId.Parse("s-bench");

    private static readonly RiskCaps Caps = new()
    {
        MaxOrderQuantity = new Quantity(1e9m), MaxOrderNotional = 1e9m, MaxGrossNotional = 1e12m, MaxLeverage = 1e6m, MaxMarginUse = 100m,
        MaxTradeLoss = 50m, MaxOpenPositions = 1_000, MaxOpenOrders = 1_000, MaxSymbolNet = 1e9m, MaxSymbolGross = 1e9m, MaxCurrencyNet = 1e12m,
        MaxCurrencyGross = 1e12m, MaxCorrelatedExposure = 1e12m, CorrelationThreshold = 0.7m, MaxHeat = 10_000m, MaxDrawdown = 50m,
        MaxLossStreak = 10, DailyTarget = 1e9m, MaxOrdersPerSecond = 10_000, MaxOrdersPerMinute = 10_000,
        DuplicateWindow = TimeSpan.FromSeconds(10), PriceCollar = 5m, SessionOnly = true, MaxSpread = 1m, MaxVolatility = 3m,
        MaxStrategyNotional = 1e12m, MaxStrategyOpen = 1_000, MaxTenantNotional = 1e12m, MaxTenantOrders = 10_000,
    };

    public static Task<IReadOnlyList<Figure>> RunAsync()
    {
        var quotes = Quotes();
        var account = Account(quotes);
        var around = Around(quotes);
        var terms = InstrumentTerms.Of(Instruments.Find(Symbol.Parse("EURUSD"))!);
        var order = new OrderIntent(
            terms.Symbol, Side.Buy, new Quantity(10_000m), OrderType.Limit, new Price(1.0999m), Stop: new Price(1.0950m), StrategyId: Strategy);
        var inputs = Inputs(account, order, terms, quotes, around);
        var whole = Measure(i => account = Move(account, quotes, i), () => RiskGate.Check(Inputs(account, order, terms, quotes, around)));
        var gate = Measure(_ => { }, () => RiskGate.Check(inputs));
        return Task.FromResult<IReadOnlyList<Figure>>(
        [
            new("risk gate, all checks, 200 positions summed up: p99", "µs", whole.P99, null, 50, HigherIsBetter: false),
            new("risk gate, all checks, 200 positions summed up", "µs", whole.Median, whole.P99, null, HigherIsBetter: false),
            new("risk gate, the checks alone", "µs", gate.Median, gate.P99, null, HigherIsBetter: false),
            new("risk gate, memory of a decision", "kB", whole.Bytes / 1024.0, null, null, HigherIsBetter: false),
        ]);
    }

    private static RiskInputs Inputs(
        Account account, OrderIntent order, InstrumentTerms terms, IReadOnlyDictionary<Symbol, Quote> quotes, RiskSurroundings around) =>
        new(order, RiskFactsOf.Order(account, order, terms, quotes, Day, around, Now), Now);

    private static Account Move(Account account, Dictionary<Symbol, Quote> quotes, int decision)
    {
        var symbol = Held(decision % Positions);
        var stop = account.Orders.Open[Stop(decision % Positions)];
        var step = decision / Positions % 2 == 0 ? 0.01m : -0.01m;
        var moved = stop.Ticket with { TriggerPrice = stop.Working.TriggerPrice!.Value + step };
        var quote = quotes[symbol];
        quotes[symbol] = quote with { Bid = quote.Bid + step, Ask = quote.Ask + step };
        return account with { Orders = account.Orders.With(stop with { Amended = moved }) };
    }

    private static (double Median, double P99, double Bytes) Measure(Action<int> prepare, Func<ImmutableArray<Domain.Audit.Refusal>> decide)
    {
        for (var i = 0; i < Decisions / 2; i++)
        {
            prepare(i);
            if (!decide().IsEmpty)
            {
                throw new InvalidOperationException($"The order was to pass: {decide()[0].Message}");
            }
        }

        var times = new double[Decisions];
        var bytes = 0L;
        for (var i = 0; i < Decisions; i++)
        {
            prepare(i);
            var before = GC.GetAllocatedBytesForCurrentThread();
            var start = Stopwatch.GetTimestamp();
            decide();
            times[i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
            bytes += GC.GetAllocatedBytesForCurrentThread() - before;
        }

        return (Harness.Percentile(times, 0.5), Harness.Percentile(times, 0.99), bytes / (double)Decisions);
    }

    private static Dictionary<Symbol, Quote> Quotes()
    {
        var quotes = Instruments.Known.ToDictionary(i => i.Symbol, i => Quote(i.Symbol, i.QuoteCurrency.Value == "JPY" ? 150m : 1.1m));
        for (var i = 0; i < Positions; i++)
        {
            quotes[Held(i)] = Quote(Held(i), 40.25m + (i * 0.37m));
        }

        return quotes;
    }

    private static Quote Quote(Symbol symbol, decimal bid) => new(symbol, Now, new Price(bid), new Price(bid + 0.0002m), false);

    private static Account Account(Dictionary<Symbol, Quote> quotes)
    {
        string[] currencies = ["USD", "EUR", "GBP", "JPY", "CHF"];
        var positions = ImmutableSortedDictionary.CreateBuilder<PositionId, Position>();
        var open = ImmutableDictionary.CreateBuilder<OrderId, Order>();
        for (var i = 0; i < Positions; i++)
        {
            var symbol = Held(i);
            var terms = new InstrumentTerms(symbol, null, Currency.Parse(currencies[i % currencies.Length]));
            var units = i % 3 == 0 ? -1_000m : 1_000m;
            var price = quotes[symbol].Bid.Value;
            positions[PositionId.Of(symbol)] = Position.Flat(terms, Now) with { Quantity = new Quantity(units), Cost = units * price, StrategyId = Strategy };
            var stop = new OrderTicket(
                Stop(i), symbol, units > 0m ? Side.Sell : Side.Buy, new Quantity(1_000m),
                OrderType.Stop, TimeInForce.GoodTillCancelled, TriggerPrice: new Price(price * (units > 0m ? 0.98m : 1.02m)), ReduceOnly: true);
            open[stop.Id] = Order.New(stop, Now.AddHours(-1)).MoveTo(OrderStatus.Submitted, Now).MoveTo(OrderStatus.Accepted, Now);
        }

        var limits = new RiskLimits(new Quantity(1e9m), 1e9m, 1_000, TimeSpan.FromMinutes(1), Caps);
        var opened = AccountDecider.Apply(null, new AccountOpened(
            AccountId.Parse("a-bench"), "Bench", Usd, limits, CommissionModel.None, Domain.Audit.Actor.Desk, Now));
        var deposit = (Domain.Audit.Outcome<AccountEvent>.Accepted)AccountDecider.Decide(
            opened, new DepositFunds(Domain.Audit.CommandId.Parse("deposit"), Domain.Audit.Actor.Desk, new Money(10_000_000m, Usd)), Now);
        var funded = deposit.Events.Aggregate(opened, AccountDecider.Apply);
        return funded with
        {
            Positions = positions.ToImmutable(),
            Orders = funded.Orders with { Open = open.ToImmutable() },
        };
    }

    private static RiskSurroundings Around(Dictionary<Symbol, Quote> quotes) => new(
        new RiskLevels(new PolicyInForce(Caps), new PolicyInForce(Caps), new PolicyInForce(Caps)),
        null,
        quotes.Keys.Select((symbol, i) => (symbol, correlation: (i % 21 * 0.1) - 1.0)).ToFrozenDictionary(c => c.symbol, c => c.correlation),
        [new Money(1_000_000m, Usd)],
        20,
        1.1m,
        new OrderRate(5, 100),
        new AccountRecord(11_000_000m, 2),
        100_000m);

    private static OrderId Stop(int number) => OrderId.Parse(FormattableString.Invariant($"o-stop-{number}"));

    private static Symbol Held(int number) => Symbol.Parse(FormattableString.Invariant($"S{number:000}"));
}
