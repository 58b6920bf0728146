using System.ComponentModel;
using Countersign.Api.Contracts;
using Countersign.Api.Contracts.Accounts;
using Countersign.Api.Problems;
using Countersign.Api.Requests;
using Countersign.Api.Risk;
using Countersign.Api.Tenants;
using Countersign.Domain.Accounts;
using Countersign.Domain.Markets;
using Countersign.Grains.Accounts;
using Countersign.Grains.Audit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Body = Countersign.Api.Contracts.Accounts;

namespace Countersign.Api.Accounts;

/// <summary>An account's books, and money that comes and goes.</summary>
internal static class LedgerEndpoints
{
    public static void MapLedger(this IEndpointRouteBuilder api)
    {
        var reads = api.MapReads("Accounts");
        reads.MapGet("/accounts/{accountId}/ledger", ListAsync)
            .WithSummary("The account's double-entry ledger, newest first").WithName("ListLedger");
        reads.MapGet("/accounts/{accountId}/equity-curve", ListEquityAsync)
            .WithSummary("The account's equity at the end of each trading day, newest first").WithName("ListEquityCurve");
        var money = api.MapFor(Access.Administer, "Accounts").RequireStrong();
        money.MapPost("/accounts/{accountId}/deposits", DepositAsync).WithSummary("Pay into an account").WithName("DepositCash");
        money.MapPost("/accounts/{accountId}/withdrawals", WithdrawAsync)
            .WithSummary("Pay out of an account what no position needs").WithName("WithdrawCash");
        money.MapPost("/accounts/{accountId}/adjustments", AdjustAsync).WithSummary("Correct an account's cash").WithName("AdjustCash");
    }

    [PageOrder("-at")]
    private static async Task<Results<Ok<ListPage<Body.LedgerEntry>>, ProblemResult>> ListAsync(
        string accountId,
        [QueryNames(typeof(LedgerKinds)), Description("Only entries of this kind.")] string? kind,
        [Description("Not before this time, RFC 3339.")] string? from,
        [Description("Before this time, RFC 3339.")] string? to,
        string? limit,
        string? cursor,
        HttpContext context,
        Desk desk,
        CancellationToken cancellationToken)
    {
        if (!PathId.TryRead<AccountId>(accountId, out var account))
        {
            return ApiProblems.NotFound();
        }

        var input = new Input();
        var filter = new LedgerFilter(
            account, input.OptionalOf("kind", kind, LedgerKinds.All), input.OptionalTime("from", from), input.OptionalTime("to", to));
        var page = input.Page(limit, cursor, context);
        return input.Problem is null && await MissingAsync(desk, context, account, cancellationToken) is { } missing
            ? missing
            : await input.ListAsync(
                page, p => desk.Lists(context.Token()).LedgerAsync(filter, p, cancellationToken), AccountMapping.ToBody);
    }

    [PageOrder("-day")]
    private static async Task<Results<Ok<ListPage<EquityPoint>>, ProblemResult>> ListEquityAsync(
        string accountId,
        [Description("Not before this time, RFC 3339.")] string? from,
        [Description("Before this time, RFC 3339.")] string? to,
        string? limit,
        string? cursor,
        HttpContext context,
        Desk desk,
        CancellationToken cancellationToken)
    {
        if (!PathId.TryRead<AccountId>(accountId, out var account))
        {
            return ApiProblems.NotFound();
        }

        var input = new Input();
        var filter = new EquityFilter(account, input.OptionalTime("from", from), input.OptionalTime("to", to));
        var page = input.Page(limit, cursor, context);
        return input.Problem is null && await MissingAsync(desk, context, account, cancellationToken) is { } missing
            ? missing
            : await input.ListAsync(
                page, p => desk.Lists(context.Token()).EquityAsync(filter, p, cancellationToken), AccountMapping.ToBody);
    }

    // An account without entries answers an empty list, one that is not there 404.
    private static async Task<ProblemResult?> MissingAsync(
        Desk desk, HttpContext context, AccountId account, CancellationToken cancellationToken) =>
        await desk.Account(context.Token(), account).GetAsync(cancellationToken) is Reply<AccountView>.Refused refused
            ? RefusalProblems.Of(refused.Refusals)
            : null;

    private static async Task<Results<Ok<Body.Account>, ProblemResult>> DepositAsync(
        string accountId,
        DepositRequest request,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        HttpContext context,
        Desk desk,
        CancellationToken cancellationToken)
    {
        var input = new Input();
        var amount = input.RequiredPositive("amount", request.Amount);
        var currency = input.Required<Currency>("currency", request.Currency);
        var command = new DepositFunds(input.Command(idempotencyKey), context.Token().Caller.Actor, new Money(amount, currency));
        if (input.Problem is { } problem)
        {
            return problem;
        }

        return PathId.TryRead<AccountId>(accountId, out var id)
            ? (await desk.Account(context.Token(), id).DepositAsync(command, cancellationToken)).ToOk(AccountMapping.ToBody)
            : ApiProblems.NotFound();
    }

    private static async Task<Results<Ok<Body.Account>, ProblemResult>> WithdrawAsync(
        string accountId,
        WithdrawalRequest request,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        HttpContext context,
        Desk desk,
        CancellationToken cancellationToken)
    {
        var input = new Input();
        var amount = input.RequiredPositive("amount", request.Amount);
        var currency = input.Required<Currency>("currency", request.Currency);
        var command = new WithdrawFunds(
            input.Command(idempotencyKey), context.Token().Caller.Actor, new Money(amount, currency),
            input.OptionalText("reason", request.Reason, RiskInput.ReasonLengthMax));
        if (input.Problem is { } problem)
        {
            return problem;
        }

        return PathId.TryRead<AccountId>(accountId, out var id)
            ? (await desk.Account(context.Token(), id).WithdrawAsync(command, cancellationToken)).ToOk(AccountMapping.ToBody)
            : ApiProblems.NotFound();
    }

    private static async Task<Results<Ok<Body.Account>, ProblemResult>> AdjustAsync(
        string accountId,
        AdjustmentRequest request,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        HttpContext context,
        Desk desk,
        CancellationToken cancellationToken)
    {
        var input = new Input();
        var amount = input.RequiredSigned("amount", request.Amount);
        var currency = input.Required<Currency>("currency", request.Currency);
        var command = new AdjustBalance(
            input.Command(idempotencyKey), context.Token().Caller.Actor, new Money(amount, currency),
            RiskInput.ReadReason(input, request.Reason));
        if (input.Problem is { } problem)
        {
            return problem;
        }

        return PathId.TryRead<AccountId>(accountId, out var id)
            ? (await desk.Account(context.Token(), id).AdjustAsync(command, cancellationToken)).ToOk(AccountMapping.ToBody)
            : ApiProblems.NotFound();
    }
}
