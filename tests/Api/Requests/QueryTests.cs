using System.Collections.Immutable;
using System.Net;
using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.TradeIdeas;
using Countersign.Grains.Audit;
using Countersign.Tests.Api.Hosting;
using Xunit;

namespace Countersign.Tests.Api.Requests;

public sealed class QueryTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Theory]
    [InlineData("/api/v1/accounts?limit=0", "limit")]
    [InlineData("/api/v1/accounts?limit=201", "limit")]
    [InlineData("/api/v1/accounts?limit=-1", "limit")]
    [InlineData("/api/v1/accounts?limit=1.5", "limit")]
    [InlineData("/api/v1/accounts?limit=all", "limit")]
    [InlineData("/api/v1/accounts?limit=99999999999999999999", "limit")]
    [InlineData("/api/v1/accounts?cursor=", "cursor")]
    [InlineData("/api/v1/orders?accountId=demo", "accountId")]
    [InlineData("/api/v1/orders?status=open", "status")]
    [InlineData("/api/v1/orders?symbol=eurusd", "symbol")]
    [InlineData("/api/v1/ideas?status=NeedsApproval", "status")]
    [InlineData("/api/v1/ideas?strategyId=1", "strategyId")]
    [InlineData("/api/v1/positions?accountId=1", "accountId")]
    [InlineData("/api/v1/decisions?from=yesterday", "from")]
    [InlineData("/api/v1/decisions?to=2026-01-05", "to")]
    [InlineData("/api/v1/decisions?ideaId=1", "ideaId")]
    [InlineData("/api/v1/decisions?action=", "action")]
    [InlineData("/api/v1/instruments/EURUSD/bars?timeframe=M2", "timeframe")]
    [InlineData("/api/v1/instruments/EURUSD/bars?timeframe=m1", "timeframe")]
    [InlineData("/api/v1/instruments/EURUSD/bars?limit=1001", "limit")]
    [InlineData("/api/v1/live?symbols=eurusd", "symbols")]
    public async Task Query_WrongValue_Answers400NamingIt(string path, string field)
    {
        using var response = await host.GetAsync(path);

        await ProblemAssert.NamesAsync(response, field);
    }

    [Theory]
    [InlineData("/api/v1/decisions?smybol=EURUSD", "smybol")]
    [InlineData("/api/v1/decisions?Symbol=EURUSD", "Symbol")]
    [InlineData("/api/v1/decisions/idea.i-1@1/replay?limit=1", "limit")]
    [InlineData("/api/v1/me?cancellationToken=1", "cancellationToken")]
    public async Task Query_UnknownParameter_Answers400NamingItAndCallsNoGrain(string path, string field)
    {
        host.Desk.Reset();
        using var response = await host.GetAsync(path);

        await ProblemAssert.NamesAsync(response, field);
        Assert.Empty(host.Desk.Calls);
    }

    [Fact]
    public async Task Query_ValueGivenTwice_Answers400NamingIt()
    {
        using var response = await host.GetAsync("/api/v1/accounts?limit=1&limit=2");

        await ProblemAssert.NamesAsync(response, "limit");
    }

    [Theory]
    [InlineData("/api/v1/accounts")]
    [InlineData("/api/v1/ideas/i-1")]
    [InlineData("/api/v1/nowhere")]
    public async Task Answers_OfAnyKind_AreNotToBeCachedOrGuessed(string path)
    {
        using var response = await host.GetAsync(path);

        Assert.True(response.Headers.CacheControl?.NoStore);
        Assert.Equal(["nosniff"], response.Headers.GetValues("X-Content-Type-Options"));
    }

    [Fact]
    public async Task Query_SeveralWrongValues_NamesThemAll()
    {
        using var response = await host.GetAsync("/api/v1/decisions?from=x&to=y&symbol=z&ideaId=1&limit=no");

        await ProblemAssert.NamesAsync(response, "from", "to", "symbol", "ideaId", "limit");
    }

    [Fact]
    public async Task List_CursorThatTheListDoesNotKnow_Answers400NamingIt()
    {
        host.Desk.Reset();
        host.Desk.On<IDeskGrain>(nameof(IDeskGrain.AccountsAsync), _ => throw new FormatException("The cursor is not one that this list gave."));

        using var response = await host.GetAsync("/api/v1/accounts?cursor=abc");

        await ProblemAssert.NamesAsync(response, "cursor");
    }

    [Fact]
    public async Task Decisions_WithEveryFilter_PassesThemOn()
    {
        host.Desk.Reset();
        using var response = await host.GetAsync(
            "/api/v1/decisions?symbol=EURUSD&action=approved&ideaId=i-1&from=2014-05-06T00:00:00Z&to=2014-05-07T02:00:00%2B02:00&limit=7&cursor=abc");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var call = Assert.Single(host.Desk.Calls);
        Assert.Equal(
            new DecisionFilter(
                Symbol.Parse("EURUSD"), "approved", TradeIdeaId.Parse("i-1"), new DateTimeOffset(2014, 5, 6, 0, 0, 0, TimeSpan.Zero),
                new DateTimeOffset(2014, 5, 7, 0, 0, 0, TimeSpan.Zero)),
            call.Arguments[0]);
        Assert.Equal(new PageRequest(7, "abc"), call.Arguments[1]);
    }

    [Theory]
    [InlineData("u-pm", "user:u-pm")]
    [InlineData("s-cross", "strategy:s-cross")]
    [InlineData("user:u-pm", "user:u-pm")]
    [InlineData("system:gate", "system:gate")]
    public async Task Decisions_BySomebody_AsksForTheActor(string asked, string actor)
    {
        host.Desk.Reset();
        using var response = await host.GetAsync("/api/v1/decisions?decidedBy=" + asked);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(
            new DecisionFilter(null, null, null, null, null, Actor.Parse(actor)), Assert.Single(host.Desk.Calls).Arguments[0]);
    }

    [Theory]
    [InlineData("pm")]
    [InlineData("robot:r-1")]
    public async Task Decisions_ByNobodyThatThereCanBe_AreRefused(string asked)
    {
        host.Desk.Reset();
        using var response = await host.GetAsync("/api/v1/decisions?decidedBy=" + asked);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Empty(host.Desk.Calls);
    }

    [Fact]
    public async Task List_WithoutALimit_AsksForFiftyFromTheStart()
    {
        host.Desk.Reset();
        using var response = await host.GetAsync("/api/v1/orders");

        Assert.Equal(new PageRequest(50, null), Assert.Single(host.Desk.Calls).Arguments[1]);
    }

    private static readonly DateTimeOffset At = new(2014, 5, 6, 1, 2, 3, TimeSpan.Zero);

    [Fact]
    public async Task Orders_Listed_KeepDecimalsToTheLastDigitAndTheCursor()
    {
        host.Desk.Reset();
        host.Desk.On<IDeskGrain>(nameof(IDeskGrain.OrdersAsync), _ => new Page<OrderRow>(
            ImmutableArray.Create(new OrderRow(
                ApiHost.Tenant, AccountId.Parse("a-1"),
                new OrderTicket(OrderId.Parse("o-1"), Symbol.Parse("EURUSD"), Side.Sell, new Quantity(12345678901234567.123456789m)),
                OrderStatus.PartiallyFilled, At, At, false, 1000m, 1.39250m, 0.02785m, -1.10m, null)),
            "next-one"));

        using var response = await host.GetAsync("/api/v1/orders");

        var body = await ApiHost.ReadAsync(response);
        var order = body.GetProperty("items")[0];
        Assert.Equal("12345678901234567.123456789", order.GetProperty("quantity").GetRawText());
        Assert.Equal("1.39250", order.GetProperty("fillPrice").GetRawText());
        Assert.Equal("-1.10", order.GetProperty("realisedPnl").GetRawText());
        Assert.Equal("sell", order.GetProperty("side").GetString());
        Assert.Equal("partiallyFilled", order.GetProperty("status").GetString());
        Assert.Equal("2014-05-06T01:02:03+00:00", order.GetProperty("createdAt").GetString());
        Assert.Equal("next-one", body.GetProperty("next").GetString());
    }

    [Fact]
    public async Task List_AtItsEnd_SaysNextIsNull()
    {
        host.Desk.Reset();
        using var response = await host.GetAsync("/api/v1/accounts");

        Assert.Equal("""{"items":[],"next":null}""", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
