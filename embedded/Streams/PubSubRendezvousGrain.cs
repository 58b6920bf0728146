using System.Buffers.Binary;
using Countersign.Embedded;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Core;
using Orleans.Providers;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Streams;

/// <summary>The subscribers of one stream, as they are stored.</summary>
internal sealed class PubSubGrainState
{
    public List<StoredSubscription> Consumers { get; set; } = [];

    /// <summary>The last number that a subscription id was made from.</summary>
    public long LastSubscription { get; set; }
}

internal sealed class StoredSubscription
{
    public Guid SubscriptionId { get; set; }

    /// <summary>A grain id as text, so that any store can keep it.</summary>
    public string Consumer { get; set; } = "";

    public string? FilterData { get; set; }
}

/// <summary>Stored in the provider's own grain storage when there is one of its name, or else in "PubSubStore".</summary>
[GrainType("pubsubrendezvous")]
internal sealed class PubSubRendezvousGrain : Grain, IPubSubRendezvousGrain
{
    private readonly IStorage<PubSubGrainState> _storage;
    private readonly string _provider;

    public PubSubRendezvousGrain(IServiceProvider services)
    {
        var key = this.GetPrimaryKeyString();
        _provider = key[..key.IndexOf('/', StringComparison.Ordinal)];
        var store = services.GetKeyedService<IGrainStorage>(_provider)
            ?? services.GetRequiredKeyedService<IGrainStorage>(ProviderConstants.DEFAULT_PUBSUB_PROVIDER_NAME);
        _storage = new StoredState<PubSubGrainState>(nameof(PubSubRendezvousGrain), GrainContext, store);
    }

    private PubSubGrainState State => _storage.State;

    public override Task OnActivateAsync(CancellationToken cancellationToken) => _storage.ReadStateAsync(cancellationToken);

    public Task<Guid> NewSubscriptionId(StreamId streamId)
    {
        State.LastSubscription++;
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt32BigEndian(bytes, StableHash.Compute(System.Text.Encoding.UTF8.GetBytes(_provider)));
        BinaryPrimitives.WriteInt32BigEndian(bytes[4..], streamId.GetHashCode());
        BinaryPrimitives.WriteInt64BigEndian(bytes[8..], State.LastSubscription);
        return Task.FromResult(SubscriptionIds.MarkExplicit(new Guid(bytes)));
    }

    public async Task RegisterConsumer(StreamId streamId, StreamSubscriber subscriber, StreamSequenceToken? startAt)
    {
        if (!State.Consumers.Exists(s => s.SubscriptionId == subscriber.SubscriptionId))
        {
            State.Consumers.Add(new StoredSubscription
            {
                SubscriptionId = subscriber.SubscriptionId,
                Consumer = subscriber.Consumer.ToString(),
                FilterData = subscriber.FilterData,
            });
            await Write();
        }

        await QueueOf(streamId).AddSubscriber(streamId, subscriber, startAt);
    }

    public async Task UnregisterConsumer(StreamId streamId, Guid subscriptionId)
    {
        if (State.Consumers.RemoveAll(s => s.SubscriptionId == subscriptionId) > 0)
        {
            await Write();
        }

        await QueueOf(streamId).RemoveSubscriber(streamId, subscriptionId);
    }

    public Task<StreamSubscriber[]> GetConsumers() => Task.FromResult(State.Consumers
        .Select(s => new StreamSubscriber(s.SubscriptionId, GrainId.Parse(s.Consumer), s.FilterData))
        .ToArray());

    private async Task Write()
    {
        try
        {
            await _storage.WriteStateAsync();
        }
        catch
        {
            // What is in memory may not be what is stored: start again from the store.
            DeactivateOnIdle();
            throw;
        }
    }

    private IStreamQueueGrain QueueOf(StreamId streamId) =>
        ((MemoryStreamProvider)ServiceProvider.GetRequiredKeyedService<IStreamProvider>(_provider)).QueueOf(streamId);
}

/// <summary>Tells implicit subscriptions, which nobody stores, from explicit ones.</summary>
internal static class SubscriptionIds
{
    public static Guid MarkImplicit(Guid id) => Mark(id, implicitly: true);

    public static Guid MarkExplicit(Guid id) => Mark(id, implicitly: false);

    public static bool IsImplicit(Guid id) => (id.ToByteArray()[0] & 1) != 0;

    private static Guid Mark(Guid id, bool implicitly)
    {
        var bytes = id.ToByteArray();
        bytes[0] = (byte)(implicitly ? bytes[0] | 1 : bytes[0] & ~1);
        return new Guid(bytes);
    }
}
