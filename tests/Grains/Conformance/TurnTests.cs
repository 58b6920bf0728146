using Xunit;

namespace Countersign.Tests.Grains.Conformance;

[Collection(ConformanceCollection.Name)]
public sealed class TurnTests(ConformanceCluster cluster)
{
    [Fact]
    public async Task Calls_WithAwaitsBetweenReadAndWrite_LoseNoUpdate()
    {
        var grain = cluster.Fresh<ITurnGrain>();

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => grain.AddSlowly()));

        Assert.Equal(Enumerable.Range(1, 200), answers.Order());
    }

    [Fact]
    public async Task Call_WhileAnotherWaits_DoesNotEnter()
    {
        var grain = cluster.Fresh<ITurnGrain>(out var key);
        var first = grain.Visit(key, "a");
        await Reports.WaitFor(key, 1);
        var second = grain.Visit(key, "b");

        await OtherGrainsGoOn();
        Assert.Equal(["in a"], Reports.Of(key));
        Reports.Open(key);
        await Task.WhenAll(first, second);

        Assert.Equal(["in a", "out a", "in b", "out b"], Reports.Of(key));
    }

    [Fact]
    public async Task Calls_WaitingForOneThatRuns_AreAllServedOnce()
    {
        // The order of calls that wait is not promised: Orleans may turn it round.
        var grain = cluster.Fresh<ITurnGrain>(out var key);
        var gate = Reports.NewKey();
        var holding = grain.Visit(gate, "hold");
        await Reports.WaitFor(gate, 1);

        var calls = Enumerable.Range(0, 50).Select(number => grain.Note(key, $"{number:D2}")).ToArray();
        Reports.Open(gate);
        await Task.WhenAll([holding, .. calls]);

        Assert.Equal(Enumerable.Range(0, 50).Select(number => $"{number:D2}"), Reports.Of(key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Calls_EachAwaitedBeforeTheNext_ArriveInOrder()
    {
        var grain = cluster.Fresh<ITurnGrain>(out var key);
        for (var number = 0; number < 20; number++)
        {
            await grain.Note(key, $"{number}");
        }

        Assert.Equal(Enumerable.Range(0, 20).Select(number => $"{number}"), Reports.Of(key));
    }

    [Fact]
    public async Task Turn_AfterAnAwait_RunsOnTheSameScheduler() => Assert.True(await cluster.Fresh<ITurnGrain>().StaysOnItsScheduler());

    [Fact]
    public async Task ReentrantGrain_CallWhileAnotherWaits_Enters()
    {
        var grain = cluster.Fresh<IReentrantTurnGrain>(out var key);
        var first = grain.Visit(key, "a");
        await Reports.WaitFor(key, 1);
        var second = grain.Visit(key, "b");

        Assert.Equal(["in a", "in b"], await Reports.WaitFor(key, 2));
        Reports.Open(key);
        await Task.WhenAll(first, second);
    }

    [Fact]
    public async Task AlwaysInterleave_WhileAnotherWaits_Enters()
    {
        var grain = cluster.Fresh<ITurnGrain>(out var key);
        var first = grain.Visit(key, "a");
        await Reports.WaitFor(key, 1);
        var second = grain.Peek(key, "b");

        Assert.Equal(["in a", "in b"], await Reports.WaitFor(key, 2));
        Reports.Open(key);
        await Task.WhenAll(first, second);
    }

    [Fact]
    public async Task OrdinaryCall_WhileAnInterleavingOneWaits_Enters()
    {
        // In Orleans the waiting call decides nothing here: an always-interleaving call never holds others back.
        var grain = cluster.Fresh<ITurnGrain>(out var key);
        var first = grain.Peek(key, "a");
        await Reports.WaitFor(key, 1);
        var second = grain.Visit(key, "b");

        Assert.Equal(["in a", "in b"], await Reports.WaitFor(key, 2));
        Reports.Open(key);
        await Task.WhenAll(first, second);
    }

    [Fact]
    public async Task ReadOnly_WhileAnotherReadOnlyWaits_Enters()
    {
        var grain = cluster.Fresh<ITurnGrain>(out var key);
        var first = grain.Look(key, "a");
        await Reports.WaitFor(key, 1);
        var second = grain.Look(key, "b");

        Assert.Equal(["in a", "in b"], await Reports.WaitFor(key, 2));
        Reports.Open(key);
        await Task.WhenAll(first, second);
    }

    [Fact]
    public async Task ReadOnly_WhileAWriterWaits_DoesNotEnter()
    {
        var grain = cluster.Fresh<ITurnGrain>(out var key);
        var first = grain.Visit(key, "writer");
        await Reports.WaitFor(key, 1);
        var second = grain.Look(key, "reader");

        await OtherGrainsGoOn();
        Assert.Equal(["in writer"], Reports.Of(key));
        Reports.Open(key);
        await Task.WhenAll(first, second);

        Assert.Equal(["in writer", "out writer", "in reader", "out reader"], Reports.Of(key));
    }

    [Fact]
    public async Task Writer_WhileAReadOnlyWaits_DoesNotEnter()
    {
        var grain = cluster.Fresh<ITurnGrain>(out var key);
        var first = grain.Look(key, "reader");
        await Reports.WaitFor(key, 1);
        var second = grain.Visit(key, "writer");

        await OtherGrainsGoOn();
        Assert.Equal(["in reader"], Reports.Of(key));
        Reports.Open(key);
        await Task.WhenAll(first, second);

        Assert.Equal(["in reader", "out reader", "in writer", "out writer"], Reports.Of(key));
    }

    [Fact]
    public async Task MayInterleave_MethodThatThePredicateNames_Enters()
    {
        var grain = cluster.Fresh<IPredicateTurnGrain>(out var key);
        var first = grain.Visit(key, "a");
        await Reports.WaitFor(key, 1);

        await grain.Note(key, "b");

        Assert.Equal(["in a", "b"], Reports.Of(key));
        Reports.Open(key);
        await first;
    }

    [Fact]
    public async Task CallChain_BackToItsStart_TimesOut()
    {
        var grain = cluster.Fresh<ICallChainGrain>();

        await Assert.ThrowsAsync<TimeoutException>(() => grain.RoundTrip(Reports.NewKey()));
    }

    [Fact]
    public async Task CallChain_BackToItsStart_LeavesTheGrainUsable()
    {
        var grain = cluster.Fresh<ICallChainGrain>();
        await Assert.ThrowsAsync<TimeoutException>(() => grain.RoundTrip(Reports.NewKey()));

        Assert.Equal("pong", await grain.Pong());
    }

    [Fact]
    public async Task CallChain_ReentrancyAllowed_ComesBackIn()
    {
        var grain = cluster.Fresh<ICallChainGrain>();

        Assert.Equal("pong", await grain.RoundTripAllowed(Reports.NewKey()));
    }

    [Fact]
    public async Task CallChain_AllowedSectionLeft_TimesOutAgain()
    {
        var grain = cluster.Fresh<ICallChainGrain>();

        await Assert.ThrowsAsync<TimeoutException>(() => grain.RoundTripOnceAllowedThenNot(Reports.NewKey()));
    }

    [Fact]
    public async Task ResponseTimeout_MethodTooSlow_GivesTheCallerATimeout()
    {
        var grain = cluster.Fresh<ICallChainGrain>();
        var gate = Reports.NewKey();

        await Assert.ThrowsAsync<TimeoutException>(() => grain.WaitAtGate(gate));

        Reports.Open(gate);
        Assert.Equal("pong", await grain.Pong());
    }

    [Fact]
    public async Task OneWay_MethodStillWaiting_ReturnsToTheCaller()
    {
        var grain = cluster.Fresh<ITurnGrain>(out var key);

        await grain.Tell(key, "a");

        Assert.Equal(["in a"], await Reports.WaitFor(key, 1));
        Reports.Open(key);
        Assert.Equal(["in a", "out a"], await Reports.WaitFor(key, 2));
    }

    [Fact]
    public async Task OneWay_MethodThrows_CallerHearsNothing()
    {
        var grain = cluster.Fresh<ITurnGrain>();

        await grain.TellAndThrow();

        Assert.Equal(42, await grain.Answer());
    }

    [Fact]
    public async Task OneWay_ReturningValueTask_RunsToo()
    {
        var grain = cluster.Fresh<ITurnGrain>(out var key);

        await grain.TellShortly(key);

        Assert.Equal(["told"], await Reports.WaitFor(key, 1));
    }

    [Fact]
    public async Task ValueTaskMethod_WithAResult_GivesIt() => Assert.Equal(42, await cluster.Fresh<ITurnGrain>().Answer());

    /// <summary>Gives a wrongly entering call time to enter: a few round trips through another grain.</summary>
    private async Task OtherGrainsGoOn()
    {
        var bystander = cluster.Fresh<ITurnGrain>();
        for (var trip = 0; trip < 20; trip++)
        {
            await bystander.Answer();
        }
    }
}
