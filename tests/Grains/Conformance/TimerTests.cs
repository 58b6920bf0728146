using Xunit;

namespace Countersign.Tests.Grains.Conformance;

[Collection(TimedCollection.Name)]
public sealed class TimerTests(TimedCluster cluster) : IAsyncLifetime
{
    private static readonly TimeSpan Due = TimeSpan.FromSeconds(7);
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(60);

    private readonly List<ITimerGrain> started = [];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    // A timer that goes on is due in other tests too, perhaps in the very moment that they wait for.
    public async ValueTask DisposeAsync()
    {
        foreach (var grain in started)
        {
            await grain.Stop();
        }
    }

    [Fact]
    public async Task Timer_BeforeItsTime_DoesNotFire()
    {
        var grain = Fresh(out var key);
        await grain.Start(Due, Period);
        await cluster.Time.WhenArmed(Due);

        cluster.Time.Advance(Due - TimeSpan.FromMilliseconds(1));
        await grain.Ticks();
        Assert.Empty(Reports.Of(key));

        cluster.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(["tick 1"], await Reports.WaitFor(key, 1));
    }

    [Fact]
    public async Task Timer_AfterEachTick_WaitsOnePeriod()
    {
        var grain = Fresh(out var key);
        await grain.Start(Due, Period);
        await Fire(Due);
        await Reports.WaitFor(key, 1);
        await Fire(Period);
        await Reports.WaitFor(key, 2);
        await Fire(Period);

        Assert.Equal(["tick 1", "tick 2", "tick 3"], await Reports.WaitFor(key, 3));
    }

    [Fact]
    public async Task Timer_InfinitePeriod_FiresOnce()
    {
        var grain = Fresh(out var key);
        await grain.Start(Due, Timeout.InfiniteTimeSpan);
        await Fire(Due);
        await Reports.WaitFor(key, 1);
        await grain.Note("later");

        cluster.Time.Advance(TimeSpan.FromHours(1));
        await grain.Note("much later");

        Assert.Equal(["tick 1", "later", "much later"], Reports.Of(key));
    }

    [Fact]
    public async Task Timer_Tick_RunsOnTheGrainsScheduler()
    {
        var grain = Fresh(out var key);
        await grain.Start(Due, Timeout.InfiniteTimeSpan);
        await Fire(Due);
        await Reports.WaitFor(key, 1);

        Assert.True(await grain.TickedOnTheGrainsScheduler());
    }

    [Fact]
    public async Task Timer_State_IsGivenToTheCallback()
    {
        var grain = Fresh(out var key);
        await grain.StartWithState("given", Due);
        await Fire(Due);

        Assert.Equal(["given"], await Reports.WaitFor(key, 1));
    }

    [Fact]
    public async Task Timer_WhileItsCallbackWaits_HoldsCallsBack()
    {
        var grain = Fresh(out var key);
        await grain.StartAtGate(Due, Timeout.InfiniteTimeSpan, interleave: false);
        await Fire(Due);
        await Reports.WaitFor(key, 1);

        var call = grain.Note("call");
        await grain.Ticks();
        Reports.Open(key);
        await call;

        Assert.Equal(["in tick", "out tick", "call"], Reports.Of(key));
    }

    [Fact]
    public async Task Timer_Interleaving_LetsCallsIn()
    {
        var grain = Fresh(out var key);
        await grain.StartAtGate(Due, Timeout.InfiniteTimeSpan, interleave: true);
        await Fire(Due);
        await Reports.WaitFor(key, 1);

        await grain.Note("call");
        Reports.Open(key);

        Assert.Equal(["in tick", "call", "out tick"], await Reports.WaitFor(key, 3));
    }

    [Fact]
    public async Task Timer_WhileItsCallbackWaits_DoesNotStartAnother()
    {
        var grain = Fresh(out var key);
        await grain.StartAtGate(Due, Period, interleave: true);
        await Fire(Due);
        await Reports.WaitFor(key, 1);

        cluster.Time.Advance(Period + Period);
        await grain.Note("long after");
        Reports.Open(key);

        Assert.Equal(["in tick", "long after", "out tick"], await Reports.WaitFor(key, 3));
    }

    [Fact]
    public async Task Timer_CallbackThatThrows_TicksAgain()
    {
        var grain = Fresh(out var key);
        await grain.StartFailing(Due, Period);
        await Fire(Due);
        await Reports.WaitFor(key, 1);
        await Fire(Period);

        Assert.Equal(["tick 1", "tick 2"], await Reports.WaitFor(key, 2));
    }

    [Fact]
    public async Task Change_BeforeTheTick_MovesIt()
    {
        var grain = Fresh(out var key);
        await grain.Start(Due, Period);
        await cluster.Time.WhenArmed(Due);
        await grain.Change(Due * 2, Period);
        await cluster.Time.WhenArmed(Due * 2);

        cluster.Time.Advance(Due);
        await grain.Ticks();
        Assert.Empty(Reports.Of(key));

        cluster.Time.Advance(Due);
        Assert.Equal(["tick 1"], await Reports.WaitFor(key, 1));
    }

    [Fact]
    public async Task Change_AfterTheOnlyTick_StartsItAgain()
    {
        var grain = Fresh(out var key);
        await grain.Start(Due, Timeout.InfiniteTimeSpan);
        await Fire(Due);
        await Reports.WaitFor(key, 1);

        await grain.Change(Due, Timeout.InfiniteTimeSpan);
        await Fire(Due);

        Assert.Equal(["tick 1", "tick 2"], await Reports.WaitFor(key, 2));
    }

    [Fact]
    public async Task Dispose_BeforeTheTick_PreventsIt()
    {
        var grain = Fresh(out var key);
        await grain.Start(Due, Period);
        await grain.Stop();

        cluster.Time.Advance(TimeSpan.FromHours(1));
        await grain.Note("later");

        Assert.Equal(["later"], Reports.Of(key));
    }

    [Fact]
    public async Task Dispose_InsideTheCallback_EndsTheTimer()
    {
        var grain = Fresh(out var key);
        await grain.StartDisposingItself(Due, Period);
        await Fire(Due);
        await Reports.WaitFor(key, 1);
        await grain.Note("later");

        cluster.Time.Advance(TimeSpan.FromHours(1));
        await grain.Note("much later");

        Assert.Equal(["tick 1", "later", "much later"], Reports.Of(key));
    }

    [Fact]
    public async Task Dispose_WhileTheCallbackWaits_CancelsItsToken()
    {
        var grain = Fresh(out var key);
        await grain.StartWaiting(Due);
        await Fire(Due);
        await Reports.WaitFor(key, 1);

        await grain.Stop();

        Assert.Equal(["waiting", "cancelled"], await Reports.WaitFor(key, 2));
    }

    [Fact]
    public async Task Deactivation_EndsTheTimer()
    {
        var grain = Fresh(out var key);
        await grain.Start(Due, Period);
        await grain.Deactivate();
        await Reports.WaitFor(key, 1);

        cluster.Time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(0, await grain.Ticks());
        Assert.Equal(["deactivate"], Reports.Of(key));
    }

    private ITimerGrain Fresh(out string key)
    {
        var grain = cluster.Fresh<ITimerGrain>(out key);
        started.Add(grain);
        return grain;
    }

    /// <summary>Waits until the timer is set, and moves the clock to its time.</summary>
    private async Task Fire(TimeSpan dueTime)
    {
        await cluster.Time.WhenArmed(dueTime);
        cluster.Time.Advance(dueTime);
    }
}

[Collection(TimedCollection.Name)]
public sealed class ReminderTests(TimedCluster cluster) : IAsyncLifetime
{
    private static readonly TimeSpan Due = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(10);

    private readonly List<IReminderGrain> registered = [];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    // Whatever became of the test: a reminder that stays is due in the others too.
    public async ValueTask DisposeAsync()
    {
        foreach (var grain in registered)
        {
            foreach (var name in (await grain.Names()).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                await grain.Unregister(name);
            }
        }
    }

    [Fact]
    public async Task Reminder_AtItsTime_ReachesTheGrain()
    {
        var grain = Fresh(out var key);
        await grain.Register("wake", Due, Period);
        await Fire(Due);

        Assert.Equal(["activate", "wake +0 every 10"], await Reports.WaitFor(key, 2));
    }

    [Fact]
    public async Task Reminder_AfterEachTick_WaitsOnePeriod()
    {
        var grain = Fresh(out var key);
        await grain.Register("wake", Due, Period);
        await Fire(Due);
        await Reports.WaitFor(key, 2);
        await Fire(Period);

        Assert.Equal(["activate", "wake +0 every 10", "wake +10 every 10"], await Reports.WaitFor(key, 3));
    }

    [Fact]
    public async Task Reminder_GrainNotActive_ActivatesIt()
    {
        var grain = Fresh(out var key);
        await grain.Register("wake", Due, Period);
        await grain.Deactivate();
        await Reports.WaitFor(key, 2);
        await Fire(Due);

        Assert.Equal(["activate", "deactivate", "activate", "wake +0 every 10"], await Reports.WaitFor(key, 4));
    }

    [Fact]
    public async Task Reminder_Unregistered_TicksNoMore()
    {
        var grain = Fresh(out var key);
        await grain.Register("wake", Due, Period);
        await cluster.Time.WhenArmed(Due);
        await grain.Unregister("wake");

        cluster.Time.Advance(Period * 3);

        Assert.False(await grain.Has("wake"));
        Assert.Equal(["activate"], Reports.Of(key));
    }

    [Fact]
    public async Task Reminder_RegisteredAgain_MovesItsTime()
    {
        var grain = Fresh(out var key);
        await grain.Register("wake", Due, Period);
        await cluster.Time.WhenArmed(Due);
        await grain.Register("wake", Due * 3, Period * 2);
        await cluster.Time.WhenArmed(Due * 3);
        cluster.Time.Advance(Due);
        await grain.Has("wake");
        Assert.Equal(["activate"], Reports.Of(key));

        cluster.Time.Advance(Due * 2);

        Assert.Equal(["activate", "wake +0 every 20"], await Reports.WaitFor(key, 2));
    }

    [Fact]
    public async Task Reminders_OfOneGrain_AreListedByName()
    {
        var grain = Fresh(out _);
        await grain.Register("second", Due, Period);
        await grain.Register("first", Due, Period);

        Assert.Equal("first second", await grain.Names());
        Assert.False(await cluster.Fresh<IReminderGrain>().Has("first"));

        await grain.Unregister("first");
        Assert.Equal("second", await grain.Names());
    }

    [Fact]
    public async Task Reminder_PeriodUnderAMinute_IsRefused() =>
        await Assert.ThrowsAsync<ArgumentException>(
            () => cluster.Fresh<IReminderGrain>().Register("hasty", Due, TimeSpan.FromSeconds(59)));

    private IReminderGrain Fresh(out string key)
    {
        var grain = cluster.Fresh<IReminderGrain>(out key);
        registered.Add(grain);
        return grain;
    }

    private async Task Fire(TimeSpan dueTime)
    {
        await cluster.Time.WhenArmed(dueTime);
        cluster.Time.Advance(dueTime);
    }
}
