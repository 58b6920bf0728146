using System.Net;
using Countersign.Domain.Audit;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;
using Countersign.Domain.TradeIdeas;
using Countersign.Grains.Accounts;
using Countersign.Grains.Audit;
using Countersign.Grains.Tenants;
using Countersign.Grains.TradeIdeas;
using Countersign.Tests.Api.Hosting;
using Xunit;

namespace Countersign.Tests.Api.Problems;

public sealed class RefusalTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string Order = """{"accountId":"a-1","clientOrderId":"o-7","symbol":"EURUSD","side":"buy","quantity":1000.50}""";

    [Fact]
    public async Task Approve_RefusedForSeveralReasons_Answers422WithAllOfThem()
    {
        Approving(_ => Reply.Refused<TradeIdea>(
            RiskRefusals.NoPrice(Symbol.Parse("EURUSD")), TradeIdeaRefusals.BeyondStop(new Price(1.39m), new Price(1.391m))));

        using var response = await host.PostAsync("/api/v1/ideas/i-1/approve", "{}");

        var problem = await ProblemAssert.IsAsync(response, HttpStatusCode.UnprocessableEntity, "risk.no_price");
        Assert.Equal(
            ["risk.no_price", "idea.beyond_stop"], problem.GetProperty("refusals").EnumerateArray().Select(r => r.GetProperty("code").GetString()!));
        Assert.Contains("1.391", problem.GetProperty("refusals")[1].GetProperty("message").GetString());
    }

    [Fact]
    public async Task Approve_IdeaThatIsDecidedAlready_Answers409()
    {
        Approving(_ => Reply.Refused<TradeIdea>(TradeIdeaRefusals.NotWaiting(TradeIdeaStatus.Rejected)));

        using var response = await host.PostAsync("/api/v1/ideas/i-1/approve", "{}");

        await ProblemAssert.IsAsync(response, HttpStatusCode.Conflict, "idea.not_waiting");
    }

    [Fact]
    public async Task Approve_ByThePortfolioManager_CarriesKeyNoteAndActor()
    {
        host.Desk.Reset();
        using var response = await host.PostAsync("/api/v1/ideas/i-1/approve", """{"note":"fine"}""", idempotencyKey: "k 1");

        var command = (ApproveTradeIdea)Assert.Single(host.Desk.Calls).Arguments[0]!;
        Assert.Equal("fine", command.Note);
        Assert.Equal("k 1", command.CommandId.Value);
        Assert.Equal(Actor.User(ApiHost.User), command.By);
    }

    [Fact]
    public async Task UnknownForeignAndMalformedIds_Answer404InTheSameWords()
    {
        host.Desk.Reset();
        var unknown = await NotFoundAsync("/api/v1/ideas/i-1");
        var malformed = await NotFoundAsync("/api/v1/ideas/T-DEMO%2Fi-1");
        var otherKind = await NotFoundAsync("/api/v1/accounts/a-1");
        var nowhere = await NotFoundAsync("/api/v1/nowhere");
        host.Desk.On<ITradeIdeaGrain>(nameof(ITradeIdeaGrain.GetAsync), _ => throw new ForeignTenantException("another tenant's grain"));
        var foreign = await NotFoundAsync("/api/v1/ideas/i-1");

        Assert.All([malformed, otherKind, nowhere, foreign], text => Assert.Equal(unknown, text));
        Assert.DoesNotContain("i-1", unknown);
    }

    [Theory]
    [InlineData("journal")]
    [InlineData("timeout")]
    public async Task Order_WhileTheDeskCannot_Answers503WithRetryAfter(string why)
    {
        host.Desk.Reset();
        host.Desk.On<IAccountGrain>(nameof(IAccountGrain.PlaceOrderAsync), _ => throw (why == "journal"
            ? new JournalUnavailableException("disk full: /var/lib/secret") : new TimeoutException("30 s")));

        using var response = await host.PostAsync("/api/v1/orders", Order);

        var problem = await ProblemAssert.IsAsync(
            response, HttpStatusCode.ServiceUnavailable, why == "journal" ? "journal.unavailable" : "desk.busy");
        Assert.Equal(TimeSpan.FromSeconds(5), response.Headers.RetryAfter?.Delta);
        Assert.DoesNotContain("secret", problem.GetRawText());
    }

    [Fact]
    public async Task Order_WhenAnotherWriterWins_Answers409() =>
        await FailsAsync(new JournalConflictException("twice"), HttpStatusCode.Conflict, "version.conflict");

    [Fact]
    public async Task Order_WhenTheSiloDeniesTheRole_Answers403() =>
        await FailsAsync(new RoleDeniedException("no"), HttpStatusCode.Forbidden, "role.denied");

    [Fact]
    public async Task Order_WhenTheDeskHasABug_Answers500WithoutItsText()
    {
        var problem = await FailsAsync(new InvalidOperationException("secret"), HttpStatusCode.InternalServerError, "internal");

        Assert.DoesNotContain("secret", problem);
    }

    [Fact]
    public async Task Order_DeniedByTheGate_Answers422WithItsRefusals()
    {
        Placing(ticket => Domain.Execution.Order.New(ticket, host.Time.Now) with
        {
            Status = OrderStatus.Denied,
            Refusals = [RiskRefusals.MaxPosition(ticket.Symbol, new Quantity(2m), new EffectiveLimit(1m, RiskLevel.Account)), RiskRefusals.NoPrice(ticket.Symbol)],
        });

        using var response = await host.PostAsync("/api/v1/orders", Order);

        var problem = await ProblemAssert.IsAsync(response, HttpStatusCode.UnprocessableEntity, "risk.max_position");
        Assert.Equal(2, problem.GetProperty("refusals").GetArrayLength());
    }

    [Fact]
    public async Task Order_Filled_Answers201WithItsAddress()
    {
        Placing(ticket => Domain.Execution.Order.New(ticket, host.Time.Now) with
        {
            Status = OrderStatus.Filled, Filled = ticket.Quantity, FillPrice = new Price(1.39250m),
        });

        using var response = await host.PostAsync("/api/v1/orders", Order);

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal("/api/v1/accounts/a-1/orders/o-7", response.Headers.Location?.OriginalString);
        var order = await ApiHost.ReadAsync(response);
        Assert.Equal("1.39250", order.GetProperty("fillPrice").GetRawText());
        Assert.Equal("1000.50", order.GetProperty("quantity").GetRawText());
        Assert.Equal("filled", order.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Order_WithTheSameKeyTwice_IsTheSameOrder()
    {
        const string unnamed = """{"accountId":"a-1","symbol":"EURUSD","side":"buy","quantity":1}""";
        Placing(ticket => Domain.Execution.Order.New(ticket, host.Time.Now));

        using var first = await host.PostAsync("/api/v1/orders", unnamed, idempotencyKey: "key A");
        using var again = await host.PostAsync("/api/v1/orders", unnamed, idempotencyKey: "key A");
        using var other = await host.PostAsync("/api/v1/orders", unnamed, idempotencyKey: "key B");
        using var keyless = await host.PostAsync("/api/v1/orders", unnamed);

        Assert.Equal(first.Headers.Location, again.Headers.Location);
        Assert.Equal(3, new[] { first, other, keyless }.Select(r => r.Headers.Location).Distinct().Count());
    }

    private void Placing(Func<OrderTicket, Domain.Execution.Order> place)
    {
        host.Desk.Reset();
        host.Desk.On<IAccountGrain>(nameof(IAccountGrain.PlaceOrderAsync), c => Reply.Done(place((OrderTicket)c.Arguments[0]!)));
    }

    private void Approving(Func<GrainCall, object> answer)
    {
        host.Desk.Reset();
        host.Desk.On<ITradeIdeaGrain>(nameof(ITradeIdeaGrain.ApproveAsync), answer);
    }

    private async Task<string> FailsAsync(Exception e, HttpStatusCode status, string code)
    {
        host.Desk.Reset();
        host.Desk.On<IAccountGrain>(nameof(IAccountGrain.PlaceOrderAsync), _ => throw e);
        using var response = await host.PostAsync("/api/v1/orders", Order);
        return (await ProblemAssert.IsAsync(response, status, code)).GetRawText();
    }

    // Everything but the trace id.
    private async Task<string> NotFoundAsync(string path)
    {
        using var response = await host.GetAsync(path);
        var problem = await ProblemAssert.IsAsync(response, HttpStatusCode.NotFound, "not_found");
        return problem.GetRawText().Replace(problem.GetProperty("traceId").GetString()!, "");
    }
}
