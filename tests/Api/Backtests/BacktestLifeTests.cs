using System.Net;
using System.Text.Json;
using Countersign.Domain.Markets;
using Countersign.Domain.Tenants;
using Countersign.Grains.Markets;
using Countersign.Tests.Api.Desk;
using Countersign.Tests.Api.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Countersign.Tests.Api.Backtests;

/// <summary>Backtests on the whole desk, over HTTP alone.</summary>
public sealed class BacktestLifeTests
{
    private const string Hostile = "=cmd|'/c calc'!A1 <script>alert(1)</script>";

    private static readonly Symbol EurUsd = Symbol.Parse("EURUSD");
    private static readonly DateTimeOffset Start = new(2014, 5, 5, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] Ticks = ["2014-05-06T08:00:00.000Z,1.39000,1.39010"];

    private static readonly object Definition = new
    {
        name = Hostile, symbols = new[] { "EURUSD" }, timeframe = "H1", entry = new { @long = new { above = new[] { "close", "open" } } },
        exit = new { @long = new { below = new[] { "close", "open" } } }, size = new { units = 1_000 },
    };

    [Fact]
    public async Task Backtest_OverHttp_IsAskedForWatchedReadComparedAndDeleted()
    {
        await using var desk = await StartAsync();
        using var manager = await desk.SignInAsync("pm@demo");
        using var analyst = await desk.SignInAsync("analyst@demo");

        var (id, first) = await AskAsync(manager, 10_000m, "one");
        var (other, _) = await AskAsync(manager, 20_000m, "two");
        Assert.Equal(id, (await AskAsync(manager, 10_000m, "one")).Id);
        Assert.Equal(Hostile, first.GetProperty("name").GetString());
        using (var refused = await analyst.PostAsync("backtests", Body(1m)))
        {
            await ProblemAssert.IsAsync(refused, HttpStatusCode.Forbidden, "role.denied");
        }

        var done = await EndOfAsync(analyst, id);
        await EndOfAsync(analyst, other);
        Assert.Equal(("done", 1.0), (done.GetProperty("status").GetString(), done.GetProperty("progress").GetDouble()));
        var summary = done.GetProperty("summary");
        Assert.Equal(96, summary.GetProperty("bars").GetInt64());

        var result = await analyst.ReadAsync($"backtests/{id}/result");
        Assert.Equal(done.GetProperty("digest").GetString(), result.GetProperty("digest").GetString());
        Assert.Equal(summary.GetProperty("fills").GetInt32(), result.GetProperty("fills").GetArrayLength());
        Assert.Equal(96, result.GetProperty("equity").GetProperty("values").GetArrayLength());
        Assert.Equal(
            summary.GetProperty("sharpe").GetRawText(), result.GetProperty("metrics").GetProperty("returns").GetProperty("sharpe").GetRawText());

        var fills = await TableAsync(analyst, id, "fills.csv");
        Assert.Equal(summary.GetProperty("fills").GetInt32() + 1, fills.Length);
        Assert.Equal(summary.GetProperty("trades").GetInt32() + 1, (await TableAsync(analyst, id, "trades.csv")).Length);
        Assert.Equal(97, (await TableAsync(analyst, id, "equity.csv")).Length);

        using var report = await analyst.GetAsync($"backtests/{id}/report");
        var html = await report.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal($"attachment; filename=\"{id}-report.html\"", report.Content.Headers.ContentDisposition!.ToString());
        Assert.Matches("^default-src 'none'; style-src 'sha256-[^;]+'; .*sandbox$", report.Headers.GetValues("Content-Security-Policy").Single());
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", html, StringComparison.Ordinal);
        Assert.Contains(done.GetProperty("digest").GetString()!, html, StringComparison.Ordinal);

        var compared = await analyst.ReadAsync($"backtests/compare?ids={id},{other}");
        Assert.Equal(2, compared.GetProperty("items").GetArrayLength());
        Assert.Equal([other, id], (await analyst.ListAsync("backtests?status=done")).Select(b => b.GetProperty("id").GetString()));

        using var gone = await manager.DeleteAsync("backtests/" + id);
        Assert.Equal(HttpStatusCode.NoContent, gone.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await analyst.GetAsync("backtests/" + id)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await analyst.GetAsync($"backtests/{id}/result")).StatusCode);
        Assert.Equal([other], (await analyst.ListAsync("backtests")).Select(b => b.GetProperty("id").GetString()));
    }

    [Fact]
    public async Task Backtest_AskedForTwiceUnderTwoKeys_GivesTheSameBytes()
    {
        await using var desk = await StartAsync();
        using var manager = await desk.SignInAsync("pm@demo");

        var (one, _) = await AskAsync(manager, 10_000m, "one");
        var (two, _) = await AskAsync(manager, 10_000m, "two");

        Assert.NotEqual(one, two);
        Assert.Equal(
            (await EndOfAsync(manager, one)).GetProperty("digest").GetString(), (await EndOfAsync(manager, two)).GetProperty("digest").GetString());
    }

    [Fact]
    public async Task Backtest_OfAnotherTenant_IsNotThereInAnyForm()
    {
        await using var desk = await StartAsync();
        using var manager = await desk.SignInAsync("pm@demo");
        using var stranger = await desk.SignInAsync("pm@other");
        var (id, _) = await AskAsync(manager, 10_000m, "one");
        await EndOfAsync(manager, id);

        foreach (var path in new[] { "", "/result", "/report", "/trades.csv", "/fills.csv", "/equity.csv" })
        {
            using var hidden = await stranger.GetAsync($"backtests/{id}{path}");
            await ProblemAssert.IsAsync(hidden, HttpStatusCode.NotFound, "not_found");
        }

        using var cancel = await stranger.PostAsync($"backtests/{id}/cancel", new { });
        await ProblemAssert.IsAsync(cancel, HttpStatusCode.NotFound, "not_found");
        using var delete = await stranger.DeleteAsync("backtests/" + id);
        await ProblemAssert.IsAsync(delete, HttpStatusCode.NotFound, "not_found");
        Assert.Empty(await stranger.ListAsync("backtests"));
        Assert.Single(await manager.ListAsync("backtests"));
    }

    [Fact]
    public async Task Backtest_OfAPeriodWithoutBars_IsRefusedWithWhatThereIs()
    {
        await using var desk = await StartAsync();
        using var manager = await desk.SignInAsync("pm@demo");

        using var refused = await manager.PostAsync(
            "backtests", new { definition = Definition, from = "2020-01-01T00:00:00Z", to = "2020-02-01T00:00:00Z", startCash = 1_000m });

        var problem = await ApiHost.ReadAsync(refused);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "backtest.no_data"), (refused.StatusCode, problem.GetProperty("code").GetString()));
        Assert.Contains(
            "H1 of test from 2014-05-05 00:00:00Z to 2014-05-08 23:00:00Z (96 bars)", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    private static async Task<LocalDesk> StartAsync()
    {
        var desk = await LocalDesk.StartAsync(Ticks);
        await desk.Services.GetRequiredService<IMarketHistory>().WriteBarsAsync(
            new HistoryTarget(EurUsd, "test"), [.. Enumerable.Range(0, 96).Select(Bar)], null, TestContext.Current.CancellationToken);
        await desk.AddTenantAsync(TenantId.Parse("t-other"), "other");
        return desk;
    }

    private static async Task<(string Id, JsonElement Body)> AskAsync(DeskClient client, decimal cash, string key)
    {
        using var answer = await client.PostAsync("backtests", Body(cash), key);
        Assert.True(answer.StatusCode == HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var body = await ApiHost.ReadAsync(answer);
        var id = body.GetProperty("id").GetString()!;
        Assert.Equal("/api/v1/backtests/" + id, answer.Headers.Location!.OriginalString);
        return (id, body);
    }

    private static object Body(decimal cash) =>
        new { definition = Definition, from = "2014-05-05T00:00:00Z", to = "2014-05-09T00:00:00Z", startCash = cash };

    private static async Task<JsonElement> EndOfAsync(DeskClient client, string id)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var body = await client.ReadAsync("backtests/" + id);
            if (body.GetProperty("status").GetString() is "done" or "failed" or "cancelled")
            {
                return body;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, patience.Token);
        }
    }

    /// <summary>The lines of a table, which comes as a file that nothing in it can run from.</summary>
    private static async Task<string[]> TableAsync(DeskClient client, string id, string name)
    {
        using var answer = await client.GetAsync($"backtests/{id}/{name}");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/csv", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal($"attachment; filename=\"{id}-{name}\"", answer.Content.Headers.ContentDisposition!.ToString());
        Assert.StartsWith("default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain("script", text, StringComparison.Ordinal);
        return text.TrimEnd('\n').Split('\n');
    }

    private static Bar Bar(int hour)
    {
        var period = Timeframe.H1.PeriodAt(Start.AddHours(hour));
        var (open, close) = (1.39m + (0.0001m * (hour * 7 % 23)), 1.39m + (0.0001m * ((hour + 1) * 7 % 23)));
        return new Bar(Timeframe.H1, period.Start, period.End, period.Day, Prices(open, close, 0m), Prices(open, close, 0.0001m), 60, new Quantity(60m));
    }

    private static Ohlc Prices(decimal open, decimal close, decimal spread) => new(
        new Price(open + spread), new Price(Math.Max(open, close) + 0.0002m + spread), new Price(Math.Min(open, close) - 0.0002m + spread),
        new Price(close + spread));
}
