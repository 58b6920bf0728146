using Countersign.Api.Contracts.Risk;
using Countersign.Api.Problems;
using Countersign.Api.Requests;
using Countersign.Api.Tenants;
using Countersign.Domain.Accounts;
using Countersign.Domain.Risk;
using Countersign.Domain.Strategies;
using Countersign.Grains.Audit;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Body = Countersign.Api.Contracts.Risk;
using Policy = Countersign.Domain.Risk.RiskPolicy;

namespace Countersign.Api.Risk;

/// <summary>What the endpoints of platform, tenant and strategy have in common: a request becomes a command, its answer a policy.</summary>
internal static class RiskPolicyCommands
{
    public static async Task<Results<Ok<Body.RiskPolicy>, ProblemResult>> SetLimitsAsync(
        SetLimitsRequest request, string? key, HttpContext context, string target, Func<SetRiskCaps, Task<Reply<Policy>>> set)
    {
        var input = new Input();
        var command = new SetRiskCaps(
            input.Command(key), context.Token().Caller.Actor, RiskInput.ReadReason(input, request.Reason),
            RiskLimitsMapping.ReadCaps(input, request.Limits));
        return input.Problem is { } problem ? problem : (await set(command)).ToOk(p => p.ToBody(target));
    }

    public static async Task<Results<Ok<Body.RiskPolicy>, ProblemResult>> SetBlackoutsAsync(
        SetBlackoutsRequest request, string? key, HttpContext context, string target, Func<SetBlackouts, Task<Reply<Policy>>> set)
    {
        var input = new Input();
        var command = new SetBlackouts(
            input.Command(key), context.Token().Caller.Actor, RiskInput.ReadReason(input, request.Reason),
            RiskInput.ReadBlackouts(input, request.Blackouts));
        return input.Problem is { } problem ? problem : (await set(command)).ToOk(p => p.ToBody(target));
    }

    public static async Task<Results<Ok<Body.RiskPolicy>, ProblemResult>> SetCalendarBlackoutsAsync(
        SetCalendarBlackoutsRequest request, string? key, HttpContext context, string target, Func<SetCalendarBlackouts, Task<Reply<Policy>>> set)
    {
        var input = new Input();
        var command = new SetCalendarBlackouts(
            input.Command(key), context.Token().Caller.Actor, RiskInput.ReadReason(input, request.Reason),
            RiskInput.ReadCalendarBlackouts(input, request.Rules));
        return input.Problem is { } problem ? problem : (await set(command)).ToOk(p => p.ToBody(target));
    }

    public static async Task<Results<Ok<Body.RiskPolicy>, ProblemResult>> ChangeStateAsync(
        TradingState to, TradingStateRequest request, string? key, HttpContext context, string target,
        Func<ChangeTradingState, Task<Reply<Policy>>> change)
    {
        var input = new Input();
        var command = new ChangeTradingState(
            input.Command(key), context.Token().Caller.Actor, RiskInput.ReadReason(input, request.Reason), to);
        return input.Problem is { } problem ? problem : (await change(command)).ToOk(p => p.ToBody(target));
    }

    public static async Task<Results<Ok<Body.RiskPolicy>, ProblemResult>> HaltAsync(
        HaltRequest request, string? key, HttpContext context, string target, Func<ChangeTradingState, Task<Reply<Policy>>> change)
    {
        var input = new Input();
        var command = new ChangeTradingState(
            input.Command(key), context.Token().Caller.Actor, RiskInput.ReadReason(input, request.Reason), TradingState.Halted,
            Flatten: request.Flatten ?? false);
        return input.Problem is { } problem ? problem : (await change(command)).ToOk(p => p.ToBody(target));
    }

    /// <summary>A change at one of the tenant's levels, which the accounts are told of too.</summary>
    public static async Task<Results<Ok<TradingStateChange>, ProblemResult>> ChangeTradingAsync(
        TradingState to, string? reason, bool flatten, string? key, HttpContext context, Desk desk, RiskLevel level, string target,
        AccountId? account, StrategyId? strategy, CancellationToken cancellationToken)
    {
        var input = new Input();
        var change = new ChangeTrading(input.Command(key), to, RiskInput.ReadReason(input, reason), flatten, account, strategy);
        return input.Problem is { } problem
            ? problem
            : (await desk.Lists(context.Token()).ChangeTradingAsync(change, cancellationToken)).ToOk(view => new TradingStateChange(
                Choice.Name(level), target, Choice.Name(view.State), view.Accounts, view.Unreached));
    }
}
