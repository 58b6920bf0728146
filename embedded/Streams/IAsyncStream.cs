using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>A stream's identity and the provider that it lives in.</summary>
public interface IAsyncStream
{
    /// <summary>Whether a subscription may start at a token in the past.</summary>
    bool IsRewindable { get; }

    string ProviderName { get; }

    StreamId StreamId { get; }
}

/// <summary>A typed stream: publish with <c>OnNextAsync</c>, listen with <c>SubscribeAsync</c>.</summary>
public interface IAsyncStream<T> :
    IAsyncStream,
    IEquatable<IAsyncStream<T>>,
    IComparable<IAsyncStream<T>>,
    IAsyncObservable<T>,
    IAsyncBatchObservable<T>,
    IAsyncBatchProducer<T>
{
    /// <summary>The caller's own subscriptions to this stream, to be resumed or ended.</summary>
    Task<IList<StreamSubscriptionHandle<T>>> GetAllSubscriptionHandles();
}

public interface IAsyncObserver<in T>
{
    /// <param name="item">The next item.</param>
    /// <param name="token">The item's place in its stream; null when the publisher gives none.</param>
    Task OnNextAsync(T item, StreamSequenceToken? token = null);

    Task OnCompletedAsync() => Task.CompletedTask;

    Task OnErrorAsync(Exception ex);
}

public interface IAsyncBatchObserver<T>
{
    Task OnNextAsync(IList<SequentialItem<T>> items);

    Task OnCompletedAsync() => Task.CompletedTask;

    Task OnErrorAsync(Exception ex);
}

public interface IAsyncBatchProducer<T> : IAsyncObserver<T>
{
    /// <summary>Publishes the items as one event: they arrive in one delivery, in this order.</summary>
    Task OnNextBatchAsync(IEnumerable<T> batch, StreamSequenceToken? token = null);
}

public interface IAsyncObservable<T>
{
    Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncObserver<T> observer);

    Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncObserver<T> observer, StreamSequenceToken? token, string? filterData = null);
}

public interface IAsyncBatchObservable<T>
{
    Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncBatchObserver<T> observer);

    Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncBatchObserver<T> observer, StreamSequenceToken? token);
}
