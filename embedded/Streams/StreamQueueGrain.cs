using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>
/// Delivers as soon as an event arrives: no timer is waited for. Each subscription has its own place in the stream, so that a
/// slow or failing one holds up nobody but the publisher, who is refused when the queue is full.
/// </summary>
[Reentrant]
[KeepAlive]
internal sealed class StreamQueueGrain : Grain, IStreamQueueGrain
{
    /// <summary>Events waiting in one queue; a publisher beyond them is refused.</summary>
    internal const int CapacityLimit = 16_384;

    private readonly Dictionary<StreamId, StreamLog> _logs = [];
    private readonly StreamPullingAgentOptions _options;
    private readonly StreamSubscriberSource _subscribers;
    private readonly StreamDelivery _delivery;
    private readonly TimeProvider _clock;
    private readonly ILogger<StreamQueueGrain> _logger;
    private DateTime _cleanedAt;
    private long _nextSequenceNumber;
    private int _waiting;
    private bool _stopped;

    public StreamQueueGrain(IServiceProvider services, ILogger<StreamQueueGrain> logger)
    {
        var key = this.GetPrimaryKeyString();
        var provider = key[..key.LastIndexOf('/')];
        _options = services.GetRequiredService<IOptionsMonitor<StreamPullingAgentOptions>>().Get(provider);
        _subscribers = new StreamSubscriberSource(provider, services, GrainFactory, logger);
        _clock = services.GetKeyedService<TimeProvider>(StreamingTimeProviderNames.Streaming)
            ?? Runtime!.TimeProvider;
        _delivery = new StreamDelivery(provider, GrainFactory, _options, _clock, logger);
        _logger = logger;
        _cleanedAt = Now;
        // Tokens must grow from one activation of the queue to the next.
        _nextSequenceNumber = _cleanedAt.Ticks;
    }

    private DateTime Now => _clock.GetUtcNow().UtcDateTime;

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _stopped = true;
        return Task.CompletedTask;
    }

    public Task Enqueue(StreamId streamId, StreamBatch batch)
    {
        if (_waiting >= CapacityLimit)
        {
            throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture, $"Can not enqueue since the count has reached its maximum of {CapacityLimit}"));
        }

        var now = Now;
        DropInactiveStreams(now);
        if (!_logs.TryGetValue(streamId, out var log))
        {
            log = new StreamLog(streamId, now);
            _logs.Add(streamId, log);
        }

        log.LastActive = now;
        batch.SequenceNumber = _nextSequenceNumber++;
        var first = !log.Registered && log.End == 0;
        Change(log, batch, static (l, b) => l.Append(b));
        if (first)
        {
            _ = Register(log);
        }

        StartIdleCursors(log);
        return Task.CompletedTask;
    }

    public Task AddSubscriber(StreamId streamId, StreamSubscriber subscriber, StreamSequenceToken? startAt)
    {
        // An unknown stream has had no event; its first one brings the stored subscribers.
        if (_logs.TryGetValue(streamId, out var log) && log.Find(subscriber.SubscriptionId) is null)
        {
            var (position, failure) = StartOf(log, startAt);
            Change(log, (subscriber, position), static (l, s) => l.Add(s.subscriber, s.position));
            if (failure is not null)
            {
                _ = _delivery.Report(subscriber, failure);
            }

            StartIdleCursors(log);
        }

        return Task.CompletedTask;
    }

    public Task RemoveSubscriber(StreamId streamId, Guid subscriptionId)
    {
        if (_logs.TryGetValue(streamId, out var log))
        {
            Change(log, subscriptionId, static (l, id) => l.Remove(id));
        }

        return Task.CompletedTask;
    }

    private static (long Position, Exception? Failure) StartOf(StreamLog log, StreamSequenceToken? startAt)
    {
        try
        {
            return (startAt is null ? log.End : log.PositionOf(startAt), null);
        }
        catch (QueueCacheMissException missed)
        {
            return (log.End, missed);
        }
    }

    private async Task Register(StreamLog log)
    {
        // Not awaited by the publisher, so its request context must not become this loop's.
        RequestContext.Clear();
        for (var attempt = 0; !_stopped; attempt++)
        {
            try
            {
                var found = await _subscribers.Of(log.StreamId);
                Change(log, found, static (l, s) => l.CompleteRegistration(s));
                StartIdleCursors(log);
                return;
            }
            catch (SiloUnavailableException failure)
            {
                // The silo is going, as it was told to: nobody is left to deliver to.
                _logger.LogDebug(failure, "The subscribers of stream {Stream} are not looked for any more.", log.StreamId);
                await _delivery.BackOff(attempt);
            }
            catch (Exception failure)
            {
                _logger.LogError(failure, "The subscribers of stream {Stream} could not be read.", log.StreamId);
                await _delivery.BackOff(attempt);
            }
        }
    }

    private void StartIdleCursors(StreamLog log)
    {
        foreach (var cursor in log.Cursors)
        {
            if (!cursor.Delivering && cursor.Position < log.End)
            {
                cursor.Delivering = true;
                _ = Deliver(cursor);
            }
        }
    }

    private async Task Deliver(StreamCursor cursor)
    {
        var log = cursor.Log;
        RequestContext.Clear();
        while (!cursor.Closed && !_stopped && log.At(cursor.Position) is { } batch)
        {
            var outcome = await _delivery.Deliver(cursor, batch);
            switch (outcome)
            {
                case { ConsumerGone: true }:
                    Change(log, cursor.Subscriber.SubscriptionId, static (l, id) => l.Remove(id));
                    await _subscribers.Forget(log.StreamId, cursor.Subscriber.SubscriptionId);
                    break;
                case { RewindTo: { } token } when PositionAfter(log, token) is { } position && position != cursor.Position:
                    Change(log, (cursor, position), static (l, move) => l.Move(move.cursor, move.position));
                    break;
                case { RewindTo: not null }:
                    break;
                default:
                    Change(log, cursor, static (l, c) => l.Advance(c));
                    break;
            }
        }

        cursor.Delivering = false;
    }

    // A subscriber resumes after the event that it names; when that is no longer kept, it goes on where it was.
    private static long? PositionAfter(StreamLog log, StreamSequenceToken token)
    {
        try
        {
            var position = log.PositionOf(token);
            return log.At(position)?.SequenceNumber == token.SequenceNumber ? position + 1 : position;
        }
        catch (QueueCacheMissException)
        {
            return null;
        }
    }

    private void DropInactiveStreams(DateTime now)
    {
        if (now - _cleanedAt < _options.StreamInactivityPeriod / 10)
        {
            return;
        }

        _cleanedAt = now;
        foreach (var (id, log) in _logs)
        {
            if (log.Waiting == 0 && now - log.LastActive >= _options.StreamInactivityPeriod)
            {
                _logs.Remove(id);
            }
        }
    }

    private void Change<TArgument>(StreamLog log, TArgument argument, Action<StreamLog, TArgument> change)
    {
        var before = log.Waiting;
        change(log, argument);
        _waiting += log.Waiting - before;
    }
}
