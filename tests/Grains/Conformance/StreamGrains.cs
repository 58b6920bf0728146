using System.Globalization;
using Orleans;
using Orleans.Concurrency;
using Orleans.Runtime;
using Orleans.Streams;

namespace Countersign.Tests.Grains.Conformance;

public interface IStreamListenerGrain : IGrainWithStringKey
{
    /// <summary>Reports each item under <paramref name="report"/>.</summary>
    Task Subscribe(string streamKey, string report);

    Task SubscribeWithToken(string streamKey, string report);

    Task SubscribeToBatches(string streamKey, string report);

    Task SubscribeFailing(string streamKey, string report);

    Task<int> Subscriptions(string streamKey);

    Task UnsubscribeAll(string streamKey);

    Task Deactivate();
}

internal abstract class StreamingGrain : Grain
{
    protected IAsyncStream<int> Numbers(string streamKey) =>
        this.GetStreamProvider(ConformanceCluster.StreamProvider).GetStream<int>(StreamId.Create(StreamTests.Explicit, streamKey));
}

internal sealed class StreamListenerGrain : StreamingGrain, IStreamListenerGrain
{
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Reports.Add(this.GetPrimaryKeyString(), "deactivate");
        return Task.CompletedTask;
    }

    public Task Subscribe(string streamKey, string report) => Numbers(streamKey).SubscribeAsync((number, _) =>
    {
        Reports.Add(report, $"{number}");
        return Task.CompletedTask;
    });

    public Task SubscribeWithToken(string streamKey, string report) => Numbers(streamKey).SubscribeAsync((number, token) =>
    {
        Reports.Add(report, string.Create(CultureInfo.InvariantCulture, $"{number} {token!.SequenceNumber} {token.EventIndex}"));
        return Task.CompletedTask;
    });

    public Task SubscribeToBatches(string streamKey, string report) => Numbers(streamKey).SubscribeAsync(items =>
    {
        foreach (var item in items)
        {
            Reports.Add(report, $"{item.Item}");
        }

        return Task.CompletedTask;
    });

    public Task SubscribeFailing(string streamKey, string report) => Numbers(streamKey).SubscribeAsync((number, _) =>
    {
        Reports.Add(report, $"{number}");
        throw new InvalidOperationException("this listener fails");
    });

    public async Task<int> Subscriptions(string streamKey) => (await Numbers(streamKey).GetAllSubscriptionHandles()).Count;

    public async Task UnsubscribeAll(string streamKey)
    {
        foreach (var handle in await Numbers(streamKey).GetAllSubscriptionHandles())
        {
            await handle.UnsubscribeAsync();
        }
    }

    public Task Deactivate()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}

public interface IResumingGrain : IGrainWithStringKey
{
    Task Subscribe(string streamKey);

    Task Deactivate();
}

/// <summary>Takes its subscription up again on activation. The stream's key is its own; it reports under its key.</summary>
internal sealed class ResumingGrain : StreamingGrain, IResumingGrain
{
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        foreach (var handle in await Numbers(this.GetPrimaryKeyString()).GetAllSubscriptionHandles())
        {
            await handle.ResumeAsync(Take);
            Reports.Add(this.GetPrimaryKeyString(), "resumed");
        }
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Reports.Add(this.GetPrimaryKeyString(), "deactivate");
        return Task.CompletedTask;
    }

    public Task Subscribe(string streamKey) => Numbers(streamKey).SubscribeAsync(Take);

    public Task Deactivate()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    private Task Take(int number, StreamSequenceToken? token)
    {
        Reports.Add(this.GetPrimaryKeyString(), $"{number}");
        return Task.CompletedTask;
    }
}

public interface ISpeakerGrain : IGrainWithStringKey
{
    Task Publish(string streamKey, int[] numbers);

    Task PublishBatch(string streamKey, int[] numbers);
}

internal sealed class SpeakerGrain : StreamingGrain, ISpeakerGrain
{
    public async Task Publish(string streamKey, int[] numbers)
    {
        foreach (var number in numbers)
        {
            await Numbers(streamKey).OnNextAsync(number);
        }
    }

    public Task PublishBatch(string streamKey, int[] numbers) => Numbers(streamKey).OnNextBatchAsync(numbers);
}

public interface IImplicitGrain : IGrainWithStringKey
{
    [ReadOnly]
    Task<int> Seen();
}

/// <summary>Subscribed by its class to every stream of its namespace, under the stream's key.</summary>
[ImplicitStreamSubscription(StreamTests.Implicit)]
internal sealed class ImplicitGrain : Grain, IImplicitGrain
{
    private int _seen;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var id = StreamId.Create(StreamTests.Implicit, this.GetPrimaryKeyString());
        var stream = this.GetStreamProvider(ConformanceCluster.StreamProvider).GetStream<string>(id);
        await stream.SubscribeAsync((text, _) =>
        {
            _seen++;
            Reports.Add(this.GetPrimaryKeyString(), text);
            return Task.CompletedTask;
        });
    }

    public Task<int> Seen() => Task.FromResult(_seen);
}

public interface IObservingGrain : IGrainWithStringKey;

/// <summary>Subscribed by its class, and takes its items through the observer that it is.</summary>
[ImplicitStreamSubscription(StreamTests.ImplicitObserved)]
internal sealed class ObservingGrain : Grain, IObservingGrain, IAsyncObserver<string>
{
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var id = StreamId.Create(StreamTests.ImplicitObserved, this.GetPrimaryKeyString());
        await this.GetStreamProvider(ConformanceCluster.StreamProvider).GetStream<string>(id).SubscribeAsync(this);
    }

    public Task OnNextAsync(string item, StreamSequenceToken? token = null)
    {
        Reports.Add(this.GetPrimaryKeyString(), item);
        return Task.CompletedTask;
    }

    public Task OnCompletedAsync() => Task.CompletedTask;

    public Task OnErrorAsync(Exception ex) => Task.CompletedTask;
}
