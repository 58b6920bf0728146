using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>A stream as one caller holds it: cheap to make, keeps nothing.</summary>
internal sealed class MemoryStream<T>(MemoryStreamProvider provider, StreamId streamId) : IAsyncStream<T>
{
    private readonly IStreamQueueGrain _queue = provider.QueueOf(streamId);

    public StreamId StreamId => streamId;

    public string ProviderName => provider.Name;

    public bool IsRewindable => provider.IsRewindable;

    public Task OnNextAsync(T item, StreamSequenceToken? token = null) => Publish([item]);

    public Task OnNextBatchAsync(IEnumerable<T> batch, StreamSequenceToken? token = null)
    {
        T[] items = [.. batch];
        return items.Length == 0 ? Task.CompletedTask : Publish(items);
    }

    public Task OnCompletedAsync() => throw new NotImplementedException("OnCompletedAsync is not implemented for now.");

    public Task OnErrorAsync(Exception ex) => throw new NotImplementedException("OnErrorAsync is not implemented for now.");

    public Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncObserver<T> observer) => SubscribeAsync(observer, null);

    public Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncObserver<T> observer, StreamSequenceToken? token, string? filterData = null) =>
        StreamSubscriptions.Subscribe(provider, this, new StreamObserver<T>(observer, null), token, filterData);

    public Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncBatchObserver<T> observer) => SubscribeAsync(observer, null);

    public Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncBatchObserver<T> observer, StreamSequenceToken? token) =>
        StreamSubscriptions.Subscribe(provider, this, new StreamObserver<T>(null, observer), token, null);

    public Task<IList<StreamSubscriptionHandle<T>>> GetAllSubscriptionHandles() => StreamSubscriptions.GetAll(provider, this);

    public bool Equals(IAsyncStream<T>? other) => other is not null && other.ProviderName == ProviderName && other.StreamId == streamId;

    public int CompareTo(IAsyncStream<T>? other)
    {
        if (other is null)
        {
            return 1;
        }

        var byProvider = string.CompareOrdinal(ProviderName, other.ProviderName);
        return byProvider != 0 ? byProvider : streamId.CompareTo(other.StreamId);
    }

    public override bool Equals(object? obj) => Equals(obj as IAsyncStream<T>);

    public override int GetHashCode() => streamId.GetHashCode();

    public override string ToString() => $"{ProviderName}/{streamId}";

    private Task Publish(T[] items) => _queue.Enqueue(streamId, new StreamBatch<T>(items) { Context = RequestContext.Current });
}

/// <summary>What a subscription delivers to: exactly one of the two is set.</summary>
internal readonly record struct StreamObserver<T>(IAsyncObserver<T>? Single, IAsyncBatchObserver<T>? Batch);
