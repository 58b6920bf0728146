using System.Diagnostics;
using Countersign.Domain.Accounts;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;

namespace Countersign.Tests.Benchmarks.Execution;

/// <summary>
/// 2,000 resting orders of one symbol (limits, stops and trailing stops, 2 to 60 pips from the market) against a market that wanders tenths of
/// pips; what fills is replaced, so that 2,000 always rest.
/// </summary>
internal static class VenueBenchmark
{
    private const int Resting = 2_000;
    private const int Ticks = 200_000;
    private static readonly Instrument EurUsd = Instruments.Find(Symbol.Parse("EURUSD"))!;
    private static readonly VenueAccount Account = new("bench");
    private static readonly AccountId AccountId = AccountId.Parse("a-bench");

    public static Task<IReadOnlyList<Figure>> RunAsync()
    {
        var runs = new double[5];
        var fills = 0;
        Run(Ticks / 4, out _);
        for (var i = 0; i < runs.Length; i++)
        {
            runs[i] = Run(Ticks, out fills);
        }

        return Task.FromResult<IReadOnlyList<Figure>>(
        [
            new($"ticks against 2,000 resting orders of a symbol ({fills:N0} fills)", "ticks/s", Harness.Percentile(runs, 0.5), null, 20_000, true),
        ]);
    }

    private static double Run(int ticks, out int fills)
    {
        var random = new Random(7);
        var book = new MatchingBook(EurUsd, PaperRules.Default, 1);
        var reports = new List<VenueReport>();
        var time = new DateTimeOffset(2024, 1, 2, 9, 0, 0, TimeSpan.Zero);
        var (mid, number) = (1.10000m, 0);
        var first = new Tick(time, new Price(mid), new Price(mid + 0.00010m));
        book.OnTick(in first, reports);
        fills = 0;
        var began = Stopwatch.GetTimestamp();
        for (var i = 0; i < ticks; i++)
        {
            while (book.Count < Resting)
            {
                book.Submit(Account, new BrokerOrder(AccountId, Ticket(random, ++number, mid), time), time, reports);
            }

            foreach (var report in reports)
            {
                fills += report.Report is BrokerReport.Filled ? 1 : 0;
            }

            reports.Clear();
            time = time.AddMilliseconds(50);
            mid += random.Next(-3, 4) * 0.00001m;
            var tick = new Tick(time, new Price(mid), new Price(mid + 0.00010m));
            book.OnTick(in tick, reports);
        }

        return Harness.PerSecond(ticks, Stopwatch.GetElapsedTime(began));
    }

    private static OrderTicket Ticket(Random random, int number, decimal mid)
    {
        var side = random.Next(2) == 0 ? Side.Buy : Side.Sell;
        var away = random.Next(20, 600) * 0.00001m;
        var ticket = new OrderTicket(
            OrderId.Parse(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"o-{number}")), EurUsd.Symbol, side, new Quantity(1_000m),
            TimeInForce: TimeInForce.GoodTillCancelled);
        return random.Next(10) switch
        {
            < 5 => ticket with { Type = OrderType.Limit, LimitPrice = new Price(mid - (side.Sign() * away)) },
            < 9 => ticket with { Type = OrderType.Stop, TriggerPrice = new Price(mid + (side.Sign() * away)) },
            _ => ticket with { Type = OrderType.TrailingStop, Trail = new Trail(away, TrailUnit.Distance) },
        };
    }
}
