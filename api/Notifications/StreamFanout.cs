using System.Collections.Immutable;
using Orleans.Runtime;
using Orleans.Streams;

namespace Countersign.Api.Notifications;

/// <summary>Listens once to each stream of a namespace that any client wants, and hands every item to those clients.</summary>
/// <typeparam name="T">The items.</typeparam>
/// <param name="provider">Where the streams live; asked for at the first subscription.</param>
/// <param name="streamNamespace">Their namespace.</param>
/// <param name="write">An item as events, each with the id that it is given where events are kept. Once an item, however many clients there are.</param>
/// <param name="keep">How many events are kept for clients that come back, and how long a stream that nobody wants is still listened to for them.</param>
internal sealed class StreamFanout<T>(
    Func<IStreamProvider> provider, string streamNamespace, Func<T, IEnumerable<Func<string?, LiveFrame>>> write, TimeProvider time, (int Events, TimeSpan For)? keep = null)
    : IDisposable
{
    private readonly SemaphoreSlim gate = new(1);
    private readonly Dictionary<string, Topic> topics = new(StringComparer.Ordinal);

    /// <summary>Adds a client. One that comes back gets what it missed first, or is told that it is not known any more.</summary>
    public async Task JoinAsync(string key, LiveClient client, string? resumeAfter, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (!topics.TryGetValue(key, out var topic))
            {
                topic = new Topic(write, keep is { Events: var events } ? new LiveLog(time.GetUtcNow().ToUnixTimeMilliseconds(), events) : null);
                topic.Handle = await provider().GetStream<T>(StreamId.Create(streamNamespace, key)).SubscribeAsync(topic);
                topics.Add(key, topic);
            }

            topic.Join(client, resumeAfter);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Takes no token: a client that is gone must not stay in the list.</summary>
    public async Task LeaveAsync(string key, LiveClient client)
    {
        await gate.WaitAsync(CancellationToken.None);
        try
        {
            if (topics.TryGetValue(key, out var topic) && topic.Leave(client, time.GetUtcNow()) && keep is null)
            {
                await EndAsync(key, topic);
            }
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Ends what nobody has wanted for long enough; all that nobody wants where the desk stops.</summary>
    public async Task SweepAsync(bool all)
    {
        await gate.WaitAsync(CancellationToken.None);
        try
        {
            foreach (var (key, topic) in topics.ToArray())
            {
                if (topic.LeftAt is { } left && (all || time.GetUtcNow() - left >= (keep?.For ?? TimeSpan.Zero)))
                {
                    await EndAsync(key, topic);
                }
            }
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate.Dispose();

    private Task EndAsync(string key, Topic topic)
    {
        topics.Remove(key);
        return topic.Handle!.UnsubscribeAsync();
    }

    private sealed class Topic(Func<T, IEnumerable<Func<string?, LiveFrame>>> write, LiveLog? log) : IAsyncObserver<T>
    {
        private readonly Lock gate = new();
        private ImmutableHashSet<LiveClient> clients = [];

        public StreamSubscriptionHandle<T>? Handle { get; set; }

        /// <summary>When the last client left; null while there is one.</summary>
        public DateTimeOffset? LeftAt { get; private set; }

        public void Join(LiveClient client, string? resumeAfter)
        {
            lock (gate)
            {
                if (log is not null && resumeAfter is not null)
                {
                    foreach (var frame in log.After(resumeAfter) ?? [LiveFrame.Of("reset", new Contracts.Notifications.LiveReset(resumeAfter))])
                    {
                        client.Offer(frame);
                    }
                }

                clients = clients.Add(client);
                LeftAt = null;
            }
        }

        /// <summary>True where nobody is left.</summary>
        public bool Leave(LiveClient client, DateTimeOffset now)
        {
            lock (gate)
            {
                clients = clients.Remove(client);
                LeftAt = clients.IsEmpty ? now : null;
                return clients.IsEmpty;
            }
        }

        public Task OnNextAsync(T item, StreamSequenceToken? token = null)
        {
            lock (gate)
            {
                foreach (var make in write(item))
                {
                    var frame = make(log?.NextId);
                    log?.Add(frame);
                    foreach (var client in clients)
                    {
                        client.Offer(frame);
                    }
                }
            }

            return Task.CompletedTask;
        }

        public Task OnErrorAsync(Exception ex) => Task.CompletedTask;
    }
}
