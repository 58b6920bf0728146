using Countersign.Api.Contracts.Risk;
using Countersign.Api.Problems;
using Countersign.Api.Requests;
using Countersign.Api.Tenants;
using Countersign.Domain.Accounts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Body = Countersign.Api.Contracts.Risk;

namespace Countersign.Api.Risk;

/// <summary>The platform's limits and its kill switch.</summary>
internal static class PlatformRiskEndpoints
{
    private const string Target = "platform";

    public static void MapPlatformRisk(this IEndpointRouteBuilder api)
    {
        api.MapFor(Access.Platform, "Platform").MapGet("/platform/risk", ShowAsync)
            .WithSummary("The platform's limits and trading state").WithName("GetPlatformRisk");
        var sets = api.MapFor(Access.Platform, "Platform").RequireStrong();
        sets.MapPut("/platform/risk/limits", SetLimitsAsync)
            .WithSummary("Replace the platform's limits").WithName("SetPlatformRiskLimits").Changes("GetPlatformRisk");
        sets.MapPut("/platform/risk/blackouts", SetBlackoutsAsync)
            .WithSummary("Replace the platform's blackout windows").WithName("SetPlatformRiskBlackouts").Changes("GetPlatformRisk");
        sets.MapPut("/platform/risk/calendar-blackouts", SetCalendarBlackoutsAsync)
            .WithSummary("Replace the platform's rules for blackouts around releases of the economic calendar").WithName("SetPlatformRiskCalendarBlackouts").Changes("GetPlatformRisk");
        var stops = api.MapFor(Access.Platform, "Platform");
        stops.MapPost("/platform/risk/halt", HaltAsync).NeverShed()
            .WithSummary("Halt all trading: the platform's kill switch").WithDescription("No order passes any more; cancels do. With flatten the positions are closed too.").WithName("HaltPlatformRisk");
        stops.MapPost("/platform/risk/reduce", ReduceAsync).NeverShed()
            .WithSummary("Let only orders pass that reduce positions").WithName("ReducePlatformRisk");
        stops.MapPost("/platform/risk/resume", ResumeAsync)
            .WithSummary("Let the platform trade again").WithName("ResumePlatformRisk");
    }

    private static async Task<Ok<Body.RiskPolicy>> ShowAsync(
        HttpContext context, Desk desk, CancellationToken cancellationToken) =>
        TypedResults.Ok((await desk.PlatformRisk.GetAsync(cancellationToken)).ToBody(Target));

    private static Task<Results<Ok<Body.RiskPolicy>, ProblemResult>> SetLimitsAsync(
        SetLimitsRequest request,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        HttpContext context,
        Desk desk,
        CancellationToken cancellationToken) =>
        RiskPolicyCommands.SetLimitsAsync(
                request, idempotencyKey, context, Target, c => desk.PlatformRisk.SetLimitsAsync(c, cancellationToken));

    private static Task<Results<Ok<Body.RiskPolicy>, ProblemResult>> SetBlackoutsAsync(
        SetBlackoutsRequest request,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        HttpContext context,
        Desk desk,
        CancellationToken cancellationToken) =>
        RiskPolicyCommands.SetBlackoutsAsync(
                request, idempotencyKey, context, Target, c => desk.PlatformRisk.SetBlackoutsAsync(c, cancellationToken));

    private static Task<Results<Ok<Body.RiskPolicy>, ProblemResult>> SetCalendarBlackoutsAsync(
        SetCalendarBlackoutsRequest request,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        HttpContext context,
        Desk desk,
        CancellationToken cancellationToken) =>
        RiskPolicyCommands.SetCalendarBlackoutsAsync(
                request, idempotencyKey, context, Target, c => desk.PlatformRisk.SetCalendarBlackoutsAsync(c, cancellationToken));

    private static Task<Results<Ok<Body.RiskPolicy>, ProblemResult>> HaltAsync(
        HaltRequest request,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        HttpContext context,
        Desk desk,
        CancellationToken cancellationToken) =>
        RiskPolicyCommands.HaltAsync(
                request, idempotencyKey, context, Target,
                c => desk.PlatformRisk.SetTradingStateAsync(c, cancellationToken));

    private static Task<Results<Ok<Body.RiskPolicy>, ProblemResult>> ReduceAsync(
        TradingStateRequest request,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        HttpContext context,
        Desk desk,
        CancellationToken cancellationToken) =>
        RiskPolicyCommands.ChangeStateAsync(
                TradingState.Reducing, request, idempotencyKey, context, Target,
                c => desk.PlatformRisk.SetTradingStateAsync(c, cancellationToken));

    private static Task<Results<Ok<Body.RiskPolicy>, ProblemResult>> ResumeAsync(
        TradingStateRequest request,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        HttpContext context,
        Desk desk,
        CancellationToken cancellationToken) =>
        RiskPolicyCommands.ChangeStateAsync(
                TradingState.Active, request, idempotencyKey, context, Target,
                c => desk.PlatformRisk.SetTradingStateAsync(c, cancellationToken));
}
