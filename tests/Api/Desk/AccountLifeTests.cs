using System.Net;
using System.Text.Json;
using Countersign.Tests.Api.Hosting;
using Xunit;

namespace Countersign.Tests.Api.Desk;

/// <summary>An account from its opening to its last position, over HTTP alone.</summary>
public sealed class AccountLifeTests
{
    private static readonly string[] Ticks =
    [
        "2014-05-06T08:00:00.000Z,1.39000,1.39010",
        "2014-05-06T08:00:01.000Z,1.39010,1.39020",
        "2014-05-06T08:00:02.000Z,1.39020,1.39030",
    ];

    private static readonly object Terms = new
    {
        mode = "hedging",
        costMethod = "firstInFirstOut",
        commission = new { rate = 0.00003m, minimum = 1m },
        margin = new { tiers = new object[] { new { upTo = 1_000_000m, leverage = 30m }, new { leverage = 10m } }, callLevel = 120m, stopOutLevel = 60m },
        swaps = new object[] { new { symbol = "EURUSD", @long = -0.00005m, @short = 0.00001m } },
        interest = new { creditRate = 0.01m, debitRate = 0.08m },
    };

    [Fact]
    public async Task Account_OpenedWithTerms_TradesIsFlattenedOnceAndKeepsItsBooks()
    {
        await using var desk = await LocalDesk.StartAsync(Ticks);
        using var admin = await desk.SignInAsync("admin@demo");
        using var trader = await desk.SignInAsync("pm@demo");
        await trader.PlayedAsync(Ticks.Length);

        using var opened = await admin.PostAsync("accounts", new { id = "a-hedge", name = "Hedge", currency = "USD", terms = Terms }, "open-1");
        Assert.Equal(HttpStatusCode.Created, opened.StatusCode);
        Assert.Equal("hedging", (await ApiHost.ReadAsync(opened)).GetProperty("mode").GetString());
        using var again = await admin.PostAsync("accounts", new { id = "a-hedge", name = "Hedge", currency = "USD", terms = Terms }, "open-1");
        Assert.Equal(HttpStatusCode.Created, again.StatusCode);
        var terms = await trader.ReadAsync("accounts/a-hedge/terms");
        Assert.Equal(30m, terms.GetProperty("margin").GetProperty("tiers")[0].GetProperty("leverage").GetDecimal());
        Assert.Equal(-0.00005m, terms.GetProperty("swaps")[0].GetProperty("long").GetDecimal());
        Assert.Equal(HttpStatusCode.OK, (await admin.PostAsync("accounts/a-hedge/deposits", new { amount = 50_000, currency = "USD" })).StatusCode);

        await BuyAndSellAsync(trader, "a-hedge");
        Assert.Equal(2, (await trader.ListAsync("positions?accountId=a-hedge")).Count);
        var flat = await FlattenAsync(trader, "a-hedge", "flat-1");
        Assert.Equal("cancelled cancelled filled filled", string.Join(" ", flat.Select(o => o.GetProperty("status").GetString()).Order()));
        Assert.Empty(await trader.ListAsync("positions?accountId=a-hedge"));
        Assert.Empty(await trader.ListAsync("orders?accountId=a-hedge&open=true"));
        var fills = (await trader.ListAsync("executions?accountId=a-hedge")).Count;

        await FlattenAsync(trader, "a-hedge", "flat-1");
        Assert.Equal(fills, (await trader.ListAsync("executions?accountId=a-hedge")).Count);
        var account = await trader.ReadAsync("accounts/a-hedge");
        Assert.Equal(50_000m - 4m - 0.2m, account.GetProperty("cash").GetDecimal());
        Assert.NotEmpty(await trader.ListAsync("accounts/a-hedge/ledger"));
    }

    [Fact]
    public async Task Terms_Replaced_AreReadBackAndFaultsAreAllNamed()
    {
        await using var desk = await LocalDesk.StartAsync(Ticks);
        using var admin = await desk.SignInAsync("admin@demo");

        using var trader = await desk.SignInAsync("pm@demo");
        await trader.PlayedAsync(Ticks.Length);
        await BuyAndSellAsync(trader, "a-paper-1");
        using var set = await admin.PutAsync("accounts/a-paper-1/terms", new { terms = new { costMethod = "firstInFirstOut" }, reason = "tax" });
        Assert.Equal(HttpStatusCode.OK, set.StatusCode);
        var terms = await admin.ReadAsync("accounts/a-paper-1/terms");
        Assert.Equal("firstInFirstOut", terms.GetProperty("costMethod").GetString());
        Assert.Equal(0m, terms.GetProperty("commission").GetProperty("rate").GetDecimal());
        Assert.Equal(JsonValueKind.Null, terms.GetProperty("margin").ValueKind);

        using var wrong = await admin.PutAsync(
            "accounts/a-paper-1/terms", new { terms = new { mode = "both", margin = new { tiers = new object[] { new { upTo = 1m } } } } });
        await ProblemAssert.NamesAsync(wrong, "terms.mode", "terms.margin.tiers[0].leverage", "reason");
        using var senseless = await admin.PutAsync(
            "accounts/a-paper-1/terms", new { terms = new { margin = new { tiers = new object[] { new { leverage = 5_000m } } } }, reason = "more" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, senseless.StatusCode);
    }

    [Fact]
    public async Task Mode_ChangedAfterTheFirstTrades_IsTheVenuesToo()
    {
        await using var desk = await LocalDesk.StartAsync(Ticks);
        using var admin = await desk.SignInAsync("admin@demo");
        using var trader = await desk.SignInAsync("pm@demo");
        await trader.PlayedAsync(Ticks.Length);
        await BuyAndSellAsync(trader, "a-paper-1");
        await FlattenAsync(trader, "a-paper-1", "flat-1");

        using var set = await admin.PutAsync("accounts/a-paper-1/terms", new { terms = new { mode = "hedging" }, reason = "two ways at once" });
        Assert.True(set.StatusCode == HttpStatusCode.OK, await set.Content.ReadAsStringAsync());
        await BuyAndSellAsync(trader, "a-paper-1");
        Assert.Equal(2, (await trader.ListAsync("positions?accountId=a-paper-1")).Count);
        var flat = await FlattenAsync(trader, "a-paper-1", "flat-2");
        Assert.Equal("cancelled cancelled filled filled", string.Join(" ", flat.Select(o => o.GetProperty("status").GetString()).Order()));
        Assert.Empty(await trader.ListAsync("positions?accountId=a-paper-1"));
    }

    [Theory]
    [InlineData("ledger")]
    [InlineData("equity-curve")]
    [InlineData("terms")]
    public async Task Books_OfAnAccountThatIsNotThere_Answer404(string books)
    {
        await using var desk = await LocalDesk.StartAsync(Ticks);
        using var trader = await desk.SignInAsync("pm@demo");
        using var answer = await trader.GetAsync($"accounts/a-nobody/{books}");

        await ProblemAssert.IsAsync(answer, HttpStatusCode.NotFound, "not_found");
    }

    private static async Task BuyAndSellAsync(DeskClient trader, string accountId)
    {
        foreach (var side in (string[])["buy", "sell"])
        {
            using var order = await trader.PostAsync(
                "orders", new { accountId, symbol = "EURUSD", side, quantity = 1_000, stop = side == "buy" ? 1.3m : 1.5m });
            Assert.True(order.StatusCode == HttpStatusCode.Created, await order.Content.ReadAsStringAsync());
        }
    }

    private static async Task<List<JsonElement>> FlattenAsync(DeskClient trader, string account, string key)
    {
        using var answer = await trader.PostAsync($"accounts/{account}/flatten", new { reason = "over" }, key);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return [.. (await ApiHost.ReadAsync(answer)).GetProperty("orders").EnumerateArray()];
    }
}
