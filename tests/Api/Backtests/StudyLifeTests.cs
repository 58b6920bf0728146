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

/// <summary>Studies on the whole desk, over HTTP alone.</summary>
public sealed class StudyLifeTests
{
    private static readonly Symbol EurUsd = Symbol.Parse("EURUSD");
    private static readonly DateTimeOffset Start = new(2014, 5, 5, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] Ticks = ["2014-05-06T08:00:00.000Z,1.39000,1.39010"];
    private static readonly string[] Files = ["result", "study", "report", "trials.csv", "trades.csv", "fills.csv", "equity.csv"];

    private static readonly object Definition = new
    {
        name = "Follow", symbols = new[] { "EURUSD" }, timeframe = "H1", entry = new { @long = new { above = new[] { "close", "open" } } },
        exit = new { @long = new { below = new[] { "close", "open" } } }, size = new { units = 1_000 },
    };

    private static readonly object[] Varied =
    [
        new { name = "wait", at = "$.cooldownBars", from = 0, to = 3 }, new { name = "units", at = "$.size.units", values = new[] { 1_000, 2_000 } },
    ];

    private static readonly object Best = new { metric = "return" };
    private static readonly object Grid = new { method = "grid" };

    [Fact]
    public async Task EveryKind_OverHttp_IsAskedForReadAndCompared()
    {
        await using var desk = await StartAsync();
        using var manager = await desk.SignInAsync("pm@demo");
        using var analyst = await desk.SignInAsync("analyst@demo");
        using var stranger = await desk.SignInAsync("pm@other");
        var kinds = new (string Kind, object? Plan)[]
        {
            ("optimisation", new { parameters = Varied, objective = Best, search = Grid, earlierTrials = 92 }),
            ("walkForward", new { parameters = Varied, objective = Best, search = Grid, walkForward = new { inSampleDays = 1, outOfSampleDays = 1, warmUpBars = 0 } }),
            ("monteCarlo", new { paths = 50 }), ("stress", null), ("leakCheck", new { cuts = 2 }),
        };

        var ids = new List<string>();
        foreach (var (kind, plan) in kinds)
        {
            var id = await AskAsync(manager, kind, plan);
            ids.Add(id);
            var done = await EndOfAsync(analyst, id);
            Assert.True(done.GetProperty("status").GetString() == "done", done.GetRawText());
            Assert.Equal((kind, plan is null), (done.GetProperty("kind").GetString(), done.GetProperty("plan").GetRawText() == "{}"));

            var study = await analyst.ReadAsync($"backtests/{id}/study");
            Assert.Equal(done.GetProperty("digest").GetString(), study.GetProperty("digest").GetString());
            foreach (var (other, _) in kinds)
            {
                Assert.Equal(other == kind ? JsonValueKind.Object : JsonValueKind.Null, study.GetProperty(other).ValueKind);
            }

            using var report = await analyst.GetAsync($"backtests/{id}/report");
            Assert.Equal(HttpStatusCode.OK, report.StatusCode);
            foreach (var file in Files)
            {
                using var hidden = await stranger.GetAsync($"backtests/{id}/{file}");
                await ProblemAssert.IsAsync(hidden, HttpStatusCode.NotFound, "not_found");
            }
        }

        var optimised = (await analyst.ReadAsync($"backtests/{ids[0]}/study")).GetProperty("optimisation");
        Assert.Equal((8, 8), (optimised.GetProperty("tried").GetInt32(), optimised.GetProperty("best").GetArrayLength()));
        Assert.Equal(JsonValueKind.Number, optimised.GetProperty("chosen").GetProperty("values").GetProperty("units").ValueKind);
        Assert.Equal(9, (await TextAsync(analyst, $"backtests/{ids[0]}/trials.csv")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("Robustness", await TextAsync(analyst, $"backtests/{ids[0]}/report"), StringComparison.Ordinal);
        var summary = (await analyst.ReadAsync("backtests/" + ids[0])).GetProperty("summary");
        Assert.Equal(100, summary.GetProperty("trials").GetInt32());
        var returns = (await analyst.ReadAsync($"backtests/{ids[0]}/result")).GetProperty("metrics").GetProperty("returns");
        Assert.Equal(summary.GetProperty("deflatedSharpe").GetRawText(), returns.GetProperty("deflatedSharpe").GetRawText());

        var compared = await analyst.ReadAsync("backtests/compare?ids=" + string.Join(',', ids));
        Assert.Equal(kinds.Select(k => k.Kind), compared.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("kind").GetString()!));
        var trials = compared.GetProperty("metrics").EnumerateArray().Single(m => m.GetProperty("name").GetString() == "trialsCounted");
        Assert.Equal("[100,1,1,1,1]", trials.GetProperty("values").GetRawText());
        Assert.Empty(await stranger.ListAsync("backtests"));
    }

    [Fact]
    public async Task Study_OfASingleRun_IsNoneAndPathsHaveNoTrials()
    {
        await using var desk = await StartAsync();
        using var manager = await desk.SignInAsync("pm@demo");
        var (single, chance) = (await AskAsync(manager, "single", null), await AskAsync(manager, "monteCarlo", new { paths = 5 }));
        await EndOfAsync(manager, single);
        await EndOfAsync(manager, chance);

        using var study = await manager.GetAsync($"backtests/{single}/study");
        await ProblemAssert.IsAsync(study, HttpStatusCode.Conflict, "backtest.no_study");
        using var trials = await manager.GetAsync($"backtests/{chance}/trials.csv");
        await ProblemAssert.IsAsync(trials, HttpStatusCode.Conflict, "backtest.no_trials");
    }

    [Fact]
    public async Task Plan_ThatCannotBe_IsRefusedWithEveryPlaceInIt()
    {
        await using var desk = await StartAsync();
        using var manager = await desk.SignInAsync("pm@demo");

        using var refused = await manager.PostAsync(
            "backtests", Body("optimisation", new { parameters = new[] { new { name = "wait", at = "$.cooldown", from = 0, to = 3 } }, objective = Best, search = new { method = "random", trials = 1_000_000_000 } }));

        var problem = await ApiHost.ReadAsync(refused);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "backtest.plan"), (refused.StatusCode, problem.GetProperty("code").GetString()));
        var messages = problem.GetProperty("refusals").EnumerateArray().Select(r => r.GetProperty("message").GetString()!).ToArray();
        Assert.Contains(messages, m => m.StartsWith("plan.parameters[0].at:", StringComparison.Ordinal));
        Assert.Contains(messages, m => m.StartsWith("plan.search.trials:", StringComparison.Ordinal) && m.Contains("200000", StringComparison.Ordinal));
    }

    private static async Task<LocalDesk> StartAsync()
    {
        var desk = await LocalDesk.StartAsync(Ticks);
        await desk.Services.GetRequiredService<IMarketHistory>().WriteBarsAsync(
            new HistoryTarget(EurUsd, "test"), [.. Enumerable.Range(0, 96).Select(Bar)], null, TestContext.Current.CancellationToken);
        await desk.AddTenantAsync(TenantId.Parse("t-other"), "other");
        return desk;
    }

    private static async Task<string> AskAsync(DeskClient client, string kind, object? plan)
    {
        using var answer = await client.PostAsync("backtests", Body(kind, plan));
        Assert.True(answer.StatusCode == HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return (await ApiHost.ReadAsync(answer)).GetProperty("id").GetString()!;
    }

    private static object Body(string kind, object? plan) =>
        new { kind, plan, definition = Definition, from = "2014-05-05T00:00:00Z", to = "2014-05-09T00:00:00Z", startCash = 10_000m };

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

    private static async Task<string> TextAsync(DeskClient client, string path)
    {
        using var answer = await client.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
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
