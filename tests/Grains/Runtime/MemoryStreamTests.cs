using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Streams;
using Orleans.TestingHost;
using Xunit;

namespace Countersign.Tests.Grains.Runtime;

public sealed class MemoryStreamTests : IAsyncLifetime
{
    private readonly StreamProbes _probes = new();
    private readonly ManualClock _clock = new();
    private InProcessTestCluster _cluster = null!;

    private IAsyncStream<int> Stream(string key) => _cluster.Client.GetStreamProvider("memory").GetStream<int>(StreamProbeGrain.Namespace, key);

    private IStreamProbeGrain Listener(string key) => _cluster.Client.GetGrain<IStreamProbeGrain>(key);

    public async ValueTask InitializeAsync()
    {
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) => silo
            .AddMemoryGrainStorage("PubSubStore")
            .AddMemoryStreams("memory")
            .ConfigureServices(services => services
                .AddSingleton(_probes)
                .AddKeyedSingleton<TimeProvider>(StreamingTimeProviderNames.Streaming, _clock)));
        builder.ConfigureClient(client => client.AddMemoryStreams("memory"));
        _cluster = builder.Build();
        await _cluster.DeployAsync();
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task Events_FromAClient_ArriveInOrderAtEverySubscriber()
    {
        await Listener("a").Subscribe("s");
        await Listener("b").Subscribe("s");

        for (var n = 0; n < 500; n++)
        {
            await Stream("s").OnNextAsync(n);
        }

        Assert.Equal(Enumerable.Range(0, 500), await _probes.Next("a", 500));
        Assert.Equal(Enumerable.Range(0, 500), await _probes.Next("b", 500));
    }

    [Fact]
    public async Task Event_AfterTheSubscriberWasDeactivated_ActivatesItAndArrives()
    {
        await Listener("a").Subscribe("s");
        await Stream("s").OnNextAsync(1);
        await _probes.Next("a", 1);
        await Listener("a").Deactivate();

        await Stream("s").OnNextAsync(2);

        Assert.Equal([2], await _probes.Next("a", 1));
    }

    [Fact]
    public async Task Event_AfterUnsubscribing_DoesNotArrive()
    {
        await Listener("a").Subscribe("s");
        await Listener("b").Subscribe("s");
        await Listener("a").Unsubscribe("s");

        await Stream("s").OnNextAsync(1);
        await _probes.Next("b", 1);

        Assert.Empty(await Listener("a").Received());
        Assert.Equal(0, await Listener("a").Subscriptions("s"));
    }

    [Fact]
    public async Task Delivery_ThatFailsOnce_IsRepeated()
    {
        await Listener("a").Subscribe("s");
        await Listener("a").FailNext(1);

        await Stream("s").OnNextBatchAsync([7, 8]);
        await _clock.TimerDueWithin(TimeSpan.FromSeconds(30));
        _clock.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal([7, 8], await _probes.Next("a", 2));
        Assert.Empty(await Listener("a").Errors());
    }

    [Fact]
    public async Task Delivery_ThatKeepsFailing_IsReportedAndSkipped()
    {
        await Listener("a").Subscribe("s");
        await Listener("a").FailNext(int.MaxValue);
        await Stream("s").OnNextAsync(7);
        await Stream("s").OnNextAsync(8);
        var arrivals = _probes.Next("a", 2);
        while (!arrivals.IsCompleted)
        {
            await Task.WhenAny(arrivals, _clock.TimerDueWithin(TimeSpan.FromSeconds(30)));
            _clock.Advance(TimeSpan.FromSeconds(30));
        }

        Assert.Equal([-1, 8], await arrivals);
        Assert.Equal([nameof(StreamEventDeliveryFailureException)], await Listener("a").Errors());
    }

    [Fact]
    public async Task Subscriber_ThatIsHeldUp_DoesNotHoldUpTheOthers()
    {
        await Listener("a").Subscribe("s");
        await Listener("b").Subscribe("s");
        await Listener("a").HoldDeliveries();

        await Stream("s").OnNextAsync(1);
        await Stream("s").OnNextAsync(2);

        Assert.Equal([1, 2], await _probes.Next("b", 2));
        _probes.Release("a");
        Assert.Equal([1, 2], await _probes.Next("a", 2));
    }

    [Fact]
    public async Task Publisher_BeyondTheQueuesCapacity_IsRefused()
    {
        await Listener("a").Subscribe("s");
        await Listener("a").HoldDeliveries();
        for (var n = 0; n < StreamQueueGrain.CapacityLimit; n++)
        {
            await Stream("s").OnNextAsync(n);
        }

        await Assert.ThrowsAsync<InvalidOperationException>(() => Stream("s").OnNextAsync(-1));

        _probes.Release("a");
        Assert.Equal(Enumerable.Range(0, StreamQueueGrain.CapacityLimit), await _probes.Next("a", StreamQueueGrain.CapacityLimit));
        await Stream("s").OnNextAsync(1);
    }

    [Fact]
    public async Task RequestContext_OfThePublisher_ReachesTheSubscriber()
    {
        await Listener("a").Subscribe("s");
        RequestContext.Set("caller", "alice");
        await Stream("s").OnNextAsync(1);
        RequestContext.Clear();
        await _probes.Next("a", 1);
        Assert.Equal("alice", await Listener("a").LastCaller());

        await Stream("s").OnNextAsync(2);
        await _probes.Next("a", 1);
        Assert.Null(await Listener("a").LastCaller());
    }

    [Fact]
    public async Task ImplicitSubscriber_OnTheFirstEvent_IsActivatedByItsKey()
    {
        var stream = _cluster.Client.GetStreamProvider("memory").GetStream<int>("implicit-numbers", "k");

        await stream.OnNextBatchAsync([1, 2, 3]);
        await _probes.Next("k", 3);

        Assert.Equal(6, await _cluster.Client.GetGrain<IImplicitProbeGrain>("k").Sum());
    }

    [Fact]
    public async Task SubscriptionObserver_OnTheFirstEvent_AttachesAndReceivesIt()
    {
        await _cluster.Client.GetStreamProvider("memory").GetStream<int>("observed-numbers", 42L).OnNextAsync(5);

        Assert.Equal([5], await _probes.Next("observer-42", 1));
    }

    [Fact]
    public async Task Subscribing_FromATokenInThePast_ReplaysFromThere()
    {
        await Listener("a").Subscribe("s");
        await Stream("s").OnNextAsync(1);
        await Stream("s").OnNextAsync(2);
        await _probes.Next("a", 2);
        var second = await Listener("a").LastToken();
        await Stream("s").OnNextAsync(3);

        await Listener("b").Subscribe("s", second);

        Assert.Equal([2, 3], await _probes.Next("b", 2));
    }

    [Fact]
    public async Task Resuming_AfterAToken_ReplaysWhatFollowedOnTheNextEvent()
    {
        await Listener("a").Subscribe("s");
        await Stream("s").OnNextAsync(1);
        await _probes.Next("a", 1);
        var first = await Listener("a").LastToken();
        await Stream("s").OnNextAsync(2);
        await _probes.Next("a", 1);

        await Listener("a").ResumeAfter("s", first!);
        await Stream("s").OnNextAsync(3);

        Assert.Equal([2, 3], await _probes.Next("a", 2));
    }

    [Fact]
    public async Task Completing_FromThePublisher_IsNotSupported()
    {
        await Assert.ThrowsAsync<NotImplementedException>(() => Stream("s").OnCompletedAsync());
    }

    [Fact]
    public void Provider_ThatIsNotRegistered_ThrowsKeyNotFound() =>
        Assert.Throws<KeyNotFoundException>(() => _cluster.Client.GetStreamProvider("other"));
}
