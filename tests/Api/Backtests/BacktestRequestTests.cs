using System.Collections.Immutable;
using System.Net;
using Countersign.Domain.Audit;
using Countersign.Domain.Backtests.Jobs;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;
using Countersign.Grains.Audit;
using Countersign.Grains.Backtests;
using Countersign.Tests.Api.Hosting;
using Xunit;

namespace Countersign.Tests.Api.Backtests;

/// <summary>What requests become, and what answers look like; the grains are the test's.</summary>
public sealed class BacktestRequestTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string Definition =
        """
        {"name":"<b>Up</b>","symbols":["EURUSD"],"timeframe":"H1","entry":{"long":{"above":["close","open"]}},"exit":{"long":{"below":["close","open"]}},"size":{"units":1000}}
        """;

    private static readonly DateTimeOffset At = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Start_WithEverything_IsPassedOnAndAnswered202()
    {
        BacktestWish? wish = null;
        Answer(nameof(IBacktestQueueGrain.SubmitAsync), call =>
        {
            wish = (BacktestWish)call.Arguments[0]!;
            return Reply.Done(new BacktestView(Job("b-one") with { Terms = wish.Terms }, 3, null));
        });

        using var response = await host.PostAsync(
            "/api/v1/backtests",
            """
            {"kind":"single","strategyId":"s-up","strategyVersion":2,"symbols":["EURUSD"],"from":"2026-01-05T00:00:00Z","to":"2026-01-09T02:00:00+02:00",
             "warmUpFrom":"2026-01-01T00:00:00Z","sources":["oanda"],"pathTimeframe":"M1","startCash":10000.50,"commissionRate":0.00002,"seed":7,
             "priority":"high","rules":{"slippage":0.0001,"latencyMilliseconds":250,"limitFill":"atTouch","intrabarPath":"nearestFirst"}}
            """,
            idempotencyKey: "once");

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal($"/api/v1/backtests/{wish!.Id}", response.Headers.Location!.OriginalString);
        var body = await ApiHost.ReadAsync(response);
        Assert.Equal(("queued", 3, 0.0), (body.GetProperty("status").GetString(), body.GetProperty("queuePosition").GetInt32(), body.GetProperty("progress").GetDouble()));
        Assert.Equal((StrategyId.Parse("s-up"), 2, null), (wish.Strategy, wish.Version, wish.Definition));
        var rules = new BacktestFillRules(
            0.0001m, TimeSpan.FromMilliseconds(250), null, LimitFill.AtTouch, null, null, null, IntrabarPath.NearestFirst, null);
        Assert.Equal(
            new BacktestTerms(
                new BacktestTask.Single(), [Symbol.Parse("EURUSD")], At, At.AddDays(4), At.AddDays(-4), ["oanda"], 10_000.50m, 7, rules, 0.00002m,
                BacktestPriority.High, Timeframe.M1),
            wish.Terms);
    }

    [Fact]
    public async Task Start_WithTheSameKey_NamesTheSameBacktest()
    {
        var ids = new List<BacktestJobId>();
        Answer(nameof(IBacktestQueueGrain.SubmitAsync), call =>
        {
            ids.Add(((BacktestWish)call.Arguments[0]!).Id);
            return Reply.Done(new BacktestView(Job("b-one"), 1, null));
        });
        var body = $$"""{"definition":{{Definition}},"from":"2026-01-05T00:00:00Z","to":"2026-01-09T00:00:00Z","startCash":1}""";

        foreach (var key in new[] { "a", "a", "b" })
        {
            using var response = await host.PostAsync("/api/v1/backtests", body, idempotencyKey: key);
            Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        }

        Assert.Equal(ids[0], ids[1]);
        Assert.NotEqual(ids[0], ids[2]);
    }

    [Fact]
    public async Task Start_Wrongly_NamesEveryField()
    {
        using var response = await host.PostAsync(
            "/api/v1/backtests",
            """
            {"kind":"guess","plan":7,"definition":{"name":""},"strategyVersion":1,"symbols":["EURUSD","EURUSD"],"from":"soon","warmUpFrom":"x","sources":[],"pathTimeframe":"M2",
             "startCash":0,"commissionRate":1,"priority":"urgent","rules":{"slippage":-1,"latencyMilliseconds":-1,"limitFill":"x","intrabarPath":"x"}}
            """);

        var errors = (await ApiHost.ReadAsync(response)).GetProperty("errors").EnumerateObject().Select(e => e.Name).ToHashSet();
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        string[] wrong =
        [
            "kind", "plan", "definition.name", "strategyVersion", "symbols", "from", "to", "warmUpFrom", "sources", "pathTimeframe", "startCash", "commissionRate",
            "priority", "rules.slippage", "rules.latencyMilliseconds", "rules.limitFill", "rules.intrabarPath",
        ];
        Assert.Empty(wrong.Except(errors));
    }

    [Theory]
    [InlineData("""{"kind":"monteCarlo","paths":7}""", null, "monteCarlo", """{"paths":7}""")]
    [InlineData("""{"kind":"stress"}""", "stress", "stress", "{}")]
    [InlineData("""{ "paths": 7 }""", "monteCarlo", "monteCarlo", """{"paths":7}""")]
    [InlineData(null, "leakCheck", "leakCheck", "{}")]
    public async Task Start_OfAStudy_TakesItsKindFromTheRequestOrThePlan(string? plan, string? kind, string expected, string kept)
    {
        BacktestWish? wish = null;
        Answer(nameof(IBacktestQueueGrain.SubmitAsync), call =>
        {
            wish = (BacktestWish)call.Arguments[0]!;
            return Reply.Done(new BacktestView(Job("b-one") with { Terms = wish.Terms }, 1, null));
        });

        using var response = await host.PostAsync("/api/v1/backtests", Study(plan, kind));

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        var study = Assert.IsType<BacktestTask.Study>(wish!.Terms.Task);
        Assert.Equal((expected, kept), (study.Kind, study.Plan));
        var body = await ApiHost.ReadAsync(response);
        Assert.Equal((expected, kept), (body.GetProperty("kind").GetString(), body.GetProperty("plan").GetRawText()));
    }

    [Theory]
    [InlineData("""{"kind":"stress"}""", "monteCarlo", "plan.kind")]
    [InlineData("""{"kind":7}""", null, "plan.kind")]
    [InlineData("""{"kind":"guess"}""", null, "plan.kind")]
    [InlineData("""{"paths":7}""", null, "plan")]
    [InlineData("""{"paths":7}""", "single", "plan")]
    [InlineData("7", "stress", "plan")]
    public async Task Start_OfAPlanThatFitsNoKind_NamesTheField(string plan, string? kind, string field)
    {
        using var response = await host.PostAsync("/api/v1/backtests", Study(plan, kind));

        await ProblemAssert.NamesAsync(response, field);
    }

    [Fact]
    public async Task Start_OfAStrategyAndADefinition_IsOneTooMany()
    {
        using var response = await host.PostAsync(
            "/api/v1/backtests", """{"strategyId":"s-1","definition":{},"from":"2026-01-05T00:00:00Z","to":"2026-01-09T00:00:00Z","startCash":1}""");

        await ProblemAssert.NamesAsync(response, "definition");
    }

    [Fact]
    public async Task Start_OnAFullQueue_Answers409WithTheNumbers()
    {
        Answer(nameof(IBacktestQueueGrain.SubmitAsync), _ => Reply.Refused<BacktestView>(BacktestRefusals.QueueFull(50, 50)));

        using var response = await host.PostAsync(
            "/api/v1/backtests", """{"strategyId":"s-1","from":"2026-01-05T00:00:00Z","to":"2026-01-09T00:00:00Z","startCash":1}""");

        await ProblemAssert.IsAsync(response, HttpStatusCode.Conflict, "backtest.queue_full");
    }

    [Fact]
    public async Task Show_OfARunningBacktest_TellsHowFarItIs()
    {
        var job = Job("b-one") with { Status = BacktestStatus.Running, Attempts = 2, StartedAt = At };
        Answer(nameof(IBacktestQueueGrain.GetAsync), _ => Reply.Done(new BacktestView(job, null, new BacktestProgress(30, 120))));

        using var response = await host.GetAsync("/api/v1/backtests/b-one");

        var body = await ApiHost.ReadAsync(response);
        Assert.Equal(
            ("running", 0.25, 30L, 120L, 2, "<b>Up</b>"),
            (body.GetProperty("status").GetString(), body.GetProperty("progress").GetDouble(), body.GetProperty("barsDone").GetInt64(),
                body.GetProperty("barsTotal").GetInt64(), body.GetProperty("attempts").GetInt32(), body.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task List_ByStrategyAndStatus_IsAskedOfTheDesk()
    {
        host.Desk.Reset();
        using var response = await host.GetAsync("/api/v1/backtests?strategyId=s-up&status=done&limit=5");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var call = host.Desk.Calls.Single();
        Assert.Equal(new BacktestFilter(StrategyId.Parse("s-up"), BacktestStatus.Done), call.Arguments[0]);
        using var wrong = await host.GetAsync("/api/v1/backtests?status=ready");
        await ProblemAssert.NamesAsync(wrong, "status");
    }

    [Fact]
    public async Task Compare_OfSeveral_PutsThemSideBySideAndSaysWhichIsBest()
    {
        host.Desk.Reset();
        host.Desk.On<IBacktestGrain>(nameof(IBacktestGrain.GetAsync), call =>
        {
            var id = call.Key.Split('/')[1];
            var drawdown = id == "b-one" ? 5.0 : 3.0;
            return Reply.Done(id == "b-waiting" ? Job(id) : Job(id) with
            {
                Status = BacktestStatus.Done,
                Summary = new BacktestSummary(10, 1, 0, 2, 1, 1, 100m, id == "b-one" ? 110m : 90m, 1m, drawdown, Sharpe: id == "b-one" ? null : 0.5),
            });
        });

        using var response = await host.GetAsync("/api/v1/backtests/compare?ids=b-one,b-two,b-waiting");

        var body = await ApiHost.ReadAsync(response);
        Assert.Equal(["b-one", "b-two", "b-waiting"], body.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString()!));
        Assert.Equal("""[110,90,null] 0""", Row(body, "finalValue"));
        Assert.Equal("""[5,3,null] 1""", Row(body, "maxDrawdownPercent"));
        Assert.Equal("""[null,0.5,null] null""", Row(body, "sharpe"));
        Assert.Equal("""[2,2,null] null""", Row(body, "fills"));
    }

    [Theory]
    [InlineData("b-one")]
    [InlineData("b-one,b-one")]
    [InlineData("b-one,x")]
    [InlineData("b-1,b-2,b-3,b-4,b-5,b-6,b-7,b-8,b-9")]
    public async Task Compare_OfOneOrTooManyOrNone_NamesTheField(string ids)
    {
        using var response = await host.GetAsync("/api/v1/backtests/compare?ids=" + ids);

        await ProblemAssert.NamesAsync(response, "ids");
    }

    [Fact]
    public async Task Compare_WithAForeignOne_Answers404()
    {
        host.Desk.Reset();
        host.Desk.On<IBacktestGrain>(
            nameof(IBacktestGrain.GetAsync),
            call => call.Key.EndsWith("b-own", StringComparison.Ordinal) ? Reply.Done(Job("b-own")) : Reply.NotFound<BacktestJob>("backtest"));

        using var response = await host.GetAsync("/api/v1/backtests/compare?ids=b-own,b-foreign");

        await ProblemAssert.IsAsync(response, HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task Result_ThatIsNotThereYetOrNotAnyMore_Answers409()
    {
        foreach (var refusal in new[] { BacktestRefusals.NoResult, BacktestRefusals.ResultGone })
        {
            host.Desk.Reset();
            host.Desk.On<IBacktestGrain>(nameof(IBacktestGrain.ReadResultAsync), _ => Reply.Refused<BacktestContent>(refusal));
            foreach (var part in new[] { "result", "study", "trials.csv", "report", "trades.csv", "fills.csv", "equity.csv" })
            {
                using var response = await host.GetAsync("/api/v1/backtests/b-one/" + part);
                await ProblemAssert.IsAsync(response, HttpStatusCode.Conflict, refusal.Code);
            }
        }
    }

    [Fact]
    public async Task Result_WhoseStoreIsAway_Answers503()
    {
        host.Desk.Reset();
        host.Desk.On<IBacktestGrain>(
            nameof(IBacktestGrain.ReadResultAsync), _ => throw new BacktestResultsUnavailableException("gone"));

        using var response = await host.GetAsync("/api/v1/backtests/b-one/result");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.True(response.Headers.Contains("Retry-After"));
    }

    private static string Study(string? plan, string? kind) =>
        $$"""{"plan":{{plan ?? "null"}},"kind":{{(kind is null ? "null" : $"\"{kind}\"")}},"strategyId":"s-1","from":"2026-01-05T00:00:00Z","to":"2026-01-09T00:00:00Z","startCash":1}""";

    private static string Row(System.Text.Json.JsonElement body, string name)
    {
        var row = body.GetProperty("metrics").EnumerateArray().Single(m => m.GetProperty("name").GetString() == name);
        return row.GetProperty("values").GetRawText() + " " + row.GetProperty("best").GetRawText();
    }

    private void Answer(string method, Func<GrainCall, object?> answer)
    {
        host.Desk.Reset();
        host.Desk.On<IBacktestQueueGrain>(method, answer);
    }

    private static BacktestJob Job(string id) => new(
        BacktestJobId.Parse(id), new TestedStrategy(((StrategyParseResult.Valid)StrategyJson.Parse(Definition)).Definition, null, null),
        new BacktestTerms(
            new BacktestTask.Single(), ImmutableArray.Create(Symbol.Parse("EURUSD")), At, At.AddDays(1), null, [], 100m, 0, null, null,
            BacktestPriority.Normal, null),
        BacktestStatus.Queued, Actor.Desk, At);
}
