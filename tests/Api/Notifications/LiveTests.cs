using System.Net;
using System.Net.ServerSentEvents;
using System.Net.WebSockets;
using System.Text;
using Countersign.Domain.Markets;
using Countersign.Domain.Tenants;
using Countersign.Grains.Markets;
using Countersign.Grains.Notifications;
using Countersign.Tests.Api.Hosting;
using Xunit;

namespace Countersign.Tests.Api.Notifications;

public sealed class LiveTests : IAsyncLifetime
{
    private readonly ApiHost host = new(new Dictionary<string, string?>
    {
        ["Api:Live:QuotesPerSecond"] = "50", ["Api:Live:ClientsMax"] = "2", ["Api:RateLimits:RequestBurst"] = "100000",
    });

    private readonly FakeStreams streams = new();

    public ValueTask InitializeAsync()
    {
        host.Desk.Services = streams.ToServices();
        return host.InitializeAsync();
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task Live_Opened_BeginsWithAHeartbeatAndCarriesTheTenantsNotices()
    {
        await using var live = await OpenAsync();

        await streams.PublishAsync("notices", "t-demo", new DeskNotice("idea", "i-1"));
        await streams.PublishAsync("notices", "t-other", new DeskNotice("idea", "i-foreign"));
        await streams.PublishAsync("notices", "t-demo", new DeskNotice("account", "a-1"));

        Assert.Equal(("idea", """{"id":"i-1"}"""), await live.NextAsync());
        Assert.Equal(("account", """{"id":"a-1"}"""), await live.NextAsync());
    }

    [Fact]
    public async Task Live_Quotes_AreTheNewestOfTheWantedSymbolsWithTheirLabel()
    {
        await using var live = await OpenAsync("?symbols=EURUSD");

        await streams.PublishAsync("quotes", "m-GBPUSD", Quote("GBPUSD", 1.5m));
        await streams.PublishAsync("quotes", "m-EURUSD", Quote("EURUSD", 1.39245m));

        var (kind, data) = await live.NextAsync();
        Assert.Equal("quote", kind);
        Assert.Equal("""{"symbol":"EURUSD","time":"2014-05-06T00:00:00+00:00","bid":1.39245,"ask":1.39255,"simulated":true}""", data);
    }

    [Fact]
    public async Task Live_TokenRunsOut_IsCutWithTheReason()
    {
        await using var live = await OpenAsync();
        host.Time.Now = host.Time.Now.AddMinutes(15);

        var item = await live.NextAsync();
        while (item.Kind == "heartbeat")
        {
            item = await live.NextAsync();
        }

        Assert.Equal(("cut", """{"reason":"expired"}"""), item);
        Assert.False(await live.MoreAsync());
    }

    [Fact]
    public async Task Live_MoreClientsThanConfigured_Answers503()
    {
        await using var first = await OpenAsync();
        await using var second = await OpenAsync();

        using var third = await host.GetAsync("/api/v1/live?symbols=EURUSD");

        await ProblemAssert.IsAsync(third, HttpStatusCode.ServiceUnavailable, "desk.busy");
    }

    [Fact]
    public async Task Live_TwoClientsOfATenant_ShareOneSubscriptionToEachStream()
    {
        await using var first = await OpenAsync("?symbols=EURUSD");
        await using var second = await OpenAsync("?symbols=EURUSD");

        Assert.Equal(2, streams.Subscriptions);
        await streams.PublishAsync("notices", "t-demo", new DeskNotice("idea", "i-1"));
        Assert.Equal("idea", (await first.NextAsync()).Kind);
        Assert.Equal("idea", (await second.NextAsync()).Kind);
    }

    [Fact]
    public async Task Live_ClientGoes_IsUnsubscribedAndMakesRoom()
    {
        var first = await OpenAsync("?topics=quotes&symbols=EURUSD");
        var second = await OpenAsync("?topics=quotes&symbols=EURUSD");
        await first.DisposeAsync();
        await second.DisposeAsync();

        await streams.Deserted.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);

        await using var third = await OpenAsync();
        Assert.Equal(1, streams.Subscriptions);
    }

    [Fact]
    public async Task Live_ClientComesBack_GetsWhatItMissed()
    {
        string? seen;
        await using (var first = await OpenAsync())
        {
            await streams.PublishAsync("notices", "t-demo", new DeskNotice("idea", "i-1"));
            Assert.Equal(("idea", """{"id":"i-1"}"""), await first.NextAsync());
            seen = first.LastId;
        }

        await streams.PublishAsync("notices", "t-demo", new DeskNotice("idea", "i-2"));
        await streams.PublishAsync("notices", "t-other", new DeskNotice("idea", "i-foreign"));
        await streams.PublishAsync("notices", "t-demo", new DeskNotice("risk", "t-demo"));

        await using var second = await OpenAsync(resumeAfter: seen);
        Assert.Equal(("idea", """{"id":"i-2"}"""), await second.NextAsync());
        Assert.Equal(("risk", """{"id":"t-demo"}"""), await second.NextAsync());
    }

    [Fact]
    public async Task Live_ClientComesBackTooLate_IsToldToReadAgain()
    {
        await using var live = await OpenAsync(resumeAfter: "1-17");

        Assert.Equal(("reset", """{"lastEventId":"1-17"}"""), await live.NextAsync());
    }

    [Fact]
    public async Task Live_AccountChanges_NamesItsOrdersAndPositions()
    {
        await using var live = await OpenAsync("?topics=orders,positions");

        await streams.PublishAsync("notices", "t-demo", new DeskNotice("idea", "i-1"));
        await streams.PublishAsync("notices", "t-demo", new DeskNotice("account", "a-1") { Orders = ["o-1", "o-2"], Positions = ["p-eurusd"] });

        Assert.Equal(("order", """{"id":"o-1","accountId":"a-1"}"""), await live.NextAsync());
        Assert.Equal(("order", """{"id":"o-2","accountId":"a-1"}"""), await live.NextAsync());
        Assert.Equal(("position", """{"id":"p-eurusd","accountId":"a-1"}"""), await live.NextAsync());
    }

    [Fact]
    public async Task Live_Bars_AreOfTheWantedTimeframes()
    {
        await using var live = await OpenAsync("?topics=bars,notifications&symbols=EURUSD&timeframes=H1");
        var side = new Ohlc(new Price(1.1m), new Price(1.3m), new Price(1.0m), new Price(1.2m));
        var start = new DateTimeOffset(2014, 5, 6, 0, 0, 0, TimeSpan.Zero);
        Bar Bar(Timeframe timeframe) => new(timeframe, start, start + timeframe.Length, new DateOnly(2014, 5, 6), side, side, 7, new Quantity(3m));

        var session = new FeedSession("f", Symbol.Parse("EURUSD"), new FeedDescription("f", Simulated: true, Recorded: false));
        await streams.PublishAsync("bars", "m-EURUSD", new BarsClosed(session, [Bar(Timeframe.M1), Bar(Timeframe.H1)], Quote("EURUSD", 1.2m)));
        await streams.PublishAsync("notices", "t-demo", DeskNotice.ForPeople(NoticeTopic.Ideas, "i-1", "Buy 1 EURUSD waits", "Idea i-1.", start));

        var (kind, data) = await live.NextAsync();
        Assert.Equal("bar", kind);
        Assert.StartsWith("""{"symbol":"EURUSD","timeframe":"H1","simulated":true,"bar":{"start":"2014-05-06T00:00:00+00:00",""", data, StringComparison.Ordinal);
        Assert.Equal(("notification", """{"subject":"Buy 1 EURUSD waits","text":"Idea i-1.","kind":"ideas","about":"i-1","at":"2014-05-06T00:00:00+00:00"}"""), await live.NextAsync());
    }

    [Theory]
    [InlineData("?topics=ideas,gossip", "topics")]
    [InlineData("?timeframes=M2", "timeframes")]
    public async Task Live_WhatThereIsNot_IsNamed(string query, string field)
    {
        using var answer = await host.GetAsync("/api/v1/live" + query);

        await ProblemAssert.IsAsync(answer, HttpStatusCode.BadRequest, "input.invalid");
        Assert.Contains(field, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Live_OverAWebSocket_CarriesTheSame()
    {
        using var socket = await host.ConnectAsync("/api/v1/live?topics=ideas,quotes&symbols=EURUSD", host.Token(Roles.Analyst));
        Assert.StartsWith("""{"event":"heartbeat","data":{"time":""", await ReceiveAsync(socket), StringComparison.Ordinal);

        await streams.PublishAsync("notices", "t-demo", new DeskNotice("idea", "i-1"));
        Assert.Matches("""^\{"event":"idea","id":"[0-9]+-1","data":\{"id":"i-1"\}\}$""", await ReceiveAsync(socket));
        await streams.PublishAsync("quotes", "m-EURUSD", Quote("EURUSD", 1.39245m));
        Assert.StartsWith("""{"event":"quote","data":{"symbol":"EURUSD",""", await ReceiveAsync(socket), StringComparison.Ordinal);

        var stopping = host.StopAsync();
        Assert.Equal("""{"event":"cut","data":{"reason":"stopping"}}""", await ReceiveAsync(socket));
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, TestContext.Current.CancellationToken);
        await stopping;
    }

    [Fact]
    public async Task Live_WebSocketWithoutAToken_IsRefused()
    {
        var refused = await Assert.ThrowsAnyAsync<Exception>(() => host.ConnectAsync("/api/v1/live", "rubbish"));

        Assert.Contains("401", refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, streams.Subscriptions);
    }

    [Fact]
    public async Task Live_HostStops_IsCutAndUnsubscribed()
    {
        await using var live = await OpenAsync();

        var stopping = host.StopAsync();

        Assert.Equal(("cut", """{"reason":"stopping"}"""), await live.NextAsync());
        await stopping;
        Assert.Equal(0, streams.Subscriptions);
    }

    private static Quote Quote(string symbol, decimal bid) => new(
        Symbol.Parse(symbol), new DateTimeOffset(2014, 5, 6, 0, 0, 0, TimeSpan.Zero), new Price(bid), new Price(bid + 0.00010m), Simulated: true);

    private static async Task<string> ReceiveAsync(WebSocket socket)
    {
        var buffer = new byte[4_096];
        var received = await socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(buffer, 0, received.Count);
    }

    private async Task<OpenStream> OpenAsync(string query = "", string? resumeAfter = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/live" + query);
        if (resumeAfter is not null)
        {
            request.Headers.Add("Last-Event-ID", resumeAfter);
        }

        request.Headers.Authorization = new("Bearer", host.Token(Roles.Analyst));
        var response = await host.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        var stream = new OpenStream(response, await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        Assert.Equal("heartbeat", (await stream.NextAsync()).Kind);
        return stream;
    }

    private sealed class OpenStream(HttpResponseMessage response, Stream body) : IAsyncDisposable
    {
        private readonly SseParser<string> parser = SseParser.Create(body);
        private IAsyncEnumerator<SseItem<string>>? started;

        private IAsyncEnumerator<SseItem<string>> Items => started ??= parser.EnumerateAsync(TestContext.Current.CancellationToken).GetAsyncEnumerator();

        public string LastId => parser.LastEventId;

        public ValueTask<bool> MoreAsync() => Items.MoveNextAsync();

        public async Task<(string Kind, string Data)> NextAsync() =>
            await Items.MoveNextAsync() ? (Items.Current.EventType, Items.Current.Data) : throw new EndOfStreamException("The stream has ended.");

        public async ValueTask DisposeAsync()
        {
            await body.DisposeAsync();
            response.Dispose();
        }
    }
}
