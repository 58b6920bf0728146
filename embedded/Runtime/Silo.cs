using System.Diagnostics;
using System.Net;
using Countersign.Embedded;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Orleans.Runtime;

/// <summary>One silo: it activates grains, collects idle ones and stops them all at the end.</summary>
internal sealed class Silo : IHostedService, ILocalSiloDetails
{
    private readonly Dictionary<GrainType, GrainClass> _classes = [];
    private readonly Lock _classesLock = new();
    private readonly ClusterOptions _clusterOptions;
    private readonly SiloLifecycle _lifecycle = new();
    private IIncomingGrainCallFilter[]? _incomingFilters;
    private ITimer? _collector;

    public Silo(IServiceProvider services, EmbeddedCluster cluster)
    {
        Services = services;
        Cluster = cluster;
        TimeProvider = cluster.TimeProvider;
        var messaging = services.GetRequiredService<IOptions<SiloMessagingOptions>>().Value;
        var own = services.GetRequiredService<IOptions<EmbeddedRuntimeOptions>>().Value;
        var endpoints = services.GetRequiredService<IOptions<EndpointOptions>>().Value;
        _clusterOptions = services.GetRequiredService<IOptions<ClusterOptions>>().Value;
        Collection = services.GetRequiredService<IOptions<GrainCollectionOptions>>().Value;
        Logger = services.GetRequiredService<ILoggerFactory>().CreateLogger("Orleans.Runtime");
        Router = new CallRouter(cluster, messaging.ResponseTimeout, messaging.WaitForCancellationAcknowledgement);
        QueuedRequestsMax = messaging.MaxEnqueuedRequestsHardLimit > 0 ? messaging.MaxEnqueuedRequestsHardLimit : own.QueuedRequestsMax;
        InlineDepthMax = cluster.Simulation is null ? own.InlineDepthMax : 0;
        InlineTurnTicksMax = own.InlineTurnMicrosecondsMax * Stopwatch.Frequency / 1_000_000;
        Address = SiloAddress.New(endpoints.AdvertisedIPAddress ?? IPAddress.Loopback, endpoints.SiloPort, 1);
        GatewayAddress = SiloAddress.New(Address.Endpoint.Address, endpoints.GatewayPort, 1);
        Name = services.GetRequiredService<IOptions<SiloOptions>>().Value.SiloName is { Length: > 0 } name ? name : $"Silo_{endpoints.SiloPort}";
        GrainFactory = new GrainFactory(Router);
        GrainRuntime = new GrainRuntime(this);
        CustomActivator = services.GetService<IGrainActivator>();
        cluster.Join(this);
    }

    public IServiceProvider Services { get; }

    public EmbeddedCluster Cluster { get; }

    public CallRouter Router { get; }

    public GrainFactory GrainFactory { get; }

    public GrainRuntime GrainRuntime { get; }

    public TimeProvider TimeProvider { get; }

    public ILogger Logger { get; }

    public GrainCollectionOptions Collection { get; }

    public IGrainActivator? CustomActivator { get; }

    public int QueuedRequestsMax { get; }

    public int InlineDepthMax { get; }

    public long InlineTurnTicksMax { get; }

    /// <summary>Counts the looks of the idle collector. Activations note it when they are used, which is cheaper than a clock.</summary>
    public int Epoch { get; private set; }

    public string Name { get; }

    public SiloAddress Address { get; }

    public SiloAddress GatewayAddress { get; }

    public IIncomingGrainCallFilter[] IncomingFilters => _incomingFilters ??= CreateFilters();

    public bool HasIncomingFilters => IncomingFilters.Length > 0;

    string ILocalSiloDetails.ClusterId => _clusterOptions.ClusterId;

    string ILocalSiloDetails.DnsHostName => Dns.GetHostName();

    SiloAddress ILocalSiloDetails.SiloAddress => Address;

    public GrainClass ObserverClass => field ??= GrainClass.ForObservers(this, ObserverTypes.GrainType, typeof(IGrainObserver));

    public GrainClass ClassOf(GrainType grainType, Type type)
    {
        lock (_classesLock)
        {
            if (!_classes.TryGetValue(grainType, out var grainClass))
            {
                _classes.Add(grainType, grainClass = new GrainClass(this, grainType, type));
            }

            return grainClass;
        }
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        LocalClusters.Register(_clusterOptions.ClusterId, Cluster);
        _ = IncomingFilters;
        foreach (var participant in Services.GetServices<ILifecycleParticipant<ISiloLifecycle>>())
        {
            participant.Participate(_lifecycle);
        }

        await _lifecycle.StartAsync(cancellationToken);
        _collector = TimeProvider.CreateTimer(static silo => ((Silo)silo!).CollectIdle(), this, Collection.CollectionQuantum, Collection.CollectionQuantum);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_collector is not null)
        {
            await _collector.DisposeAsync();
        }

        Cluster.Leave(this);
        await _lifecycle.StopAsync(ServiceLifecycleStage.GrainDeactivation, Logger, cancellationToken);
        await DeactivateAllAsync(cancellationToken);
        await _lifecycle.StopAsync(int.MinValue, Logger, cancellationToken);
        if (Cluster.Silos.Count == 0)
        {
            LocalClusters.Unregister(_clusterOptions.ClusterId, Cluster);
        }
    }

    /// <summary>Stops as a crash would: activations vanish without a word.</summary>
    public void Kill()
    {
        _collector?.Dispose();
        Cluster.Leave(this);
        foreach (var activation in Cluster.Activations.Where(activation => activation.Silo == this && !activation.Class.IsObserver).ToList())
        {
            Cluster.Remove(activation.GrainId, activation);
            activation.Vanish();
        }

        foreach (var request in Cluster.Pending.Snapshot().Where(request => request.Target?.Silo == this))
        {
            Cluster.Pending.Remove(request);
            request.AnswerException(new SiloUnavailableException($"The silo {Name} that ran {request} is gone."));
        }
    }

    public void CollectIdle()
    {
        Epoch++;
        var now = TimeProvider.GetUtcNow();
        foreach (var activation in Cluster.Activations.Where(activation => activation.Silo == this).ToList())
        {
            if (activation.IsOrphanedObserver)
            {
                Cluster.Remove(activation.GrainId, activation);
            }
            else if (activation.IsIdle(now))
            {
                activation.Deactivate(new(DeactivationReasonCode.ActivationIdle, $"Idle for {activation.Class.CollectionAge}."));
            }
        }
    }

    private async Task DeactivateAllAsync(CancellationToken cancellationToken)
    {
        var reason = new DeactivationReason(DeactivationReasonCode.ShuttingDown, "The silo is stopping.");
        var leaving = Cluster.Activations.Where(activation => activation.Silo == this && !activation.Class.IsObserver).ToList();
        foreach (var activation in leaving)
        {
            activation.Deactivate(reason, cancellationToken);
        }

        try
        {
            await Task.WhenAll(leaving.Select(activation => activation.Deactivated)).WaitAsync(Collection.DeactivationTimeout, TimeProvider, cancellationToken);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            Logger.LogWarning("{Count} activations were still busy when the silo stopped.", leaving.Count(activation => activation.IsValid));
        }
    }

    private IIncomingGrainCallFilter[] CreateFilters()
    {
        Router.UseFilters(Services.GetServices<IOutgoingGrainCallFilter>());
        return [.. Services.GetServices<IIncomingGrainCallFilter>()];
    }
}
