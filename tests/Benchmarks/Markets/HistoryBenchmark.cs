using System.Diagnostics;
using Countersign.Domain.Markets;
using Countersign.Grains.Markets;
using Countersign.Silo.Audit;
using Countersign.Silo.Markets.History;
using Countersign.Tests.Fixtures;
using Xunit.Sdk;

namespace Countersign.Tests.Benchmarks.Markets;

/// <summary>The market history: a year of minutes and of ticks written in batches, and the year read. The prices are a seeded walk.</summary>
internal static class HistoryBenchmark
{
    private const int Runs = 5;
    private const int Ticks = 500_000;
    private const int BatchRows = 20_000;

    private static readonly Symbol Symbol = Symbol.Parse("EURUSD");
    private static readonly HistoryTarget Target = new(Symbol, "bench");

    public static async Task<IReadOnlyList<Figure>> RunAsync()
    {
        var figures = new List<Figure>();
        var folder = Directory.CreateTempSubdirectory("countersign-bench-").FullName;
        try
        {
            var journal = new JournalOptions { SqlitePath = Path.Combine(folder, "desk.db") };
            figures.AddRange(await MeasureAsync("SQLite", () =>
            {
                foreach (var file in Directory.EnumerateFiles(folder))
                {
                    File.Delete(file);
                }

                return HistoryServices.Open(journal, new MarketHistoryOptions());
            }));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        using var server = new PostgresServer();
        try
        {
            server.CreateDatabase();
        }
        catch (SkipException e)
        {
            Console.WriteLine(e.Message);
            return figures;
        }

        figures.AddRange(await MeasureAsync("PostgreSQL", () => HistoryServices.Open(
            new JournalOptions { PostgresConnection = server.CreateDatabase() }, new MarketHistoryOptions())));
        return figures;
    }

    private static async Task<IReadOnlyList<Figure>> MeasureAsync(string database, Func<MarketHistoryStore> open)
    {
        var bars = Year();
        var ticks = Walk();
        var (writes, reads, tickWrites) = (new List<double>(), new List<double>(), new List<double>());
        for (var run = 0; run <= Runs; run++)
        {
            using var store = open();
            var start = Stopwatch.GetTimestamp();
            foreach (var batch in bars.Chunk(BatchRows))
            {
                await store.WriteBarsAsync(Target, batch, null, CancellationToken.None);
            }

            var written = Stopwatch.GetElapsedTime(start);
            start = Stopwatch.GetTimestamp();
            foreach (var batch in ticks.Chunk(BatchRows))
            {
                await store.WriteTicksAsync(Target, batch, null, CancellationToken.None);
            }

            var tickWritten = Stopwatch.GetElapsedTime(start);
            start = Stopwatch.GetTimestamp();
            var read = await CountAsync(store);
            var took = Stopwatch.GetElapsedTime(start);
            if (read != bars.Length)
            {
                throw new InvalidOperationException($"{read} bars were read of {bars.Length}.");
            }

            // The first run is thrown away.
            if (run > 0)
            {
                writes.Add(Harness.PerSecond(bars.Length, written));
                tickWrites.Add(Harness.PerSecond(ticks.Length, tickWritten));
                reads.Add(took.TotalMilliseconds);
            }
        }

        return
        [
            new($"history, {database}: M1 bars written", "rows/s", Harness.Percentile([.. writes], 0.5), null, 100_000, true),
            new($"history, {database}: ticks written", "rows/s", Harness.Percentile([.. tickWrites], 0.5), null, 100_000, true),
            new($"history, {database}: a year of M1 ({bars.Length:N0} bars) read", "ms", Harness.Percentile([.. reads], 0.5), null, 300, false),
        ];
    }

    private static async Task<int> CountAsync(MarketHistoryStore store)
    {
        var count = 0;
        var query = new HistoryQuery(Symbol, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, []);
        await foreach (var bar in store.ReadBarsAsync(query, Timeframe.M1, CancellationToken.None))
        {
            count += bar.Bar.Bid.Open.Value > 0m ? 1 : 0;
        }

        return count;
    }

    private static Bar[] Year()
    {
        var random = new Random(1);
        var bars = new List<Bar>();
        var units = 1_300_000L;
        var day = default(FxDay);
        for (var at = new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero); at.Year == 2024; at = at.AddMinutes(1))
        {
            if (at.DayOfWeek == DayOfWeek.Saturday)
            {
                continue;
            }

            day = day.Holds(at) ? day : FxDay.At(at);
            var (open, high, low) = (units, units + random.Next(300), units - random.Next(300));
            units = low + random.NextInt64(high - low + 1);
            var bid = new Ohlc(PriceOf(open), PriceOf(high), PriceOf(low), PriceOf(units));
            var spread = random.Next(5, 30) * 0.00001m;
            bars.Add(new Bar(
                Timeframe.M1, at, at.AddMinutes(1), day.Date, bid,
                new Ohlc(bid.Open + spread, bid.High + spread, bid.Low + spread, bid.Close + spread), random.Next(200), new Quantity(random.Next(200))));
        }

        return [.. bars];
    }

    private static Tick[] Walk()
    {
        var random = new Random(2);
        var ticks = new Tick[Ticks];
        var (units, at) = (1_300_000L, new DateTimeOffset(2024, 1, 2, 0, 0, 0, TimeSpan.Zero));
        for (var i = 0; i < ticks.Length; i++)
        {
            units += random.Next(-30, 31);
            at = at.AddMilliseconds(random.Next(0, 4_000));
            ticks[i] = new Tick(at, PriceOf(units), PriceOf(units + random.Next(5, 30)));
        }

        return ticks;
    }

    private static Price PriceOf(long units) => new(new decimal((int)units, 0, 0, false, 6));
}
