using Countersign.Embedded;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime;
using Orleans.Timers;

namespace Orleans.Hosting;

/// <summary>The services of a silo and of a client.</summary>
internal static class EmbeddedServices
{
    public static void AddSilo(IServiceCollection services)
    {
        if (services.Any(descriptor => descriptor.ServiceType == typeof(Silo)))
        {
            return;
        }

        services.AddLogging();
        services.AddOptions();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => new EmbeddedCluster(provider.GetRequiredService<TimeProvider>(), provider.GetService<ISimulationScheduler>()));
        services.AddSingleton<Silo>();
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<Silo>());
        services.AddSingleton<ILocalSiloDetails>(provider => provider.GetRequiredService<Silo>());
        services.TryAddSingleton<IGrainFactory>(provider => provider.GetRequiredService<Silo>().GrainFactory);
        services.TryAddSingleton<IClusterClient>(provider => new ClusterClient(provider, provider.GetRequiredService<Silo>().GrainFactory));
        services.TryAddSingleton<IGrainRuntime>(provider => provider.GetRequiredService<Silo>().GrainRuntime);
        services.TryAddSingleton<ITimerRegistry>(provider => provider.GetRequiredService<Silo>().GrainRuntime);
        services.TryAddSingleton<IGrainContextAccessor, GrainContextAccessor>();
        PersistenceServices.Add(services);
    }

    public static void AddClient(IServiceCollection services)
    {
        services.AddLogging();
        services.AddOptions();
        services.TryAddSingleton<ClientConnection>();
        services.TryAddSingleton<IGrainFactory>(provider => provider.GetRequiredService<ClientConnection>().Factory);
        services.TryAddSingleton<IClusterClient>(provider => new ClusterClient(provider, provider.GetRequiredService<ClientConnection>().Factory));
    }

    private sealed class GrainContextAccessor : IGrainContextAccessor
    {
        public IGrainContext GrainContext => RuntimeContext.Current!;
    }
}

/// <summary>A client's way to the cluster: one given to it (by a test cluster), or the one of this process that has the same id.</summary>
internal sealed class ClientConnection
{
    public ClientConnection(IServiceProvider services, IOptions<ClusterOptions> cluster, IOptions<ClientMessagingOptions> messaging)
    {
        var router = new CallRouter(
            services.GetService<EmbeddedCluster>() ?? LocalClusters.Find(cluster.Value.ClusterId),
            messaging.Value.ResponseTimeout,
            messaging.Value.WaitForCancellationAcknowledgement);
        router.UseFilters(services.GetServices<IOutgoingGrainCallFilter>());
        Factory = new GrainFactory(router);
    }

    public GrainFactory Factory { get; }
}
