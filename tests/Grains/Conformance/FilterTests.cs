using Orleans.Hosting;
using Xunit;

namespace Countersign.Tests.Grains.Conformance;

/// <summary>A cluster with call filters on the silo and on the client.</summary>
public sealed class FilterCluster : ConformanceCluster
{
    protected override void ConfigureSilo(ISiloBuilder silo)
    {
        base.ConfigureSilo(silo);
        silo.AddIncomingGrainCallFilter<FirstIncomingFilter>();
        silo.AddIncomingGrainCallFilter(new SecondIncomingFilter());
        silo.AddIncomingGrainCallFilter<ObedientFilter>();
        silo.AddIncomingGrainCallFilter(async context =>
        {
            await context.Invoke();
            if (context.Result is string and "said delegate")
            {
                context.Result = "heard by the delegate";
            }
        });
        silo.AddOutgoingGrainCallFilter<OutgoingFilter>();
    }

    protected override void ConfigureClient(IClientBuilder client)
    {
        base.ConfigureClient(client);
        client.AddOutgoingGrainCallFilter<ClientFilter>();
    }
}

public sealed class FilterTests(FilterCluster cluster) : IClassFixture<FilterCluster>
{
    [Fact]
    public async Task Filters_AroundACall_RunInTheOrderOfTheirRegistration()
    {
        var grain = cluster.Fresh<IFilteredGrain>(out var key);

        await grain.Say("x");

        Assert.Equal(
            ["client in Say", "first in Say", "second in Say", "grain x", "second out Say", "first out Say", "client out Say"],
            await Reports.WaitFor(key, 7));
    }

    [Fact]
    public async Task OutgoingFilter_OfTheSilo_SeesCallsBetweenGrains()
    {
        var other = Reports.NewKey();

        await cluster.Fresh<IFilteredGrain>().SayThrough(other, "x");

        Assert.Equal(
            ["outgoing in Say", "first in Say", "second in Say", "grain x", "second out Say", "first out Say", "outgoing out Say"],
            await Reports.WaitFor(other, 7));
    }

    [Fact]
    public async Task Filter_ThatIsADelegate_Runs() =>
        Assert.Equal("heard by the delegate", await cluster.Fresh<IFilteredGrain>().Say("delegate"));

    [Fact]
    public async Task Filter_ThatDoesNotInvoke_AnswersInTheGrainsPlace()
    {
        var grain = cluster.Fresh<IFilteredGrain>(out var key);

        Assert.Equal("answered by the filter", await grain.Say("answer for me"));

        Assert.DoesNotContain("grain answer for me", Reports.Of(key));
    }

    [Fact]
    public async Task Filter_ThatThrows_RefusesTheCallWithItsError()
    {
        var grain = cluster.Fresh<IFilteredGrain>(out var key);

        var error = await Assert.ThrowsAsync<UnauthorizedAccessException>(() => grain.Say("refuse"));

        Assert.Equal("refused by the filter", error.Message);
        Assert.DoesNotContain("grain refuse", Reports.Of(key));
    }

    [Fact]
    public async Task Filter_ChangesArgumentAndResult() =>
        Assert.Equal(1032, await cluster.Fresh<IFilteredGrain>().Add(2, 3));

    [Fact]
    public async Task Filter_SeesMethodsArgumentsAndTarget() =>
        Assert.Equal("IFilteredGrain FilteredGrain Say 1 filtered said describe", await cluster.Fresh<IFilteredGrain>().Say("describe"));

    [Fact]
    public async Task Filter_CatchingTheGrainsError_CanAnswer() =>
        Assert.Equal("swallowed", await cluster.Fresh<IFilteredGrain>().Fail("swallow"));

    [Fact]
    public async Task Filter_CatchingTheGrainsError_CanThrowAnother()
    {
        var error = await Assert.ThrowsAsync<NotSupportedException>(() => cluster.Fresh<IFilteredGrain>().Fail("translate"));

        Assert.Equal("translate", Assert.IsType<InvalidOperationException>(error.InnerException).Message);
    }

    [Fact]
    public async Task Filter_NotCatching_LetsTheErrorThrough()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => cluster.Fresh<IFilteredGrain>().Fail("plain"));

        Assert.Equal("plain", error.Message);
    }

    [Fact]
    public async Task Filter_SetsTheRequestContext_GrainSeesIt() =>
        Assert.Equal("True filtered", await cluster.Fresh<IFilteredGrain>().Marked());

    [Fact]
    public async Task SourceId_OfACallFromAClient_IsAClient() =>
        Assert.Equal("a client", await cluster.Fresh<IFilteredGrain>().Say("who"));

    [Fact]
    public async Task SourceId_OfACallFromAGrain_IsThatGrain()
    {
        var grain = cluster.Fresh<IFilteredGrain>(out var key);

        Assert.Equal(key, await grain.SayThrough(Reports.NewKey(), "who"));
    }

    [Fact]
    public async Task Filters_AroundAMethodWithoutAResult_Run()
    {
        var grain = cluster.Fresh<IFilteredGrain>(out var key);

        await grain.Nothing();

        Assert.Contains("grain nothing", await Reports.WaitFor(key, 7));
    }

    [Fact]
    public async Task GrainThatFilters_RunsAfterTheSilosFilters()
    {
        var grain = cluster.Fresh<ISelfFilteringGrain>(out var key);

        Assert.Equal("[x]", await grain.Say("x"));

        Assert.Equal(
            ["client in Say", "first in Say", "second in Say", "own filter in", "own filter out", "second out Say", "first out Say", "client out Say"],
            await Reports.WaitFor(key, 8));
    }
}
