using Countersign.Embedded.Simulation;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Runtime.Hosting;
using Orleans.Streams;
using Xunit;

namespace Countersign.Tests.Grains.Runtime;

public sealed class SimulatedStorageTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 25)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Writes_UnderFailuresAndCrashes_LoseNothingAcknowledged(int seed)
    {
        var desk = new SimulatedDesk(seed) { Faults = { FailureRate = 0.1, CrashRate = 0.05 } };
        var (attempted, acknowledged) = (0, 0);
        for (; attempted < 40; attempted++)
        {
            acknowledged += desk.Try(client => client.GetGrain<ITallyGrain>("t").Add(1)) ? 1 : 0;
        }

        var stored = desk.WithoutFaults(client => client.GetGrain<ITallyGrain>("t").Read());

        Assert.InRange(stored, acknowledged, attempted);
        Assert.True(desk.Faults.Injected > 0);
    }

    [Fact]
    public void SameSeed_WithStreamsRemindersAndCrashes_GivesTheSameTrace()
    {
        var (first, second, other) = (Hash(3), Hash(3), Hash(4));

        Assert.Equal(first, second);
        Assert.NotEqual(first, other);
    }

    [Fact]
    public void Subscription_AfterACrash_StillReceives()
    {
        var desk = new SimulatedDesk(5);
        desk.WithoutFaults(async client =>
        {
            await client.GetGrain<IStreamProbeGrain>("a").Subscribe("s");
            return 0;
        });
        desk.CrashAndRestart();

        desk.WithoutFaults(async client =>
        {
            await client.GetStreamProvider("memory").GetStream<int>(StreamProbeGrain.Namespace, "s").OnNextBatchAsync([1, 2]);
            return 0;
        });
        desk.Cluster.RunFor(TimeSpan.FromSeconds(1));

        Assert.Equal([1, 2], desk.WithoutFaults(client => client.GetGrain<IStreamProbeGrain>("a").Received()));
    }

    [Fact]
    public void Reminder_AfterACrash_TicksOnItsOldPlan()
    {
        var desk = new SimulatedDesk(6);
        desk.WithoutFaults(async client =>
        {
            await client.GetGrain<IReminderProbeGrain>("w").Remind("r", TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10));
            return 0;
        });
        desk.CrashAndRestart();

        desk.Cluster.RunFor(TimeSpan.FromMinutes(3));
        Assert.Equal(1, desk.Probes.CountOf("w"));
        desk.Cluster.RunFor(TimeSpan.FromMinutes(10));
        Assert.Equal(2, desk.Probes.CountOf("w"));
    }

    [Fact]
    public void Latency_OfStorage_IsVirtualTime()
    {
        var desk = new SimulatedDesk(7) { Faults = { LatencyMax = TimeSpan.FromSeconds(1) } };
        var before = desk.Cluster.Elapsed;

        desk.Try(client => client.GetGrain<ITallyGrain>("t").Add(1));

        Assert.True(desk.Cluster.Elapsed > before);
    }

    private static string Hash(int seed)
    {
        var desk = new SimulatedDesk(seed)
        {
            Faults = { FailureRate = 0.1, CrashRate = 0.02, LatencyMax = TimeSpan.FromMilliseconds(5) },
        };
        desk.Try(client => client.GetGrain<IReminderProbeGrain>("w").Remind("r", TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2)));
        foreach (var listener in new[] { "a", "b", "c" })
        {
            desk.Try(client => client.GetGrain<IStreamProbeGrain>(listener).Subscribe("s"));
        }

        for (var n = 0; n < 20; n++)
        {
            var number = n;
            desk.Try(client => client.GetStreamProvider("memory").GetStream<int>(StreamProbeGrain.Namespace, "s").OnNextAsync(number));
            desk.Try(client => client.GetGrain<ITallyGrain>($"t{number % 3}").Add(1));
        }

        desk.RunFor(TimeSpan.FromMinutes(5));
        return desk.Cluster.Trace.Hash;
    }
}

/// <summary>A simulated cluster with faulty storage under everything, restarted whenever it crashes.</summary>
internal sealed class SimulatedDesk
{
    private SimulatedFaults? _faults;
    private SimulatedGrainStorage? _storage;
    private SimulatedReminderTable? _reminders;

    public SimulatedDesk(int seed)
    {
        Cluster = new SimulatedCluster(seed, (cluster, silo) =>
        {
            _faults ??= new SimulatedFaults(seed, cluster.TimeProvider) { Crash = cluster.RequestCrash };
            _storage ??= new SimulatedGrainStorage(_faults);
            _reminders ??= new SimulatedReminderTable(_faults);
            silo
                .AddMemoryStreams("memory")
                .AddReminders()
                .ConfigureServices(services => services
                    .AddSingleton(Probes)
                    .AddSingleton<IReminderTable>(_reminders)
                    .AddGrainStorage("store", (_, _) => _storage)
                    .AddGrainStorage("PubSubStore", (_, _) => _storage));
        });
    }

    public SimulatedFaults Faults => _faults!;

    public StreamProbes Probes { get; } = new();

    public SimulatedCluster Cluster { get; }

    /// <summary>Whether the call was answered; a crash or a failure leaves open whether it took effect.</summary>
    public bool Try(Func<IClusterClient, Task> call)
    {
        try
        {
            Cluster.Run(call);
            return true;
        }
        catch (OrleansException)
        {
            return false;
        }
        catch (SimulatedCrashException)
        {
            RestartUntilUp();
            return false;
        }
    }

    public void RunFor(TimeSpan span)
    {
        var until = Cluster.Elapsed + span;
        while (Cluster.Elapsed < until)
        {
            try
            {
                Cluster.RunFor(until - Cluster.Elapsed);
            }
            catch (SimulatedCrashException)
            {
                RestartUntilUp();
            }
        }
    }

    public T WithoutFaults<T>(Func<IClusterClient, Task<T>> call)
    {
        (Faults.FailureRate, Faults.CrashRate) = (0, 0);
        return Cluster.Run(call);
    }

    public void CrashAndRestart()
    {
        Cluster.Crash();
        Cluster.Restart();
    }

    // Starting reads the reminder table, which may crash it again.
    private void RestartUntilUp()
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                Cluster.Restart();
                return;
            }
            catch (SimulatedCrashException) when (attempt < 20)
            {
            }
        }
    }
}
