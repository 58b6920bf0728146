using System.Collections.Immutable;
using System.ComponentModel;
using Countersign.Api.Contracts;
using Countersign.Api.Contracts.Backtests;
using Countersign.Api.Problems;
using Countersign.Api.Requests;
using Countersign.Api.Tenants;
using Countersign.Domain.Backtests.Jobs;
using Countersign.Domain.Strategies;
using Countersign.Grains.Audit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Body = Countersign.Api.Contracts.Backtests;

namespace Countersign.Api.Backtests;

/// <summary>Backtests: asking for one, watching it, and comparing what came of several.</summary>
internal static class BacktestEndpoints
{
    private const int ComparedMax = 8;

    public static void MapBacktests(this IEndpointRouteBuilder api)
    {
        var reads = api.MapReads("Backtests");
        reads.MapGet("/backtests", ListAsync).WithSummary("The tenant's backtests, newest first").WithName("ListBacktests");
        reads.MapGet("/backtests/compare", CompareAsync).WithSummary("Backtests side by side, figure by figure").WithName("CompareBacktests")
            .Tells(ApiProblems.NotFound());
        reads.MapGet("/backtests/{backtestId}", ShowAsync).WithSummary("One backtest: how far it is, or its main figures").WithName("GetBacktest");
        var starts = api.MapFor(Access.Backtest, "Backtests");
        starts.MapPost("/backtests", StartAsync)
            .WithSummary("Ask for a backtest")
            .WithDescription(
                "It waits for its turn and runs in the background; Location says where to look. A repeat with the same Idempotency-Key answers the first. "
                + "The same request on the same stored bars gives the same result to the byte, which its digest shows.")
            .WithName("StartBacktest");
        starts.MapPost("/backtests/{backtestId}/cancel", CancelAsync).WithSummary("Stop a backtest that waits or runs").WithName("CancelBacktest");
        starts.MapDelete("/backtests/{backtestId}", DeleteAsync).WithSummary("Delete an ended backtest and its result").WithName("DeleteBacktest");
    }

    [PageOrder("-requestedAt")]
    private static async Task<Results<Ok<ListPage<BacktestListItem>>, ProblemResult>> ListAsync(
        [Description("Only of this strategy.")] string? strategyId,
        [QueryValue(typeof(BacktestStatus)), Description("Only with this status.")] string? status,
        string? limit,
        string? cursor,
        HttpContext context,
        Desk desk,
        CancellationToken cancellationToken)
    {
        var input = new Input();
        var filter = new BacktestFilter(input.Optional<StrategyId>("strategyId", strategyId), input.OptionalChoice<BacktestStatus>("status", status));
        var page = input.Page(limit, cursor, context);
        return await input.ListAsync(page, p => desk.Lists(context.Token()).BacktestsAsync(filter, p, cancellationToken), BacktestMapping.ToBody);
    }

    private static async Task<Results<Ok<Body.Backtest>, ProblemResult>> ShowAsync(
        string backtestId, HttpContext context, Desk desk, CancellationToken cancellationToken) =>
        PathId.TryRead<BacktestJobId>(backtestId, out var id)
            ? (await desk.Backtests(context.Token()).GetAsync(id, cancellationToken)).ToOk(BacktestMapping.ToBody)
            : ApiProblems.NotFound();

    private static async Task<Results<Accepted<Body.Backtest>, ProblemResult>> StartAsync(
        StartBacktestRequest request,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        HttpContext context,
        Desk desk,
        CancellationToken cancellationToken)
    {
        var input = new Input();
        var wish = BacktestInput.ReadWish(input, request, input.Command(idempotencyKey), context.Token().Caller.Actor);
        if (input.Problem is { } problem)
        {
            return problem;
        }

        return (await desk.Backtests(context.Token()).SubmitAsync(wish, cancellationToken))
            .ToAccepted($"{CountersignApi.Root}/backtests/{wish.Id}", BacktestMapping.ToBody);
    }

    private static async Task<Results<Ok<Body.Backtest>, ProblemResult>> CancelAsync(
        string backtestId,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        HttpContext context,
        Desk desk,
        CancellationToken cancellationToken)
    {
        var input = new Input();
        var command = new CancelBacktest(input.Command(idempotencyKey), context.Token().Caller.Actor);
        if (input.Problem is { } problem)
        {
            return problem;
        }

        return PathId.TryRead<BacktestJobId>(backtestId, out var id)
            ? (await desk.Backtests(context.Token()).CancelAsync(id, command, cancellationToken)).ToOk(BacktestMapping.ToBody)
            : ApiProblems.NotFound();
    }

    private static async Task<Results<NoContent, ProblemResult>> DeleteAsync(
        string backtestId,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        HttpContext context,
        Desk desk,
        CancellationToken cancellationToken)
    {
        var input = new Input();
        var command = new RemoveBacktest(input.Command(idempotencyKey), context.Token().Caller.Actor);
        if (input.Problem is { } problem)
        {
            return problem;
        }

        if (!PathId.TryRead<BacktestJobId>(backtestId, out var id))
        {
            return ApiProblems.NotFound();
        }

        return await desk.Backtests(context.Token()).RemoveAsync(id, command, cancellationToken) is Reply<Grains.Backtests.BacktestView>.Refused refused
            ? RefusalProblems.Of(refused.Refusals)
            : TypedResults.NoContent();
    }

    private static async Task<Results<Ok<BacktestComparison>, ProblemResult>> CompareAsync(
        [QueryValue(typeof(string), Required = true), Description("2 to 8 backtests, separated by commas.")] string? ids,
        HttpContext context,
        Desk desk,
        CancellationToken cancellationToken)
    {
        var input = new Input();
        var named = (ids ?? string.Empty).Split(',');
        if (named.Length is < 2 or > ComparedMax || named.Distinct(StringComparer.Ordinal).Count() != named.Length)
        {
            input.Error("ids", $"It names {named.Length} backtests: 2 to {ComparedMax} different ones, separated by commas, are right.");
        }

        var known = named.Take(ComparedMax).Select(id => input.Required<BacktestJobId>("ids", id)).ToArray();
        if (input.Problem is { } problem)
        {
            return problem;
        }

        var replies = await Task.WhenAll(known.Select(id => desk.Backtest(context.Token(), id).GetAsync(cancellationToken)));
        var jobs = replies.OfType<Reply<BacktestJob>.Done>().Select(r => r.Value).ToImmutableArray();
        return jobs.Length == known.Length ? TypedResults.Ok(BacktestCompare.Of(jobs)) : ApiProblems.NotFound();
    }
}
