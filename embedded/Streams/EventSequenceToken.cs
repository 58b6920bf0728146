using System.Globalization;
using Orleans.Streams;

namespace Orleans.Providers.Streams.Common;

/// <summary>The token of providers that number their events by hand.</summary>
public class EventSequenceToken : StreamSequenceToken
{
    public EventSequenceToken()
    {
    }

    public EventSequenceToken(long seqNumber)
        : this(seqNumber, 0)
    {
    }

    public EventSequenceToken(long seqNumber, int eventInd)
    {
        SequenceNumber = seqNumber;
        EventIndex = eventInd;
    }

    public sealed override long SequenceNumber { get; protected set; }

    public sealed override int EventIndex { get; protected set; }

    public EventSequenceToken CreateSequenceTokenForEvent(int eventInd) => new(SequenceNumber, eventInd);

    public override bool Equals(StreamSequenceToken? other) =>
        other is EventSequenceToken token && token.SequenceNumber == SequenceNumber && token.EventIndex == EventIndex;

    public override bool Equals(object? obj) => Equals(obj as StreamSequenceToken);

    public override int GetHashCode() => HashCode.Combine(SequenceNumber, EventIndex);

    /// <exception cref="ArgumentOutOfRangeException">The other token is of another kind.</exception>
    public override int CompareTo(StreamSequenceToken? other)
    {
        if (other is null)
        {
            return 1;
        }

        if (other is not EventSequenceToken token)
        {
            throw new ArgumentOutOfRangeException(nameof(other), "Only tokens of the same kind have an order.");
        }

        var byNumber = SequenceNumber.CompareTo(token.SequenceNumber);
        return byNumber != 0 ? byNumber : EventIndex.CompareTo(token.EventIndex);
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"[EventSequenceToken: SeqNum={SequenceNumber}, EventIndex={EventIndex}]");
}
