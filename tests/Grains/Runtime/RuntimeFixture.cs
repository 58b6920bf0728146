#if !ORLEANS
using Countersign.Embedded;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.TestingHost;
using Xunit;

namespace Countersign.Tests.Grains.Runtime;

/// <summary>One silo with short time-outs, shared by the tests of a class.</summary>
public sealed class RuntimeFixture : IAsyncLifetime
{
    public InProcessTestCluster Cluster { get; } = new InProcessTestClusterBuilder(1)
        .ConfigureSilo((_, silo) => silo
            .Configure<SiloMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromSeconds(1))
            .Configure<EmbeddedRuntimeOptions>(options => options.QueuedRequestsMax = 100))
        .ConfigureClient(client => client.Configure<ClientMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromSeconds(5)))
        .Build();

    public async ValueTask InitializeAsync() => await Cluster.DeployAsync();

    public async ValueTask DisposeAsync() => await Cluster.DisposeAsync();
}
#endif
