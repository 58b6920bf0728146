using Countersign.Api.Contracts.Risk;
using Countersign.Api.Problems;
using Countersign.Api.Requests;
using Countersign.Api.Tenants;
using Countersign.Domain.Accounts;
using Countersign.Domain.Risk;
using Countersign.Domain.Strategies;
using Countersign.Grains.Audit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Body = Countersign.Api.Contracts.Risk;

namespace Countersign.Api.Risk;

/// <summary>A strategy's limits and its kill switch.</summary>
internal static class StrategyRiskEndpoints
{
    public static void MapStrategyRisk(this IEndpointRouteBuilder api)
    {
        api.MapFor(Access.Read, "Risk").MapGet("/strategies/{strategyId}/risk", ShowAsync)
            .WithSummary("A strategy's limits and trading state").WithName("GetStrategyRisk");
        var sets = api.MapFor(Access.Administer, "Risk").RequireStrong();
        sets.MapPut("/strategies/{strategyId}/risk/limits", SetLimitsAsync)
            .WithSummary("Replace a strategy's limits").WithName("SetStrategyRiskLimits").Changes("GetStrategyRisk");
        sets.MapPut("/strategies/{strategyId}/risk/blackouts", SetBlackoutsAsync)
            .WithSummary("Replace a strategy's blackout windows").WithName("SetStrategyRiskBlackouts").Changes("GetStrategyRisk");
        sets.MapPut("/strategies/{strategyId}/risk/calendar-blackouts", SetCalendarBlackoutsAsync)
            .WithSummary("Replace a strategy's rules for blackouts around releases of the economic calendar").WithName("SetStrategyRiskCalendarBlackouts").Changes("GetStrategyRisk");
        var stops = api.MapFor(Access.Stop, "Risk");
        stops.MapPost("/strategies/{strategyId}/risk/halt", HaltAsync).NeverShed()
            .WithSummary("Halt a strategy's orders").WithDescription("No order passes any more; cancels do. With flatten the positions are closed too.").WithName("HaltStrategyRisk");
        stops.MapPost("/strategies/{strategyId}/risk/reduce", ReduceAsync).NeverShed()
            .WithSummary("Let only the strategy's orders pass that reduce positions").WithName("ReduceStrategyRisk");
        stops.MapPost("/strategies/{strategyId}/risk/resume", ResumeAsync)
            .WithSummary("Let a strategy trade again").WithName("ResumeStrategyRisk");
    }

    private static async Task<Results<Ok<Body.RiskPolicy>, ProblemResult>> ShowAsync(
        string strategyId,
        HttpContext context, Desk desk, CancellationToken cancellationToken) =>
        await FindAsync(strategyId, context, desk, cancellationToken) is { } id
            ? TypedResults.Ok((await desk.StrategyRisk(context.Token(), id).GetAsync(cancellationToken)).ToBody(strategyId))
            : ApiProblems.NotFound();

    private static async Task<Results<Ok<Body.RiskPolicy>, ProblemResult>> SetLimitsAsync(
        string strategyId,
        SetLimitsRequest request,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        HttpContext context,
        Desk desk,
        CancellationToken cancellationToken) =>
        await FindAsync(strategyId, context, desk, cancellationToken) is { } id
            ? await RiskPolicyCommands.SetLimitsAsync(
                request, idempotencyKey, context, strategyId, c => desk.StrategyRisk(context.Token(), id).SetLimitsAsync(c, cancellationToken))
            : ApiProblems.NotFound();

    private static async Task<Results<Ok<Body.RiskPolicy>, ProblemResult>> SetBlackoutsAsync(
        string strategyId,
        SetBlackoutsRequest request,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        HttpContext context,
        Desk desk,
        CancellationToken cancellationToken) =>
        await FindAsync(strategyId, context, desk, cancellationToken) is { } id
            ? await RiskPolicyCommands.SetBlackoutsAsync(
                request, idempotencyKey, context, strategyId, c => desk.StrategyRisk(context.Token(), id).SetBlackoutsAsync(c, cancellationToken))
            : ApiProblems.NotFound();

    private static async Task<Results<Ok<Body.RiskPolicy>, ProblemResult>> SetCalendarBlackoutsAsync(
        string strategyId,
        SetCalendarBlackoutsRequest request,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        HttpContext context,
        Desk desk,
        CancellationToken cancellationToken) =>
        await FindAsync(strategyId, context, desk, cancellationToken) is { } id
            ? await RiskPolicyCommands.SetCalendarBlackoutsAsync(
                request, idempotencyKey, context, strategyId, c => desk.StrategyRisk(context.Token(), id).SetCalendarBlackoutsAsync(c, cancellationToken))
            : ApiProblems.NotFound();

    private static async Task<Results<Ok<TradingStateChange>, ProblemResult>> HaltAsync(
        string strategyId,
        HaltRequest request,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        HttpContext context,
        Desk desk,
        CancellationToken cancellationToken) =>
        await FindAsync(strategyId, context, desk, cancellationToken) is { } id
            ? await RiskPolicyCommands.ChangeTradingAsync(
                TradingState.Halted, request.Reason, request.Flatten ?? false, idempotencyKey, context, desk, RiskLevel.Strategy, strategyId, null, id,
                cancellationToken)
            : ApiProblems.NotFound();

    private static async Task<Results<Ok<TradingStateChange>, ProblemResult>> ReduceAsync(
        string strategyId,
        TradingStateRequest request,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        HttpContext context,
        Desk desk,
        CancellationToken cancellationToken) =>
        await FindAsync(strategyId, context, desk, cancellationToken) is { } id
            ? await RiskPolicyCommands.ChangeTradingAsync(
                TradingState.Reducing, request.Reason, false, idempotencyKey, context, desk, RiskLevel.Strategy, strategyId, null, id,
                cancellationToken)
            : ApiProblems.NotFound();

    private static async Task<Results<Ok<TradingStateChange>, ProblemResult>> ResumeAsync(
        string strategyId,
        TradingStateRequest request,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        HttpContext context,
        Desk desk,
        CancellationToken cancellationToken) =>
        await FindAsync(strategyId, context, desk, cancellationToken) is { } id
            ? await RiskPolicyCommands.ChangeTradingAsync(
                TradingState.Active, request.Reason, false, idempotencyKey, context, desk, RiskLevel.Strategy, strategyId, null, id,
                cancellationToken)
            : ApiProblems.NotFound();

    // A policy can be set for any id; only one of a strategy means something.
    private static async Task<StrategyId?> FindAsync(string text, HttpContext context, Desk desk, CancellationToken cancellationToken) =>
        PathId.TryRead<StrategyId>(text, out var id)
        && await desk.Strategy(context.Token(), id).GetAsync(cancellationToken) is Reply<Strategy>.Done
            ? id
            : null;
}
