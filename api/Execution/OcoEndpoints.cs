using Countersign.Api.Contracts.Execution;
using Countersign.Api.Problems;
using Countersign.Api.Requests;
using Countersign.Api.Tenants;
using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Execution;
using Countersign.Grains.Accounts;
using Countersign.Grains.Audit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Order = Countersign.Domain.Execution.Order;

namespace Countersign.Api.Execution;

/// <summary>Orders that cancel one another, placed together: all of them, or none that stays.</summary>
internal static class OcoEndpoints
{
    private const int OrdersMin = 2;
    private const int OrdersMax = 10;

    public static void MapOco(this IEndpointRouteBuilder api) =>
        api.MapFor(Access.PlaceOrders, "Orders").MapPost("/orders/oco", PlaceAsync)
            .WithSummary("Place orders that cancel one another")
            .WithDescription(
                "One after the other. Where one is denied or rejected those before it are cancelled, and the answer is 422 with its reasons; where "
                + "one fills meanwhile the others are cancelled, and the answer says so.")
            .WithName("PlaceOcoOrders");

    private static async Task<Results<Ok<OrderList>, ProblemResult>> PlaceAsync(
        PlaceOcoRequest request,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        HttpContext context,
        Desk desk,
        CancellationToken cancellationToken)
    {
        var input = new Input();
        var account = input.Required<AccountId>("accountId", request.AccountId);
        var command = input.Command(idempotencyKey);
        var tickets = ReadTickets(input, request, command);
        if (input.Problem is { } problem)
        {
            return problem;
        }

        var placing = new Placing(desk.Account(context.Token(), account), context.Token().Caller.Actor, command);
        if (await placing.PlaceAsync(tickets, cancellationToken) is { } refused)
        {
            return refused;
        }

        var orders = await placing.SettleAsync(cancellationToken);
        return TypedResults.Ok(new OrderList([.. orders.Select(o => o.ToBody(account))]));
    }

    private static List<OrderTicket> ReadTickets(Input input, PlaceOcoRequest request, CommandId command)
    {
        if (request.Orders is not { Count: >= OrdersMin and <= OrdersMax } orders)
        {
            input.Error("orders", $"A list of {OrdersMin} to {OrdersMax} is right.");
            return [];
        }

        var group = request.OcoGroup ?? "oco-" + IdempotencyKey.Digest(command);
        var tickets = new List<OrderTicket>();
        for (var i = 0; i < orders.Count; i++)
        {
            var id = OrderId.Parse(FormattableString.Invariant($"{OrderInput.IdOf(command)}-{i + 1}"));
            if (orders[i] is null)
            {
                input.Error(FormattableString.Invariant($"orders[{i}]"), "It is null: an object is right.");
            }
            else if (OrderInput.ReadTicket(input, orders[i], id, group, FormattableString.Invariant($"orders[{i}].")) is { } ticket)
            {
                tickets.Add(ticket);
            }
        }

        return tickets;
    }

    /// <summary>The way from the first order to the last, and back where it is not open to all.</summary>
    private sealed class Placing(IAccountGrain account, Actor by, CommandId command)
    {
        private readonly List<OrderId> placed = [];

        public async Task<ProblemResult?> PlaceAsync(List<OrderTicket> tickets, CancellationToken cancellationToken)
        {
            foreach (var ticket in tickets)
            {
                var refusals = await account.PlaceOrderAsync(ticket, cancellationToken) switch
                {
                    Reply<Order>.Refused refused => refused.Refusals,
                    Reply<Order>.Done { Value: { Status: OrderStatus.Denied or OrderStatus.Rejected } order } => order.Refusals,
                    _ => [],
                };
                if (!refusals.IsEmpty)
                {
                    await CancelAsync(placed, cancellationToken);
                    return RefusalProblems.Of(refusals);
                }

                placed.Add(ticket.Id);
            }

            return null;
        }

        // An order that was filled before its neighbour was there could not cancel it.
        public async Task<List<Order>> SettleAsync(CancellationToken cancellationToken)
        {
            var orders = await ReadAsync(cancellationToken);
            if (orders.Exists(o => o.Status == OrderStatus.Filled) && orders.Exists(o => !o.IsFinal))
            {
                await CancelAsync(orders.Where(o => !o.IsFinal).Select(o => o.Id), cancellationToken);
                orders = await ReadAsync(cancellationToken);
            }

            return orders;
        }

        private async Task<List<Order>> ReadAsync(CancellationToken cancellationToken)
        {
            var orders = new List<Order>();
            foreach (var id in placed)
            {
                if (await account.GetOrderAsync(id, cancellationToken) is Reply<Order>.Done done)
                {
                    orders.Add(done.Value);
                }
            }

            return orders;
        }

        private async Task CancelAsync(IEnumerable<OrderId> orders, CancellationToken cancellationToken)
        {
            foreach (var id in orders)
            {
                var cancel = CommandId.Parse($"undo/{IdempotencyKey.Digest(command)}/{id}");
                await account.CancelOrderAsync(new CancelOrder(cancel, by, id, "The group could not stay together."), cancellationToken);
            }
        }
    }
}
