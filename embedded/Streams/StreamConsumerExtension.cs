using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;
using Orleans.Streams.Core;

namespace Orleans.Streams;

/// <summary>One activation's attached subscriptions. Deliveries are requests to the grain and wait their turn like any other.</summary>
internal sealed class StreamConsumerExtension(IServiceProvider services, IGrainContext? context) : IStreamConsumerExtension
{
    // A client attaches on its own threads while events arrive.
    private readonly ConcurrentDictionary<Guid, IStreamReceiver> _receivers = new();

    public StreamSubscription<T> Attach<T>(
        Guid id, MemoryStream<T> stream, MemoryStreamProvider provider, StreamObserver<T> observer, StreamSequenceToken? resumeAfter)
    {
        var subscription = new StreamSubscription<T>(id, stream, provider, observer, resumeAfter);
        _receivers[id] = subscription;
        return subscription;
    }

    public void Detach(Guid id) => _receivers.TryRemove(id, out _);

    public async Task<DeliveryResult> DeliverBatch(Guid subscriptionId, string providerName, StreamId streamId, StreamBatch batch)
    {
        if (await FindReceiver(subscriptionId, providerName, streamId) is { } receiver)
        {
            return await receiver.Receive(batch);
        }

        services.GetService<ILogger<StreamConsumerExtension>>()?.LogWarning(
            "{Grain} got an event of stream {Stream} but has attached nothing to the subscription {Subscription}: dropped.",
            context?.GrainId, streamId, subscriptionId);
        return DeliveryResult.Done;
    }

    public Task ErrorInStream(Guid subscriptionId, Exception exception) =>
        _receivers.TryGetValue(subscriptionId, out var receiver) ? receiver.Fail(exception) : Task.CompletedTask;

    private async ValueTask<IStreamReceiver?> FindReceiver(Guid subscriptionId, string providerName, StreamId streamId)
    {
        if (!_receivers.TryGetValue(subscriptionId, out var receiver)
            && context?.GrainInstance is IStreamSubscriptionObserver observer
            && services.GetKeyedService<IStreamProvider>(providerName) is MemoryStreamProvider provider)
        {
            await observer.OnSubscribed(new HandleFactory(provider, streamId, subscriptionId));
            _receivers.TryGetValue(subscriptionId, out receiver);
        }

        return receiver;
    }

    private sealed class HandleFactory(MemoryStreamProvider provider, StreamId streamId, Guid subscriptionId) : IStreamSubscriptionHandleFactory
    {
        public StreamId StreamId => streamId;

        public string ProviderName => provider.Name;

        public GuidId SubscriptionId => GuidId.GetGuidId(subscriptionId);

        public StreamSubscriptionHandle<T> Create<T>() =>
            new StreamSubscription<T>(subscriptionId, new MemoryStream<T>(provider, streamId), provider, default, null);
    }
}
