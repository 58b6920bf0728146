using Countersign.Api.Contracts.Risk;
using Countersign.Api.Problems;
using Countersign.Api.Requests;
using Countersign.Api.Tenants;
using Countersign.Domain.Accounts;
using Countersign.Domain.Risk;
using Countersign.Grains.Accounts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Body = Countersign.Api.Contracts.Risk;

namespace Countersign.Api.Risk;

/// <summary>An account's limits and its kill switch.</summary>
internal static class AccountRiskEndpoints
{
    public static void MapAccountRisk(this IEndpointRouteBuilder api)
    {
        api.MapReads("Risk").MapGet("/accounts/{accountId}/risk", ShowAsync)
            .WithSummary("An account's limits and trading state").WithName("GetAccountRisk");
        api.MapFor(Access.Administer, "Risk").RequireStrong().MapPut("/accounts/{accountId}/risk/limits", SetLimitsAsync)
            .WithSummary("Replace an account's limits").WithName("SetAccountRiskLimits").Changes("GetAccountRisk");
        var stops = api.MapFor(Access.Stop, "Risk");
        stops.MapPost("/accounts/{accountId}/risk/halt", HaltAsync).NeverShed()
            .WithSummary("Halt an account's trading").WithDescription("No order passes any more; cancels do. With flatten the positions are closed too.").WithName("HaltAccountRisk");
        stops.MapPost("/accounts/{accountId}/risk/reduce", ReduceAsync).NeverShed()
            .WithSummary("Let only orders pass that reduce positions").WithName("ReduceAccountRisk");
        stops.MapPost("/accounts/{accountId}/risk/resume", ResumeAsync)
            .WithSummary("Let an account trade again").WithName("ResumeAccountRisk");
    }

    private static async Task<Results<Ok<Body.RiskPolicy>, ProblemResult>> ShowAsync(
        string accountId, HttpContext context, Desk desk, CancellationToken cancellationToken) =>
        PathId.TryRead<AccountId>(accountId, out var id)
            ? (await desk.Account(context.Token(), id).GetAsync(cancellationToken)).ToOk(Policy)
            : ApiProblems.NotFound();

    private static async Task<Results<Ok<Body.RiskPolicy>, ProblemResult>> SetLimitsAsync(
        string accountId,
        SetLimitsRequest request,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        HttpContext context,
        Desk desk,
        CancellationToken cancellationToken)
    {
        var input = new Input();
        var limits = RiskLimitsMapping.ReadAccountLimits(input, request.Limits);
        var reason = RiskInput.ReadReason(input, request.Reason);
        var command = input.Command(idempotencyKey);
        if (input.Problem is { } problem)
        {
            return problem;
        }

        var set = new SetRiskLimits(command, context.Token().Caller.Actor, limits!, reason);
        return PathId.TryRead<AccountId>(accountId, out var id)
            ? (await desk.Account(context.Token(), id).SetLimitsAsync(set, cancellationToken)).ToOk(Policy)
            : ApiProblems.NotFound();
    }

    private static async Task<Results<Ok<TradingStateChange>, ProblemResult>> HaltAsync(
        string accountId,
        HaltRequest request,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        HttpContext context,
        Desk desk,
        CancellationToken cancellationToken) =>
        PathId.TryRead<AccountId>(accountId, out var id)
            ? await RiskPolicyCommands.ChangeTradingAsync(
                TradingState.Halted, request.Reason, request.Flatten ?? false, idempotencyKey, context, desk, RiskLevel.Account, accountId, id, null,
                cancellationToken)
            : ApiProblems.NotFound();

    private static async Task<Results<Ok<TradingStateChange>, ProblemResult>> ReduceAsync(
        string accountId,
        TradingStateRequest request,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        HttpContext context,
        Desk desk,
        CancellationToken cancellationToken) =>
        PathId.TryRead<AccountId>(accountId, out var id)
            ? await RiskPolicyCommands.ChangeTradingAsync(
                TradingState.Reducing, request.Reason, false, idempotencyKey, context, desk, RiskLevel.Account, accountId, id, null,
                cancellationToken)
            : ApiProblems.NotFound();

    private static async Task<Results<Ok<TradingStateChange>, ProblemResult>> ResumeAsync(
        string accountId,
        TradingStateRequest request,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        HttpContext context,
        Desk desk,
        CancellationToken cancellationToken) =>
        PathId.TryRead<AccountId>(accountId, out var id)
            ? await RiskPolicyCommands.ChangeTradingAsync(
                TradingState.Active, request.Reason, false, idempotencyKey, context, desk, RiskLevel.Account, accountId, id, null,
                cancellationToken)
            : ApiProblems.NotFound();

    private static Body.RiskPolicy Policy(AccountView view) => view.Account.ToPolicy();
}
