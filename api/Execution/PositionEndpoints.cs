using System.ComponentModel;
using Countersign.Api.Contracts;
using Countersign.Api.Problems;
using Countersign.Api.Requests;
using Countersign.Api.Tenants;
using Countersign.Domain.Accounts;
using Countersign.Domain.Markets;
using Countersign.Grains.Accounts;
using Countersign.Grains.Audit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Body = Countersign.Api.Contracts.Execution;

namespace Countersign.Api.Execution;

/// <summary>What the tenant's accounts hold, valued now.</summary>
internal static class PositionEndpoints
{
    public static void MapPositions(this IEndpointRouteBuilder api) =>
        api.MapReads("Positions").MapGet("/positions", ListAsync)
            .WithSummary("Open positions at the newest quotes").WithName("ListPositions");

    private static async Task<Results<Ok<ListPage<Body.Position>>, ProblemResult>> ListAsync(
        [Description("Only of this account.")] string? accountId,
        [Description("Only of this instrument.")] string? symbol,
        string? limit,
        string? cursor,
        HttpContext context,
        Desk desk,
        CancellationToken cancellationToken)
    {
        var input = new Input();
        var filter = new PositionFilter(input.Optional<AccountId>("accountId", accountId), input.Optional<Symbol>("symbol", symbol));
        var page = input.Page(limit, cursor);
        return await input.ListAsync(page, p => OpenAsync(desk, context.Token(), filter, p, cancellationToken), position => position);
    }

    // The list says which positions there are; what they are worth at this moment only their accounts know.
    private static async Task<Page<Body.Position>> OpenAsync(
        Desk desk, AccessToken caller, PositionFilter filter, PageRequest page, CancellationToken cancellationToken)
    {
        var rows = await desk.Lists(caller).PositionsAsync(filter, page, cancellationToken);
        var accounts = rows.Items.Select(r => r.Account).Distinct();
        var views = await Task.WhenAll(accounts.Select(a => desk.Account(caller, a).GetAsync(cancellationToken)));
        var values = views.OfType<Reply<AccountView>.Done>().SelectMany(v => v.Value.ToPositions())
            .ToDictionary(p => (p.AccountId, p.Id));
        return new Page<Body.Position>(
            [.. rows.Items.Select(r => values.GetValueOrDefault((r.Account.Value, r.Id.Value))).OfType<Body.Position>()], rows.Next);
    }
}
