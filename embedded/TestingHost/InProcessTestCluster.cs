using System.Collections.ObjectModel;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Orleans.TestingHost;

/// <summary>Silos and a client in this process.</summary>
public sealed class InProcessTestCluster : IDisposable, IAsyncDisposable
{
    private const int FirstSiloPort = 30_000;
    private const int FirstGatewayPort = 40_000;

    private readonly List<InProcessSiloHandle> _silos = [];
    private EmbeddedCluster? _cluster;
    private IHost? _clientHost;
    private int _started;

    internal InProcessTestCluster(InProcessTestClusterOptions options) => Options = options;

    public InProcessTestClusterOptions Options { get; }

    public ReadOnlyCollection<InProcessSiloHandle> Silos => _silos.ToList().AsReadOnly();

    public IClusterClient Client => (_clientHost ?? throw NotDeployed()).Services.GetRequiredService<IClusterClient>();

    public async Task DeployAsync()
    {
        if (_silos.Count > 0)
        {
            throw new InvalidOperationException("The cluster was deployed already.");
        }

        await StartSilosAsync(Math.Max((short)1, Options.InitialSilosCount));
        if (Options.InitializeClientOnDeploy)
        {
            await InitializeClientAsync();
        }
    }

    public async Task InitializeClientAsync()
    {
        await KillClientAsync();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton(_cluster ?? throw NotDeployed());
        builder.UseOrleansClient(client => client.Configure<ClusterOptions>(ConfigureIds));
        Options.ClientHostConfigurationDelegates.ForEach(configure => configure(builder));
        _clientHost = builder.Build();
        await _clientHost.StartAsync();
    }

    public IEnumerable<InProcessSiloHandle> GetActiveSilos() => Silos.Where(silo => silo.IsActive);

    public InProcessSiloHandle? GetSiloForAddress(SiloAddress siloAddress) => Silos.FirstOrDefault(silo => silo.SiloAddress.Equals(siloAddress));

    public IServiceProvider GetSiloServiceProvider(SiloAddress? silo = null) =>
        silo is null
            ? Silos[0].ServiceProvider
            : GetSiloForAddress(silo)?.ServiceProvider ?? throw new ArgumentException($"The provided silo address '{silo}' is unknown.", nameof(silo));

    public async Task<InProcessSiloHandle> StartAdditionalSiloAsync(bool startAdditionalSiloOnNewPort = false) => (await StartSilosAsync(1))[0];

    public async Task<List<InProcessSiloHandle>> StartSilosAsync(int silosToStart, bool startAdditionalSiloOnNewPort = false)
    {
        var started = new List<InProcessSiloHandle>();
        for (var count = 0; count < silosToStart; count++)
        {
            started.Add(await StartSiloAsync(_started++));
        }

        return started;
    }

    public async Task StopSiloAsync(InProcessSiloHandle instance)
    {
        await instance.StopSiloAsync(true);
        _silos.Remove(instance);
    }

    /// <summary>Stops a silo as a crash would.</summary>
    public async Task KillSiloAsync(InProcessSiloHandle instance)
    {
        await instance.StopSiloAsync(false);
        _silos.Remove(instance);
    }

    public async Task<InProcessSiloHandle?> RestartSiloAsync(InProcessSiloHandle instance)
    {
        await StopSiloAsync(instance);
        return await StartSiloAsync(instance.InstanceNumber);
    }

    public async Task StopSilosAsync()
    {
        foreach (var silo in Silos)
        {
            await StopSiloAsync(silo);
        }
    }

    public async Task StopAllSilosAsync()
    {
        await StopClusterClientAsync();
        await StopSilosAsync();
    }

    public async Task StopClusterClientAsync()
    {
        if (_clientHost is { } host)
        {
            await host.StopAsync();
        }
    }

    public Task KillClientAsync()
    {
        _clientHost?.Dispose();
        _clientHost = null;
        return Task.CompletedTask;
    }

    public bool TryGetGrainContext(GrainId grainId, [NotNullWhen(true)] out IGrainContext? grainContext)
    {
        Activation? activation = null;
        var found = _cluster is not null && _cluster.TryFind(grainId, out activation);
        grainContext = found ? activation : null;
        return found;
    }

    public Task DeactivateAsync(IAddressable grain) => DeactivateAsync(grain.GetGrainId());

    public async Task DeactivateAsync(GrainId grainId)
    {
        if (TryGetGrainContext(grainId, out var context))
        {
            context.Deactivate(new(DeactivationReasonCode.ApplicationRequested, "The test cluster was asked to."));
            await context.Deactivated;
        }
    }

    public Task WaitForDeactivationAsync(IAddressable grain) => WaitForDeactivationAsync(grain.GetGrainId());

    public Task WaitForDeactivationAsync(GrainId grainId) => TryGetGrainContext(grainId, out var context) ? context.Deactivated : Task.CompletedTask;

    /// <summary>Silos of one process know of one another at once.</summary>
    public Task WaitForLivenessToStabilizeAsync(bool didKill = false) => Task.CompletedTask;

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    public async ValueTask DisposeAsync()
    {
        await KillClientAsync();
        foreach (var silo in Silos)
        {
            await silo.DisposeAsync();
        }

        _silos.Clear();
        _cluster?.Pending.Dispose();
    }

    private async Task<InProcessSiloHandle> StartSiloAsync(int instance)
    {
        var specific = new InProcessTestSiloSpecificOptions
        {
            SiloName = $"Silo_{instance}",
            SiloPort = FirstSiloPort + instance,
            GatewayPort = FirstGatewayPort + instance,
        };
        var builder = Host.CreateEmptyApplicationBuilder(null);
        if (_cluster is not null)
        {
            builder.Services.AddSingleton(_cluster);
        }

        builder.UseOrleans(silo => silo
            .UseLocalhostClustering(specific.SiloPort, specific.GatewayPort)
            .Configure<ClusterOptions>(ConfigureIds)
            .Configure<SiloOptions>(options => options.SiloName = specific.SiloName));
        Options.SiloHostConfigurationDelegates.ForEach(configure => configure(specific, builder));
        var host = builder.Build();
        await host.StartAsync();
        _cluster ??= host.Services.GetRequiredService<EmbeddedCluster>();
        var details = host.Services.GetRequiredService<Silo>();
        var handle = new InProcessSiloHandle
        {
            SiloHost = host,
            Name = details.Name,
            InstanceNumber = (short)instance,
            SiloAddress = details.Address,
            GatewayAddress = details.GatewayAddress,
        };
        _silos.Add(handle);
        return handle;
    }

    private void ConfigureIds(ClusterOptions options)
    {
        options.ClusterId = Options.ClusterId;
        options.ServiceId = Options.ServiceId;
    }

    private static InvalidOperationException NotDeployed() =>
        new("The test cluster client is unavailable because the cluster has not been deployed or has been stopped.");
}
