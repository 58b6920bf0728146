using System.Collections.Frozen;
using System.Text;
using Countersign.Api;
using Countersign.Api.Contracts.Notifications;
using Countersign.Api.Notifications;
using Xunit;

namespace Countersign.Tests.Api.Notifications;

public sealed class LiveClientTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);

    private readonly ClockTime time = new(Start);

    [Fact]
    public void Take_ClientSlowerThanItsQueue_EndsWithTheReason()
    {
        var client = Client(new LiveOptions { ClientQueueMax = 10 });
        for (var i = 0; i < 11; i++)
        {
            client.Offer(Notice("idea", $"i-{i}"));
        }

        Assert.True(client.WasCut.IsCancellationRequested);
        Assert.Equal(["cut {\"reason\":\"slow\"}"], TakeAll(client));
        Assert.Null(client.Take(out _));
    }

    [Fact]
    public void Take_ManyQuotesOfASymbol_GivesTheNewestOnly()
    {
        var client = Client(new LiveOptions { QuotesPerSecond = 10 });
        TakeAll(client);
        for (var i = 1; i <= 1_000; i++)
        {
            client.Offer(Quote("EURUSD", i));
        }

        client.Offer(Quote("GBPUSD", 1));

        Assert.Equal(["quote 1000", "quote 1"], TakeAll(client));
    }

    [Fact]
    public void Take_QuoteTooSoonAfterAnother_WaitsForItsTime()
    {
        var client = Client(new LiveOptions { QuotesPerSecond = 10 });
        TakeAll(client);
        client.Offer(Quote("EURUSD", 1));
        Assert.Equal(["quote 1"], TakeAll(client));
        client.Offer(Quote("EURUSD", 2));
        Assert.Empty(TakeAll(client));
        client.Offer(Quote("EURUSD", 3));

        time.Pass(TimeSpan.FromMilliseconds(100));

        Assert.Equal(["quote 3"], TakeAll(client));
    }

    [Fact]
    public void LookAtQuotes_QuoteThatCameTooSoon_MakesTheClientKnownOnceAndSendsItInTime()
    {
        var known = 0;
        var client = Client(new LiveOptions { QuotesPerSecond = 10 }, onWaiting: _ => known++);
        TakeAll(client);
        client.Offer(Quote("EURUSD", 1));
        TakeAll(client);
        Assert.Equal(0, known);
        client.Offer(Quote("EURUSD", 2));
        client.Offer(Quote("EURUSD", 3));
        Assert.Equal(1, known);

        Assert.False(client.LookAtQuotes());
        time.Pass(TimeSpan.FromMilliseconds(100));
        Assert.True(client.LookAtQuotes());

        Assert.True(client.WaitAsync().IsCompletedSuccessfully);
        Assert.Equal(["quote 3"], TakeAll(client));
        client.Offer(Quote("EURUSD", 4));
        Assert.Equal(2, known);
    }

    [Fact]
    public void Take_QuotesFasterThanTheyAreRead_CutNobody()
    {
        var client = Client(new LiveOptions { ClientQueueMax = 10 });
        for (var i = 0; i < 100_000; i++)
        {
            client.Offer(Quote("EURUSD", i));
        }

        Assert.False(client.WasCut.IsCancellationRequested);
    }

    [Fact]
    public void Take_BusySymbol_DoesNotHideAQuietOne()
    {
        var client = Client(new LiveOptions { QuotesPerSecond = 100 });
        TakeAll(client);
        var seen = new List<string>();
        for (var i = 0; i < 10; i++)
        {
            client.Offer(Quote("EURUSD", i));
            client.Offer(Quote("GBPUSD", 100 + i));
            time.Pass(TimeSpan.FromMilliseconds(20));
            seen.Add(Text(client.Take(out _)!));
        }

        Assert.Equal(5, seen.Count(text => text.Length == "quote 9".Length));
    }

    [Fact]
    public void Offer_WhatWasNotAskedFor_IsPassedOver()
    {
        var client = Client(new LiveOptions(), LiveTopics.Orders | LiveTopics.Bars);
        TakeAll(client);
        client.Offer(Notice("idea", "i-1"));
        client.Offer(Quote("EURUSD", 1));
        client.Offer(new LiveFrame("bar", null, "1"u8.ToArray(), "H1"));
        client.Offer(new LiveFrame("bar", null, "2"u8.ToArray(), "M1"));
        client.Offer(Notice("order", "o-1"));

        Assert.Equal(["bar 2", "order {\"id\":\"o-1\"}"], TakeAll(client));
    }

    [Fact]
    public void Cut_Twice_TellsTheFirstReason()
    {
        var client = Client(new LiveOptions());
        client.Cut(LiveClient.Stopping);
        client.Cut(LiveClient.Slow);

        var frame = client.Take(out var isLast)!;
        Assert.Equal(("cut {\"reason\":\"stopping\"}", true), (Text(frame), isLast));
    }

    [Fact]
    public void Look_ClockPastTheHeartbeat_BeatsAgain()
    {
        var client = Client(new LiveOptions { HeartbeatSeconds = 15 });
        Assert.Equal(["heartbeat {\"time\":\"2026-01-05T09:00:00+00:00\"}"], TakeAll(client));
        time.Pass(TimeSpan.FromSeconds(14));
        Assert.Empty(TakeAll(client));
        time.Pass(TimeSpan.FromSeconds(1));
        client.Look();

        Assert.True(client.WaitAsync().IsCompletedSuccessfully);
        Assert.Equal(["heartbeat {\"time\":\"2026-01-05T09:00:15+00:00\"}"], TakeAll(client));
    }

    [Fact]
    public void Look_TokenRunOut_Cuts()
    {
        var client = Client(new LiveOptions());
        time.Pass(TimeSpan.FromHours(1));
        client.Look();

        Assert.Equal(["cut {\"reason\":\"expired\"}"], TakeAll(client));
    }

    private static LiveFrame Notice(string kind, string id) => LiveFrame.Of(kind, new LiveNotice(id), "1-1");

    private static LiveFrame Quote(string symbol, int price) => new("quote", null, Encoding.UTF8.GetBytes($"{price}"), symbol);

    private static List<string> TakeAll(LiveClient client)
    {
        var taken = new List<string>();
        while (client.Take(out _) is { } frame)
        {
            taken.Add(Text(frame));
        }

        return taken;
    }

    private static string Text(LiveFrame frame) => $"{frame.Kind} {Encoding.UTF8.GetString(frame.Data)}";

    private LiveClient Client(LiveOptions options, LiveTopics topics = LiveTopics.Usual, Action<LiveClient>? onWaiting = null) => new(
        options, new LiveWish(topics, FrozenSet.Create("EURUSD", "GBPUSD"), FrozenSet.Create("M1")), time, Start.AddHours(1))
    {
        OnWaiting = onWaiting,
    };

    private sealed class ClockTime(DateTimeOffset now) : TimeProvider
    {
        private DateTimeOffset now = now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Pass(TimeSpan time) => now += time;

        public override DateTimeOffset GetUtcNow() => now;

        public override long GetTimestamp() => now.UtcTicks;
    }
}
