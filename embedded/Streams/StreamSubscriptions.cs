using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>Subscribing, resuming and ending on behalf of whoever is running: the current activation, or the client.</summary>
internal static class StreamSubscriptions
{
    public static async Task<StreamSubscriptionHandle<T>> Subscribe<T>(
        MemoryStreamProvider provider, MemoryStream<T> stream, StreamObserver<T> observer, StreamSequenceToken? token, string? filterData)
    {
        if (observer.Single is GrainReference || observer.Batch is GrainReference)
        {
            throw new ArgumentException("On-behalf subscription via grain references is not supported. Only passing of object references is allowed.");
        }

        using var noCallBack = RequestContext.SuppressCallChainReentrancy();
        var consumer = StreamConsumer.Current(provider);
        if (ImplicitId(provider, stream.StreamId, consumer) is { } implicitId)
        {
            return consumer.Extension.Attach(implicitId, stream, provider, observer, null);
        }

        RequireExplicit(provider);
        var rendezvous = provider.RendezvousOf(stream.StreamId);
        var id = await rendezvous.NewSubscriptionId(stream.StreamId);

        // Attached before it is registered: the first event may come while the registration is still under way.
        var handle = consumer.Extension.Attach(id, stream, provider, observer, null);
        try
        {
            await rendezvous.RegisterConsumer(stream.StreamId, new StreamSubscriber(id, consumer.Id, filterData), token);
            return handle;
        }
        catch
        {
            consumer.Extension.Detach(id);
            throw;
        }
    }

    public static StreamSubscriptionHandle<T> Resume<T>(
        MemoryStreamProvider provider, MemoryStream<T> stream, Guid subscriptionId, StreamObserver<T> observer, StreamSequenceToken? after) =>
        StreamConsumer.Current(provider).Extension.Attach(subscriptionId, stream, provider, observer, after);

    public static async Task Unsubscribe(MemoryStreamProvider provider, StreamId streamId, Guid subscriptionId)
    {
        using var noCallBack = RequestContext.SuppressCallChainReentrancy();
        StreamConsumer.Current(provider).Extension.Detach(subscriptionId);
        if (!SubscriptionIds.IsImplicit(subscriptionId))
        {
            await provider.RendezvousOf(streamId).UnregisterConsumer(streamId, subscriptionId);
        }
    }

    public static async Task<IList<StreamSubscriptionHandle<T>>> GetAll<T>(MemoryStreamProvider provider, MemoryStream<T> stream)
    {
        using var noCallBack = RequestContext.SuppressCallChainReentrancy();
        var consumer = StreamConsumer.Current(provider);
        if (ImplicitId(provider, stream.StreamId, consumer) is { } implicitId)
        {
            return [new StreamSubscription<T>(implicitId, stream, provider, default, null)];
        }

        if (provider.PubSubType == StreamPubSubType.ImplicitOnly)
        {
            return [];
        }

        var all = await provider.RendezvousOf(stream.StreamId).GetConsumers();
        return [.. all.Where(s => s.Consumer == consumer.Id)
            .Select(s => new StreamSubscription<T>(s.SubscriptionId, stream, provider, default, null))];
    }

    private static Guid? ImplicitId(MemoryStreamProvider provider, StreamId streamId, StreamConsumer consumer) =>
        provider.PubSubType == StreamPubSubType.ExplicitGrainBasedOnly || consumer.Id.Type == ObserverTypes.GrainType
            ? null
            : provider.Services.GetRequiredService<ImplicitStreamSubscribers>().Find(provider.Name, streamId, consumer.Id.Type);

    private static void RequireExplicit(MemoryStreamProvider provider)
    {
        if (provider.PubSubType == StreamPubSubType.ImplicitOnly)
        {
            throw new ArgumentOutOfRangeException(
                nameof(provider), $"The stream provider '{provider.Name}' is configured with StreamPubSubType.ImplicitOnly, which does not support explicit subscriptions.");
        }
    }
}
