using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>Whoever subscribes, resumes or unsubscribes: the current activation, or else the client.</summary>
internal readonly record struct StreamConsumer(GrainId Id, StreamConsumerExtension Extension)
{
    public static StreamConsumer Current(MemoryStreamProvider provider)
    {
        if (RuntimeContext.Current is not { } context)
        {
            return provider.Client.AsConsumer();
        }

        var (extension, _) = ((IGrainExtensionBinder)context)
            .GetOrSetExtension<StreamConsumerExtension, IStreamConsumerExtension>(() => new StreamConsumerExtension(provider.Services, context));
        return new StreamConsumer(context.GrainId, extension);
    }
}

/// <summary>The receiving end of what was subscribed to from outside the grains.</summary>
internal sealed class ClientStreamConsumer : IStreamConsumerObserver
{
    private readonly StreamConsumerExtension _extension;
    private readonly GrainReference _reference;

    public ClientStreamConsumer(IServiceProvider services, IGrainFactory grains)
    {
        _extension = new StreamConsumerExtension(services, null);
        _reference = (GrainReference)grains.CreateObjectReference<IStreamConsumerObserver>(this);
    }

    public StreamConsumer AsConsumer() => new(_reference.GrainId, _extension);

    public Task<DeliveryResult> DeliverBatch(Guid subscriptionId, string providerName, StreamId streamId, StreamBatch batch) =>
        _extension.DeliverBatch(subscriptionId, providerName, streamId, batch);

    public Task ErrorInStream(Guid subscriptionId, Exception exception) => _extension.ErrorInStream(subscriptionId, exception);
}
