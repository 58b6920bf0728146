using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.TestingHost;
using Xunit;

namespace Countersign.Tests.Grains.Conformance;

public interface IShortLivedGrain : ILifeGrain;

internal sealed class ShortLivedGrain : LifeGrain, IShortLivedGrain;

public interface IKeptGrain : ILifeGrain;

/// <summary>Never collected.</summary>
[KeepAlive]
internal sealed class KeptGrain : LifeGrain, IKeptGrain;

public interface IPostponingGrain : ILifeGrain
{
    Task Postpone(TimeSpan time);
}

internal sealed class PostponingGrain : LifeGrain, IPostponingGrain
{
    public Task Postpone(TimeSpan time)
    {
        DelayDeactivation(time);
        return Task.CompletedTask;
    }
}

/// <summary>A cluster that collects what was idle for two seconds, and refuses a grain's eleventh waiting call.</summary>
public sealed class HastyCluster : ConformanceCluster
{
    protected override void ConfigureSilo(ISiloBuilder silo)
    {
        base.ConfigureSilo(silo);
        silo.Configure<GrainCollectionOptions>(options =>
        {
            options.CollectionAge = TimeSpan.FromSeconds(2);
            options.CollectionQuantum = TimeSpan.FromSeconds(1);
        });
        silo.Configure<SiloMessagingOptions>(options => options.MaxEnqueuedRequestsHardLimit = 10);
    }
}

public sealed class CollectionTests(HastyCluster cluster) : IClassFixture<HastyCluster>
{
    [Fact]
    public async Task Idle_PastTheCollectionAge_IsDeactivatedForThat()
    {
        var grain = cluster.Fresh<IShortLivedGrain>(out var key);
        await grain.Count();

        Assert.Equal(["activate", "call", "deactivate ActivationIdle"], await Reports.WaitFor(key, 3));
        Assert.Equal(1, await grain.Count());
    }

    [Fact]
    public async Task Idle_KeepAlive_OutlivesTheOthers()
    {
        var kept = cluster.Fresh<IKeptGrain>(out var key);
        await kept.Count();
        var other = cluster.Fresh<IShortLivedGrain>(out var otherKey);
        await other.Count();
        await Reports.WaitFor(otherKey, 3);

        Assert.Equal(2, await kept.Count());
        Assert.Equal(["activate", "call", "call"], Reports.Of(key));
    }

    [Fact]
    public async Task Idle_DeactivationDelayed_OutlivesTheOthers()
    {
        var delayed = cluster.Fresh<IPostponingGrain>(out var key);
        await delayed.Postpone(TimeSpan.FromMinutes(5));
        var other = cluster.Fresh<IShortLivedGrain>(out var otherKey);
        await other.Count();
        await Reports.WaitFor(otherKey, 3);

        Assert.Equal(1, await delayed.Count());
        Assert.Equal(["activate", "call"], Reports.Of(key));
    }

    [Fact]
    public async Task Calls_BeyondTheHardLimit_AreRefused()
    {
        var grain = cluster.Fresh<ITurnGrain>(out var key);
        var running = grain.Visit(key, "a");
        await Reports.WaitFor(key, 1);

        var calls = Enumerable.Range(0, 40).Select(_ => grain.Answer().AsTask()).ToArray();
        await Assert.ThrowsAnyAsync<OrleansException>(() => Task.WhenAny(calls).Unwrap());
        Reports.Open(key);
        await running;

        await Task.WhenAll(calls).ContinueWith(_ => { }, TaskScheduler.Default);
        Assert.InRange(calls.Count(call => call.IsFaulted), 25, 35);
        Assert.Equal(42, await grain.Answer());
    }
}

public sealed class HostTests
{
    [Fact]
    public async Task Cluster_Stopped_DeactivatesItsGrainsForThat()
    {
        var cluster = new ConformanceCluster();
        await cluster.InitializeAsync();
        await cluster.Fresh<ILifeGrain>(out var key).Count();

        await cluster.Cluster.StopAllSilosAsync();
        await cluster.DisposeAsync();

        Assert.Equal(["activate", "call", "deactivate ShuttingDown"], Reports.Of(key));
    }

    [Fact]
    public async Task UseOrleans_OnAHost_ServesGrainsToTheHostsServices()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleans(orleans => orleans
            .UseLocalhostClustering(FreePort(), FreePort())
            .AddMemoryGrainStorageAsDefault());
#if ORLEANS
        Silo.Hosting.OrleansSerialization.AddDeskSerialization(builder.Services);
#endif
        using var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        var key = Reports.NewKey();

        var factory = host.Services.GetRequiredService<IGrainFactory>();
        var client = host.Services.GetRequiredService<IClusterClient>();

        Assert.Equal(1, await factory.GetGrain<ILifeGrain>(key).Count());
        Assert.Equal(2, await client.GetGrain<ILifeGrain>(key).Count());
        await host.StopAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["activate", "call", "call", "deactivate ShuttingDown"], Reports.Of(key));
    }

    [Fact]
    public async Task Grain_InItsConstructor_GetsTheSilosServices()
    {
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) => silo.Services.AddSingleton(new Greeting("good morning")));
#if ORLEANS
        builder.ConfigureHost(host => Silo.Hosting.OrleansSerialization.AddDeskSerialization(host.Services));
#endif
        await using var cluster = builder.Build();
        await cluster.DeployAsync();

        Assert.Equal("good morning", await cluster.Client.GetGrain<IGreetingGrain>(0).Greet());
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

internal sealed record Greeting(string Text);

public interface IGreetingGrain : IGrainWithIntegerKey
{
    Task<string> Greet();
}

internal sealed class GreetingGrain(Greeting greeting) : Grain, IGreetingGrain
{
    public Task<string> Greet() => Task.FromResult(greeting.Text);
}
