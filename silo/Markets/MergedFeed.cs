using System.Collections.Immutable;
using Countersign.Domain.Markets;
using Countersign.Grains.Markets;

namespace Countersign.Silo.Markets;

/// <summary>
/// Several feeds by rank as one: of each symbol the feed of the highest rank that speaks has the word, see <see cref="FeedFailover"/>. The session
/// stays the same, so that bars and strategies go on; every batch tells which feed it comes from.
/// </summary>
internal sealed partial class MergedFeed(ImmutableArray<IMarketFeed> feeds, FailoverRules rules, TimeProvider time, ILogger<MergedFeed> logger) : IMarketFeed
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    private readonly ImmutableArray<IMarketFeed> feeds = feeds;
    private readonly FailoverRules rules = rules;
    private readonly TimeProvider time = time;
    private readonly ILogger<MergedFeed> logger = logger;

    public FeedDescription Description { get; } = new(
        string.Join(", ", feeds.Select(f => f.Description.Name)), feeds.Any(f => f.Description.Simulated), feeds.Any(f => f.Description.Recorded));

    public async Task RunAsync(ITickSink sink, CancellationToken cancellationToken)
    {
        using var merge = new Merge(this, sink);
        await Task.WhenAll(feeds.Select((feed, rank) => RunAsync(feed, new RankedSink(merge, rank), cancellationToken)));
    }

    // One feed's failure must not end the others.
    private async Task RunAsync(IMarketFeed feed, RankedSink sink, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await feed.RunAsync(sink, cancellationToken);
                return;
            }
            catch (Exception e) when (e is not OperationCanceledException && !cancellationToken.IsCancellationRequested)
            {
                LogFailed(logger, e, feed.Description.Name);
                await Task.Delay(RetryPause, time, cancellationToken);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Feed failed: {Feed}")]
    private static partial void LogFailed(ILogger logger, Exception e, string feed);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Symbol} is quoted by {Feed} now ({Before} fell silent, or a better one is back)")]
    private static partial void LogSwitched(ILogger logger, Symbol symbol, string feed, string before);

    /// <summary>What the feeds share. Feeds speak at the same time; their batches go on one after the other.</summary>
    private sealed class Merge(MergedFeed merged, ITickSink sink) : IDisposable
    {
        private readonly SemaphoreSlim turn = new(1, 1);
        private readonly Dictionary<Symbol, FeedFailover> symbols = [];
        private readonly Dictionary<Symbol, Quote?> begun = [];

        public void Dispose() => turn.Dispose();

        public async ValueTask<Quote?> BeginAsync(FeedSession session, CancellationToken cancellationToken)
        {
            await turn.WaitAsync(cancellationToken);
            try
            {
                if (!begun.TryGetValue(session.Symbol, out var newest))
                {
                    symbols[session.Symbol] = new FeedFailover(merged.feeds.Length, merged.rules);
                    begun[session.Symbol] = newest = await sink.BeginAsync(Named(session), cancellationToken);
                }

                return newest;
            }
            finally
            {
                turn.Release();
            }
        }

        public async ValueTask SendAsync(int rank, TickBatch batch, CancellationToken cancellationToken)
        {
            await turn.WaitAsync(cancellationToken);
            try
            {
                // The past is told by the best feed alone, before it speaks: two pasts would not fit together.
                var failover = symbols[batch.Session.Symbol];
                if (batch.History ? failover.Active is { } active && active != rank || failover.Active is null && rank > 0 : !Hear(failover, rank, batch))
                {
                    return;
                }

                await sink.SendAsync(batch with { Session = Named(batch.Session) }, cancellationToken);
            }
            finally
            {
                turn.Release();
            }
        }

        public ValueTask ReportMalformedAsync(FeedSession session, long line, string detail, CancellationToken cancellationToken) =>
            sink.ReportMalformedAsync(Named(session), line, detail, cancellationToken);

        public ValueTask DrainAsync(FeedSession session, CancellationToken cancellationToken) => sink.DrainAsync(Named(session), cancellationToken);

        private bool Hear(FeedFailover failover, int rank, TickBatch batch)
        {
            var counts = failover.Hear(rank, merged.time.GetUtcNow(), out var switched);
            if (switched is { From: { } from })
            {
                LogSwitched(merged.logger, batch.Session.Symbol, batch.Session.Feed.Name, merged.feeds[from].Description.Name);
            }

            return counts;
        }

        // Equal whichever feed speaks; the feed itself goes along.
        private FeedSession Named(FeedSession session) => session with { Id = merged.Description.Name };
    }

    /// <summary>Where one feed's ticks go.</summary>
    private sealed class RankedSink(Merge merge, int rank) : ITickSink
    {
        public ValueTask<Quote?> BeginAsync(FeedSession session, CancellationToken cancellationToken) => merge.BeginAsync(session, cancellationToken);

        public ValueTask SendAsync(TickBatch batch, CancellationToken cancellationToken) => merge.SendAsync(rank, batch, cancellationToken);

        public ValueTask ReportMalformedAsync(FeedSession session, long line, string detail, CancellationToken cancellationToken) =>
            merge.ReportMalformedAsync(session, line, detail, cancellationToken);

        public ValueTask DrainAsync(FeedSession session, CancellationToken cancellationToken) => merge.DrainAsync(session, cancellationToken);
    }
}
