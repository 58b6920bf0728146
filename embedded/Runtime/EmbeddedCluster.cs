using System.Collections.Concurrent;
using Countersign.Embedded;

namespace Orleans.Runtime;

/// <summary>What the silos of one process share: the directory of activations and the list of unanswered calls.</summary>
internal sealed class EmbeddedCluster
{
    private readonly ConcurrentDictionary<GrainId, object> _directory = new();
    private readonly Lock _silosLock = new();
    private Silo[] _silos = [];
    private long _activationNumber;

    public EmbeddedCluster(TimeProvider timeProvider, ISimulationScheduler? simulation)
    {
        TimeProvider = timeProvider;
        Simulation = simulation;
        Pending = new PendingCalls(timeProvider);
    }

    public GrainRegistry Registry { get; } = new();

    public TimeProvider TimeProvider { get; }

    /// <summary>Chooses the next turn in a deterministic run; null when the thread pool does.</summary>
    public ISimulationScheduler? Simulation { get; }

    public PendingCalls Pending { get; }

    public IReadOnlyList<Silo> Silos => _silos;

    /// <summary>All activations; in a deterministic run in the order of their ids.</summary>
    public IEnumerable<Activation> Activations
    {
        get
        {
            var all = _directory.Values.SelectMany(entry => entry is Activation activation ? [activation] : ((StatelessWorkerPool)entry).Workers);
            return Simulation is null ? all : all.OrderBy(activation => activation.GrainId);
        }
    }

    public long NextActivationNumber() => Interlocked.Increment(ref _activationNumber);

    /// <summary>Observers live on the first silo, whichever client made them.</summary>
    public GrainClass ObserverClass() =>
        (_silos.FirstOrDefault() ?? throw new SiloUnavailableException("No silo is running.")).ObserverClass;

    public void Join(Silo silo)
    {
        lock (_silosLock)
        {
            _silos = [.. _silos, silo];
        }
    }

    public void Leave(Silo silo)
    {
        lock (_silosLock)
        {
            _silos = [.. _silos.Where(other => other != silo)];
        }
    }

    public ICallTarget Locate(GrainReference reference, GrainRequest request) =>
        Locate(reference.GrainId, reference.Shape.GrainType, request.Caller);

    public ICallTarget Locate(GrainId id, GrainType grainType, Activation? caller)
    {
        while (true)
        {
            if (_directory.TryGetValue(id, out var found))
            {
                if (((ICallTarget)found).IsValid)
                {
                    return (ICallTarget)found;
                }

                _directory.TryRemove(KeyValuePair.Create(id, found));
                continue;
            }

            var created = Create(id, grainType, caller);
            if (_directory.TryAdd(id, created))
            {
                return created;
            }
        }
    }

    public bool TryFind(GrainId id, out Activation? activation)
    {
        _directory.TryGetValue(id, out var found);
        activation = found as Activation ?? (found as StatelessWorkerPool)?.Workers.FirstOrDefault();
        return activation is { IsValid: true };
    }

    public void Add(GrainId id, Activation activation) => _directory[id] = activation;

    public void Remove(GrainId id, object entry)
    {
        if (!_directory.TryRemove(KeyValuePair.Create(id, entry)) && _directory.TryGetValue(id, out var pool) && pool is StatelessWorkerPool workers)
        {
            workers.Remove((Activation)entry);
        }
    }

    private ICallTarget Create(GrainId id, GrainType grainType, Activation? caller)
    {
        if (grainType == ObserverTypes.GrainType)
        {
            throw new ClientNotAvailableException(id);
        }

        var type = Registry.ClassOf(grainType) ?? throw new ArgumentException($"There is no grain class for grain type \"{grainType}\".");
        var grainClass = ChooseSilo(id, type, caller).ClassOf(grainType, type);
        return grainClass.Placement is StatelessWorkerPlacement placement
            ? new StatelessWorkerPool(grainClass, id.Key, placement)
            : new Activation(grainClass, id.Key);
    }

    private Silo ChooseSilo(GrainId id, Type type, Activation? caller)
    {
        var silos = _silos;
        if (silos.Length == 0)
        {
            throw new SiloUnavailableException("No silo is running.");
        }

        if (silos.Length == 1)
        {
            return silos[0];
        }

        return caller is { } local && !local.Class.IsObserver && type.IsDefined(typeof(Placement.PreferLocalPlacementAttribute), true) && silos.Contains(local.Silo)
            ? local.Silo
            : silos[id.GetUniformHashCode() % (uint)silos.Length];
    }
}

/// <summary>What a reference leads to: an activation, or a pool of them.</summary>
internal interface ICallTarget
{
    bool IsValid { get; }

    /// <summary>Runs or queues the request; the task is the caller's.</summary>
    Task Accept(GrainRequest request);

    /// <summary>Queues a request whose caller waits already.</summary>
    void Requeue(GrainRequest request);
}

internal static class ObserverTypes
{
    public static readonly GrainType GrainType = GrainType.Create("sys.client");
}
