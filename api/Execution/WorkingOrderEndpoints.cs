using Countersign.Api.Contracts.Execution;
using Countersign.Api.Problems;
using Countersign.Api.Requests;
using Countersign.Api.Tenants;
using Countersign.Domain.Accounts;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Grains.Accounts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Body = Countersign.Api.Contracts.Execution;

namespace Countersign.Api.Execution;

/// <summary>What can be done to orders that rest, and to positions.</summary>
internal static class WorkingOrderEndpoints
{
    private const int ReasonLengthMax = 200;
    private const string NoReason = "";

    public static void MapWorkingOrders(this IEndpointRouteBuilder api)
    {
        var orders = api.MapFor(Access.PlaceOrders, "Orders");
        orders.MapPatch("/accounts/{accountId}/orders/{orderId}", AmendAsync)
            .WithSummary("Change a resting order")
            .WithDescription(
                "The answer is the order as it is then. Where the venue has not answered yet it is pendingReplace, and may fill on its old terms.")
            .WithName("amendOrder");
        orders.MapPost("/accounts/{accountId}/orders/{orderId}/cancel", CancelAsync)
            .WithSummary("Cancel an order")
            .WithDescription("The answer is the order as it is then: a fill may have been first, or it is pendingCancel until the venue answers.")
            .WithName("cancelOrder");
        orders.MapPost("/accounts/{accountId}/orders/cancel", CancelAllAsync)
            .WithSummary("Cancel all orders of an account, or those of an instrument").WithName("cancelOrders");
        api.MapFor(Access.PlaceOrders, "Positions").MapPost("/accounts/{accountId}/positions/{positionId}/close", CloseAsync)
            .WithSummary("Close a position, or a part of it")
            .WithDescription("With a reduce-only market order, which is the answer.").WithName("closePosition");
    }

    private static async Task<Results<Ok<Body.Order>, ProblemResult>> AmendAsync(
        string accountId,
        string orderId,
        AmendOrderRequest request,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        HttpContext context,
        Desk desk,
        CancellationToken cancellationToken)
    {
        var input = new Input();
        var command = input.Command(idempotencyKey);
        var amendment = OrderInput.ReadAmendment(input, request);
        if (input.Problem is { } problem)
        {
            return problem;
        }

        return PathId.TryRead<AccountId>(accountId, out var account) && PathId.TryRead<OrderId>(orderId, out var id)
            ? (await desk.Account(context.Token(), account).AmendOrderAsync(
                new AmendOrder(command, context.Token().Caller.Actor, id, amendment), cancellationToken)).ToOk(o => o.ToBody(account))
            : ApiProblems.NotFound();
    }

    private static async Task<Results<Ok<Body.Order>, ProblemResult>> CancelAsync(
        string accountId,
        string orderId,
        CancelOrderRequest request,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        HttpContext context,
        Desk desk,
        CancellationToken cancellationToken)
    {
        var input = new Input();
        var command = input.Command(idempotencyKey);
        var reason = input.OptionalText("reason", request.Reason, ReasonLengthMax) ?? NoReason;
        if (input.Problem is { } problem)
        {
            return problem;
        }

        return PathId.TryRead<AccountId>(accountId, out var account) && PathId.TryRead<OrderId>(orderId, out var id)
            ? (await desk.Account(context.Token(), account).CancelOrderAsync(
                new CancelOrder(command, context.Token().Caller.Actor, id, reason), cancellationToken)).ToOk(o => o.ToBody(account))
            : ApiProblems.NotFound();
    }

    private static async Task<Results<Ok<OrderList>, ProblemResult>> CancelAllAsync(
        string accountId,
        CancelOrdersRequest request,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        HttpContext context,
        Desk desk,
        CancellationToken cancellationToken)
    {
        var input = new Input();
        var command = new CancelAllOrders(
            input.Command(idempotencyKey), context.Token().Caller.Actor, input.Optional<Symbol>("symbol", request.Symbol),
            request.KeepReduceOnly ?? false, input.OptionalText("reason", request.Reason, ReasonLengthMax) ?? NoReason);
        if (input.Problem is { } problem)
        {
            return problem;
        }

        return PathId.TryRead<AccountId>(accountId, out var account)
            ? (await desk.Account(context.Token(), account).CancelAllOrdersAsync(command, cancellationToken))
                .ToOk(orders => new OrderList([.. orders.Select(o => o.ToBody(account))]))
            : ApiProblems.NotFound();
    }

    private static async Task<Results<Ok<Body.Order>, ProblemResult>> CloseAsync(
        string accountId,
        string positionId,
        ClosePositionRequest request,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        HttpContext context,
        Desk desk,
        CancellationToken cancellationToken)
    {
        var input = new Input();
        var command = input.Command(idempotencyKey);
        var order = input.Optional<OrderId>("clientOrderId", request.ClientOrderId) ?? OrderInput.IdOf(command);
        var quantity = input.OptionalPositive("quantity", request.Quantity);
        if (input.Problem is { } problem)
        {
            return problem;
        }

        return PathId.TryRead<AccountId>(accountId, out var account) && PathId.TryRead<PositionId>(positionId, out var position)
            ? OrderEndpoints.Answer(await desk.Account(context.Token(), account).ClosePositionAsync(
                new ClosePosition(order, position, quantity is { } part ? new Quantity(part) : null), cancellationToken), account)
            : ApiProblems.NotFound();
    }
}
