using System.Net;
using System.Net.Http.Headers;
using Countersign.Api.Contracts;
using Countersign.Api.Contracts.Accounts;
using Countersign.Api.Contracts.Audit;
using Countersign.Api.Contracts.Markets;
using Countersign.Api.Contracts.TradeIdeas;
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
        await using var feed = await FollowAsync(api, link => link == LinkState.Live);
        await reached.Task.WaitAsync(Patience);
        Assert.Equal(LinkState.Reconnecting, seen[0]);
        Assert.True(tries >= 2);
    }

    [Fact]
    public async Task Feed_OnAQuote_ShowsItWithItsLabel()
    {
        var feed = await FollowAsync(new ScriptedApi(Answer), _ => false);
        DeskView? shown = null;
        feed.Changed += () =>
        {
            // The scripted stream ends, and the desk is read anew without a quote: what counts is the view that had it.
            if (feed.View is { } view && view.Instrument("EURUSD")?.Quote is { Bid: 1.10m })
            {
                Interlocked.CompareExchange(ref shown, view, null);
                reached.TrySetResult();
            }
        };
        await reached.Task.WaitAsync(Patience);
        Assert.True(shown!.Instrument("EURUSD")!.Simulated);
        Assert.Equal(new DateTimeOffset(2026, 1, 5, 9, 0, 0, TimeSpan.Zero), shown.MarketTime);
        await feed.DisposeAsync();
    }

    [Fact]
    public async Task Feed_OfASessionThatTheApiEnds_IsSignedOut()
    {
        var api = new ScriptedApi(request => IsLive(request) ? new HttpResponseMessage(HttpStatusCode.Unauthorized) : Answer(request));
        await using var feed = await FollowAsync(api, link => link == LinkState.SignedOut);
        await reached.Task.WaitAsync(Patience);
        Assert.Equal([LinkState.SignedOut], seen);
    }

    private async Task<DeskFeed> FollowAsync(ScriptedApi api, Func<LinkState, bool> until)
    {
        var tokens = new HeldTokens("access", "refresh", DateTimeOffset.MaxValue, DateTimeOffset.MaxValue);
        var feed = new DeskFeed(new DeskApi(api, api.Address), TimeProvider.System);
        await feed.OpenAsync(new DeskSession("session", tokens, new SessionApi(api, api.Address), TimeProvider.System));
        feed.Changed += () =>
        {
            lock (seen)
            {
                if (feed.Link != LinkState.Connecting && seen.LastOrDefault() != feed.Link)
                {
                    seen.Add(feed.Link);
                }
            }

            if (until(feed.Link))
            {
                reached.TrySetResult();
            }
        };
        feed.Follow();
        return feed;
    }

    private static bool IsLive(HttpRequestMessage request) => request.RequestUri!.AbsolutePath == "/api/v1/live";

    private static HttpResponseMessage Answer(HttpRequestMessage request) => request.RequestUri!.AbsolutePath switch
    {
        "/api/v1/live" => new HttpResponseMessage { Content = new StringContent(Streaming, MediaTypeHeaderValue.Parse("text/event-stream")) },
        "/api/v1/instruments" => ScriptedApi.Json(new ListPage<Instrument>(
            [new("EURUSD", "", "EUR", "USD", 0.00001m, 1, 1, 1, 0.0001m, 5, "simulation", false, null)], null)),
        "/api/v1/ideas" => ScriptedApi.Json(new ListPage<TradeIdeaSummary>([], null)),
        "/api/v1/accounts" => ScriptedApi.Json(new ListPage<AccountSummary>([], null)),
        "/api/v1/decisions" => ScriptedApi.Json(new ListPage<Decision>([], null)),
        _ => new HttpResponseMessage(HttpStatusCode.NotFound),
    };
}
