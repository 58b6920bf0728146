using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using Countersign.Domain.Audit;
using Countersign.Domain.Risk;
using Countersign.Domain.Strategies;
using Countersign.Grains.Audit;
using Countersign.Grains.Strategies;
using Countersign.Tests.Api.Hosting;
using Xunit;

namespace Countersign.Tests.Api.Strategies;

public sealed class StrategyVersionTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string Root = "/api/v1/strategies/s-one";

    private static readonly DateTimeOffset At = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);
    private static readonly Actor Anna = Actor.Parse("user:u-anna");

    private static readonly Strategy Known = new(
        StrategyId.Parse("s-one"), Definition(20), 2, StrategyStatus.Draft, null, new Autonomy.ApproveEverything());

    [Fact]
    public async Task Versions_Listed_HaveNumberWhoWhenAndHash()
    {
        host.Desk.Reset();
        host.Desk.On<IStrategyGrain>("GetAsync", _ => Reply.Done(Known));
        host.Desk.On<IStrategyGrain>(
            "ListVersionsAsync", _ => new Page<StrategyVersionRow>([new StrategyVersionRow(2, Anna, At, "abc")], "2"));

        using var response = await host.GetAsync(Root + "/versions?limit=1");

        var body = await ApiHost.ReadAsync(response);
        Assert.Equal("""[{"number":2,"by":"user:u-anna","at":"2026-01-05T09:00:00+00:00","hash":"abc"}]""", body.GetProperty("items").GetRawText());
        Assert.Equal("2", body.GetProperty("next").GetString());
        Assert.Equal(new PageRequest(1, null), host.Desk.Calls.Last().Arguments[0]);
    }

    [Theory]
    [InlineData("/versions")]
    [InlineData("/versions/1")]
    [InlineData("/versions/x")]
    [InlineData("/versions/-1")]
    [InlineData("/diff?from=1&to=2")]
    public async Task Versions_OfNoStrategy_AreNotFound(string path)
    {
        host.Desk.Reset();

        using var response = await host.GetAsync(Root + path);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Version_Shown_HasItsDefinition()
    {
        host.Desk.Reset();
        var version = new StrategyVersion(1, Definition(20), Anna, At);
        host.Desk.On<IStrategyGrain>("GetVersionAsync", _ => Reply.Done(version));

        using var response = await host.GetAsync(Root + "/versions/1");

        var body = await ApiHost.ReadAsync(response);
        Assert.Equal(version.Hash(), body.GetProperty("hash").GetString());
        Assert.Equal(20, body.GetProperty("definition").GetProperty("stop").GetProperty("pips").GetInt32());
    }

    [Fact]
    public async Task Diff_OfTwoVersions_HasPathsValuesAndSentences()
    {
        host.Desk.Reset();
        host.Desk.On<IStrategyGrain>(
            "CompareAsync", _ => Reply.Done(new StrategyComparison(1, 2, StrategyDiff.Of(Definition(20), Definition(30)))));

        using var response = await host.GetAsync(Root + "/diff?from=1&to=2");

        Assert.Equal(
            """[{"path":"$.stop.pips","kind":"changed","before":20,"after":30,"sentence":"Stop › Pips changed from 20 to 30."}]""",
            (await ApiHost.ReadAsync(response)).GetProperty("changes").GetRawText());
        Assert.Equal([1, 2], host.Desk.Calls.Last().Arguments.OfType<int>());
    }

    [Theory]
    [InlineData("/diff?from=1", "to")]
    [InlineData("/diff?to=1", "from")]
    [InlineData("/diff?from=0&to=2", "from")]
    [InlineData("/diff?from=1&to=1001", "to")]
    public async Task Diff_WithoutTwoVersions_NamesTheField(string path, string field)
    {
        using var response = await host.GetAsync(Root + path);

        await ProblemAssert.NamesAsync(response, field);
    }

    [Fact]
    public async Task Revise_WithAnEarlierVersion_SendsItsDefinition()
    {
        host.Desk.Reset();
        host.Desk.On<IStrategyGrain>("GetVersionAsync", call => Reply.Done(new StrategyVersion((int)call.Arguments[0]!, Definition(30), Anna, At)));
        host.Desk.On<IStrategyGrain>("ReviseAsync", _ => Reply.Done(Known));

        using var response = await host.PostAsync(Root + "/revise", """{"restore":1}""");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(Definition(30), Assert.IsType<ReviseStrategy>(host.Desk.Calls.Last().Arguments[0]).Definition);
    }

    [Fact]
    public async Task Revise_WithADocument_SendsIt()
    {
        host.Desk.Reset();
        host.Desk.On<IStrategyGrain>("ReviseAsync", _ => Reply.Done(Known));

        using var response = await host.PostAsync(Root + "/revise", $$"""{"definition":{{StrategyJson.Write(Definition(40))}}}""");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(Definition(40), Assert.IsType<ReviseStrategy>(Assert.Single(host.Desk.Calls).Arguments[0]).Definition);
    }

    [Theory]
    [InlineData("{}", "definition")]
    [InlineData("""{"definition":[]}""", "definition")]
    [InlineData("""{"restore":0}""", "restore")]
    [InlineData("""{"restore":1,"definition":{}}""", "restore")]
    public async Task Revise_WithoutOneOfTheTwo_NamesTheField(string body, string field)
    {
        using var response = await host.PostAsync(Root + "/revise", body);

        await ProblemAssert.NamesAsync(response, field);
    }

    [Fact]
    public async Task Retire_WithAReason_SendsItAndAnswersTheEnd()
    {
        host.Desk.Reset();
        host.Desk.On<IStrategyGrain>("RetireAsync", _ => Reply.Done(
            Known with { Status = StrategyStatus.Retired, Retirement = new StrategyRetirement("It lost.", Anna, At) }));

        using var response = await host.PostAsync(Root + "/retire", """{"reason":"It lost."}""");

        var body = await ApiHost.ReadAsync(response);
        Assert.Equal("It lost.", Assert.IsType<RetireStrategy>(Assert.Single(host.Desk.Calls).Arguments[0]).Reason);
        Assert.Equal("retired", body.GetProperty("status").GetString());
        Assert.Equal("user:u-anna", body.GetProperty("retirement").GetProperty("by").GetString());
    }

    [Fact]
    public async Task Retire_WithoutAReason_NamesIt()
    {
        using var response = await host.PostAsync(Root + "/retire", "{}");

        await ProblemAssert.NamesAsync(response, "reason");
    }

    [Fact]
    public async Task Activate_ARetiredStrategy_IsAConflict()
    {
        host.Desk.Reset();
        host.Desk.On<IStrategyGrain>("ActivateAsync", _ => Reply.Refused<Strategy>(
            ImmutableArray.Create(StrategyRefusals.Retired(new StrategyRetirement("It lost.", Anna, At)))));

        using var response = await host.PostAsync(Root + "/activate", """{"accountId":"a-1"}""");

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Equal("strategy.retired", (await ApiHost.ReadAsync(response)).GetProperty("code").GetString());
    }

    private static StrategyDefinition Definition(int pips) => Assert.IsType<StrategyParseResult.Valid>(StrategyJson.Parse(JsonSerializer.Serialize(new
    {
        name = "One", symbols = new[] { "EURUSD" }, timeframe = "H1", stop = new { pips }, size = new { units = 1000 },
        entry = new { @long = new { above = new object[] { "close", 1 } } },
    }))).Definition;
}
