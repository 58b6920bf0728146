namespace Countersign.Embedded;

/// <summary>Limits of the embedded runtime that Orleans has no option for.</summary>
public sealed class EmbeddedRuntimeOptions
{
    /// <summary>How many requests may wait for one activation before further ones are refused. Default: 16,384.</summary>
    public int QueuedRequestsMax { get; set; } = 16_384;

    /// <summary>How deep calls may nest on one thread before the next one is queued. Default: 16. 0: every call is queued.</summary>
    public int InlineDepthMax { get; set; } = 16;

    /// <summary>How long one inline call of a method may hold its caller's thread, in microseconds, before the method is queued instead. Default: 50.</summary>
    public int InlineTurnMicrosecondsMax { get; set; } = 50;
}

/// <summary>The activation's queue is full: the call was not queued and did not run.</summary>
public sealed class GrainOverloadedException : Orleans.Runtime.OrleansException
{
    internal GrainOverloadedException(Orleans.Runtime.GrainId grain, int queued)
        : base($"Grain {grain} has {queued} requests waiting, which is its limit; the call was refused.")
    {
        GrainId = grain;
        QueuedRequests = queued;
    }

    public Orleans.Runtime.GrainId GrainId { get; }

    public int QueuedRequests { get; }
}
