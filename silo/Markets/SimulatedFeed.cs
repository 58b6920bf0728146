using System.Collections.Immutable;
using Countersign.Domain.Markets;
using Countersign.Grains.Markets;

namespace Countersign.Silo.Markets;

/// <summary>
/// A made-up market, so that a desk without a venue moves. It is labelled as simulated on every quote. Prices are those of <see cref="SimulatedWalk"/>:
/// the same seed and the same start give the same ticks. It begins with a few hours of history, so
/// that strategies are warm at once.
/// </summary>
internal sealed class SimulatedFeed : IMarketFeed
{
    private const int BatchMax = 512;
    private static readonly TimeSpan History = TimeSpan.FromHours(6);
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);
    private static readonly (string Symbol, decimal Price)[] Quoted =
        [("EURUSD", 1.0850m), ("GBPUSD", 1.2700m), ("USDJPY", 151.20m), ("XAUUSD", 2350.0m)];

    private readonly int seed;
    private readonly TimeProvider time;

    public SimulatedFeed(int seed, TimeProvider time)
    {
        this.seed = seed;
        this.time = time;
        Description = new FeedDescription("simulation", Simulated: true, Recorded: false);
    }

    public FeedDescription Description { get; }

    public async Task RunAsync(ITickSink sink, CancellationToken cancellationToken)
    {
        var walks = Quoted
            .Select((q, i) => new SimulatedWalk(Instruments.Find(Symbol.Parse(q.Symbol))!, q.Price, new Random(HashCode(seed, i))))
            .ToArray();
        var sessions = walks.Select(w => new FeedSession($"simulation/{seed}", w.Instrument.Symbol, Description)).ToArray();
        var now = Floor(time.GetUtcNow());
        for (var i = 0; i < walks.Length; i++)
        {
            var from = now - History;
            if (await sink.BeginAsync(sessions[i], cancellationToken) is { } newest)
            {
                walks[i].GoOnFrom(newest.Mid);
                from = newest.Time + Step > from ? newest.Time + Step : from;
            }

            await SendHistoryAsync(sink, walks[i], sessions[i], from, now, cancellationToken);
        }

        // One after the other, as markets do: quotes that all come in one moment would wait for each other.
        using var timer = new PeriodicTimer(Step / 2 / walks.Length, time);
        var at = now;
        for (var i = 0; await timer.WaitForNextTickAsync(cancellationToken); i = (i + 1) % walks.Length)
        {
            at = at > time.GetUtcNow() ? at + (Step / 2 / walks.Length) : time.GetUtcNow();
            await sink.SendAsync(new TickBatch(sessions[i], [walks[i].Next(at, Step / 2)], null), cancellationToken);
        }
    }

    private static async Task SendHistoryAsync(
        ITickSink sink, SimulatedWalk walk, FeedSession session, DateTimeOffset from, DateTimeOffset until,
        CancellationToken cancellationToken)
    {
        var batch = ImmutableArray.CreateBuilder<Tick>(BatchMax);
        for (var at = from; at < until; at += 2 * Step)
        {
            batch.Add(walk.Next(at, 2 * Step));
            if (batch.Count == BatchMax)
            {
                await sink.SendAsync(new TickBatch(session, batch.DrainToImmutable(), null, History: true), cancellationToken);
                batch.Capacity = BatchMax;
            }
        }

        if (batch.Count > 0)
        {
            await sink.SendAsync(new TickBatch(session, batch.DrainToImmutable(), null, History: true), cancellationToken);
        }

        await sink.DrainAsync(session, cancellationToken);
    }

    // Not System.HashCode, which differs from run to run.
    private static int HashCode(int seed, int index) => unchecked((seed * 397) ^ (index * 7919));

    private static DateTimeOffset Floor(DateTimeOffset at) => new(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
}
