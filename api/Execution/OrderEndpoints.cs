using System.ComponentModel;
using Countersign.Api.Contracts;
using Countersign.Api.Contracts.Execution;
using Countersign.Api.Problems;
using Countersign.Api.Requests;
using Countersign.Api.Tenants;
using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Grains.Audit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Body = Countersign.Api.Contracts.Execution;

namespace Countersign.Api.Execution;

/// <summary>Orders.</summary>
internal static class OrderEndpoints
{
    public static void MapOrders(this IEndpointRouteBuilder api)
    {
        var reads = api.MapReads("Orders");
        reads.MapGet("/orders", ListAsync).WithSummary("The tenant's orders, newest first").WithName("listOrders");
        reads.MapGet("/accounts/{accountId}/orders/{orderId}", ShowAsync).WithSummary("One order").WithName("showOrder");
        api.MapFor(Access.PlaceOrders, "Orders").MapPost("/orders", PlaceAsync)
            .WithSummary("Place a market order")
            .WithDescription(
                "An order that the desk denies or the venue rejects answers 422 with every reason; it is on record all the same.")
            .WithName("placeOrder");
    }

    private static async Task<Results<Ok<ListPage<OrderSummary>>, ProblemResult>> ListAsync(
        [Description("Only of this account.")] string? accountId,
        [Description("Only of this instrument.")] string? symbol,
        [Description("Only with this status.")] string? status,
        string? limit,
        string? cursor,
        HttpContext context,
        Desk desk,
        CancellationToken cancellationToken)
    {
        var input = new Input();
        var filter = new OrderFilter(
            input.Optional<AccountId>("accountId", accountId), input.Optional<Symbol>("symbol", symbol),
            input.OptionalChoice<OrderStatus>("status", status));
        var page = input.Page(limit, cursor);
        return await input.ListAsync(
            page, p => desk.Lists(context.Token()).OrdersAsync(filter, p, cancellationToken), ExecutionMapping.ToBody);
    }

    private static async Task<Results<Ok<Body.Order>, ProblemResult>> ShowAsync(
        string accountId, string orderId, HttpContext context, Desk desk, CancellationToken cancellationToken) =>
        PathId.TryRead<AccountId>(accountId, out var account) && PathId.TryRead<OrderId>(orderId, out var id)
            ? (await desk.Account(context.Token(), account).GetOrderAsync(id, cancellationToken)).ToOk(o => o.ToBody(account))
            : ApiProblems.NotFound();

    private static async Task<Results<Created<Body.Order>, ProblemResult>> PlaceAsync(
        PlaceOrderRequest request,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        HttpContext context,
        Desk desk,
        CancellationToken cancellationToken)
    {
        var input = new Input();
        var account = input.Required<AccountId>("accountId", request.AccountId);
        var ticket = ReadTicket(input, request, input.Command(idempotencyKey));
        if (input.Problem is { } problem)
        {
            return problem;
        }

        var reply = await desk.Account(context.Token(), account).PlaceOrderAsync(ticket!, cancellationToken);
        return reply is Reply<Domain.Execution.Order>.Done { Value: { Status: OrderStatus.Denied or OrderStatus.Rejected } refused }
            ? RefusalProblems.Of(refused.Refusals)
            : reply.ToCreated($"{CountersignApi.Root}/accounts/{account}/orders/{ticket!.Id}", o => o.ToBody(account));
    }

    private static OrderTicket? ReadTicket(Input input, PlaceOrderRequest request, CommandId command)
    {
        var id = input.Optional<OrderId>("clientOrderId", request.ClientOrderId) ?? IdOf(command);
        var symbol = input.Required<Symbol>("symbol", request.Symbol);
        var side = input.RequiredChoice<Side>("side", request.Side);
        var quantity = input.RequiredPositive("quantity", request.Quantity);
        return input.Problem is null ? new OrderTicket(id, symbol, side, new Quantity(quantity)) : null;
    }

    // The same key must name the same order, whatever characters the key has.
    private static OrderId IdOf(CommandId command) => OrderId.Parse(OrderId.Prefix + IdempotencyKey.Digest(command));
}
