using Orleans;
using Orleans.Runtime;
using Orleans.Streams;
using Orleans.Streams.Core;

namespace Countersign.Tests.Grains.Runtime;

/// <summary>Subscribes when told, and resumes in OnActivateAsync.</summary>
public interface IStreamProbeGrain : IGrainWithStringKey
{
    Task Subscribe(string streamKey, StreamSequenceToken? from = null);

    Task Unsubscribe(string streamKey);

    Task FailNext(int times);

    Task HoldDeliveries();

    Task<List<int>> Received();

    Task<List<string>> Errors();

    Task<int> Subscriptions(string streamKey);

    Task<StreamSequenceToken?> LastToken();

    Task<string?> LastCaller();

    Task ResumeAfter(string streamKey, StreamSequenceToken token);

    Task Deactivate();
}

internal sealed class StreamProbeGrain(StreamProbes probes) : Grain, IStreamProbeGrain
{
    internal const string Namespace = "numbers";
    private readonly List<int> _received = [];
    private readonly List<string> _errors = [];
    private StreamSequenceToken? _lastToken;
    private string? _lastCaller;
    private int _failures;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        foreach (var key in probes.StreamsOf(this.GetPrimaryKeyString()))
        {
            foreach (var handle in await StreamOf(key).GetAllSubscriptionHandles())
            {
                await handle.ResumeAsync(OnNext, OnError);
            }
        }
    }

    public async Task Subscribe(string streamKey, StreamSequenceToken? from = null)
    {
        probes.Remember(this.GetPrimaryKeyString(), streamKey);
        await (from is null ? StreamOf(streamKey).SubscribeAsync(OnNext, OnError) : StreamOf(streamKey).SubscribeAsync(OnNext, OnError, from));
    }

    public async Task Unsubscribe(string streamKey)
    {
        foreach (var handle in await StreamOf(streamKey).GetAllSubscriptionHandles())
        {
            await handle.UnsubscribeAsync();
        }
    }

    public Task FailNext(int times)
    {
        _failures = times;
        return Task.CompletedTask;
    }

    public Task HoldDeliveries() => probes.Hold(this.GetPrimaryKeyString());

    public Task<List<int>> Received() => Task.FromResult(_received.ToList());

    public Task<List<string>> Errors() => Task.FromResult(_errors.ToList());

    public async Task<int> Subscriptions(string streamKey) => (await StreamOf(streamKey).GetAllSubscriptionHandles()).Count;

    public Task<StreamSequenceToken?> LastToken() => Task.FromResult(_lastToken);

    public Task<string?> LastCaller() => Task.FromResult(_lastCaller);

    public async Task ResumeAfter(string streamKey, StreamSequenceToken token)
    {
        var handles = await StreamOf(streamKey).GetAllSubscriptionHandles();
        await handles[0].ResumeAsync(OnNext, OnError, token);
    }

    public Task Deactivate()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    private IAsyncStream<int> StreamOf(string key) => this.GetStreamProvider("memory").GetStream<int>(Namespace, key);

    private async Task OnNext(int number, StreamSequenceToken? token)
    {
        await probes.Gate(this.GetPrimaryKeyString());
        if (_failures > 0)
        {
            _failures--;
            throw new InvalidOperationException("told to fail");
        }

        _received.Add(number);
        _lastToken = token;
        _lastCaller = RequestContext.Get("caller") as string;
        probes.Arrived(this.GetPrimaryKeyString(), number);
    }

    private Task OnError(Exception failure)
    {
        _failures = 0;
        _errors.Add(failure.GetType().Name);
        probes.Arrived(this.GetPrimaryKeyString(), -1);
        return Task.CompletedTask;
    }
}

public interface IImplicitProbeGrain : IGrainWithStringKey
{
    Task<int> Sum();
}

[ImplicitStreamSubscription("implicit-numbers")]
internal sealed class ImplicitProbeGrain(StreamProbes probes) : Grain, IImplicitProbeGrain
{
    private int _sum;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var stream = this.GetStreamProvider("memory").GetStream<int>("implicit-numbers", this.GetPrimaryKeyString());
        await stream.SubscribeAsync(Add);
    }

    public Task<int> Sum() => Task.FromResult(_sum);

    private Task Add(IList<SequentialItem<int>> items)
    {
        foreach (var item in items)
        {
            _sum += item.Item;
            probes.Arrived(this.GetPrimaryKeyString(), item.Item);
        }

        return Task.CompletedTask;
    }
}

[ImplicitStreamSubscription("observed-numbers")]
internal sealed class ObservingProbeGrain(StreamProbes probes) : Grain, IGrainWithIntegerKey, IStreamSubscriptionObserver
{
    public Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) => handleFactory.Create<int>().ResumeAsync((number, _) =>
    {
        probes.Arrived($"observer-{this.GetPrimaryKeyLong()}", number);
        return Task.CompletedTask;
    });
}
