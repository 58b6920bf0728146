using Orleans.Runtime;
using Orleans.Streams;
using Xunit;

namespace Countersign.Tests.Grains.Runtime;

public sealed class StreamLogTests
{
    private readonly StreamLog _log = new(StreamId.Create("bars", "EURUSD"), DateTime.UnixEpoch);
    private long _number = 100;

    [Fact]
    public void Waiting_BeforeTheSubscribersAreKnown_CountsEveryEvent()
    {
        Append(3);

        Assert.Equal(3, _log.Waiting);
    }

    [Fact]
    public void Waiting_WithoutSubscribers_IsZero()
    {
        Append(2);
        _log.CompleteRegistration([]);
        Append(2);

        Assert.Equal(0, _log.Waiting);
    }

    [Fact]
    public void Waiting_WithTwoSubscribers_IsThatOfTheSlower()
    {
        var (fast, slow) = (Subscriber(1), Subscriber(2));
        _log.CompleteRegistration([fast, slow]);
        Append(5);

        Advance(fast, 5);
        Advance(slow, 2);
        Assert.Equal(3, _log.Waiting);

        _log.Remove(slow.SubscriptionId);
        Assert.Equal(0, _log.Waiting);
    }

    [Fact]
    public void Registration_AfterEvents_StartsSubscribersAtTheFirst()
    {
        Append(2);
        var subscriber = Subscriber(1);
        _log.CompleteRegistration([subscriber]);

        var cursor = _log.Find(subscriber.SubscriptionId)!;
        Assert.Equal(100, _log.At(cursor.Position)!.SequenceNumber);
    }

    [Fact]
    public void History_OfDeliveredEvents_IsBounded()
    {
        var subscriber = Subscriber(1);
        _log.CompleteRegistration([subscriber]);
        for (var n = 0; n < 1_000; n++)
        {
            Append(1);
            Advance(subscriber, 1);
        }

        Assert.Null(_log.At(_log.End - 200));
        Assert.NotNull(_log.At(_log.End - 128));
    }

    [Fact]
    public void Events_OfASlowSubscriber_AreAllKeptInOrder()
    {
        var subscriber = Subscriber(1);
        _log.CompleteRegistration([subscriber]);
        Append(1_000);

        var cursor = _log.Find(subscriber.SubscriptionId)!;
        for (var n = 0; n < 1_000; n++)
        {
            Assert.Equal(100 + n, _log.At(cursor.Position)!.SequenceNumber);
            _log.Advance(cursor);
        }

        Assert.Null(_log.At(cursor.Position));
    }

    [Fact]
    public void PositionOf_ATokenInTheHistory_IsThatEvent()
    {
        _log.CompleteRegistration([]);
        Append(10);

        var token = _log.At(4)!.TokenOf(0);

        Assert.Equal(4, _log.PositionOf(token));
    }

    [Fact]
    public void PositionOf_ATokenThatIsNoLongerKept_Throws()
    {
        _log.CompleteRegistration([]);
        Append(1);
        var token = _log.At(0)!.TokenOf(0);
        Append(500);

        Assert.Throws<QueueCacheMissException>(() => _log.PositionOf(token));
    }

    private static StreamSubscriber Subscriber(int n) =>
        new(new Guid(n, 0, 0, new byte[8]), GrainId.Create("consumer", $"c-{n}"), null);

    private void Append(int count)
    {
        for (var n = 0; n < count; n++)
        {
            _log.Append(new StreamBatch<int>([n]) { SequenceNumber = _number++ });
        }
    }

    private void Advance(StreamSubscriber subscriber, int count)
    {
        for (var n = 0; n < count; n++)
        {
            _log.Advance(_log.Find(subscriber.SubscriptionId)!);
        }
    }
}
