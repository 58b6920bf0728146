using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Countersign.Embedded.Simulation;

/// <summary>
/// A silo that runs on one thread, in virtual time, with the order of turns drawn from a seed: the same seed gives the same run.
/// Code under simulation takes its time from <see cref="TimeProvider"/> and its randomness from <see cref="Random"/>.
/// </summary>
public sealed class SimulatedCluster
{
    /// <summary>A run that makes no end stops here, with an exception.</summary>
    public const long StepsMax = 50_000_000;

    private static readonly DateTimeOffset DefaultStart = new(2024, 1, 2, 0, 0, 0, TimeSpan.Zero);

    private readonly Action<SimulatedCluster, ISiloBuilder> _configure;
    private readonly VirtualTime _time;
    private readonly SimulationScheduler _scheduler;
    private ServiceProvider? _services;
    private EmbeddedCluster? _cluster;
    private long _crashAtStep = long.MaxValue;
    private bool _running;

    /// <param name="seed">Chooses the interleaving.</param>
    /// <param name="configure">Configures the silo, at the start and again at every restart. What is to survive a crash is made outside.</param>
    /// <param name="start">The virtual time at the start; default: 2 January 2024, 00:00 UTC.</param>
    public SimulatedCluster(int seed, Action<ISiloBuilder> configure, DateTimeOffset? start = null)
        : this(seed, (_, silo) => configure(silo), start)
    {
        ArgumentNullException.ThrowIfNull(configure);
    }

    /// <inheritdoc cref="SimulatedCluster(int, Action{ISiloBuilder}, DateTimeOffset?)"/>
    public SimulatedCluster(int seed, Action<SimulatedCluster, ISiloBuilder> configure, DateTimeOffset? start = null)
    {
        ArgumentNullException.ThrowIfNull(configure);
        _configure = configure;
        _time = new VirtualTime(start ?? DefaultStart);
        _scheduler = new SimulationScheduler(unchecked((ulong)seed), _time);
        Random = new SimulationRandom(~unchecked((ulong)seed));
        Restart();
    }

    public TimeProvider TimeProvider => _time;

    /// <summary>Seeded randomness for what is simulated around the grains, such as failing storage.</summary>
    public Random Random { get; }

    public SimulationTrace Trace => _scheduler.TraceLog;

    /// <summary>Steps run so far.</summary>
    public long Steps => _scheduler.Steps;

    /// <summary>Virtual time since the start.</summary>
    public TimeSpan Elapsed => _time.Elapsed;

    /// <summary>False between <see cref="Crash"/> and <see cref="Restart"/>.</summary>
    public bool IsUp => _services is not null;

    public IServiceProvider Services => _services ?? throw new InvalidOperationException("The cluster has crashed and was not restarted.");

    public IClusterClient Client => Services.GetRequiredService<IClusterClient>();

    /// <summary>Runs until <paramref name="scenario"/> has ended; virtual time jumps whenever nothing is ready.</summary>
    /// <exception cref="SimulatedCrashException">A crash that was asked for came first.</exception>
    public T Run<T>(Func<IClusterClient, Task<T>> scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        return Enter(() =>
        {
            var task = scenario(Client);
            Drive(() => task.IsCompleted, TimeSpan.MaxValue, "the scenario to end");
            return task.GetAwaiter().GetResult();
        });
    }

    public void Run(Func<IClusterClient, Task> scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        Run(async client =>
        {
            await scenario(client);
            return true;
        });
    }

    /// <summary>Runs until <paramref name="condition"/> holds between two steps.</summary>
    public void RunUntil(Func<bool> condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        Enter(() =>
        {
            Drive(condition, TimeSpan.MaxValue, "the condition to hold");
            return true;
        });
    }

    /// <summary>Runs all that happens within the given span of virtual time.</summary>
    public void RunFor(TimeSpan span) => Enter(() =>
    {
        var until = _time.Elapsed + span;
        Drive(static () => false, until, "");
        _time.AdvanceTo(until);
        return true;
    });

    /// <summary>The process will crash after that many more steps.</summary>
    public void CrashAfter(long steps) => _crashAtStep = _scheduler.Steps + steps;

    /// <summary>The process will crash after the step that is running; for simulated storage and other parts around the grains.</summary>
    public void RequestCrash() => _crashAtStep = _scheduler.Steps;

    /// <summary>Drops all activations, timers, queued work and services, as a killed process would. Nobody is told.</summary>
    public void Crash()
    {
        if (_cluster is { } cluster)
        {
            foreach (var silo in cluster.Silos.ToList())
            {
                silo.Kill();
            }
        }

        _scheduler.Clear();
        _time.Clear();
        _services = null;
        _cluster = null;
        _crashAtStep = long.MaxValue;
    }

    /// <summary>Starts a new process on what simulated storage holds.</summary>
    public void Restart()
    {
        if (IsUp)
        {
            Crash();
        }

        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_time);
        services.AddSingleton<ISimulationScheduler>(_scheduler);
        services.AddOrleans(silo => _configure(this, silo));
        _services = services.BuildServiceProvider();
        _cluster = _services.GetRequiredService<EmbeddedCluster>();
        Run(_ => _services.GetRequiredService<Silo>().StartAsync(CancellationToken.None));
    }

    private T Enter<T>(Func<T> run)
    {
        if (_running)
        {
            throw new InvalidOperationException("The simulation is running already.");
        }

        _running = true;
        _scheduler.AdoptThread();
        var surroundings = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(_scheduler);
        try
        {
            return run();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(surroundings);
            _running = false;
        }
    }

    private void Drive(Func<bool> isDone, TimeSpan until, string goal)
    {
        while (!isDone())
        {
            if (!_scheduler.HasReady)
            {
                if (_time.NextDue is not { } due || due > until)
                {
                    if (until != TimeSpan.MaxValue)
                    {
                        return;
                    }

                    throw new SimulationStalledException($"Nothing is ready and no timer is set, while waiting for {goal}.");
                }

                _scheduler.JumpToNextTimer();
            }

            _scheduler.Step();
            if (_scheduler.Steps >= _crashAtStep)
            {
                var step = _scheduler.Steps;
                Crash();
                throw new SimulatedCrashException(step);
            }

            if (_scheduler.Steps >= StepsMax)
            {
                throw new SimulationStalledException($"The run made {StepsMax} steps while waiting for {goal}.");
            }
        }
    }
}
