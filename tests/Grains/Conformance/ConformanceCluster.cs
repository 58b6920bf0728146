using Orleans;
using Orleans.Hosting;
using Orleans.TestingHost;
using Xunit;

namespace Countersign.Tests.Grains.Conformance;

/// <summary>One silo and one client with what most tests need; started once for the tests of the collection.</summary>
public class ConformanceCluster : IAsyncLifetime
{
    public const string StreamProvider = "streams";

    /// <summary>A second grain storage, beside the default one.</summary>
    public const string OtherStorage = "other";

    public ConformanceCluster()
    {
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) => ConfigureSilo(silo));
        builder.ConfigureClient(ConfigureClient);
#if ORLEANS
        // Orleans looks at every grain interface of the process when it starts, so the desk's messages must be able to travel too.
        builder.ConfigureHost(host => Silo.Hosting.OrleansSerialization.AddDeskSerialization(host.Services));
#endif
        Cluster = builder.Build();
    }

    public InProcessTestCluster Cluster { get; }

    public IClusterClient Client => Cluster.Client;

    public virtual async ValueTask InitializeAsync() => await Cluster.DeployAsync();

    public async ValueTask DisposeAsync()
    {
        await Cluster.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>A grain under a key that no other test uses.</summary>
    public T Fresh<T>() where T : IGrainWithStringKey => Client.GetGrain<T>(Reports.NewKey());

    public T Fresh<T>(out string key) where T : IGrainWithStringKey
    {
        key = Reports.NewKey();
        return Client.GetGrain<T>(key);
    }

    protected virtual void ConfigureSilo(ISiloBuilder silo) => silo
        .AddMemoryGrainStorageAsDefault()
        .AddMemoryGrainStorage(OtherStorage)
        .AddMemoryGrainStorage("PubSubStore")
        .AddMemoryStreams(StreamProvider)
        .UseInMemoryReminderService();

    protected virtual void ConfigureClient(IClientBuilder client) => client.AddMemoryStreams(StreamProvider);
}

[CollectionDefinition(Name)]
public sealed class ConformanceCollection : ICollectionFixture<ConformanceCluster>
{
    public const string Name = "conformance";
}
