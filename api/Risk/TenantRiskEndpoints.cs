using Countersign.Api.Contracts.Risk;
using Countersign.Api.Problems;
using Countersign.Api.Requests;
using Countersign.Api.Tenants;
using Countersign.Domain.Accounts;
using Countersign.Domain.Risk;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Body = Countersign.Api.Contracts.Risk;

namespace Countersign.Api.Risk;

/// <summary>The tenant's limits and its kill switch.</summary>
internal static class TenantRiskEndpoints
{
    public static void MapTenantRisk(this IEndpointRouteBuilder api)
    {
        api.MapFor(Access.Read, "Risk").MapGet("/risk", ShowAsync)
            .WithSummary("The tenant's limits and trading state").WithName("GetTenantRisk");
        var sets = api.MapFor(Access.Administer, "Risk").RequireStrong();
        sets.MapPut("/risk/limits", SetLimitsAsync)
            .WithSummary("Replace the tenant's limits").WithName("SetTenantRiskLimits").Changes("GetTenantRisk");
        sets.MapPut("/risk/blackouts", SetBlackoutsAsync)
            .WithSummary("Replace the tenant's blackout windows").WithName("SetTenantRiskBlackouts").Changes("GetTenantRisk");
        sets.MapPut("/risk/calendar-blackouts", SetCalendarBlackoutsAsync)
            .WithSummary("Replace the tenant's rules for blackouts around releases of the economic calendar").WithName("SetTenantRiskCalendarBlackouts").Changes("GetTenantRisk");
        var stops = api.MapFor(Access.Stop, "Risk");
        stops.MapPost("/risk/halt", HaltAsync).NeverShed()
            .WithSummary("Halt the tenant's trading: the kill switch").WithDescription("No order passes any more; cancels do. With flatten the positions are closed too.").WithName("HaltTenantRisk");
        stops.MapPost("/risk/reduce", ReduceAsync).NeverShed()
            .WithSummary("Let only orders pass that reduce positions").WithName("ReduceTenantRisk");
        stops.MapPost("/risk/resume", ResumeAsync)
            .WithSummary("Let the tenant trade again").WithName("ResumeTenantRisk");
    }

    private static async Task<Ok<Body.RiskPolicy>> ShowAsync(HttpContext context, Desk desk, CancellationToken cancellationToken)
    {
        var risk = desk.TenantRisk(context.Token());
        var platform = risk.GetPlatformStateAsync(cancellationToken);
        var policy = (await risk.GetAsync(cancellationToken)).ToBody(context.Token().Tenant.Value);
        return TypedResults.Ok(policy with { PlatformState = Choice.Name(await platform) });
    }

    private static Task<Results<Ok<Body.RiskPolicy>, ProblemResult>> SetLimitsAsync(
        SetLimitsRequest request,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        HttpContext context,
        Desk desk,
        CancellationToken cancellationToken) =>
        RiskPolicyCommands.SetLimitsAsync(
                request, idempotencyKey, context, context.Token().Tenant.Value, c => desk.TenantRisk(context.Token()).SetLimitsAsync(c, cancellationToken));

    private static Task<Results<Ok<Body.RiskPolicy>, ProblemResult>> SetBlackoutsAsync(
        SetBlackoutsRequest request,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        HttpContext context,
        Desk desk,
        CancellationToken cancellationToken) =>
        RiskPolicyCommands.SetBlackoutsAsync(
                request, idempotencyKey, context, context.Token().Tenant.Value, c => desk.TenantRisk(context.Token()).SetBlackoutsAsync(c, cancellationToken));

    private static Task<Results<Ok<Body.RiskPolicy>, ProblemResult>> SetCalendarBlackoutsAsync(
        SetCalendarBlackoutsRequest request,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        HttpContext context,
        Desk desk,
        CancellationToken cancellationToken) =>
        RiskPolicyCommands.SetCalendarBlackoutsAsync(
                request, idempotencyKey, context, context.Token().Tenant.Value, c => desk.TenantRisk(context.Token()).SetCalendarBlackoutsAsync(c, cancellationToken));

    private static Task<Results<Ok<TradingStateChange>, ProblemResult>> HaltAsync(
        HaltRequest request,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        HttpContext context,
        Desk desk,
        CancellationToken cancellationToken) =>
        RiskPolicyCommands.ChangeTradingAsync(
                TradingState.Halted, request.Reason, request.Flatten ?? false, idempotencyKey, context, desk, RiskLevel.Tenant, context.Token().Tenant.Value, null, null,
                cancellationToken);

    private static Task<Results<Ok<TradingStateChange>, ProblemResult>> ReduceAsync(
        TradingStateRequest request,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        HttpContext context,
        Desk desk,
        CancellationToken cancellationToken) =>
        RiskPolicyCommands.ChangeTradingAsync(
                TradingState.Reducing, request.Reason, false, idempotencyKey, context, desk, RiskLevel.Tenant, context.Token().Tenant.Value, null, null,
                cancellationToken);

    private static Task<Results<Ok<TradingStateChange>, ProblemResult>> ResumeAsync(
        TradingStateRequest request,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        HttpContext context,
        Desk desk,
        CancellationToken cancellationToken) =>
        RiskPolicyCommands.ChangeTradingAsync(
                TradingState.Active, request.Reason, false, idempotencyKey, context, desk, RiskLevel.Tenant, context.Token().Tenant.Value, null, null,
                cancellationToken);
}
