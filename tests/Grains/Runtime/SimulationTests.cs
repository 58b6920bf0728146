#if !ORLEANS
using Countersign.Embedded.Simulation;
using Orleans;
using Orleans.Runtime;
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
        var cluster = new SimulatedCluster(3, _ => { });

        cluster.Run(_ => Task.Delay(TimeSpan.FromHours(5), cluster.TimeProvider));

        Assert.True(cluster.Elapsed >= TimeSpan.FromHours(5));
        Assert.True(cluster.Elapsed < TimeSpan.FromHours(5.1));
    }

    [Fact]
    public void Crash_BetweenTwoSteps_LosesMemoryAndARestartGoesOn()
    {
        var cluster = new SimulatedCluster(5, _ => { });
        cluster.Run(client => client.GetGrain<ICounterGrain>("simulated").Add(4));
        cluster.CrashAfter(2);

        var crash = Assert.Throws<SimulatedCrashException>(() => cluster.Run(client => client.GetGrain<ICounterGrain>("simulated").AddLater(1)));
        Assert.False(cluster.IsUp);
        cluster.Restart();

        Assert.Equal(0, cluster.Run(client => client.GetGrain<ICounterGrain>("simulated").Value().AsTask()));
        Assert.True(crash.Step > 0);
    }

    [Fact]
    public void Deadlock_InVirtualTime_EndsInItsTimeout()
    {
        var cluster = new SimulatedCluster(9, _ => { });

        var timeout = Assert.Throws<TimeoutException>(() => cluster.Run(client => client.GetGrain<IRelayGrain>("a").AskBack("b", 2)));

        Assert.Contains("Deadlock", timeout.Message, StringComparison.Ordinal);
        Assert.True(cluster.Elapsed >= TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void IdleGrain_AfterTheCollectionAge_IsCollectedInVirtualTime()
    {
        var cluster = new SimulatedCluster(11, _ => { });
        cluster.Run(client => client.GetGrain<ICounterGrain>("idle").Add(3));

        cluster.RunFor(TimeSpan.FromMinutes(20));

        Assert.Equal(0, cluster.Run(client => client.GetGrain<ICounterGrain>("idle").Value().AsTask()));
    }

    private static SimulatedCluster Run(int seed)
    {
        var cluster = new SimulatedCluster(seed, _ => { });
        cluster.Run(client => Task.WhenAll(Enumerable.Range(0, Grains).Select(key => client.GetGrain<IChatterGrain>(key).Start(Grains))));
        cluster.RunFor(TimeSpan.FromSeconds(1));
        return cluster;
    }

    private static long[] Sums(SimulatedCluster cluster) =>
        cluster.Run(client => Task.WhenAll(Enumerable.Range(0, Grains).Select(key => client.GetGrain<IChatterGrain>(key).Sum())));
}
#endif
