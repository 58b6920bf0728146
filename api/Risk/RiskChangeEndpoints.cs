using System.ComponentModel;
using System.Text.Json;
using Countersign.Api.Audit;
using Countersign.Api.Contracts;
using Countersign.Api.Contracts.Risk;
using Countersign.Api.Problems;
using Countersign.Api.Requests;
using Countersign.Api.Tenants;
using Countersign.Grains.Audit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Countersign.Api.Risk;

/// <summary>Who changed limits and trading states, when and why.</summary>
internal static class RiskChangeEndpoints
{
    private const int TargetLengthMax = 100;

    public static void MapRiskChanges(this IEndpointRouteBuilder api) =>
        api.MapReads("Risk").MapGet("/risk/changes", ListAsync)
            .WithSummary("Changes of limits, blackouts, trading states and autonomy, newest first").WithName("ListRiskChanges");

    [PageOrder("-at")]
    private static async Task<Results<Ok<ListPage<RiskChange>>, ProblemResult>> ListAsync(
        [QueryNames(typeof(ControlLevels)), Description("Only at this level.")] string? level,
        [Description("Only of this tenant, account or strategy.")] string? target,
        [QueryNames(typeof(ControlKinds)), Description("Only changes of this.")] string? kind,
        [Description("Not before this time, RFC 3339.")] string? from,
        [Description("Before this time, RFC 3339.")] string? to,
        string? limit,
        string? cursor,
        HttpContext context,
        Desk desk,
        CancellationToken cancellationToken)
    {
        var input = new Input();
        var filter = new ControlFilter(
            input.OptionalOf("level", level, ControlLevels.All), input.OptionalText("target", target, TargetLengthMax),
            input.OptionalOf("kind", kind, ControlKinds.All), input.OptionalTime("from", from), input.OptionalTime("to", to));
        var page = input.Page(limit, cursor, context);
        return await input.ListAsync(page, p => desk.Lists(context.Token()).ControlsAsync(filter, p, cancellationToken), ToBody);
    }

    private static RiskChange ToBody(ControlRow row) => new(
        DecisionIds.Write(FormattableString.Invariant($"{row.Stream}@{row.Version}")), row.At, row.Level, row.Target, row.Kind,
        row.Actor.Value, row.Reason, JsonElement.Parse(row.Change));
}
