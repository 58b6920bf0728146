using System.Net;
using Countersign.Domain.Markets;
using Countersign.Grains.Markets;
using Countersign.Silo.Audit;
using Countersign.Silo.Hosting;
using Countersign.Silo.Markets.History;
using Countersign.Tests.Api.Desk;
using Countersign.Tests.Api.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Countersign.Tests.Api.Markets;

public sealed class HistoryTests(ApiHost host) : IClassFixture<ApiHost>
{
    private static readonly Symbol EurUsd = Symbol.Parse("EURUSD");
    private static readonly DateTimeOffset Start = new(2026, 2, 3, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Bars_PageByPageAndBySide_AreAskedOfTheHistory()
    {
        host.Desk.Reset();
        host.Desk.On<IMarketHistoryGrain>(nameof(IMarketHistoryGrain.BarsAsync), call =>
        {
            var query = (HistoryQuery)call.Arguments[0]!;
            var all = Enumerable.Range(0, 5).Select(i => new HistoryBar(Bar(i), i < 3 ? "oanda" : "fxcm")).Where(b => b.Bar.Start >= query.From);
            return System.Collections.Immutable.ImmutableArray.CreateRange(all.Take((int)call.Arguments[2]!));
        });

        var first = await ReadAsync("/api/v1/history/EURUSD/bars?timeframe=M1&limit=3&side=mid&from=2026-02-03T10:00:00Z&source=oanda");
        Assert.Equal(3, first.GetProperty("items").GetArrayLength());
        var bar = first.GetProperty("items")[0];
        Assert.Equal((1.39005m, "oanda"), (bar.GetProperty("mid").GetProperty("open").GetDecimal(), bar.GetProperty("source").GetString()));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, bar.GetProperty("bid").ValueKind);
        Assert.Equal(["oanda"], ((HistoryQuery)host.Desk.Calls.Single().Arguments[0]!).Sources);

        var second = await ReadAsync($"/api/v1/history/EURUSD/bars?limit=3&cursor={first.GetProperty("next").GetString()}");
        Assert.Equal(2, second.GetProperty("items").GetArrayLength());
        Assert.Equal("fxcm", second.GetProperty("items")[1].GetProperty("source").GetString());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, second.GetProperty("next").ValueKind);
    }

    [Fact]
    public async Task Bars_AskedWrongly_NameEveryField()
    {
        using var response = await host.GetAsync("/api/v1/history/EURUSD/bars?timeframe=M2&side=left&limit=0&from=soon&cursor=x");

        await ProblemAssert.NamesAsync(response, "timeframe", "side", "limit", "from", "cursor");
    }

    [Fact]
    public async Task History_WhoseDatabaseIsAway_Answers503()
    {
        host.Desk.Reset();
        host.Desk.On<IMarketHistoryGrain>(
            nameof(IMarketHistoryGrain.ListAsync), _ => throw new HistoryUnavailableException("gone", new IOException("gone")));
        using var response = await host.GetAsync("/api/v1/history");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.True(response.Headers.Contains("Retry-After"));
    }

    [Fact]
    public async Task Writer_OfBarsThatClose_StoresThoseOfVenuesOnly()
    {
        using var folder = new DataDirectory();
        using var store = HistoryServices.Open(new JournalOptions { SqlitePath = Path.Combine(folder.Path, "desk.db") }, new MarketHistoryOptions());
        using var writer = new HistoryWriter(store, host.Desk.Client, new DeskReadiness(), TimeProvider.System, NullLogger<HistoryWriter>.Instance);
        writer.Take(EurUsd, Closed(new FeedDescription("kraken", Simulated: false, Recorded: false), 0, 1));
        writer.Take(EurUsd, Closed(new FeedDescription("kraken", Simulated: false, Recorded: false), 1, 2));
        writer.Take(EurUsd, Closed(new FeedDescription("simulation", Simulated: true, Recorded: false), 3));
        writer.Take(EurUsd, Closed(new FeedDescription("replay", Simulated: false, Recorded: true), 4));
        await writer.FlushAsync(TestContext.Current.CancellationToken);

        var series = Assert.Single(await store.ListAsync(TestContext.Current.CancellationToken));
        Assert.Equal(("kraken", 3L, 0L), (series.Source, series.Rows, writer.LeftOut));
        for (var i = 0; i < 10_005; i++)
        {
            writer.Take(EurUsd, Closed(new FeedDescription("kraken", Simulated: false, Recorded: false), i));
        }

        Assert.Equal(5, writer.LeftOut);
    }

    private static BarsClosed Closed(FeedDescription feed, params int[] minutes) => new(
        new FeedSession("s", EurUsd, feed), [.. minutes.Select(Bar)], new Quote(EurUsd, Start.AddHours(1), new Price(1.39m), new Price(1.3901m), feed.Simulated));

    private static Bar Bar(int minute)
    {
        var period = Timeframe.M1.PeriodAt(Start.AddMinutes(minute));
        return new Bar(Timeframe.M1, period.Start, period.End, period.Day, Ohlc.At(new Price(1.39m)), Ohlc.At(new Price(1.3901m)), 1, new Quantity(1m));
    }

    private async Task<System.Text.Json.JsonElement> ReadAsync(string path)
    {
        using var response = await host.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await ApiHost.ReadAsync(response);
    }
}
