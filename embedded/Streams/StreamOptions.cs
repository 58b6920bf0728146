using Orleans.Streams;

namespace Orleans.Configuration
{
    public class StreamPullingAgentOptions
    {
        public static readonly int DEFAULT_BATCH_CONTAINER_BATCH_SIZE = 1;
        public static readonly TimeSpan DEFAULT_GET_QUEUE_MESSAGES_TIMER_PERIOD = TimeSpan.FromMilliseconds(100);
        public static readonly TimeSpan DEFAULT_INIT_QUEUE_TIMEOUT = TimeSpan.FromSeconds(5);
        public static readonly TimeSpan DEFAULT_MAX_EVENT_DELIVERY_TIME = TimeSpan.FromMinutes(1);
        public static readonly TimeSpan DEFAULT_STREAM_INACTIVITY_PERIOD = TimeSpan.FromMinutes(30);

        /// <summary>Events a delivery. The embedded runtime always delivers one.</summary>
        public int BatchContainerBatchSize { get; set; } = DEFAULT_BATCH_CONTAINER_BATCH_SIZE;

        /// <summary>How often Orleans looks for new events. The embedded runtime delivers them when they arrive.</summary>
        public TimeSpan GetQueueMsgsTimerPeriod { get; set; } = DEFAULT_GET_QUEUE_MESSAGES_TIMER_PERIOD;

        public TimeSpan InitQueueTimeout { get; set; } = DEFAULT_INIT_QUEUE_TIMEOUT;

        /// <summary>How long a failing delivery is tried again before the event is given up.</summary>
        public TimeSpan MaxEventDeliveryTime { get; set; } = DEFAULT_MAX_EVENT_DELIVERY_TIME;

        /// <summary>A stream without events for so long is forgotten until its next event.</summary>
        public TimeSpan StreamInactivityPeriod { get; set; } = DEFAULT_STREAM_INACTIVITY_PERIOD;
    }

    public class StreamPubSubOptions
    {
        public const StreamPubSubType DEFAULT_STREAM_PUBSUB_TYPE = StreamPubSubType.ExplicitGrainBasedAndImplicit;

        public StreamPubSubType PubSubType { get; set; } = DEFAULT_STREAM_PUBSUB_TYPE;
    }

    public class HashRingStreamQueueMapperOptions
    {
        public const int DEFAULT_NUM_QUEUES = 8;

        /// <summary>Queues of a provider. Each is one turn-based worker and holds its own 16,384 events.</summary>
        public int TotalQueueCount { get; set; } = DEFAULT_NUM_QUEUES;
    }
}

namespace Orleans.Streams
{
    public enum StreamPubSubType
    {
        ExplicitGrainBasedAndImplicit,
        ExplicitGrainBasedOnly,
        ImplicitOnly,
    }

    /// <summary>Keys under which streams look for a <see cref="TimeProvider"/> of their own.</summary>
    public static class StreamingTimeProviderNames
    {
        public const string Streaming = "Orleans.Streaming";
    }
}
