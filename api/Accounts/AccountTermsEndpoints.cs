using Countersign.Api.Contracts.Accounts;
using Countersign.Api.Problems;
using Countersign.Api.Requests;
using Countersign.Api.Risk;
using Countersign.Api.Tenants;
using Countersign.Domain.Accounts;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Body = Countersign.Api.Contracts.Accounts;

namespace Countersign.Api.Accounts;

/// <summary>Opening accounts, and how they keep their books.</summary>
internal static class AccountTermsEndpoints
{
    private const int NameLengthMax = 100;
    private const int SharesMax = 10_000;

    public static void MapAccountTerms(this IEndpointRouteBuilder api)
    {
        api.MapReads("Accounts").MapGet("/accounts/{accountId}/terms", ShowAsync)
            .WithSummary("How an account keeps its books").WithName("GetAccountTerms");
        var changes = api.MapFor(Access.Administer, "Accounts").RequireStrong();
        changes.MapPost("/accounts", OpenAsync).WithSummary("Open an account").WithName("OpenAccount");
        changes.MapPut("/accounts/{accountId}/terms", SetAsync)
            .WithSummary("Replace how an account keeps its books")
            .WithDescription(
                "The mode can change only without positions and open orders, the cost method only without positions. What is due under the old terms "
                + "is booked before.")
            .WithName("SetAccountTerms").Changes("GetAccountTerms");
        changes.MapPost("/accounts/{accountId}/splits", SplitAsync)
            .WithSummary("Apply a split of shares")
            .WithDescription("To the account's positions; open orders of the instrument are cancelled.").WithName("SplitPositions");
    }

    private static async Task<Results<Ok<Body.AccountTerms>, ProblemResult>> ShowAsync(
        string accountId, HttpContext context, Desk desk, CancellationToken cancellationToken) =>
        PathId.TryRead<AccountId>(accountId, out var id)
            ? (await desk.Account(context.Token(), id).GetAsync(cancellationToken)).ToOk(v => v.Account.ToTerms())
            : ApiProblems.NotFound();

    private static async Task<Results<Created<Body.Account>, ProblemResult>> OpenAsync(
        OpenAccountRequest request,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        HttpContext context,
        Desk desk,
        CancellationToken cancellationToken)
    {
        var input = new Input();
        var command = input.Command(idempotencyKey);
        var id = input.Optional<AccountId>("id", request.Id) ?? AccountId.Parse(AccountId.Prefix + IdempotencyKey.Digest(command));
        var name = input.RequiredText("name", request.Name, NameLengthMax);
        var currency = input.Required<Currency>("currency", request.Currency);
        var limits = request.Limits is null ? RiskLimits.Default : RiskLimitsMapping.ReadAccountLimits(input, request.Limits);
        var terms = AccountTermsMapping.ReadTerms(input, request.Terms);
        var commission = request.Terms is null ? CommissionModel.Default : AccountTermsMapping.ReadCommission(request.Terms.Commission);
        if (input.Problem is { } problem)
        {
            return problem;
        }

        var open = new OpenAccount(command, context.Token().Caller.Actor, id, name, currency, limits!, commission, terms);
        return (await desk.Account(context.Token(), id).OpenAsync(open, cancellationToken))
            .ToCreated($"{CountersignApi.Root}/accounts/{id}", AccountMapping.ToBody);
    }

    private static async Task<Results<Ok<Body.AccountTerms>, ProblemResult>> SetAsync(
        string accountId,
        SetAccountTermsRequest request,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        HttpContext context,
        Desk desk,
        CancellationToken cancellationToken)
    {
        var input = new Input();
        if (request.Terms is null)
        {
            input.Error("terms", "It is missing: an object is right; {} is the default.");
        }

        var command = new SetAccountTerms(
            input.Command(idempotencyKey), context.Token().Caller.Actor, AccountTermsMapping.ReadTerms(input, request.Terms),
            AccountTermsMapping.ReadCommission(request.Terms?.Commission), RiskInput.ReadReason(input, request.Reason));
        if (input.Problem is { } problem)
        {
            return problem;
        }

        return PathId.TryRead<AccountId>(accountId, out var id)
            ? (await desk.Account(context.Token(), id).SetTermsAsync(command, cancellationToken)).ToOk(v => v.Account.ToTerms())
            : ApiProblems.NotFound();
    }

    private static async Task<Results<Ok<Body.Account>, ProblemResult>> SplitAsync(
        string accountId,
        SplitRequest request,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        HttpContext context,
        Desk desk,
        CancellationToken cancellationToken)
    {
        var input = new Input();
        var command = new SplitPositions(
            input.Command(idempotencyKey), context.Token().Caller.Actor, input.Required<Symbol>("symbol", request.Symbol),
            ReadShares(input, "shares", request.Shares), ReadShares(input, "of", request.Of),
            input.OptionalPositive("cashPrice", request.CashPrice) is { } price ? new Price(price) : null,
            RiskInput.ReadReason(input, request.Reason));
        if (input.Problem is { } problem)
        {
            return problem;
        }

        return PathId.TryRead<AccountId>(accountId, out var id)
            ? (await desk.Account(context.Token(), id).SplitAsync(command, cancellationToken)).ToOk(AccountMapping.ToBody)
            : ApiProblems.NotFound();
    }

    private static int ReadShares(Input input, string field, int? shares)
    {
        if (shares is not (>= 1 and <= SharesMax))
        {
            input.Error(field, FormattableString.Invariant($"A whole number from 1 to {SharesMax} is right."));
        }

        return shares ?? 1;
    }
}
