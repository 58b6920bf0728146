using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>Streams whose events live in this process's memory.</summary>
internal sealed class MemoryStreamProvider : IStreamProvider
{
    private readonly IStreamQueueGrain[] _queues;
    private readonly Lazy<ClientStreamConsumer> _client;

    public MemoryStreamProvider(string name, IServiceProvider services)
    {
        Name = name;
        Services = services;
        Grains = services.GetRequiredService<IGrainFactory>();
        _client = new Lazy<ClientStreamConsumer>(() => new ClientStreamConsumer(Services, Grains));
        PubSubType = services.GetRequiredService<IOptionsMonitor<StreamPubSubOptions>>().Get(name).PubSubType;
        var count = services.GetRequiredService<IOptionsMonitor<HashRingStreamQueueMapperOptions>>().Get(name).TotalQueueCount;
        _queues = [.. Enumerable.Range(0, count).Select(n =>
            Grains.GetGrain<IStreamQueueGrain>(string.Create(CultureInfo.InvariantCulture, $"{name}/{n}")))];
    }

    public string Name { get; }

    public bool IsRewindable => true;

    public IServiceProvider Services { get; }

    public IGrainFactory Grains { get; }

    /// <summary>Receives what is subscribed to from outside the grains; held here, as references to observers are weak.</summary>
    public ClientStreamConsumer Client => _client.Value;

    public StreamPubSubType PubSubType { get; }

    public IAsyncStream<T> GetStream<T>(StreamId streamId) => new MemoryStream<T>(this, streamId);

    public IStreamQueueGrain QueueOf(StreamId streamId) => _queues[(uint)streamId.GetHashCode() % (uint)_queues.Length];

    public IPubSubRendezvousGrain RendezvousOf(StreamId streamId) => Grains.GetGrain<IPubSubRendezvousGrain>($"{Name}/{streamId}");
}
