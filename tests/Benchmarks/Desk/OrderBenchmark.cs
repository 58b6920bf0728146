using System.Diagnostics;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Tenants;
using Countersign.Grains.Accounts;
using Countersign.Grains.Audit;
using Countersign.Grains.Markets;
using Countersign.Silo.Markets;
using Microsoft.Extensions.DependencyInjection;

namespace Countersign.Tests.Benchmarks.Desk;

/// <summary>Market orders from the command to the durable fill, API excluded: two appends each, SQLite with synchronous=FULL.</summary>
internal static class OrderBenchmark
{
    private const int Accounts = 500;
    private const int PacedPerSecond = 1000;
    private const int PacedOrders = 8_000;
    private const int SustainedOrders = 30_000;
    private const int Outstanding = 256;
    private static readonly Symbol EurUsd = Symbol.Parse("EURUSD");

    public static async Task<IReadOnlyList<Figure>> RunAsync()
    {
        // The desk's clock stands at the quote, as in a replay: with a live clock an order waits for the quote after it, which would be measured.
        await using var desk = await BenchmarkDesk.StartAsync(
            services => services.AddSingleton<IMarketClock>(new ReplayMarketClock(TimeProvider.System.GetUtcNow())));
        var accounts = new IAccountGrain[Accounts];
        for (var i = 0; i < Accounts; i++)
        {
            accounts[i] = await desk.OpenAccountAsync(i);
        }

        var session = BenchmarkDesk.Recording("orders", EurUsd);
        await desk.Sink.BeginAsync(session, default);
        await QuoteAsync(desk, session);
        await SustainedAsync(accounts, "warm", SustainedOrders / 3);
        await QuoteAsync(desk, session);
        var latencies = await PacedAsync(accounts);
        var throughput = new double[3];
        for (var run = 0; run < throughput.Length; run++)
        {
            await QuoteAsync(desk, session);
            throughput[run] = await SustainedAsync(accounts, $"run{run}", SustainedOrders);
        }

        return
        [
            new("market order to durable fill at 1,000/s, p99", "ms", Harness.Percentile(latencies, 0.99), null, 1.2, false),
            new("market order to durable fill at 1,000/s", "ms", Harness.Percentile(latencies, 0.5), Harness.Percentile(latencies, 0.99), null, false),
            new("market orders sustained over 500 accounts", "orders/s", Harness.Percentile(throughput, 0.5), null, 5000, true),
        ];
    }

    /// <summary>The paper venue fills at fresh quotes only.</summary>
    private static async Task QuoteAsync(BenchmarkDesk desk, FeedSession session)
    {
        var tick = new Tick(TimeProvider.System.GetUtcNow(), new Price(1.10000m), new Price(1.10010m));
        await desk.Sink.SendAsync(new TickBatch(session, [tick], null), default);
        await desk.Sink.DrainAsync(session, default);
    }

    /// <summary>Orders begin on a fixed schedule, see <see cref="Pacer"/>.</summary>
    private static async Task<double[]> PacedAsync(IAccountGrain[] accounts)
    {
        BenchmarkDesk.ActAs(Roles.PortfolioManager);
        var latencies = new double[PacedOrders];
        var running = new Task[PacedOrders];
        await Pacer.RunAsync(
            PacedOrders, PacedPerSecond, (i, due) => running[i] = TimedAsync(accounts[i % Accounts], Ticket("paced", i), due, latencies, i));
        await Task.WhenAll(running);
        return latencies;
    }

    private static async Task TimedAsync(IAccountGrain account, OrderTicket ticket, long due, double[] latencies, int index)
    {
        await PlaceAsync(account, ticket);
        latencies[index] = Stopwatch.GetElapsedTime(due).TotalMilliseconds;
    }

    private static async Task<double> SustainedAsync(IAccountGrain[] accounts, string run, int orders)
    {
        BenchmarkDesk.ActAs(Roles.PortfolioManager);
        var next = -1;
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Outstanding).Select(async _ =>
        {
            for (var i = Interlocked.Increment(ref next); i < orders; i = Interlocked.Increment(ref next))
            {
                await PlaceAsync(accounts[i % Accounts], Ticket(run, i));
            }
        }));
        return Harness.PerSecond(orders, Stopwatch.GetElapsedTime(began));
    }

    private static async Task PlaceAsync(IAccountGrain account, OrderTicket ticket)
    {
        if (await account.PlaceOrderAsync(ticket, default) is not Reply<Order>.Done { Value.Status: OrderStatus.Filled })
        {
            throw new InvalidOperationException($"Order {ticket.Id} was not filled.");
        }
    }

    private static OrderTicket Ticket(string run, int i) => new(
        OrderId.Parse($"o-{run}-{i}"), EurUsd, (i / Accounts) % 2 == 0 ? Side.Buy : Side.Sell, new Quantity(1000m));
}
