using Orleans;
using Xunit;

namespace Countersign.Tests.Grains.Conformance;

[Collection(ConformanceCollection.Name)]
public sealed class ActivationTests(ConformanceCluster cluster)
{
    [Fact]
    public async Task GetGrain_WithoutACall_ActivatesNothing()
    {
        var grain = cluster.Fresh<ILifeGrain>(out var key);

        Assert.Equal(key, grain.GetPrimaryKeyString());
        Assert.Empty(Reports.Of(key));
        Assert.Equal(1, await grain.Count());
    }

    [Fact]
    public async Task FirstCall_NoActivation_ActivatesBeforeTheMethodRuns()
    {
        var grain = cluster.Fresh<ILifeGrain>(out var key);

        await grain.Count();

        Assert.Equal(["activate", "call"], Reports.Of(key));
    }

    [Fact]
    public async Task SecondCall_SameKey_MeetsTheSameActivation()
    {
        var key = Reports.NewKey();

        Assert.Equal(1, await cluster.Client.GetGrain<ILifeGrain>(key).Count());
        Assert.Equal(2, await cluster.Client.GetGrain<ILifeGrain>(key).Count());
        Assert.Equal(["activate", "call", "call"], Reports.Of(key));
    }

    [Fact]
    public async Task Calls_DifferentKeys_MeetDifferentActivations()
    {
        var first = await cluster.Fresh<ILifeGrain>().Activation();
        var second = await cluster.Fresh<ILifeGrain>().Activation();

        Assert.NotEqual(first, second);
    }

    [Fact]
    public async Task Activation_WhileItIsSlow_HoldsCallsBack()
    {
        var grain = cluster.Fresh<ISlowStartGrain>(out var key);
        var first = grain.Ask();
        var second = grain.Ask();
        await Reports.WaitFor(key, 1);

        Assert.False(first.IsCompleted);
        Reports.Open(key);
        await Task.WhenAll(first, second);

        Assert.Equal(["activating", "activated", "call", "call"], Reports.Of(key));
    }

    [Fact]
    public async Task DeactivateOnIdle_AfterTheCall_GivesTheReason()
    {
        var grain = cluster.Fresh<ILifeGrain>(out var key);

        await grain.Deactivate();

        Assert.Equal(["activate", "deactivate ApplicationRequested"], await Reports.WaitFor(key, 2));
    }

    [Fact]
    public async Task DeactivateOnIdle_NextCall_MeetsAFreshActivation()
    {
        var grain = cluster.Fresh<ILifeGrain>(out var key);
        await grain.Count();
        var before = await grain.Activation();

        await grain.Deactivate();
        await Reports.WaitFor(key, 3);

        Assert.NotEqual(before, await grain.Activation());
        Assert.Equal(1, await grain.Count());
        Assert.Equal(["activate", "call", "deactivate ApplicationRequested", "activate", "call"], Reports.Of(key));
    }

    [Fact]
    public async Task DeactivateOnIdle_InTheMiddleOfACall_LetsTheCallFinish()
    {
        var grain = cluster.Fresh<ILifeGrain>(out var key);

        Assert.Equal("finished", await grain.DeactivateAndGoOn());

        Assert.Equal(["activate", "still here", "deactivate ApplicationRequested"], await Reports.WaitFor(key, 3));
    }

    [Fact]
    public async Task DeactivateOnIdle_CallsWaiting_AreServedByTheNextActivation()
    {
        var grain = cluster.Fresh<ILifeGrain>(out var key);
        var leaving = grain.DeactivateAtGate();
        await Reports.WaitFor(key, 2);

        var waiting = grain.Count();
        Reports.Open(key);
        await leaving;

        Assert.Equal(1, await waiting);
        Assert.Equal(["activate", "at gate", "deactivate ApplicationRequested", "activate", "call"], Reports.Of(key));
    }

    [Fact]
    public async Task OnActivate_Throws_CallerGetsTheException()
    {
        var grain = cluster.Fresh<IPickyGrain>();

        var error = await Assert.ThrowsAsync<InvalidOperationException>(grain.Ask);

        Assert.Equal("no activation today", error.Message);
    }

    [Fact]
    public async Task OnActivate_Throws_NextCallActivatesAgain()
    {
        var grain = cluster.Fresh<IPickyGrain>(out var key);
        await Assert.ThrowsAsync<InvalidOperationException>(grain.Ask);

        Assert.Equal("answer", await grain.Ask());
        Assert.Equal(["activate", "activate"], Reports.Of(key));
    }

    [Fact]
    public async Task Grain_WithoutTheBaseClass_KnowsItsContext()
    {
        var grain = cluster.Fresh<IPlainGrain>(out var key);

        Assert.Equal(key, await grain.WhoAmI());
        Assert.Equal(["activate"], Reports.Of(key));
    }

    [Fact]
    public async Task Grains_SameKeyOtherInterface_AreOtherGrains()
    {
        var key = Reports.NewKey();
        var first = cluster.Client.GetGrain<IFirstKindGrain>(key);
        var second = cluster.Client.GetGrain<ISecondKindGrain>(key);

        Assert.NotEqual(first.GetGrainId(), second.GetGrainId());
        Assert.Equal("first", await first.Kind());
        Assert.Equal("second", await second.Kind());
    }

    [Fact]
    public async Task StatelessWorker_TwoCallsAtOnce_RunInTwoActivations()
    {
        var gate = Reports.NewKey();
        var worker = cluster.Client.GetGrain<IGatedWorkerGrain>(0);
        var first = worker.MeetAtGate(gate);
        var second = worker.MeetAtGate(gate);

        await Reports.WaitFor(gate, 2);
        Reports.Open(gate);

        Assert.NotEqual(await first, await second);
    }

    [Fact]
    public async Task StatelessWorker_MoreCallsThanWorkers_Wait()
    {
        var gate = Reports.NewKey();
        var worker = cluster.Client.GetGrain<IGatedWorkerGrain>(1);
        Task<string>[] calls = [.. Enumerable.Range(0, 5).Select(_ => worker.MeetAtGate(gate))];

        Assert.Equal(2, (await Reports.WaitFor(gate, 2)).Length);
        Reports.Open(gate);
        var names = await Task.WhenAll(calls);

        Assert.InRange(names.Distinct().Count(), 1, 2);
        Assert.Equal(5, Reports.Of(gate).Length);
    }
}
