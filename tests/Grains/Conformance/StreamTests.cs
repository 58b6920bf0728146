using System.Globalization;
using Orleans;
using Orleans.Runtime;
using Orleans.Streams;
using Xunit;

namespace Countersign.Tests.Grains.Conformance;

[Collection(ConformanceCollection.Name)]
public sealed class StreamTests(ConformanceCluster cluster)
{
    public const string Explicit = "numbers";
    public const string Implicit = "implicit-texts";
    public const string ImplicitObserved = "implicit-observed";

    [Fact]
    public async Task ExplicitSubscriber_GetsItemsInOrder()
    {
        var (stream, report) = (Reports.NewKey(), Reports.NewKey());
        await cluster.Fresh<IStreamListenerGrain>().Subscribe(stream, report);

        await cluster.Fresh<ISpeakerGrain>().Publish(stream, [.. Enumerable.Range(1, 30)]);

        Assert.Equal(Texts(1, 30), await Reports.WaitFor(report, 30));
    }

    [Fact]
    public async Task SeveralSubscribers_EachGetEveryItem()
    {
        var stream = Reports.NewKey();
        string[] reports = [Reports.NewKey(), Reports.NewKey(), Reports.NewKey()];
        foreach (var report in reports)
        {
            await cluster.Fresh<IStreamListenerGrain>().Subscribe(stream, report);
        }

        await cluster.Fresh<ISpeakerGrain>().Publish(stream, [1, 2, 3]);

        foreach (var report in reports)
        {
            Assert.Equal(["1", "2", "3"], await Reports.WaitFor(report, 3));
        }
    }

    [Fact]
    public async Task OneGrain_SubscribedTwice_GetsEveryItemTwice()
    {
        var (stream, report) = (Reports.NewKey(), Reports.NewKey());
        var listener = cluster.Fresh<IStreamListenerGrain>();
        await listener.Subscribe(stream, report);
        await listener.Subscribe(stream, report);

        await cluster.Fresh<ISpeakerGrain>().Publish(stream, [1]);

        Assert.Equal(2, await listener.Subscriptions(stream));
        Assert.Equal(["1", "1"], await Reports.WaitFor(report, 2));
    }

    [Fact]
    public async Task Batch_Published_ArrivesItemByItemInOrder()
    {
        var (stream, report) = (Reports.NewKey(), Reports.NewKey());
        await cluster.Fresh<IStreamListenerGrain>().Subscribe(stream, report);

        await cluster.Fresh<ISpeakerGrain>().PublishBatch(stream, [1, 2, 3, 4]);

        Assert.Equal(Texts(1, 4), await Reports.WaitFor(report, 4));
    }

    [Fact]
    public async Task BatchSubscriber_GetsEveryItemInOrder()
    {
        var (stream, report) = (Reports.NewKey(), Reports.NewKey());
        await cluster.Fresh<IStreamListenerGrain>().SubscribeToBatches(stream, report);
        var speaker = cluster.Fresh<ISpeakerGrain>();

        await speaker.PublishBatch(stream, [1, 2, 3]);
        await speaker.Publish(stream, [4, 5]);

        Assert.Equal(Texts(1, 5), await Reports.WaitFor(report, 5));
    }

    [Fact]
    public async Task Tokens_OfLaterItems_AreLater()
    {
        var (stream, report) = (Reports.NewKey(), Reports.NewKey());
        await cluster.Fresh<IStreamListenerGrain>().SubscribeWithToken(stream, report);
        var speaker = cluster.Fresh<ISpeakerGrain>();

        await speaker.Publish(stream, [1, 2]);
        await speaker.PublishBatch(stream, [3, 4]);

        var tokens = (await Reports.WaitFor(report, 4))
            .Select(line => line.Split(' '))
            .Select(parts => (Sequence: Number(parts[1]), Index: Number(parts[2])))
            .ToArray();
        Assert.Equal(tokens.Order(), tokens);
        Assert.Equal(4, tokens.Distinct().Count());
        Assert.Equal(tokens[2].Sequence, tokens[3].Sequence);
        Assert.Equal([0, 1], [tokens[2].Index, tokens[3].Index]);
    }

    [Fact]
    public async Task Unsubscribed_Listener_GetsNoMore()
    {
        var (stream, report, witness) = (Reports.NewKey(), Reports.NewKey(), Reports.NewKey());
        var listener = cluster.Fresh<IStreamListenerGrain>();
        await listener.Subscribe(stream, report);
        await cluster.Fresh<IStreamListenerGrain>().Subscribe(stream, witness);
        var speaker = cluster.Fresh<ISpeakerGrain>();
        await speaker.Publish(stream, [1]);
        await Reports.WaitFor(report, 1);

        await listener.UnsubscribeAll(stream);
        await speaker.Publish(stream, [2]);
        await Reports.WaitFor(witness, 2);

        Assert.Equal(0, await listener.Subscriptions(stream));
        Assert.Equal(["1"], Reports.Of(report));
    }

    [Fact]
    public async Task Streams_OtherKeyOrNamespace_AreOtherStreams()
    {
        var (stream, report) = (Reports.NewKey(), Reports.NewKey());
        await cluster.Fresh<IStreamListenerGrain>().Subscribe(stream, report);
        var provider = cluster.Client.GetStreamProvider(ConformanceCluster.StreamProvider);

        await provider.GetStream<int>(StreamId.Create("elsewhere", stream)).OnNextAsync(1);
        await provider.GetStream<int>(StreamId.Create(Explicit, Reports.NewKey())).OnNextAsync(2);
        await provider.GetStream<int>(StreamId.Create(Explicit, stream)).OnNextAsync(3);

        Assert.Equal(["3"], await Reports.WaitFor(report, 1));
    }

    [Fact]
    public async Task Subscription_ResumedOnActivation_MissesNothing()
    {
        var grain = cluster.Fresh<IResumingGrain>(out var key);
        await grain.Subscribe(key);
        var speaker = cluster.Fresh<ISpeakerGrain>();
        await speaker.Publish(key, [1]);
        await Reports.WaitFor(key, 1);
        await grain.Deactivate();
        await Reports.WaitFor(key, 2);

        await speaker.Publish(key, [2, 3]);

        Assert.Equal(["1", "deactivate", "resumed", "2", "3"], await Reports.WaitFor(key, 5));
    }

    [Fact]
    public async Task Subscription_AfterDeactivation_IsStillThere()
    {
        var stream = Reports.NewKey();
        var grain = cluster.Fresh<IStreamListenerGrain>(out var key);
        await grain.Subscribe(stream, Reports.NewKey());
        await grain.Deactivate();
        await Reports.WaitFor(key, 1);

        Assert.Equal(1, await grain.Subscriptions(stream));
    }

    [Fact]
    public async Task ListenerThatFails_LeavesTheOthersServed()
    {
        var (stream, failing, witness) = (Reports.NewKey(), Reports.NewKey(), Reports.NewKey());
        await cluster.Fresh<IStreamListenerGrain>().SubscribeFailing(stream, failing);
        await cluster.Fresh<IStreamListenerGrain>().Subscribe(stream, witness);

        await cluster.Fresh<ISpeakerGrain>().Publish(stream, [1, 2]);

        Assert.Equal(["1", "2"], await Reports.WaitFor(witness, 2));
        Assert.Equal("1", (await Reports.WaitFor(failing, 1))[0]);
    }

    [Fact]
    public async Task Client_Publishes_GrainListens()
    {
        var (stream, report) = (Reports.NewKey(), Reports.NewKey());
        await cluster.Fresh<IStreamListenerGrain>().Subscribe(stream, report);

        await ClientStream(stream).OnNextAsync(1);
        await ClientStream(stream).OnNextBatchAsync([2, 3]);

        Assert.Equal(Texts(1, 3), await Reports.WaitFor(report, 3));
    }

    [Fact]
    public async Task Client_Subscribes_GrainPublishes()
    {
        var (stream, report) = (Reports.NewKey(), Reports.NewKey());
        var handle = await ClientStream(stream).SubscribeAsync((number, _) =>
        {
            Reports.Add(report, $"{number}");
            return Task.CompletedTask;
        });

        await cluster.Fresh<ISpeakerGrain>().Publish(stream, [1, 2]);

        Assert.Equal(Texts(1, 2), await Reports.WaitFor(report, 2));
        Assert.Equal(StreamId.Create(Explicit, stream), handle.StreamId);
        await handle.UnsubscribeAsync();
        Assert.Empty(await ClientStream(stream).GetAllSubscriptionHandles());
    }

    [Fact]
    public async Task ImplicitSubscriber_NeverCalled_IsActivatedByTheFirstItem()
    {
        var key = Reports.NewKey();
        var provider = cluster.Client.GetStreamProvider(ConformanceCluster.StreamProvider);
        var stream = provider.GetStream<string>(StreamId.Create(Implicit, key));

        await stream.OnNextAsync("a");
        await stream.OnNextAsync("b");

        Assert.Equal(["a", "b"], await Reports.WaitFor(key, 2));
        Assert.Equal(2, await cluster.Client.GetGrain<IImplicitGrain>(key).Seen());
    }

    [Fact]
    public async Task ImplicitSubscriber_ThatIsAnObserver_GetsItems()
    {
        var key = Reports.NewKey();
        var provider = cluster.Client.GetStreamProvider(ConformanceCluster.StreamProvider);

        await provider.GetStream<string>(StreamId.Create(ImplicitObserved, key)).OnNextBatchAsync(["a", "b", "c"]);

        Assert.Equal(["a", "b", "c"], await Reports.WaitFor(key, 3));
    }

    [Fact]
    public void StreamId_OfNamespaceAndKey_GivesThemBack()
    {
        var id = StreamId.Create("bars", "EUR/USD");

        Assert.Equal("bars", id.GetNamespace());
        Assert.Equal("EUR/USD", id.GetKeyAsString());
        Assert.Equal(StreamId.Create("bars", "EUR/USD"), id);
        Assert.NotEqual(StreamId.Create("ticks", "EUR/USD"), id);
        Assert.Equal("bars/EUR/USD", id.ToString());
    }

    [Fact]
    public void StreamProvider_OfAnUnknownName_IsRefused() =>
        Assert.ThrowsAny<Exception>(() => cluster.Client.GetStreamProvider("nowhere"));

    private static IEnumerable<string> Texts(int first, int count) => Enumerable.Range(first, count).Select(number => $"{number}");

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private IAsyncStream<int> ClientStream(string key) =>
        cluster.Client.GetStreamProvider(ConformanceCluster.StreamProvider).GetStream<int>(StreamId.Create(Explicit, key));
}
