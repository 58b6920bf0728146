using System.ComponentModel;
using Countersign.Api.Contracts;
using Countersign.Api.Contracts.TradeIdeas;
using Countersign.Api.Problems;
using Countersign.Api.Requests;
using Countersign.Api.Tenants;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;
using Countersign.Domain.TradeIdeas;
using Countersign.Grains.Audit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Body = Countersign.Api.Contracts.TradeIdeas;

namespace Countersign.Api.TradeIdeas;

/// <summary>Ideas: the queue, and countersigning them or not.</summary>
internal static class TradeIdeaEndpoints
{
    private const int NoteLengthMax = 1_000;

    public static void MapTradeIdeas(this IEndpointRouteBuilder api)
    {
        var reads = api.MapReads("Ideas");
        reads.MapGet("/ideas", ListAsync).WithSummary("The tenant's ideas, newest first").WithName("ListIdeas");
        reads.MapGet("/ideas/{ideaId}", ShowAsync).WithSummary("One idea, with why and on what").WithName("GetIdea");
        reads.MapGet("/ideas/{ideaId}/approval", PreviewAsync)
            .WithSummary("What changed since an idea was made, and what an approval would be answered now").WithName("PreviewApproval");
        var trades = api.MapFor(Access.Trade, "Ideas");
        trades.MapPost("/ideas/{ideaId}/approve", ApproveAsync)
            .WithSummary("Countersign an idea")
            .WithDescription(
                "The idea is checked again against the market of this moment and, if it holds, its order is placed. A size that needs two people "
                + "waits after the first approval for another person's.")
            .WithName("ApproveIdea");
        trades.MapPost("/ideas/{ideaId}/reject", RejectAsync).WithSummary("Turn an idea down").WithName("RejectIdea");
    }

    [PageOrder("-raisedAt")]
    private static async Task<Results<Ok<ListPage<TradeIdeaSummary>>, ProblemResult>> ListAsync(
        [QueryValue(typeof(TradeIdeaStatus)), Description("Only with this status.")] string? status,
        [Description("Only of this instrument.")] string? symbol,
        [Description("Only of this strategy.")] string? strategyId,
        string? limit,
        string? cursor,
        HttpContext context,
        Desk desk,
        CancellationToken cancellationToken)
    {
        var input = new Input();
        var filter = new TradeIdeaFilter(
            input.OptionalChoice<TradeIdeaStatus>("status", status), input.Optional<Symbol>("symbol", symbol),
            input.Optional<StrategyId>("strategyId", strategyId));
        var page = input.Page(limit, cursor, context);
        return await input.ListAsync(
            page, p => desk.Lists(context.Token()).TradeIdeasAsync(filter, p, cancellationToken), TradeIdeaMapping.ToBody);
    }

    private static async Task<Results<Ok<Body.TradeIdea>, ProblemResult>> ShowAsync(
        string ideaId, HttpContext context, Desk desk, CancellationToken cancellationToken) =>
        PathId.TryRead<TradeIdeaId>(ideaId, out var id)
            ? (await desk.TradeIdea(context.Token(), id).GetAsync(cancellationToken)).ToOk(TradeIdeaMapping.ToBody)
            : ApiProblems.NotFound();

    private static async Task<Results<Ok<Body.ApprovalPreview>, ProblemResult>> PreviewAsync(
        string ideaId, HttpContext context, Desk desk, CancellationToken cancellationToken) =>
        PathId.TryRead<TradeIdeaId>(ideaId, out var id)
            ? (await desk.TradeIdea(context.Token(), id).PreviewApprovalAsync(cancellationToken)).ToOk(TradeIdeaMapping.ToBody)
            : ApiProblems.NotFound();

    private static async Task<Results<Ok<Body.TradeIdea>, ProblemResult>> ApproveAsync(
        string ideaId,
        ApproveIdeaRequest request,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        HttpContext context,
        Desk desk,
        CancellationToken cancellationToken)
    {
        var input = new Input();
        var note = input.OptionalText("note", request.Note, NoteLengthMax);
        var command = new ApproveTradeIdea(input.Command(idempotencyKey), context.Token().Caller.Actor, note);
        if (input.Problem is { } problem)
        {
            return problem;
        }

        return PathId.TryRead<TradeIdeaId>(ideaId, out var id)
            ? (await desk.TradeIdea(context.Token(), id).ApproveAsync(command, cancellationToken)).ToOk(TradeIdeaMapping.ToBody)
            : ApiProblems.NotFound();
    }

    private static async Task<Results<Ok<Body.TradeIdea>, ProblemResult>> RejectAsync(
        string ideaId,
        RejectIdeaRequest request,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        HttpContext context,
        Desk desk,
        CancellationToken cancellationToken)
    {
        var input = new Input();
        var reason = input.RequiredText("reason", request.Reason, NoteLengthMax);
        var command = new RejectTradeIdea(input.Command(idempotencyKey), context.Token().Caller.Actor, reason);
        if (input.Problem is { } problem)
        {
            return problem;
        }

        return PathId.TryRead<TradeIdeaId>(ideaId, out var id)
            ? (await desk.TradeIdea(context.Token(), id).RejectAsync(command, cancellationToken)).ToOk(TradeIdeaMapping.ToBody)
            : ApiProblems.NotFound();
    }
}
