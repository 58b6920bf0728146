using Countersign.Api.Accounts;
using Countersign.Api.Contracts.Risk;
using Countersign.Api.Problems;
using Countersign.Api.Requests;
using Countersign.Api.Strategies;
using Countersign.Api.Tenants;
using Countersign.Domain.Accounts;
using Countersign.Domain.Strategies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Body = Countersign.Api.Contracts;

namespace Countersign.Api.Risk;

/// <summary>How much of a strategy, and of an account's ideas, goes without a person.</summary>
internal static class AutonomyEndpoints
{
    public static void MapAutonomy(this IEndpointRouteBuilder api)
    {
        api.MapFor(Access.Trade, "Strategies").RequireStrong().MapPut("/strategies/{strategyId}/autonomy", SetStrategyAsync)
            .WithSummary("Replace how much of a strategy goes without a person").WithName("SetStrategyAutonomy").Changes("GetStrategy");
        api.MapReads("Accounts").MapGet("/accounts/{accountId}/autonomy", ShowAccountAsync)
            .WithSummary("How much of an account's ideas goes without a person").WithName("GetAccountAutonomy");
        api.MapFor(Access.Administer, "Accounts").RequireStrong().MapPut("/accounts/{accountId}/autonomy", SetAccountAsync)
            .WithSummary("Replace how much of an account's ideas goes without a person, and what needs two")
            .WithName("SetAccountAutonomy").Changes("GetAccountAutonomy", isAnswer: false);
    }

    private static async Task<Results<Ok<Body.Strategies.Strategy>, ProblemResult>> SetStrategyAsync(
        string strategyId,
        SetStrategyAutonomyRequest request,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        HttpContext context,
        Desk desk,
        CancellationToken cancellationToken)
    {
        var input = new Input();
        if (request.Autonomy is null)
        {
            input.Error("autonomy", "It is missing: an object with a mode is right.");
        }

        var autonomy = request.Autonomy is { } given ? AutonomyMapping.Read(input, given) : new Domain.Risk.Autonomy.ApproveEverything();
        var command = new SetStrategyAutonomy(
            input.Command(idempotencyKey), context.Token().Caller.Actor, autonomy, RiskInput.ReadReason(input, request.Reason));
        if (input.Problem is { } problem)
        {
            return problem;
        }

        return PathId.TryRead<StrategyId>(strategyId, out var id)
            ? (await desk.Strategy(context.Token(), id).SetAutonomyAsync(command, cancellationToken)).ToOk(StrategyMapping.ToBody)
            : ApiProblems.NotFound();
    }

    private static async Task<Results<Ok<Body.Risk.AccountAutonomy>, ProblemResult>> ShowAccountAsync(
        string accountId, HttpContext context, Desk desk, CancellationToken cancellationToken) =>
        PathId.TryRead<AccountId>(accountId, out var id)
            ? (await desk.Account(context.Token(), id).GetAsync(cancellationToken)).ToOk(v => new Body.Risk.AccountAutonomy(v.Account.Autonomy?.ToBody()))
            : ApiProblems.NotFound();

    private static async Task<Results<Ok<Body.Accounts.Account>, ProblemResult>> SetAccountAsync(
        string accountId,
        SetAccountAutonomyRequest request,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        HttpContext context,
        Desk desk,
        CancellationToken cancellationToken)
    {
        var input = new Input();
        var command = new SetAccountAutonomy(
            input.Command(idempotencyKey), context.Token().Caller.Actor,
            request.Autonomy is { } given ? AutonomyMapping.Read(input, given) : null,
            RiskInput.ReadReason(input, request.Reason));
        if (input.Problem is { } problem)
        {
            return problem;
        }

        return PathId.TryRead<AccountId>(accountId, out var id)
            ? (await desk.Account(context.Token(), id).SetAutonomyAsync(command, cancellationToken)).ToOk(AccountMapping.ToBody)
            : ApiProblems.NotFound();
    }
}
