using System.Collections.Concurrent;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading.Channels;
using Countersign.Api.Contracts.Notifications;
using Countersign.Api.Markets;
using Countersign.Domain.Markets;
using Countersign.Grains.Notifications;

namespace Countersign.Api.Notifications;

/// <summary>
/// One open live stream. Notices wait in a bounded queue; of each symbol only the newest quote waits. Offering never blocks: a client that
/// reads slower than notices come is cut.
/// </summary>
internal sealed class LiveClient(LiveOptions options, TimeProvider time, DateTimeOffset expiresAt)
{
    public const string Slow = "slow";
    public const string Expired = "expired";
    public const string Stopping = "stopping";

    private readonly Channel<DeskNotice> notices = Channel.CreateBounded<DeskNotice>(
        new BoundedChannelOptions(options.ClientQueueMax) { SingleReader = true });

    private readonly ConcurrentDictionary<string, Quote> quotes = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource wasCut = new();
    private string? cut;

    /// <summary>Cancelled once the stream is to end.</summary>
    public CancellationToken WasCut => wasCut.Token;

    public void Offer(DeskNotice notice)
    {
        if (!notices.Writer.TryWrite(notice))
        {
            Cut(Slow);
        }
    }

    public void Offer(Quote quote) => quotes[quote.Symbol.Value] = quote;

    /// <summary>Ends the stream; the client is told the first reason.</summary>
    public void Cut(string reason)
    {
        if (Interlocked.CompareExchange(ref cut, reason, null) is null)
        {
            notices.Writer.TryComplete();
            wasCut.Cancel();
        }
    }

    /// <summary>The client's events, until it is cut.</summary>
    public async IAsyncEnumerable<SseItem<string>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / options.QuotesPerSecond), time);
        var tick = timer.WaitForNextTickAsync(cancellationToken).AsTask();
        var readable = notices.Reader.WaitToReadAsync(cancellationToken).AsTask();
        var heartbeatAt = time.GetUtcNow();
        while (cut is null)
        {
            if (time.GetUtcNow() >= heartbeatAt)
            {
                heartbeatAt = time.GetUtcNow().AddSeconds(options.HeartbeatSeconds);
                yield return Event("heartbeat", new LiveHeartbeat(time.GetUtcNow()));
            }

            await Task.WhenAny(tick, readable);
            while (cut is null && notices.Reader.TryRead(out var notice))
            {
                yield return Event(notice.Kind, new LiveNotice(notice.Id));
            }

            if (readable.IsCompleted && await readable)
            {
                readable = notices.Reader.WaitToReadAsync(cancellationToken).AsTask();
            }

            if (tick.IsCompleted)
            {
                await tick;
                tick = timer.WaitForNextTickAsync(cancellationToken).AsTask();
                foreach (var quote in TakeQuotes())
                {
                    yield return Event("quote", quote.ToBody());
                }

                EndWhenExpired();
            }
        }

        yield return Event("cut", new LiveCut(cut));
    }

    private void EndWhenExpired()
    {
        if (time.GetUtcNow() >= expiresAt)
        {
            Cut(Expired);
        }
    }

    private IEnumerable<Quote> TakeQuotes()
    {
        foreach (var symbol in quotes.Keys)
        {
            if (quotes.TryRemove(symbol, out var quote))
            {
                yield return quote;
            }
        }
    }

    private static SseItem<string> Event<T>(string kind, T data) => new(JsonSerializer.Serialize(data, ApiJson.Options), kind);
}
