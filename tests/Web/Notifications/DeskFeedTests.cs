using System.Net;
using System.Net.Http.Headers;
using Countersign.Api.Contracts.Markets;
using Countersign.Tests.Web.Hosting;
using Countersign.Web;
using Countersign.Web.Notifications;
using Countersign.Web.Tenants;

namespace Countersign.Tests.Web.Notifications;

public sealed class DeskFeedTests
{
    private const string Streaming = """
        event: quote
        data: {"symbol":"EURUSD","time":"2026-01-05T09:00:00+00:00","bid":1.10,"ask":1.11,"simulated":true}


        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly List<LinkState> seen = [];
    private readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task Feed_WhoseStreamCannotBeOpenedAtFirst_SaysSoAndTriesAgain()
    {
        var tries = 0;
        var api = new ScriptedApi(request => IsLive(request) && Interlocked.Increment(ref tries) == 1
            ? new HttpResponseMessage(HttpStatusCode.ServiceUnavailable)
            : Answer(request));
        await using var feed = Follow(api, link => link == LinkState.Live);
        await reached.Task.WaitAsync(Patience);
        Assert.Equal(LinkState.Reconnecting, seen[0]);
        Assert.True(tries >= 2);
    }

    [Fact]
    public async Task Feed_OnAQuote_TellsAndKeepsTheNewest()
    {
        await using var feed = Make(new ScriptedApi(Answer));
        feed.Begin([new Quote("EURUSD", new DateTimeOffset(2026, 1, 5, 8, 0, 0, TimeSpan.Zero), 1.0m, 1.1m, Simulated: false)]);
        feed.Quoted += _ => reached.TrySetResult();
        feed.Follow();
        await reached.Task.WaitAsync(Patience);
        Assert.True(feed.Quote("EURUSD") is { Bid: 1.10m, Simulated: true });
        Assert.Equal(new DateTimeOffset(2026, 1, 5, 9, 0, 0, TimeSpan.Zero), feed.MarketTime);
        feed.Begin([new Quote("EURUSD", new DateTimeOffset(2026, 1, 5, 8, 30, 0, TimeSpan.Zero), 1.0m, 1.1m, Simulated: false)]);
        Assert.Equal(1.10m, feed.Quote("EURUSD")!.Bid);
    }

    [Fact]
    public async Task Feed_OnAChange_SaysOfWhatAndHavingCaughtUpFirst()
    {
        const string Changing = "event: heartbeat\ndata: {\"time\":\"2026-01-05T09:00:00Z\"}\n\nevent: idea\nid: 7\ndata: {\"id\":\"i-1\"}\n\n";
        var told = new List<string>();
        await using var feed = Make(new ScriptedApi(r => IsLive(r)
            ? new HttpResponseMessage { Content = new StringContent(Changing, MediaTypeHeaderValue.Parse("text/event-stream")) }
            : Answer(r)));
        feed.CaughtUp += () => told.Add("caught up");
        feed.Changed += change =>
        {
            told.Add($"{change.Kind} {change.Id}");
            reached.TrySetResult();
        };
        feed.Follow();
        await reached.Task.WaitAsync(Patience);
        Assert.Equal(["caught up", "idea i-1"], told.Take(2));
    }

    [Fact]
    public async Task Feed_OfASessionThatTheApiEnds_IsSignedOut()
    {
        var api = new ScriptedApi(request => IsLive(request) ? new HttpResponseMessage(HttpStatusCode.Unauthorized) : Answer(request));
        await using var feed = Follow(api, link => link == LinkState.SignedOut);
        await reached.Task.WaitAsync(Patience);
        Assert.Equal([LinkState.SignedOut], seen);
    }

    private DeskFeed Follow(ScriptedApi api, Func<LinkState, bool> until)
    {
        var feed = Make(api);
        feed.LinkChanged += () =>
        {
            lock (seen)
            {
                seen.Add(feed.Link);
            }

            if (until(feed.Link))
            {
                reached.TrySetResult();
            }
        };
        feed.Follow();
        return feed;
    }

    private static DeskFeed Make(ScriptedApi api)
    {
        var tokens = new HeldTokens("access", "refresh", DateTimeOffset.MaxValue, DateTimeOffset.MaxValue);
        var session = new DeskSession("session", tokens, new SessionApi(api, api.Address, api.Browsers), TimeProvider.System);
        return new DeskFeed(new DeskApi(api, api.Address, api.Browsers), session, TimeProvider.System);
    }

    private static bool IsLive(HttpRequestMessage request) => request.RequestUri!.AbsolutePath == "/api/v1/live";

    private static HttpResponseMessage Answer(HttpRequestMessage request) => request.RequestUri!.AbsolutePath switch
    {
        "/api/v1/live" => new HttpResponseMessage { Content = new StringContent(Streaming, MediaTypeHeaderValue.Parse("text/event-stream")) },
        _ => new HttpResponseMessage(HttpStatusCode.NotFound),
    };
}
