using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>Takes the events of some of a provider's streams and brings them to the subscribers. Keyed "provider/queue".</summary>
internal interface IStreamQueueGrain : IGrainWithStringKey
{
    /// <exception cref="InvalidOperationException">As many events as the queue may hold wait for delivery.</exception>
    Task Enqueue(StreamId streamId, StreamBatch batch);

    Task AddSubscriber(StreamId streamId, StreamSubscriber subscriber, StreamSequenceToken? startAt);

    Task RemoveSubscriber(StreamId streamId, Guid subscriptionId);
}

/// <summary>Remembers the explicit subscribers of one stream. Keyed "provider/namespace/key".</summary>
internal interface IPubSubRendezvousGrain : IGrainWithStringKey
{
    Task<Guid> NewSubscriptionId(StreamId streamId);

    Task RegisterConsumer(StreamId streamId, StreamSubscriber subscriber, StreamSequenceToken? startAt);

    Task UnregisterConsumer(StreamId streamId, Guid subscriptionId);

    Task<StreamSubscriber[]> GetConsumers();
}

/// <summary>The receiving end of a grain's subscriptions.</summary>
internal interface IStreamConsumerExtension : IGrainExtension
{
    Task<DeliveryResult> DeliverBatch(Guid subscriptionId, string providerName, StreamId streamId, StreamBatch batch);

    Task ErrorInStream(Guid subscriptionId, Exception exception);
}

/// <summary>The receiving end of a client's subscriptions.</summary>
internal interface IStreamConsumerObserver : IGrainObserver
{
    Task<DeliveryResult> DeliverBatch(Guid subscriptionId, string providerName, StreamId streamId, StreamBatch batch);

    Task ErrorInStream(Guid subscriptionId, Exception exception);
}

internal sealed record StreamSubscriber(Guid SubscriptionId, GrainId Consumer, string? FilterData);

/// <summary>What became of a delivery: done, or the subscriber has asked for what follows <paramref name="RewindTo"/> instead.</summary>
internal sealed record DeliveryResult(StreamSequenceToken? RewindTo)
{
    public static readonly DeliveryResult Done = new(default(StreamSequenceToken));
}
