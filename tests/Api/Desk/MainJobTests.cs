using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Countersign.Tests.Api.Hosting;
using Countersign.Tests.Fixtures;
using Xunit;

namespace Countersign.Tests.Api.Desk;

/// <summary>The main job, through the API only: the recorded day becomes ideas, and a countersigned idea becomes a filled, audited
/// trade.</summary>
public sealed class MainJobTests(RunningDesk desk) : IClassFixture<RunningDesk>
{
    private const string Manager = "pm@demo";
    private const string Recording = "data/fx/tick/eurusd_oanda_tick_2014-05-06.csv";

    [Fact]
    public async Task Feeds_AfterTheRecordedDay_TookEveryTick()
    {
        var feed = Assert.Single(Items(await desk.ReadAsync("analyst@demo", "/feeds")));

        Assert.Equal(44_864, feed.GetProperty("accepted").GetInt64());
        Assert.Equal(0, feed.GetProperty("rejected").GetInt64());
        Assert.False(feed.GetProperty("simulated").GetBoolean());
    }

    [Theory]
    [InlineData("M5")]
    [InlineData("H1")]
    [InlineData("D1")]
    public async Task Bars_AfterTheRecordedDay_HoldEveryTickOnce(string timeframe)
    {
        var bars = await desk.ReadAsync("analyst@demo", $"/instruments/EURUSD/bars?timeframe={timeframe}&limit=1000");

        Assert.Equal(44_864, Items(bars).Sum(b => b.GetProperty("ticks").GetInt64()));
    }

    [Fact]
    public async Task Minutes_AfterTheRecordedDay_HoldTheRecordingsTicks()
    {
        var bars = Items(await desk.ReadAsync("analyst@demo", "/instruments/EURUSD/bars?timeframe=M1&limit=1000"));
        var first = bars[0].GetProperty("start").GetDateTimeOffset();
        var recorded = Recorded().Where(t => t.Time >= first)
            .GroupBy(t => t.Time.Ticks / TimeSpan.TicksPerMinute)
            .Select(m => (m.Key, m.Count(), m.First().Bid, m.Max(t => t.Bid), m.Min(t => t.Bid), m.Last().Bid, m.First().Ask, m.Last().Ask));

        Assert.Equal(1_000, bars.Count);
        Assert.Equal(recorded, bars.Select(b => (
            b.GetProperty("start").GetDateTimeOffset().Ticks / TimeSpan.TicksPerMinute, b.GetProperty("ticks").GetInt32(), Price(b, "bid", "open"),
            Price(b, "bid", "high"), Price(b, "bid", "low"), Price(b, "bid", "close"), Price(b, "ask", "open"), Price(b, "ask", "close"))));
    }

    [Fact]
    public async Task Idea_Waiting_RefersToSnapshotsThatCanBeReadAndCheckedByTheirHash()
    {
        var around = (await desk.ReadAsync(Manager, $"/ideas/{await WaitingIdeaAsync()}")).GetProperty("raisedAround");

        foreach (var kind in (string[])["market", "indicators", "calendar", "news", "account"])
        {
            var id = around.GetProperty(kind).GetString()!;
            var snapshot = await desk.ReadAsync("analyst@demo", "/snapshots/" + id);
            Assert.Equal((id, kind), (snapshot.GetProperty("id").GetString(), snapshot.GetProperty("kind").GetString()));
            var hashed = char.ToUpperInvariant(kind[0]) + kind[1..] + "\n" + snapshot.GetProperty("content").GetRawText();
            Assert.Equal(id, "snap-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(hashed))));
        }
    }

    [Fact]
    public async Task Idea_ApprovedByTheManager_IsFilledAtTheRecordedPriceAndOnRecord()
    {
        var id = await WaitingIdeaAsync();
        var before = await desk.ReadAsync(Manager, "/accounts/a-paper-1");
        using var response = await desk.PostAsync(Manager, $"/ideas/{id}/approve", new { note = "agreed" });

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var idea = await ApiHost.ReadAsync(response);
        var buys = idea.GetProperty("side").GetString() == "buy";
        var last = Recorded().Last();
        var fill = buys ? last.Ask : last.Bid;
        Assert.Equal("approved", idea.GetProperty("status").GetString());
        Assert.Equal(fill, idea.GetProperty("fillPrice").GetDecimal());
        var order = await desk.ReadAsync(Manager, $"/accounts/a-paper-1/orders/{idea.GetProperty("orderId").GetString()}");
        Assert.Equal("filled", order.GetProperty("status").GetString());
        Assert.Equal(id, order.GetProperty("ideaId").GetString());
        var after = await desk.ReadAsync(Manager, "/accounts/a-paper-1");
        Assert.Equal(before.GetProperty("fills").GetInt64() + 1, after.GetProperty("fills").GetInt64());
        var bought = idea.GetProperty("quantity").GetDecimal() * (buys ? 1m : -1m);
        Assert.Equal(Held(before) + bought, Held(after));
        Assert.NotEqual(before.GetProperty("equity").GetDecimal(), after.GetProperty("equity").GetDecimal());
        await AssertReplaysAsync(id);
        Assert.True((await desk.ReadAsync(Manager, "/audit/verify")).GetProperty("intact").GetBoolean());
    }

    [Fact]
    public async Task Idea_ApprovedAgain_HearsTheFirstAnswerWithItsKeyAndARefusalWithAnother()
    {
        var id = await WaitingIdeaAsync();
        using var first = await desk.PostAsync(Manager, $"/ideas/{id}/approve", new { note = "agreed" }, key: "first");
        using var repeat = await desk.PostAsync(Manager, $"/ideas/{id}/approve", new { note = "agreed" }, key: "first");
        using var second = await desk.PostAsync(Manager, $"/ideas/{id}/approve", new { }, key: "second");
        using var unnamed = await desk.PostAsync(Manager, $"/ideas/{id}/approve", new { });

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(HttpStatusCode.OK, repeat.StatusCode);
        Assert.Equal((await ApiHost.ReadAsync(first)).GetRawText(), (await ApiHost.ReadAsync(repeat)).GetRawText());
        await ProblemAssert.IsAsync(second, HttpStatusCode.Conflict, "idea.not_waiting");
        await ProblemAssert.IsAsync(unnamed, HttpStatusCode.Conflict, "idea.not_waiting");
        Assert.Single(Items(await desk.ReadAsync(Manager, "/orders?limit=200")), o => o.GetProperty("ideaId").GetString() == id);
    }

    [Fact]
    public async Task Idea_ApprovedByTheAnalyst_Answers403AndStaysWaiting()
    {
        var id = await WaitingIdeaAsync();
        using var response = await desk.PostAsync("analyst@demo", $"/ideas/{id}/approve", new { });

        await ProblemAssert.IsAsync(response, HttpStatusCode.Forbidden, "role.denied");
        Assert.Equal("needsApproval", (await desk.ReadAsync("analyst@demo", $"/ideas/{id}")).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Idea_OfAnotherTenant_Answers404LikeOneThatIsNotThere()
    {
        var id = await WaitingIdeaAsync();
        foreach (var path in new[] { $"/ideas/{id}", "/ideas/i-nowhere", $"/decisions/idea.{id}@1/replay" })
        {
            using var read = await desk.GetAsync("pm@other", path);
            await ProblemAssert.IsAsync(read, HttpStatusCode.NotFound, "not_found");
        }

        using var foreign = await desk.PostAsync("pm@other", $"/ideas/{id}/approve", new { });
        using var nowhere = await desk.PostAsync("pm@other", "/ideas/i-nowhere/approve", new { });
        await ProblemAssert.IsAsync(foreign, HttpStatusCode.NotFound, "not_found");
        Assert.Equal(await WithoutTraceAsync(nowhere), await WithoutTraceAsync(foreign));
        Assert.DoesNotContain(Items(await desk.ReadAsync("pm@other", "/ideas?limit=200")), i => i.GetProperty("id").GetString() == id);
    }

    [Fact]
    public async Task Order_PlacedTwiceByAProgram_IsFilledOnce()
    {
        var order = new { accountId = "a-paper-2", clientOrderId = "o-by-program", symbol = "EURUSD", side = "buy", quantity = 1000 };
        using var first = await desk.PostAsync("api@demo", "/orders", order);
        using var again = await desk.PostAsync("api@demo", "/orders", order);

        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        Assert.Equal((await ApiHost.ReadAsync(first)).GetRawText(), (await ApiHost.ReadAsync(again)).GetRawText());
        Assert.Single(
            Items(await desk.ReadAsync(Manager, "/orders?accountId=a-paper-2&limit=200")),
            o => o.GetProperty("id").GetString() == "o-by-program");
    }

    [Fact]
    public async Task Order_PlacedTwentyTimesAtOnce_IsFilledOnce()
    {
        const int times = 20;
        var order = new { accountId = "a-paper-2", clientOrderId = "o-at-once", symbol = "EURUSD", side = "sell", quantity = 2000 };
        var before = await desk.ReadAsync(Manager, "/accounts/a-paper-2");
        var answers = await Task.WhenAll(Enumerable.Range(0, times).Select(_ => desk.PostAsync("api@demo", "/orders", order)));
        var bodies = new HashSet<string>();
        foreach (var answer in answers)
        {
            Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
            bodies.Add((await ApiHost.ReadAsync(answer)).GetRawText());
            answer.Dispose();
        }

        Assert.Single(bodies);
        var after = await desk.ReadAsync(Manager, "/accounts/a-paper-2");
        Assert.Equal(before.GetProperty("fills").GetInt64() + 1, after.GetProperty("fills").GetInt64());
        Assert.Equal(Held(before) - 2000m, Held(after));
        Assert.Single(
            Items(await desk.ReadAsync(Manager, "/orders?accountId=a-paper-2&limit=200")), o => o.GetProperty("id").GetString() == "o-at-once");
    }

    [Fact]
    public async Task Order_WithAnIdThatAnotherOrderHas_IsRefused()
    {
        using var first = await desk.PostAsync("api@demo", "/orders", Order(1_000));
        using var other = await desk.PostAsync("api@demo", "/orders", Order(2_000));

        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        await ProblemAssert.IsAsync(other, HttpStatusCode.UnprocessableEntity, "order.id_in_use");

        static object Order(int quantity) => new { accountId = "a-paper-2", clientOrderId = "o-taken", symbol = "EURUSD", side = "buy", quantity };
    }

    [Fact]
    public async Task Ideas_PageByPage_AreTheWholeListWithoutRepeats()
    {
        var whole = Items(await desk.ReadAsync(Manager, "/ideas?limit=200")).Select(i => i.GetProperty("id").GetString()!).ToList();
        var paged = new List<string>();
        var next = string.Empty;
        while (next is not null)
        {
            var page = await desk.ReadAsync(Manager, "/ideas?limit=3" + (next.Length == 0 ? "" : "&cursor=" + Uri.EscapeDataString(next)));
            paged.AddRange(Items(page).Select(i => i.GetProperty("id").GetString()!));
            next = page.GetProperty("next").GetString();
        }

        Assert.Equal(whole, paged);
    }

    private async Task AssertReplaysAsync(string idea)
    {
        var actions = new List<string>();
        foreach (var decision in Items(await desk.ReadAsync(Manager, $"/decisions?ideaId={idea}")))
        {
            var action = decision.GetProperty("action").GetString()!;
            if (action is "raised" or "routed" or "approved")
            {
                var replay = await desk.ReadAsync("analyst@demo", $"/decisions/{decision.GetProperty("id").GetString()}/replay");
                Assert.True(replay.GetProperty("identical").GetBoolean(), replay.GetProperty("differences").GetRawText());
                actions.Add(action);
            }
        }

        Assert.Equal(["approved", "routed", "raised"], actions);
    }

    /// <summary>The newest idea of the first account that waits for a person.</summary>
    private async Task<string> WaitingIdeaAsync() =>
        Items(await desk.ReadAsync(Manager, "/ideas?status=needsApproval&strategyId=s-bollinger-reversion&limit=200"))[0]
            .GetProperty("id").GetString()!;

    /// <summary>The recording, read without any of the desk's code.</summary>
    private static List<(DateTimeOffset Time, decimal Bid, decimal Ask)> Recorded() =>
    [
        .. File.ReadLines(SharedFiles.Require(Recording)).Skip(1).Select(l => l.Split(',')).Select(f => (
            DateTimeOffset.Parse(f[0], CultureInfo.InvariantCulture), decimal.Parse(f[1], CultureInfo.InvariantCulture),
            decimal.Parse(f[2], CultureInfo.InvariantCulture))),
    ];

    private static decimal Price(JsonElement bar, string side, string which) => bar.GetProperty(side).GetProperty(which).GetDecimal();

    /// <summary>What an account holds of the day's symbol; negative is short.</summary>
    private static decimal Held(JsonElement account) => account.GetProperty("positions").EnumerateArray()
        .Where(p => p.GetProperty("symbol").GetString() == "EURUSD").Sum(p => p.GetProperty("quantity").GetDecimal());

    private static async Task<string> WithoutTraceAsync(HttpResponseMessage answer) => string.Join(
        '\n', (await ApiHost.ReadAsync(answer)).EnumerateObject().Where(p => p.Name != "traceId").Select(p => $"{p.Name}: {p.Value.GetRawText()}"));

    private static List<JsonElement> Items(JsonElement list) => [.. list.GetProperty("items").EnumerateArray()];
}
