using System.Collections.Frozen;
using System.Threading.Channels;
using Countersign.Api.Contracts.Notifications;

namespace Countersign.Api.Notifications;

/// <summary>What a client of the live stream asked for.</summary>
/// <param name="Symbols">Whose quotes and bars it wants.</param>
/// <param name="Timeframes">The names of those of its bars.</param>
/// <param name="ResumeAfter">The id of the last event that it saw; null where it begins anew.</param>
internal sealed record LiveWish(LiveTopics Topics, FrozenSet<string> Symbols, FrozenSet<string> Timeframes, string? ResumeAfter = null);

/// <summary>
/// One open live stream. What must not be missed waits in a bounded queue; of each symbol only the newest quote waits. Offering never blocks: a client
/// that reads slower than events come is cut.
/// </summary>
/// <remarks>
/// A quote goes out at once where the last one of its symbol is long enough ago; else the client makes itself known to <see cref="OnWaiting"/>, to be
/// looked at again.
/// </remarks>
internal sealed class LiveClient
{
    public const string Slow = "slow";
    public const string Expired = "expired";
    public const string Stopping = "stopping";
    public const string Revoked = "revoked";

    private readonly LiveOptions options;
    private readonly TimeProvider time;
    private readonly DateTimeOffset expiresAt;
    private readonly TimeSpan quoteEvery;
    private readonly Channel<LiveFrame> queue;
    private readonly LiveSignal signal = new();

    private readonly FrozenDictionary<string, QuoteSlot> quotes;
    private readonly QuoteSlot[] slots;
    private readonly CancellationTokenSource wasCut = new();
    private DateTimeOffset heartbeatAt;
    private int isWaiting;
    private int nextSlot;
    private string? cut;
    private bool isTold;

    public LiveClient(LiveOptions options, LiveWish wish, TimeProvider time, DateTimeOffset expiresAt)
    {
        (this.options, Wish, this.time, this.expiresAt) = (options, wish, time, expiresAt);
        quoteEvery = TimeSpan.FromSeconds(1.0 / options.QuotesPerSecond);
        queue = Channel.CreateBounded<LiveFrame>(new BoundedChannelOptions(options.ClientQueueMax) { SingleReader = true });
        quotes = wish.Topics.HasFlag(LiveTopics.Quotes)
            ? wish.Symbols.ToFrozenDictionary(symbol => symbol, _ => new QuoteSlot(), StringComparer.Ordinal)
            : FrozenDictionary<string, QuoteSlot>.Empty;
        slots = [.. quotes.Values];
        heartbeatAt = time.GetUtcNow();
    }

    public LiveWish Wish { get; }

    /// <summary>Called where a quote came too soon after another, once until <see cref="LookAtQuotes"/> says that none waits any more.</summary>
    public Action<LiveClient>? OnWaiting { get; init; }

    /// <summary>Cancelled once the stream is to end.</summary>
    public CancellationToken WasCut => wasCut.Token;

    /// <summary>Gives the client an event that it asked for; others are passed over.</summary>
    public void Offer(LiveFrame frame)
    {
        if (frame.Kind == "quote")
        {
            OfferQuote(frame);
            return;
        }

        var topic = LiveTopicNames.OfEvent(frame.Kind);
        if ((topic & Wish.Topics) != topic || (frame.Kind == "bar" && !Wish.Timeframes.Contains(frame.Key!)))
        {
            return;
        }

        if (queue.Writer.TryWrite(frame))
        {
            signal.Raise();
        }
        else
        {
            Cut(Slow);
        }
    }

    /// <summary>Looks at the clock: heartbeats and the token's end. The hub does so every second.</summary>
    public void Look()
    {
        var now = time.GetUtcNow();
        if (now >= expiresAt)
        {
            Cut(Expired);
        }
        else if (now >= heartbeatAt)
        {
            signal.Raise();
        }
    }

    /// <summary>Sends quotes that waited for their time and have come to it. False where some still wait: look again.</summary>
    public bool LookAtQuotes()
    {
        // First, so that a quote that comes from now on makes the client known anew.
        Volatile.Write(ref isWaiting, 0);
        if (Array.Exists(slots, slot => slot.IsDue(time, quoteEvery)))
        {
            signal.Raise();
        }

        return cut is not null || !Array.Exists(slots, slot => slot.IsEarly(time, quoteEvery)) || Interlocked.Exchange(ref isWaiting, 1) == 1;
    }

    /// <summary>Ends the stream; the client is told the first reason.</summary>
    public void Cut(string reason)
    {
        if (Interlocked.CompareExchange(ref cut, reason, null) is null)
        {
            signal.Raise();
            wasCut.Cancel();
        }
    }

    /// <summary>The next event; null where none is to be sent now, or the stream has ended.</summary>
    /// <param name="isLast">The stream ends with it.</param>
    public LiveFrame? Take(out bool isLast)
    {
        isLast = false;
        if (cut is { } reason)
        {
            isLast = !isTold;
            isTold = true;
            return isLast ? LiveFrame.Of("cut", new LiveCut(reason)) : null;
        }

        if (time.GetUtcNow() is var now && now >= heartbeatAt)
        {
            heartbeatAt = now.AddSeconds(options.HeartbeatSeconds);
            return LiveFrame.Of("heartbeat", new LiveHeartbeat(now));
        }

        return queue.Reader.TryRead(out var frame) ? frame : TakeQuote();
    }

    /// <summary>Waits until there may be something to take. One waits at a time.</summary>
    public ValueTask WaitAsync() => signal.WaitAsync();

    /// <summary>Ends the waiting, though nothing is to be taken.</summary>
    public void Wake() => signal.Raise();

    private void OfferQuote(LiveFrame frame)
    {
        if (quotes.TryGetValue(frame.Key!, out var slot))
        {
            slot.Put(frame);
            if (slot.IsDue(time, quoteEvery))
            {
                signal.Raise();
            }
            else if (Interlocked.Exchange(ref isWaiting, 1) == 0)
            {
                OnWaiting?.Invoke(this);
            }
        }
    }

    // Round and round, so that a busy symbol does not hide a quiet one.
    private LiveFrame? TakeQuote()
    {
        for (var i = 0; i < slots.Length; i++)
        {
            var slot = slots[(nextSlot + i) % slots.Length];
            if (slot.IsDue(time, quoteEvery) && slot.Take(time) is { } frame)
            {
                nextSlot = (nextSlot + i + 1) % slots.Length;
                return frame;
            }
        }

        return null;
    }

    /// <summary>The newest quote of a symbol that was not sent yet.</summary>
    private sealed class QuoteSlot
    {
        private LiveFrame? waiting;
        private long sentAt = long.MinValue;

        public bool IsDue(TimeProvider time, TimeSpan every) =>
            Volatile.Read(ref waiting) is not null && Volatile.Read(ref sentAt) is var last && (last == long.MinValue || time.GetElapsedTime(last) >= every);

        public bool IsEarly(TimeProvider time, TimeSpan every) => Volatile.Read(ref waiting) is not null && !IsDue(time, every);

        public void Put(LiveFrame frame) => Volatile.Write(ref waiting, frame);

        public LiveFrame? Take(TimeProvider time)
        {
            var frame = Interlocked.Exchange(ref waiting, null);
            if (frame is not null)
            {
                Volatile.Write(ref sentAt, time.GetTimestamp());
            }

            return frame;
        }
    }
}
