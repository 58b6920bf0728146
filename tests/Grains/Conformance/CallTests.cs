using Orleans;
using Orleans.Runtime;
using Xunit;

namespace Countersign.Tests.Grains.Conformance;

/// <summary>Arguments, results, errors and cancellation on their way to a grain and back.</summary>
[Collection(ConformanceCollection.Name)]
public sealed class CallTests(ConformanceCluster cluster)
{
    [Fact]
    public async Task Error_ThrownAtOnce_ReachesTheCallerWithTypeAndMessage()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => cluster.Fresh<IErrorGrain>().Throw("no"));

        Assert.Equal("no", error.Message);
    }

    [Fact]
    public async Task Error_ThrownAfterAnAwait_CarriesTheStackOfTheGrain()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => cluster.Fresh<IErrorGrain>().ThrowAfterAwait("no"));

        Assert.Equal("no", error.Message);
        Assert.Contains("FailInsideTheGrain", error.StackTrace, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Error_OfOurOwnType_KeepsItsType()
    {
        var error = await Assert.ThrowsAsync<DeskException>(() => cluster.Fresh<IErrorGrain>().ThrowOwn("own"));

        Assert.Equal("own", error.Message);
    }

    [Fact]
    public async Task Error_FromAValueTaskMethod_KeepsItsType() =>
        await Assert.ThrowsAsync<DeskException>(async () => await cluster.Fresh<IErrorGrain>().ThrowValueTask("own"));

    [Fact]
    public async Task Error_WithAnInnerError_KeepsBoth()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => cluster.Fresh<IErrorGrain>().ThrowWithInner("no"));

        Assert.Equal("inner no", Assert.IsType<ArgumentException>(error.InnerException).Message);
    }

    [Fact]
    public async Task Error_ThroughAChainOfGrains_KeepsItsType()
    {
        var error = await Assert.ThrowsAsync<DeskException>(() => cluster.Fresh<IErrorGrain>().ThrowFrom(Reports.NewKey(), "far"));

        Assert.Equal("far", error.Message);
    }

    [Fact]
    public async Task Error_InACalledGrain_CanBeCaughtByTheCallingGrain() =>
        Assert.Equal("DeskException: far", await cluster.Fresh<IErrorGrain>().CatchFrom(Reports.NewKey(), "far"));

    [Fact]
    public async Task Error_InACall_LeavesTheActivationAlive()
    {
        var grain = cluster.Fresh<IErrorGrain>();
        await grain.Count();
        await Assert.ThrowsAsync<InvalidOperationException>(() => grain.Throw("no"));

        Assert.Equal(2, await grain.Count());
    }

    [Fact]
    public async Task Arguments_OfManyTypes_ArriveAsSent()
    {
        var at = new DateTimeOffset(2014, 5, 6, 9, 30, 0, TimeSpan.FromHours(2));
        var id = new Guid("6f9619ff-8b86-d011-b42d-00cf4fc964ff");

        var (sum, text) = await cluster.Fresh<IEchoGrain>().Many([1, 2, 3], new() { ["a"] = 1.10m }, at, id, null);

        Assert.Equal(6, sum);
        Assert.Equal($"1.10 {at:O} {id} null", text);
    }

    [Fact]
    public async Task GenericMethod_OfTwoTypes_GivesBoth()
    {
        var grain = cluster.Fresh<IEchoGrain>();

        Assert.Equal(1.5m, await grain.Echo(1.5m));
        Assert.Equal("text", await grain.Echo("text"));
    }

    [Fact]
    public async Task Overloads_ByArgumentType_AreToldApart()
    {
        var grain = cluster.Fresh<IEchoGrain>();

        Assert.Equal("int 1", await grain.Overload(1));
        Assert.Equal("string 1", await grain.Overload("1"));
        Assert.Equal("first second", await grain.Defaulted("first"));
    }

    [Fact]
    public async Task GrainReference_AsArgumentAndResult_StaysUsable()
    {
        var grain = cluster.Fresh<IEchoGrain>(out var key);

        var self = await grain.Self();

        Assert.Equal(grain, self);
        Assert.Equal(key, await cluster.Fresh<IEchoGrain>().KeyOf(self));
    }

    [Fact]
    public async Task GenericGrain_OfTwoTypes_AreTwoGrains()
    {
        var key = Reports.NewKey();
        var numbers = cluster.Client.GetGrain<IGenericBoxGrain<int>>(key);
        var texts = cluster.Client.GetGrain<IGenericBoxGrain<string>>(key);

        await numbers.Put(7);
        await texts.Put("seven");

        Assert.Equal(7, await numbers.Take());
        Assert.Equal("seven", await texts.Take());
        Assert.NotEqual(numbers.GetGrainId(), texts.GetGrainId());
    }

    [Fact]
    public async Task Cancellation_WhileTheGrainWaits_ReachesTheGrain()
    {
        var grain = cluster.Fresh<ICancelGrain>(out var key);
        using var source = new CancellationTokenSource();
        var call = grain.WaitForCancellation(source.Token);
        await Reports.WaitFor(key, 1);

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal(["waiting", "cancelled"], await Reports.WaitFor(key, 2));
    }

    [Fact]
    public async Task Cancellation_ThroughAnotherGrain_ReachesTheLast()
    {
        var grain = cluster.Fresh<ICancelGrain>();
        var last = Reports.NewKey();
        using var source = new CancellationTokenSource();
        var call = grain.WaitNested(last, source.Token);
        await Reports.WaitFor(last, 1);

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal(["waiting", "cancelled"], await Reports.WaitFor(last, 2));
    }

    [Fact]
    public async Task Cancellation_BeforeTheCall_NeverReachesTheGrain()
    {
        var grain = cluster.Fresh<ICancelGrain>(out var key);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => grain.WaitForCancellation(new CancellationToken(true)));

        Assert.Empty(Reports.Of(key));
    }

    [Fact]
    public async Task Cancellation_NoToken_IsNotCancelled() => Assert.False(await cluster.Fresh<ICancelGrain>().CanBeCancelled());
}

[Collection(ConformanceCollection.Name)]
public sealed class RequestContextTests(ConformanceCluster cluster) : IDisposable
{
    public void Dispose() => RequestContext.Clear();

    [Fact]
    public async Task Value_SetByTheCaller_ReachesTheGrain()
    {
        RequestContext.Set("tenant", "t-demo");

        Assert.Equal("t-demo", await cluster.Fresh<IContextGrain>().Get("tenant"));
        Assert.Equal("t-demo", await cluster.Fresh<IContextGrain>().GetAfterAwait("tenant"));
    }

    [Fact]
    public async Task Value_SetByTheCaller_ReachesTheNextGrainToo()
    {
        RequestContext.Set("tenant", "t-demo");

        Assert.Equal("t-demo", await cluster.Fresh<IContextGrain>().GetNested(Reports.NewKey(), "tenant"));
    }

    [Fact]
    public async Task Value_SetInAGrain_DoesNotFlowBack()
    {
        Assert.Equal("inside", await cluster.Fresh<IContextGrain>().SetAndGet("mark", "inside"));

        Assert.Null(RequestContext.Get("mark"));
    }

    [Fact]
    public async Task Value_OverwrittenInAGrain_StaysForTheCaller()
    {
        RequestContext.Set("mark", "outside");

        Assert.Equal("inside", await cluster.Fresh<IContextGrain>().SetAndGetNested(Reports.NewKey(), "mark", "inside"));

        Assert.Equal("outside", RequestContext.Get("mark"));
    }

    [Fact]
    public async Task Value_OfOneCall_IsGoneInTheNext()
    {
        var grain = cluster.Fresh<IContextGrain>();
        RequestContext.Set("tenant", "t-demo");
        await grain.Get("tenant");

        RequestContext.Clear();

        Assert.Null(await grain.Get("tenant"));
    }

    [Fact]
    public async Task Value_Removed_DoesNotReachTheGrain()
    {
        RequestContext.Set("tenant", "t-demo");

        Assert.True(RequestContext.Remove("tenant"));

        Assert.False(RequestContext.Remove("tenant"));
        Assert.Null(await cluster.Fresh<IContextGrain>().Get("tenant"));
    }

    [Fact]
    public async Task Values_OfCallsAtOnce_DoNotMix()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(async number =>
        {
            RequestContext.Set("number", $"{number}");
            return await cluster.Fresh<IContextGrain>().GetNested(Reports.NewKey(), "number");
        }));

        Assert.Equal(Enumerable.Range(0, 50).Select(number => $"{number}"), answers);
    }
}
