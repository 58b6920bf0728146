using System.Collections.Immutable;
using Orleans.Runtime;
using Orleans.Streams;

namespace Countersign.Api.Notifications;

/// <summary>Listens once to each stream of a namespace that any client wants, and hands every item to those clients.</summary>
/// <typeparam name="T">The items.</typeparam>
/// <param name="provider">Where the streams live; asked for at the first subscription.</param>
/// <param name="streamNamespace">Their namespace.</param>
/// <param name="deliver">Gives an item to a client. It must not wait: one slow client would hold up all.</param>
internal sealed class StreamFanout<T>(Func<IStreamProvider> provider, string streamNamespace, Action<LiveClient, T> deliver) : IDisposable
{
    private readonly SemaphoreSlim gate = new(1);
    private readonly Dictionary<string, Topic> topics = new(StringComparer.Ordinal);

    public async Task JoinAsync(string key, LiveClient client, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (!topics.TryGetValue(key, out var topic))
            {
                topic = new Topic(deliver);
                topic.Handle = await provider().GetStream<T>(StreamId.Create(streamNamespace, key)).SubscribeAsync(topic);
                topics.Add(key, topic);
            }

            topic.Clients = topic.Clients.Add(client);
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
            if (topics.TryGetValue(key, out var topic) && (topic.Clients = topic.Clients.Remove(client)).IsEmpty)
            {
                topics.Remove(key);
                await topic.Handle!.UnsubscribeAsync();
            }
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate.Dispose();

    private sealed class Topic(Action<LiveClient, T> deliver) : IAsyncObserver<T>
    {
        public ImmutableList<LiveClient> Clients { get; set; } = [];

        public StreamSubscriptionHandle<T>? Handle { get; set; }

        public Task OnNextAsync(T item, StreamSequenceToken? token = null)
        {
            foreach (var client in Clients)
            {
                deliver(client, item);
            }

            return Task.CompletedTask;
        }

        public Task OnErrorAsync(Exception ex) => Task.CompletedTask;
    }
}
