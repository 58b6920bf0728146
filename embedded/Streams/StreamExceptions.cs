using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>Given to a subscriber's OnErrorAsync when an event could not be delivered in the time allowed; the event is skipped.</summary>
public class StreamEventDeliveryFailureException : OrleansException
{
    public StreamEventDeliveryFailureException()
    {
    }

    public StreamEventDeliveryFailureException(string message)
        : base(message)
    {
    }

    public StreamEventDeliveryFailureException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>A subscription asked for events that are no longer kept.</summary>
public class QueueCacheMissException : DataNotAvailableException
{
    public QueueCacheMissException()
        : this("Item no longer in cache")
    {
    }

    public QueueCacheMissException(string message)
        : base(message)
    {
    }

    public QueueCacheMissException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public QueueCacheMissException(StreamSequenceToken requested, StreamSequenceToken low, StreamSequenceToken high)
        : this($"Item not found in cache.  Requested: {requested}, Low: {low}, High: {high}")
    {
        Requested = requested.ToString();
        Low = low.ToString();
        High = high.ToString();
    }

    public string? Requested { get; private set; }

    public string? Low { get; private set; }

    public string? High { get; private set; }
}

/// <summary>Events that were asked for cannot be had.</summary>
public class DataNotAvailableException : OrleansException
{
    public DataNotAvailableException()
        : this("Data not found")
    {
    }

    public DataNotAvailableException(string message)
        : base(message)
    {
    }

    public DataNotAvailableException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
