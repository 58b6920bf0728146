using System.Numerics;
using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>
/// One stream's events in order: those that some subscriber has still to get, and the last few that all have got, for
/// subscribers who ask for a token in the past.
/// </summary>
internal sealed class StreamLog(StreamId streamId, DateTime now)
{
    /// <summary>Delivered events kept for rewinding, a stream.</summary>
    private const int HistoryLimit = 128;

    private readonly Dictionary<Guid, StreamCursor> _cursors = [];
    private StreamBatch?[] _ring = new StreamBatch?[8];
    private long _first;
    private long _lowest;
    private int _atLowest = 1;

    public StreamId StreamId { get; } = streamId;

    public DateTime LastActive { get; set; } = now;

    /// <summary>False until the stored subscribers are known; meanwhile every event waits for them.</summary>
    public bool Registered { get; private set; }

    /// <summary>The subscriptions as they are now; later changes make a new array.</summary>
    public StreamCursor[] Cursors { get; private set; } = [];

    /// <summary>The position after the newest event.</summary>
    public long End { get; private set; }

    /// <summary>The number of events that some subscriber, or the registration, still has to see.</summary>
    public int Waiting => (int)(End - _lowest);

    public void Append(StreamBatch batch)
    {
        DropHistory();
        if (End - _first == _ring.Length)
        {
            Grow();
        }

        _ring[End & (_ring.Length - 1)] = batch;
        End++;
        if (_atLowest == 0)
        {
            _lowest = End;
        }
    }

    public StreamBatch? At(long position) =>
        position >= _first && position < End ? _ring[position & (_ring.Length - 1)] : null;

    public StreamCursor? Find(Guid subscriptionId) => _cursors.GetValueOrDefault(subscriptionId);

    /// <summary>Adds those subscribers that aren't known yet; they begin with the first event that is kept.</summary>
    public void CompleteRegistration(IEnumerable<StreamSubscriber> subscribers)
    {
        foreach (var subscriber in subscribers)
        {
            if (!_cursors.ContainsKey(subscriber.SubscriptionId))
            {
                _cursors.Add(subscriber.SubscriptionId, new StreamCursor(this, subscriber, _first));
            }
        }

        Registered = true;
        AdoptCursors();
    }

    public StreamCursor Add(StreamSubscriber subscriber, long position)
    {
        var cursor = new StreamCursor(this, subscriber, position);
        _cursors.Add(subscriber.SubscriptionId, cursor);
        AdoptCursors();
        return cursor;
    }

    public void Remove(Guid subscriptionId)
    {
        if (_cursors.Remove(subscriptionId, out var cursor))
        {
            cursor.Closed = true;
            AdoptCursors();
        }
    }

    public void Advance(StreamCursor cursor)
    {
        var from = cursor.Position++;
        if (!cursor.Closed && from == _lowest && --_atLowest == 0)
        {
            FindLowest();
        }
    }

    public void Move(StreamCursor cursor, long position)
    {
        cursor.Position = position;
        FindLowest();
    }

    /// <summary>The position of the first kept event at or after the token; the end when there is none.</summary>
    /// <exception cref="QueueCacheMissException">Events between the token and the oldest kept one are gone.</exception>
    public long PositionOf(StreamSequenceToken token)
    {
        if (End > _first && _first > 0 && At(_first)!.SequenceNumber > token.SequenceNumber)
        {
            throw new QueueCacheMissException(token, At(_first)!.TokenOf(0), At(End - 1)!.TokenOf(0));
        }

        var (low, high) = (_first, End);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = At(middle)!.SequenceNumber < token.SequenceNumber ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private void DropHistory()
    {
        var keepFrom = Math.Min(_lowest, End - HistoryLimit);
        for (; _first < keepFrom; _first++)
        {
            _ring[_first & (_ring.Length - 1)] = null;
        }
    }

    private void Grow()
    {
        var larger = new StreamBatch?[BitOperations.RoundUpToPowerOf2((uint)_ring.Length + 1)];
        for (var position = _first; position < End; position++)
        {
            larger[position & (larger.Length - 1)] = At(position);
        }

        _ring = larger;
    }

    private void AdoptCursors()
    {
        Cursors = [.. _cursors.Values];
        FindLowest();
    }

    private void FindLowest()
    {
        (_lowest, _atLowest) = Registered ? (End, 0) : (_first, 1);
        foreach (var cursor in Cursors)
        {
            if (cursor.Position < _lowest || _atLowest == 0)
            {
                (_lowest, _atLowest) = (Math.Min(cursor.Position, End), 1);
            }
            else if (cursor.Position == _lowest)
            {
                _atLowest++;
            }
        }
    }
}

/// <summary>How far one subscription has got.</summary>
internal sealed class StreamCursor(StreamLog log, StreamSubscriber subscriber, long position)
{
    public StreamLog Log { get; } = log;

    public StreamSubscriber Subscriber { get; } = subscriber;

    /// <summary>The event being delivered, or the next one.</summary>
    public long Position { get; set; } = position;

    /// <summary>The reference that events are sent to, once it is made; one of the two.</summary>
    public IStreamConsumerExtension? Grain { get; set; }

    public IStreamConsumerObserver? Client { get; set; }

    public bool Delivering { get; set; }

    public bool Closed { get; set; }
}
