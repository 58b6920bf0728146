using System.Collections.Immutable;
using System.Diagnostics;
using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;
using Countersign.Silo.Audit;
using Microsoft.Extensions.DependencyInjection;

namespace Countersign.Tests.Benchmarks.Audit;

/// <summary>
/// Durable appends to SQLite with synchronous=FULL: 500 accounts place and fill market orders (two appends each, decided by the domain's rules),
/// once at a steady 1,000 orders a second, once as fast as the disk allows.
/// </summary>
internal static class JournalBenchmark
{
    private const int Accounts = 500;
    private const int OrdersPerSecond = 1_000;
    private const int SteadyOrders = 10_000;
    private const int SustainedOrders = 40_000;
    private const int Runs = 3;

    public static async Task<IReadOnlyList<Figure>> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("countersign-bench-").FullName;
        try
        {
            await using var services = new ServiceCollection()
                .AddLogging().AddJournal(new JournalOptions { SqlitePath = Path.Combine(folder, "journal.db") }).BuildServiceProvider();
            var journal = services.GetRequiredService<IJournal>();
            var accounts = await Task.WhenAll(Enumerable.Range(0, Accounts).Select(i => TradingAccount.OpenAsync(journal, i)));
            var sustained = await Harness.MedianAsync(Runs, () => SustainedAsync(accounts));
            await SteadyAsync(accounts, SteadyOrders / 10);
            var (appends, orders) = await SteadyAsync(accounts, SteadyOrders);
            return
            [
                new("journal append at 2,000 appends/s", "ms", Harness.Percentile(appends, 0.5), Harness.Percentile(appends, 0.99), 0.5, false),
                new("order submitted and filled durably at 1,000 orders/s, p99", "ms", Harness.Percentile(orders, 0.99), null, 1.2, false),
                new("orders durably filled, sustained over 500 accounts", "orders/s", sustained, null, 5_000, true),
            ];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<double> SustainedAsync(TradingAccount[] accounts)
    {
        var each = SustainedOrders / accounts.Length;
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(accounts.Select(account => Task.Run(async () =>
        {
            for (var i = 0; i < each; i++)
            {
                await account.TradeAsync();
            }
        })));
        return Harness.PerSecond(each * accounts.Length, Stopwatch.GetElapsedTime(start));
    }

    // Open loop: orders come when they are due, whether or not earlier ones are done.
    private static async Task<(double[] Appends, double[] Orders)> SteadyAsync(TradingAccount[] accounts, int count)
    {
        var trades = new Task<(double First, double Second, double Whole)>[count];
        await Task.Factory.StartNew(
            () =>
            {
                var start = Stopwatch.GetTimestamp();
                for (var i = 0; i < count; i++)
                {
                    while (Stopwatch.GetElapsedTime(start).TotalSeconds * OrdersPerSecond < i)
                    {
                        Thread.Sleep(TimeSpan.FromMicroseconds(200));
                    }

                    var account = accounts[i % accounts.Length];
                    trades[i] = account.TradeInTurnAsync();
                }
            },
            TaskCreationOptions.LongRunning);
        var times = await Task.WhenAll(trades);
        return ([.. times.SelectMany(t => new[] { t.First, t.Second })], [.. times.Select(t => t.Whole)]);
    }

    /// <summary>One account that buys and sells in turn.</summary>
    private sealed class TradingAccount(IJournal journal, JournalStream stream)
    {
        private static readonly DateTimeOffset Now = new(2014, 5, 6, 12, 0, 0, TimeSpan.Zero);
        private static readonly Symbol EurUsd = Symbol.Parse("EURUSD");
        private static readonly Currency Usd = Currency.Parse("USD");
        private static readonly Actor Manager = Actor.Parse("user:u-pm");

        private static readonly OrderFacts Facts = new(
            new Instrument(
                EurUsd, "Euro / US dollar", Currency.Parse("EUR"), Usd, 0.00001m, 1_000m, new Quantity(1_000m), new Quantity(100_000_000m), 0.0001m, 5),
            ImmutableDictionary<Symbol, Quote>.Empty.Add(EurUsd, new Quote(EurUsd, Now, new Price(1.39m), new Price(1.3902m), false)),
            new DateOnly(2014, 5, 6));

        private Account? state;
        private long version;
        private int orders;
        private Task last = Task.CompletedTask;

        public static async Task<TradingAccount> OpenAsync(IJournal journal, int number)
        {
            var id = AccountId.Parse($"a-{number:000}");
            var account = new TradingAccount(journal, new JournalStream(TenantId.Parse($"t-{number % 10}"), $"account/{id}"));
            var limits = new RiskLimits(new Quantity(1_000_000m), 1_000_000m, 20, TimeSpan.FromMinutes(1));
            var open = new OpenAccount(CommandId.Parse("open"), Manager, id, "Bench", Usd, limits, CommissionModel.Default);
            await account.AppendAsync(open.CommandId, AccountDecider.Decide(null, open, Now));
            var deposit = new DepositFunds(CommandId.Parse("deposit"), Manager, new Money(1_000_000m, Usd));
            await account.AppendAsync(deposit.CommandId, AccountDecider.Decide(account.state, deposit, Now));
            return account;
        }

        /// <summary>As a grain's mailbox: after the account's earlier orders. The wait counts.</summary>
        public Task<(double First, double Second, double Whole)> TradeInTurnAsync()
        {
            var (before, due) = (last, Stopwatch.GetTimestamp());
            var trade = Task.Run(async () =>
            {
                await before;
                return await TradeAsync(due);
            });
            last = trade;
            return trade;
        }

        public Task TradeAsync() => TradeAsync(Stopwatch.GetTimestamp());

        // Places an order and books its fill.
        private async Task<(double First, double Second, double Whole)> TradeAsync(long due)
        {
            var number = ++orders;
            var order = OrderId.Parse($"o-{number}");
            var side = number % 2 == 0 ? Side.Sell : Side.Buy;
            var place = new PlaceOrder(
                CommandId.Parse($"place-{number}"), Manager, new OrderTicket(order, EurUsd, side, new Quantity(10_000m)));
            var first = await AppendAsync(place.CommandId, AccountDecider.Decide(state, place, Facts, Now));
            var fill = new BrokerReport.Filled(ExecutionId.Parse($"x-{number}"), new Price(1.3901m), new Quantity(10_000m), Now);
            var reply = new RecordBrokerReports(CommandId.Parse($"fill-{number}"), Actor.Desk, [new BrokerMessage(number, order, fill, Now)]);
            var second = await AppendAsync(reply.CommandId, AccountDecider.Decide(state, reply, Facts, Now));
            return (first, second, Stopwatch.GetElapsedTime(due).TotalMilliseconds);
        }

        private async Task<double> AppendAsync(CommandId command, Outcome<AccountEvent> outcome)
        {
            var start = Stopwatch.GetTimestamp();
            var events = ((Outcome<AccountEvent>.Accepted)outcome).Events;
            var append = new JournalAppend(stream, version, command, Manager, ImmutableArray<DomainEvent>.CastUp(events));
            version = ((AppendResult.Appended)await journal.AppendAsync(append, CancellationToken.None)).Version;
            state = events.Aggregate(state, AccountDecider.Apply);
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
    }
}
