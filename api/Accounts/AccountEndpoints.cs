using Countersign.Api.Contracts;
using Countersign.Api.Contracts.Accounts;
using Countersign.Api.Problems;
using Countersign.Api.Requests;
using Countersign.Api.Tenants;
using Countersign.Domain.Accounts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Body = Countersign.Api.Contracts.Accounts;

namespace Countersign.Api.Accounts;

/// <summary>Trading accounts and what they are worth.</summary>
internal static class AccountEndpoints
{
    public static void MapAccounts(this IEndpointRouteBuilder api)
    {
        var reads = api.MapReads("Accounts");
        reads.MapGet("/accounts", ListAsync).WithSummary("The tenant's accounts").WithName("ListAccounts");
        reads.MapGet("/accounts/{accountId}", ShowAsync).WithSummary("One account, valued now").WithName("GetAccount");
    }

    [PageOrder("id")]
    private static async Task<Results<Ok<ListPage<AccountSummary>>, ProblemResult>> ListAsync(
        string? limit, string? cursor, HttpContext context, Desk desk, CancellationToken cancellationToken)
    {
        var input = new Input();
        var page = input.Page(limit, cursor, context);
        return await input.ListAsync(page, p => desk.Lists(context.Token()).AccountsAsync(p, cancellationToken), AccountMapping.ToBody);
    }

    private static async Task<Results<Ok<Body.Account>, ProblemResult>> ShowAsync(
        string accountId, HttpContext context, Desk desk, CancellationToken cancellationToken) =>
        PathId.TryRead<AccountId>(accountId, out var id)
            ? (await desk.Account(context.Token(), id).GetAsync(cancellationToken)).ToOk(AccountMapping.ToBody)
            : ApiProblems.NotFound();
}
