using Countersign.Domain.Audit;
using Countersign.Domain.Markets;
using Countersign.Domain.Tenants;
using Countersign.Grains.Execution;
using Countersign.Grains.Markets;
using Countersign.Grains.Notifications;
using Countersign.Grains.Tenants;
using Orleans;
using Orleans.Runtime;

namespace Countersign.Silo.Markets;

/// <summary>
/// Sends a feed's ticks into the desk's stream and holds the feed back while the desk is more than a window behind, so that nothing piles up
/// and nothing is refused.
/// </summary>
internal sealed class StreamTickSink(IClusterClient client, TimeProvider time) : ITickSink
{
    private const long WindowTicks = 8192;

    // A venue that was lost with its silo counts again from the next tick on; a feed must not wait for ever for one that does not come.
    private const int PollsMax = 10_000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    private readonly Dictionary<string, long> sent = [];
    private readonly Dictionary<string, long> begun = [];

    public async ValueTask<Quote?> BeginAsync(FeedSession session, CancellationToken cancellationToken)
    {
        CallerContext.Set(new Caller(null, Actor.Desk, Roles.Desk));
        var key = GrainKeys.Instrument(session.Symbol);
        var instrument = client.GetGrain<IInstrumentGrain>(key);
        var newest = await instrument.BeginSessionAsync(session, cancellationToken);
        sent[key] = begun[key] = await instrument.TakenAsync(cancellationToken);
        return newest;
    }

    public async ValueTask SendAsync(TickBatch batch, CancellationToken cancellationToken)
    {
        CallerContext.Set(new Caller(null, Actor.Desk, Roles.Desk));
        var key = GrainKeys.Instrument(batch.Session.Symbol);
        await client.GetStreamProvider(DeskStreams.Provider)
            .GetStream<TickBatch>(StreamId.Create(DeskStreams.Ticks, key))
            .OnNextAsync(batch);
        var before = sent[key];
        sent[key] = before + batch.Ticks.Length;
        if (before / (WindowTicks / 2) != sent[key] / (WindowTicks / 2))
        {
            await WaitAsync(key, sent[key] - WindowTicks, cancellationToken);
        }
    }

    public async ValueTask ReportMalformedAsync(FeedSession session, long line, string detail, CancellationToken cancellationToken)
    {
        CallerContext.Set(new Caller(null, Actor.Desk, Roles.Desk));
        await client.GetGrain<IInstrumentGrain>(GrainKeys.Instrument(session.Symbol)).ReportMalformedAsync(line, detail, cancellationToken);
    }

    public ValueTask DrainAsync(FeedSession session, CancellationToken cancellationToken)
    {
        var key = GrainKeys.Instrument(session.Symbol);
        return WaitAsync(key, sent[key], cancellationToken);
    }

    private async ValueTask WaitAsync(string key, long taken, CancellationToken cancellationToken)
    {
        CallerContext.Set(new Caller(null, Actor.Desk, Roles.Desk));
        var instrument = client.GetGrain<IInstrumentGrain>(key);
        while (await instrument.TakenAsync(cancellationToken) < taken)
        {
            await Task.Delay(Pause, time, cancellationToken);
        }

        // The venue counts what the instrument passed on since it began; before that there is nothing to wait for.
        var venue = client.GetGrain<IPaperVenueGrain>(key);
        for (var polls = 0; taken > begun[key] && polls < PollsMax && await venue.TakenAsync(cancellationToken) < taken; polls++)
        {
            await Task.Delay(Pause, time, cancellationToken);
        }
    }
}
