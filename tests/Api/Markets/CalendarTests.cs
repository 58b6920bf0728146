using System.Collections.Immutable;
using System.Net;
using Countersign.Domain.Markets;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;
using Countersign.Grains.Markets;
using Countersign.Grains.Tenants;
using Countersign.Tests.Api.Hosting;
using Xunit;

namespace Countersign.Tests.Api.Markets;

public sealed class CalendarTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task Calendar_WithoutATime_IsTheWeekToCome()
    {
        host.Desk.Reset();
        var release = new EconomicRelease("desk", "1", host.Time.GetUtcNow(), Currency.Parse("USD"), "CPI", Impact.High, Forecast: "3.1%");
        host.Desk.On<ICalendarGrain>(nameof(ICalendarGrain.ListAsync), _ => new Page<EconomicRelease>([release], "more"));

        using var response = await host.GetAsync("/api/v1/calendar?currency=USD&impact=medium&limit=10");

        var page = await ApiHost.ReadAsync(response);
        Assert.Equal(("high", "3.1%"), (page.GetProperty("items")[0].GetProperty("impact").GetString(), page.GetProperty("items")[0].GetProperty("forecast").GetString()));
        Assert.Equal("more", page.GetProperty("next").GetString());
        var now = host.Time.GetUtcNow();
        Assert.Equal(
            [new CalendarQuery(now, now.AddDays(7), Currency.Parse("USD"), Impact.Medium), new PageRequest(10, null)],
            host.Desk.Calls.Single().Arguments.Take(2));
    }

    [Fact]
    public async Task Calendar_Imported_TellsWhatChangedAndWhatCouldNotBeRead()
    {
        host.Desk.Reset();
        host.Desk.On<ICalendarGrain>(nameof(ICalendarGrain.ImportAsync), _ => new CalendarChange(1, 2, 3, 4));

        using var response = await host.PostAsync(
            "/api/v1/platform/calendar",
            """{"source":"desk","zone":"America/New_York","replaces":true,"content":"time,currency,impact,title\n2024-03-08 08:30,USD,high,Payrolls\nsoon,USD,high,X"}""",
            Roles.PlatformAdmin);

        var answer = await ApiHost.ReadAsync(response);
        Assert.Equal("""{"added":1,"changed":2,"unchanged":3,"removed":4,""", answer.GetRawText()[..49]);
        Assert.Equal(3, answer.GetProperty("defects")[0].GetProperty("line").GetInt64());
        var write = (CalendarWrite)host.Desk.Calls.Single().Arguments[0]!;
        Assert.True(write.Replaces);
        Assert.Equal(new DateTimeOffset(2024, 3, 8, 13, 30, 0, TimeSpan.Zero), write.Releases.Single().Time);
    }

    [Fact]
    public async Task CalendarImport_Malformed_IsNamedFieldByField()
    {
        using var response = await host.PostAsync("/api/v1/platform/calendar", """{"source":"My Desk","zone":"../etc","content":" "}""", Roles.PlatformAdmin);

        await ProblemAssert.NamesAsync(response, "source", "zone", "content");
    }

    [Fact]
    public async Task News_Added_IsTheOwnTenants()
    {
        host.Desk.Reset();
        using var response = await host.PostAsync(
            "/api/v1/news", """{"time":"2026-01-05T08:00:00Z","headline":"Quiet","symbols":["EURUSD"],"sentiment":-0.5}""", Roles.PortfolioManager);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var call = host.Desk.Calls.Single();
        Assert.Equal(GrainKeys.News(ApiHost.Tenant), call.Key);
        var item = ((ImmutableArray<NewsItem>)call.Arguments[0]!).Single();
        Assert.Equal(("manual", "Quiet", -0.5, NewsItem.IdOf(item.Time, "Quiet")), (item.Source, item.Headline, item.Sentiment, item.Id));
    }

    [Fact]
    public async Task News_Malformed_IsNamedFieldByField()
    {
        using var response = await host.PostAsync(
            "/api/v1/news", """{"time":"soon","headline":"","url":"javascript:x","symbols":["eurusd"],"sentiment":2,"source":"A"}""", Roles.PortfolioManager);

        await ProblemAssert.NamesAsync(response, "time", "headline", "url", "symbols[0]", "sentiment", "source");
    }

    [Fact]
    public async Task News_OfASymbol_AreAskedForByIt()
    {
        host.Desk.Reset();
        host.Desk.On<ITenantNewsGrain>(nameof(ITenantNewsGrain.ListAsync), _ => new Page<NewsItem>(
            [new NewsItem("wire", "1", host.Time.GetUtcNow(), "Quiet", null, null, [Symbol.Parse("EURUSD")], 0.5)], null));

        using var response = await host.GetAsync("/api/v1/news?symbol=EURUSD&source=wire");

        Assert.Equal("EURUSD", (await ApiHost.ReadAsync(response)).GetProperty("items")[0].GetProperty("symbols")[0].GetString());
        Assert.Equal(new NewsFilter(Symbol.Parse("EURUSD"), "wire"), host.Desk.Calls.Single().Arguments[0]);
    }

    [Fact]
    public async Task Sessions_AtATime_TellWhatIsOpenAndTheInstrumentsHours()
    {
        using var response = await host.GetAsync("/api/v1/sessions?at=2024-12-25T10:00:00Z&days=2&symbol=EURUSD");

        var body = await ApiHost.ReadAsync(response);
        Assert.Equal("[]", body.GetProperty("open").GetRawText());
        Assert.Equal("asia", body.GetProperty("sessions")[0].GetProperty("session").GetString());
        Assert.Equal("2024-12-26T00:00:00+00:00", body.GetProperty("sessions")[0].GetProperty("from").GetString());
        Assert.Equal(
            """{"symbol":"EURUSD","hours":"fx","isOpen":false,"nextOpen":"2024-12-25T22:00:00+00:00","holiday":true,"tradingDate":"2024-12-25"}""",
            body.GetProperty("market").GetRawText());
    }

    [Fact]
    public async Task Sessions_Malformed_AreNamedFieldByField()
    {
        using var response = await host.GetAsync("/api/v1/sessions?at=now&days=32&symbol=eur");

        await ProblemAssert.NamesAsync(response, "at", "days", "symbol");
    }
}
