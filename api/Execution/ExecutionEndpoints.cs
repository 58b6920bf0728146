using System.ComponentModel;
using Countersign.Api.Contracts;
using Countersign.Api.Problems;
using Countersign.Api.Requests;
using Countersign.Api.Tenants;
using Countersign.Domain.Accounts;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Grains.Audit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Body = Countersign.Api.Contracts.Execution;

namespace Countersign.Api.Execution;

/// <summary>Fills, and the trades that they closed.</summary>
internal static class ExecutionEndpoints
{
    public static void MapExecutions(this IEndpointRouteBuilder api)
    {
        var reads = api.MapReads("Executions");
        reads.MapGet("/executions", ListAsync).WithSummary("The tenant's fills, newest first").WithName("ListExecutions");
        reads.MapGet("/trades", ListTradesAsync).WithSummary("What the tenant closed, newest first").WithName("ListTrades");
    }

    [PageOrder("-at")]
    private static async Task<Results<Ok<ListPage<Body.Execution>>, ProblemResult>> ListAsync(
        [Description("Only of this account.")] string? accountId,
        [Description("Only of this instrument.")] string? symbol,
        [Description("Only of this order; goes with accountId.")] string? orderId,
        [Description("Not before this time, RFC 3339.")] string? from,
        [Description("Before this time, RFC 3339.")] string? to,
        string? limit,
        string? cursor,
        HttpContext context,
        Desk desk,
        CancellationToken cancellationToken)
    {
        var input = new Input();
        var filter = new ExecutionFilter(
            input.Optional<AccountId>("accountId", accountId), input.Optional<Symbol>("symbol", symbol),
            input.Optional<OrderId>("orderId", orderId), input.OptionalTime("from", from), input.OptionalTime("to", to));
        if (orderId is not null && accountId is null)
        {
            input.Error("accountId", "It is missing: order ids are unique within an account only.");
        }

        var page = input.Page(limit, cursor, context);
        return await input.ListAsync(
            page, p => desk.Lists(context.Token()).ExecutionsAsync(filter, p, cancellationToken), ExecutionMapping.ToBody);
    }

    [PageOrder("-closedAt")]
    private static async Task<Results<Ok<ListPage<Body.Trade>>, ProblemResult>> ListTradesAsync(
        [Description("Only of this account.")] string? accountId,
        [Description("Only of this instrument.")] string? symbol,
        [Description("Not closed before this time, RFC 3339.")] string? from,
        [Description("Closed before this time, RFC 3339.")] string? to,
        string? limit,
        string? cursor,
        HttpContext context,
        Desk desk,
        CancellationToken cancellationToken)
    {
        var input = new Input();
        var filter = new TradeFilter(
            input.Optional<AccountId>("accountId", accountId), input.Optional<Symbol>("symbol", symbol), input.OptionalTime("from", from),
            input.OptionalTime("to", to));
        var page = input.Page(limit, cursor, context);
        return await input.ListAsync(page, p => desk.Lists(context.Token()).TradesAsync(filter, p, cancellationToken), ExecutionMapping.ToBody);
    }
}
