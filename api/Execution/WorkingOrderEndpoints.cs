using System.Collections.Immutable;
using Countersign.Api.Contracts.Execution;
using Countersign.Api.Problems;
using Countersign.Api.Requests;
using Countersign.Api.Tenants;
using Countersign.Domain.Accounts;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Grains.Accounts;
using Countersign.Grains.Audit;
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
            .WithName("AmendOrder").Changes("GetOrder");
        orders.MapPost("/accounts/{accountId}/orders/{orderId}/cancel", CancelAsync).NeverShed()
            .WithSummary("Cancel an order")
            .WithDescription("The answer is the order as it is then: a fill may have been first, or it is pendingCancel until the venue answers.")
            .WithName("CancelOrder");
        orders.MapPost("/accounts/{accountId}/orders/cancel", CancelAllAsync).NeverShed()
            .WithSummary("Cancel all orders of an account, or those of an instrument").WithName("CancelOrders");
        var positions = api.MapFor(Access.PlaceOrders, "Positions");
        positions.MapPost("/accounts/{accountId}/positions/{positionId}/close", CloseAsync).NeverShed()
            .WithSummary("Close a position, or a part of it")
            .WithDescription("With a reduce-only market order, which is the answer.").WithName("ClosePosition");
        positions.MapPost("/accounts/{accountId}/flatten", FlattenAsync).NeverShed()
            .WithSummary("Cancel all orders and close all positions of an account, or those of an instrument")
            .WithDescription(
                "The answer holds every order that was cancelled and every order that closes a position, as they are then. Trading goes on: to stop it "
                + "as well, halt with flatten. With the same idempotency key a position is closed once.")
            .WithName("FlattenAccount");
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

    private static async Task<Results<Ok<OrderList>, ProblemResult>> FlattenAsync(
        string accountId,
        FlattenRequest request,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        HttpContext context,
        Desk desk,
        CancellationToken cancellationToken)
    {
        var input = new Input();
        var command = input.Command(idempotencyKey);
        var symbol = input.Optional<Symbol>("symbol", request.Symbol);
        var reason = input.OptionalText("reason", request.Reason, ReasonLengthMax) ?? NoReason;
        if (input.Problem is { } problem)
        {
            return problem;
        }

        return PathId.TryRead<AccountId>(accountId, out var id)
            ? (await CancelAndCloseAsync(
                desk.Account(context.Token(), id), new CancelAllOrders(command, context.Token().Caller.Actor, symbol, KeepReduceOnly: false, reason),
                cancellationToken)).ToOk(orders => new OrderList([.. orders.Select(o => o.ToBody(id))]))
            : ApiProblems.NotFound();
    }

    // Orders first: a stop that rests would take part of what the closing order is to close.
    private static async Task<Reply<ImmutableArray<Domain.Execution.Order>>> CancelAndCloseAsync(
        IAccountGrain account, CancelAllOrders cancel, CancellationToken cancellationToken)
    {
        var cancelled = await account.CancelAllOrdersAsync(cancel, cancellationToken);
        if (cancelled is not Reply<ImmutableArray<Domain.Execution.Order>>.Done { Value: var orders }
            || await account.GetAsync(cancellationToken) is not Reply<AccountView>.Done { Value.Account.Positions: var positions })
        {
            return cancelled;
        }

        foreach (var position in positions.Values.Where(p => cancel.Symbol is null || p.Symbol == cancel.Symbol))
        {
            var close = new ClosePosition(OrderInput.IdOf(cancel.CommandId, position.Id), position.Id, null);
            switch (await account.ClosePositionAsync(close, cancellationToken))
            {
                case Reply<Domain.Execution.Order>.Done done:
                    orders = orders.Add(done.Value);
                    break;
                case Reply<Domain.Execution.Order>.Refused refused when !refused.Refusals.All(r => r.Code == Reply.NotFoundCode):
                    return new Reply<ImmutableArray<Domain.Execution.Order>>.Refused(refused.Refusals);
            }
        }

        return Reply.Done(orders);
    }
}
