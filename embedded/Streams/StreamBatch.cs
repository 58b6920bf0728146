using Orleans.Providers.Streams.Common;
using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>What one publish call put on a stream. Never changed once it is numbered, so all subscribers share it.</summary>
internal abstract class StreamBatch
{
    /// <summary>Its number in its queue, given when it is enqueued.</summary>
    public long SequenceNumber { get; set; }

    /// <summary>The publisher's request context, restored around each delivery.</summary>
    public RequestContext.RequestProperties? Context { get; init; }

    public abstract int Count { get; }

    public EventSequenceTokenV2 TokenOf(int index) => new(SequenceNumber, index);

    public abstract object? ItemAt(int index);

    /// <exception cref="InvalidCastException">The stream carries items of another type.</exception>
    public T ItemAt<T>(int index) => this is StreamBatch<T> typed ? typed.Items[index] : (T)ItemAt(index)!;
}

internal sealed class StreamBatch<TItem>(TItem[] items) : StreamBatch
{
    public TItem[] Items { get; } = items;

    public override int Count => Items.Length;

    public override object? ItemAt(int index) => Items[index];
}
