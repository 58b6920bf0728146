using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>Who listens to a stream: the stored explicit subscribers and the implicit ones that follow from the grain classes.</summary>
internal sealed class StreamSubscriberSource(string provider, IServiceProvider services, IGrainFactory grains, ILogger logger)
{
    private readonly StreamPubSubType _kind =
        services.GetRequiredService<IOptionsMonitor<StreamPubSubOptions>>().Get(provider).PubSubType;

    private readonly ImplicitStreamSubscribers _implicit = services.GetRequiredService<ImplicitStreamSubscribers>();

    public async Task<IReadOnlyList<StreamSubscriber>> Of(StreamId streamId)
    {
        var found = new List<StreamSubscriber>();
        if (_kind != StreamPubSubType.ImplicitOnly)
        {
            found.AddRange(await Rendezvous(streamId).GetConsumers());
        }

        if (_kind != StreamPubSubType.ExplicitGrainBasedOnly)
        {
            found.AddRange(_implicit.Of(provider, streamId, logger));
        }

        return found;
    }

    public Task Forget(StreamId streamId, Guid subscriptionId) =>
        SubscriptionIds.IsImplicit(subscriptionId) ? Task.CompletedTask : Rendezvous(streamId).UnregisterConsumer(streamId, subscriptionId);

    private IPubSubRendezvousGrain Rendezvous(StreamId streamId) => grains.GetGrain<IPubSubRendezvousGrain>($"{provider}/{streamId}");
}
