using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>What became of bringing one event to one subscriber.</summary>
internal readonly record struct DeliveryOutcome(StreamSequenceToken? RewindTo, bool ConsumerGone);

/// <summary>Brings events to subscribers: tries again for a bounded time, then tells the subscriber and gives the event up.</summary>
internal sealed class StreamDelivery(
    string provider, IGrainFactory grains, StreamPullingAgentOptions options, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    public async Task<DeliveryOutcome> Deliver(StreamCursor cursor, StreamBatch batch)
    {
        var started = clock.GetTimestamp();
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                var result = await Send(cursor, batch);
                return new DeliveryOutcome(result.RewindTo, false);
            }
            catch (ClientNotAvailableException)
            {
                logger.LogWarning("Subscriber {Consumer} of stream {Stream} is gone.", cursor.Subscriber.Consumer, cursor.Log.StreamId);
                return new DeliveryOutcome(null, true);
            }
            catch (Exception failure)
            {
                // While the silo stops nothing can be delivered, and nothing is wrong.
                var level = failure is SiloUnavailableException ? LogLevel.Debug : LogLevel.Warning;
                logger.Log(level, failure, "An event of stream {Stream} could not be delivered to {Consumer}.", cursor.Log.StreamId, cursor.Subscriber.Consumer);
                await BackOff(attempt);
                if (cursor.Closed)
                {
                    return default;
                }

                if (clock.GetElapsedTime(started) > options.MaxEventDeliveryTime)
                {
                    await Report(cursor.Subscriber, new StreamEventDeliveryFailureException(
                        $"Failed to deliver an event of stream {cursor.Log.StreamId} within {options.MaxEventDeliveryTime}.", failure));
                    return default;
                }
            }
        }
    }

    /// <summary>Tells the subscriber's observer; what it answers changes nothing.</summary>
    public async Task Report(StreamSubscriber subscriber, Exception failure)
    {
        try
        {
            await (IsClient(subscriber)
                ? grains.GetGrain<IStreamConsumerObserver>(subscriber.Consumer).ErrorInStream(subscriber.SubscriptionId, failure)
                : grains.GetGrain<IStreamConsumerExtension>(subscriber.Consumer).ErrorInStream(subscriber.SubscriptionId, failure));
        }
        catch (Exception ignored)
        {
            logger.LogWarning(ignored, "Subscriber {Consumer} failed to take an error.", subscriber.Consumer);
        }
    }

    // The middle of the range that Orleans draws from: a fixed pause keeps simulated runs the same.
    public Task BackOff(int attempt)
    {
        var range = ShortestPause * Math.Min(1 << Math.Min(attempt, 10), 30);
        var upper = ShortestPause + range > LongestPause ? LongestPause : ShortestPause + range;
        return Task.Delay((ShortestPause + upper) / 2, clock);
    }

    private Task<DeliveryResult> Send(StreamCursor cursor, StreamBatch batch)
    {
        // Set for the call only: this loop lives on and serves other publishers' events.
        RequestContext.Current = batch.Context;
        try
        {
            var (id, consumer) = (cursor.Subscriber.SubscriptionId, cursor.Subscriber.Consumer);
            if (IsClient(cursor.Subscriber))
            {
                cursor.Client ??= grains.GetGrain<IStreamConsumerObserver>(consumer);
                return cursor.Client.DeliverBatch(id, provider, cursor.Log.StreamId, batch);
            }

            cursor.Grain ??= grains.GetGrain<IStreamConsumerExtension>(consumer);
            return cursor.Grain.DeliverBatch(id, provider, cursor.Log.StreamId, batch);
        }
        finally
        {
            RequestContext.Current = null;
        }
    }

    private static bool IsClient(StreamSubscriber subscriber) => subscriber.Consumer.Type == ObserverTypes.GrainType;
}
