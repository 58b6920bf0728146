#if !ORLEANS
using Countersign.Embedded.Simulation;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Storage;
using Orleans.Streams;
using Xunit;

namespace Countersign.Tests.Grains.Runtime;

public interface IChatterGrain : IGrainWithIntegerKey
{
    Task Start(int others);

    Task<int> Ping(int from);

    Task<long> Sum();
}

/// <summary>Pings other grains from a timer and from calls, and keeps a sum that depends on the order of events.</summary>
internal sealed class ChatterGrain : Grain, IChatterGrain
{
    private long _sum = 1;
    private int _ticks;

    public Task Start(int others)
    {
        var me = (int)this.GetPrimaryKeyLong();
        this.RegisterGrainTimer(
            async (others, _) =>
            {
                _ticks++;
                var reply = await GrainFactory.GetGrain<IChatterGrain>((me + (_ticks * 7)) % others).Ping(me);
                _sum = (_sum * 31) + reply;
                await this.GetStreamProvider("memory").GetStream<long>("chatter", $"room-{me % 5}").OnNextAsync(_sum);
            },
            others,
            new GrainTimerCreationOptions(TimeSpan.FromMilliseconds(10 + (me % 3)), TimeSpan.FromMilliseconds(10)) { Interleave = true });
        return Task.CompletedTask;
    }

    public async Task<int> Ping(int from)
    {
        _sum = (_sum * 17) + from;
        await Task.Yield();
        return (int)(_sum % 1_000);
    }

    public Task<long> Sum() => Task.FromResult(_sum);
}

public interface IRoomListenerGrain : IGrainWithStringKey
{
    Task<long> Heard();
}

[ImplicitStreamSubscription("chatter")]
internal sealed class RoomListenerGrain : Grain, IRoomListenerGrain
{
    private long _heard;

    public override async Task OnActivateAsync(CancellationToken cancellationToken) =>
        await this.GetStreamProvider("memory").GetStream<long>("chatter", this.GetPrimaryKeyString()).SubscribeAsync((sum, _) =>
        {
            _heard = (_heard * 13) + sum;
            return Task.CompletedTask;
        });

    public Task<long> Heard() => Task.FromResult(_heard);
}

public interface ILedgerGrain : IGrainWithStringKey
{
    Task<int> Append(int entry);

    Task<IReadOnlyList<int>> Entries();
}

[GenerateSerializer]
public sealed record Ledger
{
    [Id(0)]
    public IReadOnlyList<int> Entries { get; init; } = [];
}

internal sealed class LedgerGrain([PersistentState("ledger", "simulated")] IPersistentState<Ledger> state) : Grain, ILedgerGrain
{
    public async Task<int> Append(int entry)
    {
        var before = state.State;
        state.State = before with { Entries = [.. before.Entries, entry] };
        try
        {
            await state.WriteStateAsync();
        }
        catch
        {
            // The write may have taken effect all the same: what is stored is looked up, not guessed.
            await state.ReadStateAsync();
            throw;
        }

        return state.State.Entries.Count;
    }

    public Task<IReadOnlyList<int>> Entries() => Task.FromResult(state.State.Entries);
}

public sealed class SimulationTests
{
    private const int Grains = 50;

    [Fact]
    public void SameSeed_RunTwice_GivesTheSameTraceByteForByte()
    {
        var first = Run(seed: 7);
        var second = Run(seed: 7);

        Assert.Equal(first.Trace.Lines, second.Trace.Lines);
        Assert.Equal(first.Trace.Hash, second.Trace.Hash);
        Assert.Equal(Sums(first), Sums(second));
        Assert.True(first.Trace.Count > 5_000);
    }

    [Fact]
    public void DifferentSeeds_OfTheSameScenario_InterleaveDifferently()
    {
        var first = Run(seed: 1);
        var second = Run(seed: 2);

        Assert.NotEqual(first.Trace.Hash, second.Trace.Hash);
        Assert.NotEqual(Sums(first), Sums(second));
    }

    [Fact]
    public void VirtualTime_WithHoursToWait_JumpsToTheNextTimer()
    {
        var cluster = new SimulatedCluster(3, (ISiloBuilder _) => { });

        cluster.Run(_ => Task.Delay(TimeSpan.FromHours(5), cluster.TimeProvider));

        Assert.True(cluster.Elapsed >= TimeSpan.FromHours(5));
        Assert.True(cluster.Elapsed < TimeSpan.FromHours(5.1));
    }

    [Fact]
    public void Crash_BetweenTwoSteps_LosesMemoryAndARestartGoesOn()
    {
        var cluster = new SimulatedCluster(5, (ISiloBuilder _) => { });
        cluster.Run(client => client.GetGrain<ICounterGrain>("simulated").Add(4));
        cluster.CrashAfter(2);

        var crash = Assert.Throws<SimulatedCrashException>(() => cluster.Run(client => client.GetGrain<ICounterGrain>("simulated").AddLater(1)));
        Assert.False(cluster.IsUp);
        cluster.Restart();

        Assert.Equal(0, cluster.Run(client => client.GetGrain<ICounterGrain>("simulated").Value().AsTask()));
        Assert.True(crash.Step > 0);
    }

    [Theory]
    [InlineData(21)]
    [InlineData(22)]
    [InlineData(23)]
    public void Ledger_OnStorageThatFailsAndCrashes_KeepsWhatWasAcknowledgedAndDoublesNothing(int seed)
    {
        var (acknowledged, stored, crashes, hash) = RunLedger(seed);

        Assert.True(crashes > 0);
        Assert.True(acknowledged.Count > 30);
        Assert.Subset(stored.ToHashSet(), acknowledged.ToHashSet());
        Assert.Equal(stored.Distinct(), stored);
        Assert.Equal(hash, RunLedger(seed).Hash);
    }

    [Fact]
    public void Deadlock_InVirtualTime_EndsInItsTimeout()
    {
        var cluster = new SimulatedCluster(9, (ISiloBuilder _) => { });

        var timeout = Assert.Throws<TimeoutException>(() => cluster.Run(client => client.GetGrain<IRelayGrain>("a").AskBack("b", 2)));

        Assert.Contains("Deadlock", timeout.Message, StringComparison.Ordinal);
        Assert.True(cluster.Elapsed >= TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void IdleGrain_AfterTheCollectionAge_IsCollectedInVirtualTime()
    {
        var cluster = new SimulatedCluster(11, (ISiloBuilder _) => { });
        cluster.Run(client => client.GetGrain<ICounterGrain>("idle").Add(3));

        cluster.RunFor(TimeSpan.FromMinutes(20));

        Assert.Equal(0, cluster.Run(client => client.GetGrain<ICounterGrain>("idle").Value().AsTask()));
    }

    private static SimulatedCluster Run(int seed)
    {
        var cluster = new SimulatedCluster(seed, silo => silo.AddMemoryGrainStorage("PubSubStore").AddMemoryStreams("memory"));
        cluster.Run(client => Task.WhenAll(Enumerable.Range(0, Grains).Select(key => client.GetGrain<IChatterGrain>(key).Start(Grains))));
        cluster.RunFor(TimeSpan.FromSeconds(1));
        return cluster;
    }

    private static long[] Sums(SimulatedCluster cluster) =>
        cluster.Run(client => Task.WhenAll(
            Enumerable.Range(0, Grains).Select(key => client.GetGrain<IChatterGrain>(key).Sum())
                .Concat(Enumerable.Range(0, 5).Select(room => client.GetGrain<IRoomListenerGrain>($"room-{room}").Heard()))));

    /// <summary>Appends to a ledger on storage that fails and crashes, until all is said; gives what was acknowledged and what is stored.</summary>
    private static (List<int> Acknowledged, IReadOnlyList<int> Stored, int Crashes, string Hash) RunLedger(int seed)
    {
        SimulatedGrainStorage? storage = null;
        var cluster = new SimulatedCluster(seed, (simulated, silo) =>
        {
            storage ??= new SimulatedGrainStorage(new SimulatedFaults(seed, simulated.TimeProvider)
            {
                FailureRate = 0.1,
                CrashRate = 0.05,
                LatencyMax = TimeSpan.FromMilliseconds(3),
                Crash = simulated.RequestCrash,
            });
            silo.Services.AddKeyedSingleton<IGrainStorage>("simulated", storage);
        });
        var acknowledged = new List<int>();
        var crashes = 0;
        for (var entry = 0; entry < 60; entry++)
        {
            try
            {
                cluster.Run(client => client.GetGrain<ILedgerGrain>("ledger").Append(entry));
                acknowledged.Add(entry);
            }
            catch (SimulatedCrashException)
            {
                crashes++;
                cluster.Restart();
            }
            catch (OrleansException)
            {
                // Refused, or done but not acknowledged.
            }
        }

        while (true)
        {
            try
            {
                return (acknowledged, cluster.Run(client => client.GetGrain<ILedgerGrain>("ledger").Entries()), crashes, cluster.Trace.Hash);
            }
            catch (SimulatedCrashException)
            {
                cluster.Restart();
            }
            catch (OrleansException)
            {
                // The state couldn't be read; the next call tries again.
            }
        }
    }
}
#endif
