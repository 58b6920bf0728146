using System.Net.ServerSentEvents;
using Countersign.Api;
using Countersign.Api.Notifications;
using Countersign.Domain.Markets;
using Countersign.Grains.Notifications;
using Countersign.Tests.Api.Tenants;
using Xunit;

namespace Countersign.Tests.Api.Notifications;

public sealed class LiveClientTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);

    private readonly ManualTime time = new(Start);

    [Fact]
    public async Task Read_ClientSlowerThanItsQueue_IsCutWithTheReason()
    {
        var client = Client(new LiveOptions { ClientQueueMax = 10 });
        for (var i = 0; i < 11; i++)
        {
            client.Offer(new DeskNotice("idea", $"i-{i}"));
        }

        Assert.True(client.WasCut.IsCancellationRequested);
        var items = await ReadToEndAsync(client);
        Assert.Equal(("cut", """{"reason":"slow"}"""), (items[^1].EventType, items[^1].Data));
    }

    [Fact]
    public async Task Read_ManyQuotesOfASymbolBetweenTwoTicks_GivesTheNewestOnly()
    {
        var client = Client(new LiveOptions { QuotesPerSecond = 100 });
        for (var i = 1; i <= 1_000; i++)
        {
            client.Offer(new Quote(Symbol.Parse("EURUSD"), Start, new Price(i), new Price(i + 1), Simulated: false));
        }

        await foreach (var item in client.ReadAsync(TestContext.Current.CancellationToken))
        {
            if (item.EventType == "quote")
            {
                Assert.Contains("\"bid\":1000,", item.Data);
                break;
            }
        }
    }

    [Fact]
    public async Task Cut_Twice_TellsTheFirstReason()
    {
        var client = Client(new LiveOptions());
        client.Cut(LiveClient.Stopping);
        client.Cut(LiveClient.Slow);

        Assert.Equal("""{"reason":"stopping"}""", Assert.Single(await ReadToEndAsync(client)).Data);
    }

    [Fact]
    public async Task Read_ClockPastTheHeartbeat_BeatsAgain()
    {
        var client = Client(new LiveOptions { QuotesPerSecond = 100, HeartbeatSeconds = 15 });
        var beats = new List<string>();
        await foreach (var item in client.ReadAsync(TestContext.Current.CancellationToken))
        {
            beats.Add(item.Data);
            if (beats.Count == 3)
            {
                break;
            }

            time.Now = time.Now.AddSeconds(15);
        }

        Assert.Equal(
            ["""{"time":"2026-01-05T09:00:00+00:00"}""", """{"time":"2026-01-05T09:00:15+00:00"}""", """{"time":"2026-01-05T09:00:30+00:00"}"""],
            beats);
    }

    private LiveClient Client(LiveOptions options) => new(options, time, Start.AddHours(1));

    private static async Task<List<SseItem<string>>> ReadToEndAsync(LiveClient client)
    {
        var items = new List<SseItem<string>>();
        await foreach (var item in client.ReadAsync(TestContext.Current.CancellationToken))
        {
            items.Add(item);
        }

        return items;
    }
}
