#if !ORLEANS
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.TestingHost;
using Xunit;

namespace Countersign.Tests.Grains.Runtime;

public interface IWitnessGrain : IGrainWithStringKey
{
    Task<string> Greet(string name);
}

/// <summary>What the witness grains of one test tell.</summary>
public sealed class Witness
{
    public List<string> Told { get; } = [];

    public void Tell(string what)
    {
        lock (Told)
        {
            Told.Add(what);
        }
    }
}

internal sealed class WitnessGrain(Witness witness) : Grain, IWitnessGrain, IIncomingGrainCallFilter
{
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        witness.Tell("activated");
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        witness.Tell($"deactivated: {reason.ReasonCode}");
        return Task.CompletedTask;
    }

    public Task<string> Greet(string name) => Task.FromResult($"hello {name}");

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        witness.Tell($"own filter: {context.ImplementationMethod.DeclaringType!.Name}");
        await context.Invoke();
    }
}

public sealed class HostingTests
{
    [Fact]
    public async Task Host_WithASiloAndAnotherWithAClient_FindOneAnotherByClusterId()
    {
        var witness = new Witness();
        using var silo = Host.CreateEmptyApplicationBuilder(null)
            .UseOrleans(builder => builder
                .UseLocalhostClustering(clusterId: "hosting-test")
                .ConfigureServices(services => services.AddSingleton(witness)))
            .Build();
        await silo.StartAsync(TestContext.Current.CancellationToken);
        using var client = Host.CreateEmptyApplicationBuilder(null)
            .UseOrleansClient(builder => builder.UseLocalhostClustering(clusterId: "hosting-test"))
            .Build();
        await client.StartAsync(TestContext.Current.CancellationToken);

        Assert.Equal("hello you", await client.Services.GetRequiredService<IClusterClient>().GetGrain<IWitnessGrain>("a").Greet("you"));
        Assert.Equal("hello me", await silo.Services.GetRequiredService<IGrainFactory>().GetGrain<IWitnessGrain>("a").Greet("me"));
        await silo.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["activated", "own filter: WitnessGrain", "own filter: WitnessGrain", "deactivated: ShuttingDown"], witness.Told);
        await Assert.ThrowsAsync<SiloUnavailableException>(
            () => client.Services.GetRequiredService<IClusterClient>().GetGrain<IWitnessGrain>("b").Greet("nobody"));
    }

    [Fact]
    public async Task Filters_AroundACall_SeeItAndMayChangeItsArgumentsAndResult()
    {
        var seen = new List<string>();
        await using var cluster = new InProcessTestClusterBuilder(1)
            .ConfigureSilo((_, silo) => silo
                .ConfigureServices(services => services.AddSingleton(new Witness()))
                .AddIncomingGrainCallFilter(async context =>
                {
                    seen.Add($"in {context.TargetId} {context.InterfaceMethod.Name} {context.ImplementationMethod.DeclaringType!.Name} {context.Request.GetArgument(0)} {RequestContext.Get("who")}");
                    context.Request.SetArgument(0, "changed");
                    await context.Invoke();
                    context.Result = $"{context.Result}!";
                }))
            .ConfigureClient(client => client.AddOutgoingGrainCallFilter(async context =>
            {
                RequestContext.Set("who", "client");
                seen.Add($"out {context.TargetId} {context.MethodName} {context.InterfaceName}");
                await context.Invoke();
            }))
            .Build();
        await cluster.DeployAsync();

        Assert.Equal("hello changed!", await cluster.Client.GetGrain<IWitnessGrain>("filtered").Greet("you"));
        Assert.Equal(
            [
                "out witness/filtered Greet Countersign.Tests.Grains.Runtime.IWitnessGrain",
                "in witness/filtered Greet WitnessGrain you client",
            ],
            seen);
    }

    [Fact]
    public async Task Filter_ThatThrows_ReachesTheCallerWithItsType()
    {
        await using var cluster = new InProcessTestClusterBuilder(1)
            .ConfigureSilo((_, silo) => silo.AddIncomingGrainCallFilter(_ => throw new UnauthorizedAccessException("no")))
            .Build();
        await cluster.DeployAsync();

        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => cluster.Client.GetGrain<ICounterGrain>("refused").Add(1));
    }

    [Fact]
    public async Task TwoSilos_OneKilled_ItsGrainsComeBackOnTheOther()
    {
        await using var cluster = new InProcessTestClusterBuilder(2).Build();
        await cluster.DeployAsync();
        await Task.WhenAll(Enumerable.Range(0, 50).Select(key => cluster.Client.GetGrain<ICounterGrain>($"spread-{key}").Add(1)));

        await cluster.KillSiloAsync(cluster.Silos[1]);
        var values = await Task.WhenAll(Enumerable.Range(0, 50).Select(key => cluster.Client.GetGrain<ICounterGrain>($"spread-{key}").Add(1)));

        Assert.Contains(1, values);
        Assert.Contains(2, values);
    }

    [Fact]
    public async Task FailedActivation_WithItsOwnException_ReachesTheCallerAndIsTriedAgain()
    {
        await using var cluster = new InProcessTestClusterBuilder(1).Build();
        await cluster.DeployAsync();

        // The witness is not registered, so the grain can't be made.
        var first = await Assert.ThrowsAsync<InvalidOperationException>(() => cluster.Client.GetGrain<IWitnessGrain>("lost").Greet("x"));
        var second = await Assert.ThrowsAsync<InvalidOperationException>(() => cluster.Client.GetGrain<IWitnessGrain>("lost").Greet("x"));

        Assert.Contains(nameof(Witness), first.Message, StringComparison.Ordinal);
        Assert.NotSame(first, second);
    }
}
#endif
