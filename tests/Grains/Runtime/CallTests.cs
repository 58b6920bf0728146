#if !ORLEANS
using Orleans.Runtime;
using Xunit;

namespace Countersign.Tests.Grains.Runtime;

public sealed class CallTests(RuntimeFixture fixture) : IClassFixture<RuntimeFixture>
{
    [Fact]
    public async Task Call_EndingAtOnce_ReturnsItsValue()
    {
        var counter = Counter("at-once");

        Assert.Equal(2, await counter.Add(2));
        Assert.Equal(5, await counter.Add(3));
        Assert.Equal(5, await counter.Value());
    }

    [Fact]
    public async Task Calls_AwaitingInTheGrain_DoNotInterleave()
    {
        var counter = Counter("one-by-one");

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => counter.AddLater(1)));

        Assert.Equal(50, await counter.Value());
    }

    [Fact]
    public async Task Call_WithSeveralArguments_PassesThemTyped()
    {
        var id = Guid.Parse("11111111-2222-3333-4444-555555555555");

        Assert.Equal($"x7{id:N}1.50", await Counter("arguments").Describe("x", 7, id, 1.50m));
    }

    [Fact]
    public async Task Call_ThrowingAtOnceOrLater_ThrowsAtTheCallerWithTypeAndStack()
    {
        var counter = Counter("throwing");

        var atOnce = await Assert.ThrowsAsync<InvalidOperationException>(() => counter.Fail("at once"));
        var later = await Assert.ThrowsAsync<InvalidOperationException>(() => counter.FailLater("later"));

        Assert.Contains(nameof(CounterGrain), atOnce.StackTrace, StringComparison.Ordinal);
        Assert.Contains(nameof(CounterGrain.FailLater), later.StackTrace, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GenericMethod_OfAnyType_ReturnsItsValue()
    {
        Assert.Equal(7, await Counter("generic").Echo(7));
        Assert.Equal("seven", await Counter("generic").Echo("seven"));
    }

    [Fact]
    public async Task Continuations_AndStartedTasks_RunOnTheActivation() => Assert.True(await Counter("scheduler").ContinuationsStayHere());

    [Fact]
    public async Task OneWayCall_WhenSent_HappensBeforeALaterCall()
    {
        var counter = Counter("one-way");
        await counter.Add(0);
        await counter.Forget(4);
        await counter.AddLater(0);

        Assert.Equal(4, await counter.Value());
    }

    [Fact]
    public async Task DeactivateOnIdle_ThenCall_MakesANewActivation()
    {
        var counter = Counter("leaving");
        await counter.Add(3);
        await counter.Leave();

        Assert.Equal(0, await counter.Value());
    }

    [Fact]
    public async Task RequestContext_SetByTheCaller_ReachesNestedCallsAndNothingComesBack()
    {
        RequestContext.Set("who", "me");
        var relay = fixture.Cluster.Client.GetGrain<IRelayGrain>("context-1");

        Assert.Equal("me", await relay.ReadContextOf("context-2", "who"));
        await relay.SetContext("who", "somebody else");
        Assert.Equal("me", RequestContext.Get("who"));
        RequestContext.Clear();
        Assert.Null(await relay.ReadContext("who"));
    }

    [Fact]
    public async Task Deadlock_AfterTheTimeout_IsNamedWithItsGrainsAndMethods()
    {
        var relay = fixture.Cluster.Client.GetGrain<IRelayGrain>("loop-a");

        var timeout = await Assert.ThrowsAsync<TimeoutException>(() => relay.AskBack("loop-b", 2));

        Assert.Contains("Deadlock", timeout.Message, StringComparison.Ordinal);
        Assert.Contains("relay/loop-a.AskBack", timeout.Message, StringComparison.Ordinal);
        Assert.Contains("relay/loop-b.AskBack", timeout.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ManyCallers_OfManyGrains_LoseNothing()
    {
        var total = await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(async () =>
        {
            for (var call = 0; call < 2_000; call++)
            {
                await Counter($"many-{call % 10}").AddLater(1);
            }

            return worker;
        })));
        var values = await Task.WhenAll(Enumerable.Range(0, 10).Select(index => Counter($"many-{index}").Value().AsTask()));

        Assert.Equal(8, total.Length);
        Assert.Equal(8 * 2_000, values.Sum());
    }

    private ICounterGrain Counter(string key) => fixture.Cluster.Client.GetGrain<ICounterGrain>(key);
}
#endif
