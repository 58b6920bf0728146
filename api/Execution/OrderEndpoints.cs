using System.ComponentModel;
using Countersign.Api.Contracts;
using Countersign.Api.Contracts.Execution;
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
        reads.MapGet("/orders", ListAsync).WithSummary("The tenant's orders, newest first").WithName("ListOrders");
        reads.MapGet("/accounts/{accountId}/orders/{orderId}", ShowAsync).WithSummary("One order").WithName("GetOrder");
        var orders = api.MapFor(Access.PlaceOrders, "Orders");
        orders.MapPost("/orders", PlaceAsync)
            .WithSummary("Place an order")
            .WithDescription(
                "An order that the desk denies or the venue rejects answers 422 with every reason; it is on record all the same. One that the venue "
                + "has accepted may fill later: read it again, or follow the live stream.")
            .WithName("PlaceOrder");
        orders.MapPost("/orders/bracket", PlaceBracketAsync)
            .WithSummary("Place an entry with its stop-loss and take-profit")
            .WithDescription(
                "The exits are orders of their own, placed for as much as the entry filled once it does; each cancels the other. Their ids are the "
                + "entry's with -sl and -tp at the end.")
            .WithName("PlaceBracketOrder");
    }

    [PageOrder("-createdAt")]
    private static async Task<Results<Ok<ListPage<OrderSummary>>, ProblemResult>> ListAsync(
        [Description("Only of this account.")] string? accountId,
        [Description("Only of this instrument.")] string? symbol,
        [QueryValue(typeof(OrderStatus)), Description("Only with this status.")] string? status,
        [QueryValue(typeof(bool)), Description("true: only those that can still be filled.")] string? open,
        [Description("Not placed before this time, RFC 3339.")] string? from,
        [Description("Placed before this time, RFC 3339.")] string? to,
        string? limit,
        string? cursor,
        HttpContext context,
        Desk desk,
        CancellationToken cancellationToken)
    {
        var input = new Input();
        var filter = new OrderFilter(
            input.Optional<AccountId>("accountId", accountId), input.Optional<Symbol>("symbol", symbol),
            input.OptionalChoice<OrderStatus>("status", status), input.OptionalOf("open", open, ["true", "false"]) == "true",
            input.OptionalTime("from", from), input.OptionalTime("to", to));
        var page = input.Page(limit, cursor, context);
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
        var ticket = OrderInput.ReadTicket(input, request, OrderInput.IdOf(input.Command(idempotencyKey)), request.OcoGroup);
        return input.Problem is { } problem ? problem : await SendAsync(desk, context, account, ticket!, cancellationToken);
    }

    /// <summary>An order that the desk made of another request.</summary>
    public static Results<Ok<Body.Order>, ProblemResult> Answer(Reply<Domain.Execution.Order> reply, AccountId account) =>
        RefusedOrder(reply) is { } refused ? refused : reply.ToOk(o => o.ToBody(account));

    private static async Task<Results<Created<Body.Order>, ProblemResult>> PlaceBracketAsync(
        PlaceBracketRequest request,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        HttpContext context,
        Desk desk,
        CancellationToken cancellationToken)
    {
        var input = new Input();
        var account = input.Required<AccountId>("accountId", request.AccountId);
        var ticket = OrderInput.ReadTicket(input, request, OrderInput.IdOf(input.Command(idempotencyKey)));
        if (request is { Stop: null, Target: null, StopTrail: null })
        {
            input.Error("stop", "It is missing, as is target: a bracket has at least one of them.");
        }

        return input.Problem is { } problem ? problem : await SendAsync(desk, context, account, ticket!, cancellationToken);
    }

    private static async Task<Results<Created<Body.Order>, ProblemResult>> SendAsync(
        Desk desk, HttpContext context, AccountId account, OrderTicket ticket, CancellationToken cancellationToken)
    {
        var reply = await desk.Account(context.Token(), account).PlaceOrderAsync(ticket, cancellationToken);
        return RefusedOrder(reply) is { } refused
            ? refused
            : reply.ToCreated($"{CountersignApi.Root}/accounts/{account}/orders/{ticket.Id}", o => o.ToBody(account));
    }

    // On record, but not what was asked for.
    private static ProblemResult? RefusedOrder(Reply<Domain.Execution.Order> reply) =>
        reply is Reply<Domain.Execution.Order>.Done { Value: { Status: OrderStatus.Denied or OrderStatus.Rejected } refused }
            ? RefusalProblems.Of(refused.Refusals)
            : null;
}
