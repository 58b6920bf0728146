using System.Net;
using Countersign.Domain.Tenants;
using Countersign.Tests.Api.Contracts;
using Countersign.Tests.Api.Hosting;
using Countersign.Tests.Api.Tenants;
using Xunit;

namespace Countersign.Tests.Api.Notifications;

/// <summary>A topic of the live stream is open to exactly those who may read what it tells of.</summary>
public sealed class LiveAccessTests(ApiHost host, FullDesk full) : IClassFixture<ApiHost>, IClassFixture<FullDesk>
{
    // A wrong symbol keeps the stream from opening, and is looked at after the topics.
    private const string NoStream = "&symbols=,bad";

    public static TheoryData<string, string> Topics => new()
    {
        { "ideas", "ideas" }, { "orders", "orders" }, { "positions", "positions" }, { "accounts", "accounts" }, { "risk", "risk" },
        { "strategies", "strategies" }, { "backtests", "backtests" }, { "notifications", "ideas" }, { "quotes", "instruments/EURUSD" },
        { "bars", "instruments/EURUSD/bars" },
    };

    [Theory]
    [MemberData(nameof(Topics))]
    public async Task Topic_ForEachRole_IsOpenWhereItsListIs(string topic, string list)
    {
        foreach (var role in Catalogue.EachRole)
        {
            await AgreeAsync(topic, list, host.Token(role), role.ToString());
        }
    }

    [Theory]
    [MemberData(nameof(Topics))]
    public async Task Topic_ForEachPermissionSet_IsOpenWhereItsListIs(string topic, string list)
    {
        foreach (var permission in Enum.GetValues<Permissions>())
        {
            await AgreeAsync(topic, list, host.Token(Catalogue.Members, permission), permission.ToString());
            await AgreeAsync(topic, list, host.Token(Catalogue.Members, Permissions.All & ~permission), $"all but {permission}");
        }
    }

    [Fact]
    public async Task Topics_ThatAreNotTheCallers_AreRefusedByName()
    {
        using var response = await host.SendAsync("GET", "/api/v1/live?topics=orders,quotes", host.Token(Catalogue.Members, Permissions.PlaceOrders));

        var problem = await ProblemAssert.IsAsync(response, HttpStatusCode.Forbidden, "role.denied");
        Assert.Equal("These topics are not yours to follow: orders, quotes.", problem.GetProperty("detail").GetString());
    }

    [Theory]
    [InlineData("placeOrders", false)]
    [InlineData("read", true)]
    public async Task Topic_ForAKey_IsOpenWithTheScopeThatItsListAsksFor(string scope, bool opens)
    {
        var key = await full.MakeAsync("admin", "api-keys", new { name = "live " + scope, scopes = new[] { scope } });
        var secret = key.GetProperty("secret").GetString()!;

        using var list = await full.Desk.GetAsync("orders", secret);
        using var live = await full.Desk.GetAsync("live?topics=orders,bars" + NoStream, secret);

        Assert.Equal(opens ? HttpStatusCode.OK : HttpStatusCode.Forbidden, list.StatusCode);
        if (opens)
        {
            await ProblemAssert.IsAsync(live, HttpStatusCode.BadRequest, "input.invalid");
            return;
        }

        var problem = await ProblemAssert.IsAsync(live, HttpStatusCode.Forbidden, "role.denied");
        Assert.Contains("orders, bars", problem.GetProperty("detail").GetString());
    }

    private async Task AgreeAsync(string topic, string list, string token, string who)
    {
        using var read = await host.SendAsync("GET", "/api/v1/" + list, token);
        using var live = await host.SendAsync("GET", $"/api/v1/live?topics={topic}{NoStream}", token);

        Assert.True(
            (read.StatusCode == HttpStatusCode.Forbidden) == (live.StatusCode == HttpStatusCode.Forbidden),
            $"{who}: {list} answers {read.StatusCode}, {topic} {live.StatusCode}");
        Assert.True(live.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.BadRequest, $"{who}: {topic} answers {live.StatusCode}");
    }
}
