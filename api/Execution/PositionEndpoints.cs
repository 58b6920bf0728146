using System.Collections.Immutable;
using System.ComponentModel;
using System.Text.Json;
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
    // Over that a part is found by the list first.
    private const int AccountsAtOnceMax = 50;

    public static void MapPositions(this IEndpointRouteBuilder api) =>
        api.MapReads("Positions").MapGet("/positions", ListAsync)
            .WithSummary("Open positions at the newest quotes").WithName("ListPositions");

    private static async Task<Results<PositionList, ProblemResult>> ListAsync(
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
        var page = input.Page(limit, cursor, context);
        if (input.Problem is { } problem)
        {
            return problem;
        }

        if (cursor is null && await WholeAsync(desk, context.Token(), filter, page.Limit, cancellationToken) is { } whole)
        {
            return whole;
        }

        try
        {
            return await PartAsync(desk, context.Token(), filter, page, cancellationToken);
        }
        catch (FormatException e) when (cursor is not null)
        {
            // Only the list itself can tell whether a cursor is one of its own.
            return ApiProblems.InputInvalid("cursor", e.Message);
        }
    }

    /// <summary>All positions, of what their accounts know alone; null where they are more than one answer holds.</summary>
    private static async ValueTask<PositionList?> WholeAsync(
        Desk desk, AccessToken caller, PositionFilter filter, int limit, CancellationToken cancellationToken)
    {
        ImmutableArray<AccountId> accounts = filter.Account is { } only ? [only] : await desk.Accounts(caller).ListAsync(cancellationToken);
        if (accounts.Length > AccountsAtOnceMax)
        {
            return null;
        }

        var items = new List<byte[]>();
        foreach (var view in await ViewsAsync(desk, caller, accounts, cancellationToken))
        {
            foreach (var (symbol, json) in PositionTexts.Of(view).Items)
            {
                if (filter.Symbol is null || symbol == filter.Symbol.Value.Value)
                {
                    items.Add(json);
                }
            }
        }

        return items.Count <= limit ? new PositionList(items, null) : null;
    }

    // The list says which positions there are; what they are worth at this moment only their accounts know.
    private static async Task<PositionList> PartAsync(
        Desk desk, AccessToken caller, PositionFilter filter, PageRequest page, CancellationToken cancellationToken)
    {
        var rows = await desk.Lists(caller).PositionsAsync(filter, page, cancellationToken);
        var views = await ViewsAsync(desk, caller, [.. rows.Items.Select(r => r.Account).Distinct()], cancellationToken);
        var values = views.SelectMany(v => v.ToPositions()).ToDictionary(p => (p.AccountId, p.Id));
        return new PositionList(
            [
                .. rows.Items.Select(r => values.GetValueOrDefault((r.Account.Value, r.Id.Value))).OfType<Body.Position>()
                    .Select(p => JsonSerializer.SerializeToUtf8Bytes(p, ApiJson.Options)),
            ],
            rows.Next);
    }

    private static async ValueTask<List<AccountView>> ViewsAsync(
        Desk desk, AccessToken caller, ImmutableArray<AccountId> accounts, CancellationToken cancellationToken)
    {
        var asked = new Task<Reply<AccountView>>[accounts.Length];
        for (var i = 0; i < asked.Length; i++)
        {
            asked[i] = desk.Account(caller, accounts[i]).GetAsync(cancellationToken);
        }

        var views = new List<AccountView>(asked.Length);
        foreach (var reply in asked)
        {
            if (await reply is Reply<AccountView>.Done done)
            {
                views.Add(done.Value);
            }
        }

        return views;
    }
}
