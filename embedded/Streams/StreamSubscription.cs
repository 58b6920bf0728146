using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>A subscription as its subscriber holds it. Valid until it is resumed or ended, which makes a new one or none.</summary>
internal sealed class StreamSubscription<T>(
    Guid id, MemoryStream<T> stream, MemoryStreamProvider provider, StreamObserver<T> observer, StreamSequenceToken? resumeAfter)
    : StreamSubscriptionHandle<T>, IStreamReceiver
{
    private StreamObserver<T> _observer = observer;
    private StreamSequenceToken? _resumeAfter = resumeAfter;
    private long _delivered = long.MinValue;
    private bool _valid = true;

    public override StreamId StreamId => stream.StreamId;

    public override string ProviderName => stream.ProviderName;

    public override Guid HandleId => id;

    public override async Task UnsubscribeAsync()
    {
        RequireValid();
        await StreamSubscriptions.Unsubscribe(provider, StreamId, id);
        Invalidate();
    }

    public override Task<StreamSubscriptionHandle<T>> ResumeAsync(IAsyncObserver<T> observer, StreamSequenceToken? token = null) =>
        Resume(new StreamObserver<T>(observer, null), token);

    public override Task<StreamSubscriptionHandle<T>> ResumeAsync(IAsyncBatchObserver<T> observer, StreamSequenceToken? token = null) =>
        Resume(new StreamObserver<T>(null, observer), token);

    public async Task<DeliveryResult> Receive(StreamBatch batch)
    {
        if (_resumeAfter is { } token)
        {
            _resumeAfter = null;
            return new DeliveryResult(token);
        }

        // A delivery that timed out at the sender, yet was carried out here, comes again.
        if (batch.SequenceNumber <= _delivered)
        {
            return DeliveryResult.Done;
        }

        if (_observer.Batch is { } batchObserver)
        {
            await batchObserver.OnNextAsync(ItemsOf(batch));
        }
        else
        {
            for (var n = 0; n < batch.Count && _observer.Single is { } single; n++)
            {
                await single.OnNextAsync(batch.ItemAt<T>(n), batch.TokenOf(n));
            }
        }

        _delivered = batch.SequenceNumber;
        return DeliveryResult.Done;
    }

    public Task Fail(Exception exception) =>
        _observer.Single?.OnErrorAsync(exception) ?? _observer.Batch?.OnErrorAsync(exception) ?? Task.CompletedTask;

    public override bool Equals(StreamSubscriptionHandle<T>? other) => other is not null && other.HandleId == id;

    public override bool Equals(object? obj) => Equals(obj as StreamSubscriptionHandle<T>);

    public override int GetHashCode() => id.GetHashCode();

    public override string ToString() => $"{stream} {id}";

    private static SequentialItem<T>[] ItemsOf(StreamBatch batch)
    {
        var items = new SequentialItem<T>[batch.Count];
        for (var n = 0; n < items.Length; n++)
        {
            items[n] = new SequentialItem<T>(batch.ItemAt<T>(n), batch.TokenOf(n));
        }

        return items;
    }

    private Task<StreamSubscriptionHandle<T>> Resume(StreamObserver<T> observer, StreamSequenceToken? token)
    {
        RequireValid();
        var resumed = StreamSubscriptions.Resume(provider, stream, id, observer, token);
        Invalidate();
        return Task.FromResult(resumed);
    }

    private void RequireValid()
    {
        if (!_valid)
        {
            throw new InvalidOperationException("Handle is no longer valid. It has been used to unsubscribe or resume.");
        }
    }

    private void Invalidate()
    {
        _valid = false;
        _observer = default;
    }
}

/// <summary>A subscription without its item type.</summary>
internal interface IStreamReceiver
{
    Task<DeliveryResult> Receive(StreamBatch batch);

    Task Fail(Exception exception);
}
