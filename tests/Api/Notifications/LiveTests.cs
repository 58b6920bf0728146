using System.Net;
using System.Net.ServerSentEvents;
using Countersign.Domain.Markets;
using Countersign.Domain.Tenants;
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
        var first = await OpenAsync();
        var second = await OpenAsync();
        await first.DisposeAsync();
        await second.DisposeAsync();

        await streams.Deserted.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);

        await using var third = await OpenAsync();
        Assert.Equal(1, streams.Subscriptions);
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

    private async Task<OpenStream> OpenAsync(string query = "")
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/live" + query);
        request.Headers.Authorization = new("Bearer", host.Token(Roles.Analyst));
        var response = await host.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        var stream = new OpenStream(response, await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        Assert.Equal("heartbeat", (await stream.NextAsync()).Kind);
        return stream;
    }

    private sealed class OpenStream(HttpResponseMessage response, Stream body) : IAsyncDisposable
    {
        private readonly IAsyncEnumerator<SseItem<string>> items =
            SseParser.Create(body).EnumerateAsync(TestContext.Current.CancellationToken).GetAsyncEnumerator();

        public ValueTask<bool> MoreAsync() => items.MoveNextAsync();

        public async Task<(string Kind, string Data)> NextAsync() =>
            await items.MoveNextAsync() ? (items.Current.EventType, items.Current.Data) : throw new EndOfStreamException("The stream has ended.");

        public async ValueTask DisposeAsync()
        {
            await body.DisposeAsync();
            response.Dispose();
        }
    }
}
