using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using Countersign.Domain.Audit;
using Countersign.Domain.Markets;
using Countersign.Domain.TradeIdeas;
using Countersign.Grains.Audit;
using Countersign.Grains.Markets;
using Countersign.Grains.Strategies;
using Microsoft.Extensions.DependencyInjection;

namespace Countersign.Tests.Benchmarks.Desk;

/// <summary>From ticks to decisions: throughput with a hundred strategies, and the time from the tick to the idea on disk.</summary>
internal static class IdeaBenchmark
{
    private const int Strategies = 100;
    private const int Ticks = 200_000;
    private const int PacedPerSecond = 5000;
    private const int PacedTicks = 60_000;
    private const int BatchSize = 256;
    private static readonly Symbol EurUsd = Symbol.Parse("EURUSD");
    private static readonly DateTimeOffset Start = new(2024, 3, 4, 0, 0, 0, TimeSpan.Zero);

    public static async Task<IReadOnlyList<Figure>> RunAsync()
    {
        var latencies = await LatencyAsync();
        return
        [
            new("ticks to bars, indicators and 100 strategies", "ticks/s", await ThroughputAsync(), null, 50_000, true),
            new("tick to durable idea at 5,000 ticks/s, p99", "ms", Harness.Percentile(latencies, 0.99), null, 5, false),
            new("tick to durable idea at 5,000 ticks/s", "ms", Harness.Percentile(latencies, 0.5), Harness.Percentile(latencies, 0.99), null, false),
        ];
    }

    /// <summary>Ends when every strategy has decided on every bar of its timeframe.</summary>
    private static async Task<double> ThroughputAsync()
    {
        await using var desk = await BenchmarkDesk.StartAsync();
        await desk.OpenAccountAsync(0);
        for (var i = 0; i < Strategies; i++)
        {
            await desk.ActivateStrategyAsync($"s-cross-{i}", Cross(10 + i, 60 + (2 * i)), 0);
        }

        var ticks = Series(Ticks, 1.0);
        var wanted = Strategies * ((long)(ticks[^1].Time - Start).TotalMinutes);
        using var decided = new BarCount();
        var session = BenchmarkDesk.Recording("throughput", EurUsd);
        await desk.Sink.BeginAsync(session, default);
        var began = Stopwatch.GetTimestamp();
        foreach (var batch in ticks.Chunk(BatchSize))
        {
            await desk.Sink.SendAsync(new TickBatch(session, [.. batch], null), default);
        }

        await desk.Sink.DrainAsync(session, default);
        while (decided.Bars < wanted)
        {
            await Task.Delay(1);
        }

        return Harness.PerSecond(ticks.Length, Stopwatch.GetElapsedTime(began));
    }

    /// <summary>A strategy that proposes at every bar; the clock runs from when the closing tick was due to when the journal has the idea.</summary>
    private static async Task<double[]> LatencyAsync()
    {
        var written = new ConcurrentDictionary<DateTimeOffset, long>();
        await using var desk = await BenchmarkDesk.StartAsync(services =>
        {
            var journal = services.Last(s => s.ServiceType == typeof(IJournal));
            services.AddSingleton<IJournal>(s => new WatchedJournal(
                (IJournal)ActivatorUtilities.CreateInstance(s, journal.ImplementationType!), written));
        });
        await desk.OpenAccountAsync(0);
        await desk.ActivateStrategyAsync("s-always", Always, 0);
        var ticks = Series(PacedTicks, 1.0);
        var due = new Dictionary<DateTimeOffset, long>();
        var session = BenchmarkDesk.Recording("latency", EurUsd);
        await desk.Sink.BeginAsync(session, default);
        var sent = Task.CompletedTask;
        await Pacer.RunAsync(ticks.Length, PacedPerSecond, (i, at) =>
        {
            due[ticks[i].Time] = at;
            sent = SendAfterAsync(sent, desk, new TickBatch(session, [ticks[i]], null));
        });
        await sent;
        await desk.Sink.DrainAsync(session, default);
        var bars = (int)(ticks[^1].Time - Start).TotalMinutes;
        for (var waited = 0; written.Count < bars / 2 && waited < 5000; waited++)
        {
            await Task.Delay(1);
        }

        // The first tenth warms the code up.
        return [.. written.OrderBy(w => w.Key).Skip(written.Count / 10)
            .Select(w => Stopwatch.GetElapsedTime(due[w.Key], w.Value).TotalMilliseconds)];
    }

    // A feed sends one after the other.
    private static async Task SendAfterAsync(Task before, BenchmarkDesk desk, TickBatch batch)
    {
        if (!before.IsCompletedSuccessfully)
        {
            await before;
        }

        await desk.Sink.SendAsync(batch, default);
    }

    private static Tick[] Series(int count, double seconds)
    {
        var random = new Random(7);
        var ticks = new Tick[count];
        var pips = 11000.0;
        for (var i = 0; i < count; i++)
        {
            pips += random.NextDouble() - 0.5;
            var bid = Math.Round((decimal)pips / 10000m, 5);
            ticks[i] = new Tick(Start.AddSeconds(i * seconds), new Price(bid), new Price(bid + 0.0001m));
        }

        return ticks;
    }

    private static string Cross(int fast, int slow) => string.Create(CultureInfo.InvariantCulture, $$$"""
        {"name":"cross {{{fast}}}/{{{slow}}}","symbols":["EURUSD"],"timeframe":"M1",
         "entry":{"long":{"crossesAbove":["ema({{{fast}}})","ema({{{slow}}})"]},"short":{"crossesBelow":["ema({{{fast}}})","ema({{{slow}}})"]}},
         "reverse":true,"size":{"units":1000},"ideaTimeToLive":"5m"}
        """);

    private const string Always = """
        {"name":"always","symbols":["EURUSD"],"timeframe":"M1","entry":{"long":{"above":["close",0]}},"exit":{"long":{"below":["close",0]}},
         "size":{"units":1000},"ideaTimeToLive":"1m","maxOpenIdeas":5}
        """;

    private sealed class BarCount : IDisposable
    {
        private readonly MeterListener listener = new();
        private long bars;

        public BarCount()
        {
            listener.InstrumentPublished = (instrument, l) =>
            {
                if (instrument.Meter.Name == StrategyMeter.Name)
                {
                    l.EnableMeasurementEvents(instrument);
                }
            };
            listener.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref bars, value));
            listener.Start();
        }

        public long Bars => Interlocked.Read(ref bars);

        public void Dispose() => listener.Dispose();
    }

    /// <summary>Notes when each raised idea is on disk, by the time of the tick that made it.</summary>
    private sealed class WatchedJournal(IJournal inner, ConcurrentDictionary<DateTimeOffset, long> written) : IJournal
    {
        public async ValueTask<AppendResult> AppendAsync(JournalAppend append, CancellationToken cancellationToken)
        {
            var result = await inner.AppendAsync(append, cancellationToken);
            if (append.Events[0] is TradeIdeaRaised raised && result is AppendResult.Appended)
            {
                written[raised.At] = Stopwatch.GetTimestamp();
            }

            return result;
        }

        public ValueTask<ImmutableArray<JournaledEvent>> ReadAsync(
            JournalStream stream, long afterVersion, int countMax, CancellationToken cancellationToken) =>
            inner.ReadAsync(stream, afterVersion, countMax, cancellationToken);

        public ValueTask<ImmutableArray<JournaledEvent>> FindCommandAsync(
            JournalStream stream, CommandId command, CancellationToken cancellationToken) =>
            inner.FindCommandAsync(stream, command, cancellationToken);

        public ValueTask<JournaledSnapshot?> ReadSnapshotAsync(JournalStream stream, CancellationToken cancellationToken) =>
            inner.ReadSnapshotAsync(stream, cancellationToken);

        public ValueTask WriteSnapshotAsync(JournalStream stream, JournaledSnapshot snapshot, CancellationToken cancellationToken) =>
            inner.WriteSnapshotAsync(stream, snapshot, cancellationToken);
    }
}
