using System.Threading.Channels;
using Countersign.Domain.Markets;
using Countersign.Grains.Markets;
using Countersign.Grains.Notifications;
using Countersign.Grains.Tenants;
using Countersign.Silo.Hosting;
using Orleans;
using Orleans.Runtime;
using Orleans.Streams;

namespace Countersign.Silo.Markets.History;

/// <summary>
/// Stores the bars of live venues as they close, source by source. Made-up and recorded markets are not stored. It never holds the desk up: where the
/// database is slower than the market, bars are left out and counted, and a backfill or an import can bring them.
/// </summary>
internal sealed partial class HistoryWriter(
    IMarketHistory history, IClusterClient client, DeskReadiness readiness, TimeProvider time, ILogger<HistoryWriter> logger) : BackgroundService
{
    private const int WaitingMax = 10_000;

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    private readonly Channel<(HistoryTarget Target, Bar Bar)> waiting = Channel.CreateBounded<(HistoryTarget, Bar)>(WaitingMax);
    private long leftOut;

    /// <summary>Bars that were not stored since the start.</summary>
    public long LeftOut => Volatile.Read(ref leftOut);

    /// <summary>Takes bars that closed.</summary>
    public void Take(Symbol symbol, BarsClosed message)
    {
        if (message.Session.Feed is { Simulated: true } or { Recorded: true } || !MarketHistoryStore.IsSource(message.Session.Feed.Name))
        {
            return;
        }

        foreach (var bar in message.Bars)
        {
            if (!waiting.Writer.TryWrite((new HistoryTarget(symbol, message.Session.Feed.Name), bar)))
            {
                Interlocked.Increment(ref leftOut);
            }
        }
    }

    private Task TakeAsync(Symbol symbol, BarsClosed message)
    {
        Take(symbol, message);
        return Task.CompletedTask;
    }

    /// <summary>Stores what waits.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        var bars = new List<(HistoryTarget Target, Bar Bar)>();
        while (waiting.Reader.TryRead(out var next))
        {
            bars.Add(next);
        }

        foreach (var group in bars.GroupBy(b => (b.Target, b.Bar.Timeframe)))
        {
            // Feeds that take turns can tell a period twice; the later bar is the whole one.
            var ordered = group.GroupBy(b => b.Bar.Start).Select(g => g.Last().Bar).OrderBy(b => b.Start).ToList();
            try
            {
                await history.WriteBarsAsync(group.Key.Target, ordered, null, cancellationToken);
            }
            catch (Exception e) when (e is HistoryUnavailableException or OverflowException)
            {
                Interlocked.Add(ref leftOut, ordered.Count);
                LogLeftOut(logger, e, ordered.Count, group.Key.Target.Symbol);
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await readiness.SetUp.WaitAsync(stoppingToken);
            var provider = client.GetStreamProvider(DeskStreams.Provider);
            foreach (var symbol in Instruments.Known.Select(i => i.Symbol))
            {
                await provider.GetStream<BarsClosed>(StreamId.Create(DeskStreams.Bars, GrainKeys.Instrument(symbol)))
                    .SubscribeAsync((message, _) => TakeAsync(symbol, message));
            }

            using var timer = new PeriodicTimer(Period, time);
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await FlushAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await FlushAsync(CancellationToken.None);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} bars of {Symbol} are not in the market history")]
    private static partial void LogLeftOut(ILogger logger, Exception e, int count, Symbol symbol);
}
