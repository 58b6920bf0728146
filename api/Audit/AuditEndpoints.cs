using System.ComponentModel;
using System.Text.Json;
using Countersign.Api.Contracts;
using Countersign.Api.Contracts.Audit;
using Countersign.Api.Problems;
using Countersign.Api.Requests;
using Countersign.Api.Tenants;
using Countersign.Domain.Audit;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;
using Countersign.Domain.Tenants;
using Countersign.Domain.TradeIdeas;
using Countersign.Grains.Audit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Body = Countersign.Api.Contracts.Audit;

namespace Countersign.Api.Audit;

/// <summary>The decision history, decisions made again, and whether the journal is what was written.</summary>
internal static class AuditEndpoints
{
    private const int DecisionIdLengthMax = 160;

    public static void MapAudit(this IEndpointRouteBuilder api)
    {
        var reads = api.MapReads("Audit");
        reads.MapGet("/decisions", ListAsync).WithSummary("Decisions about ideas, newest first").WithName("ListDecisions");
        reads.MapGet("/decisions/{decisionId}/replay", ReplayAsync)
            .WithSummary("Make a decision again from its snapshot and compare").WithName("ReplayDecision").Refuses("decision");
        api.MapFor(Access.Verify, "Audit").MapGet("/audit/verify", VerifyAsync)
            .WithSummary("Recompute the tenant's hash chains").WithName("VerifyAudit");
    }

    [PageOrder("-at")]
    private static async Task<Results<Ok<ListPage<Decision>>, ProblemResult>> ListAsync(
        [Description("Only about this instrument.")] string? symbol,
        [QueryNames(typeof(DecisionActions)), Description("Only this action.")] string? action,
        [Description("Only about this idea.")] string? ideaId,
        [Description("Only by this person (`u-…`) or strategy (`s-…`), or by this actor as decisions name it, such as `system:gate`.")] string? decidedBy,
        [Description("Not before this time, RFC 3339.")] string? from,
        [Description("Before this time, RFC 3339.")] string? to,
        string? limit,
        string? cursor,
        HttpContext context,
        Desk desk,
        CancellationToken cancellationToken)
    {
        var input = new Input();
        var filter = new DecisionFilter(
            input.Optional<Symbol>("symbol", symbol), input.OptionalOf("action", action, DecisionActions.All),
            input.Optional<TradeIdeaId>("ideaId", ideaId), input.OptionalTime("from", from), input.OptionalTime("to", to),
            ReadActor(input, decidedBy));
        var page = input.Page(limit, cursor, context);
        return await input.ListAsync(page, p => desk.Lists(context.Token()).DecisionsAsync(filter, p, cancellationToken), ToBody);
    }

    private static Actor? ReadActor(Input input, string? decidedBy) => decidedBy switch
    {
        null => null,
        _ when decidedBy.StartsWith("u-", StringComparison.Ordinal) => input.Optional<UserId>("decidedBy", decidedBy) is { } user ? Actor.User(user) : null,
        _ when decidedBy.StartsWith("s-", StringComparison.Ordinal) =>
            input.Optional<StrategyId>("decidedBy", decidedBy) is { } strategy ? Actor.Strategy(strategy) : null,
        _ => input.Optional<Actor>("decidedBy", decidedBy),
    };

    private static async Task<Results<Ok<Body.DecisionReplay>, ProblemResult>> ReplayAsync(
        string decisionId, HttpContext context, Desk desk, CancellationToken cancellationToken) =>
        decisionId.Length <= DecisionIdLengthMax
            ? (await desk.Lists(context.Token()).ReplayDecisionAsync(DecisionIds.Read(decisionId), cancellationToken)).ToOk(ToBody)
            : ApiProblems.NotFound();

    private static async Task<Ok<AuditVerification>> VerifyAsync(HttpContext context, Desk desk, CancellationToken cancellationToken)
    {
        var report = await desk.Lists(context.Token()).VerifyAuditAsync(cancellationToken);
        return TypedResults.Ok(new AuditVerification(
            report.Intact, report.Streams, report.Events,
            [.. report.Defects.Select(d => new Body.AuditDefect(d.Stream, d.Version, d.Problem))]));
    }

    private static Decision ToBody(DecisionRow row) => new(
        DecisionIds.Write(row.Id), row.Action, row.Idea.Value, row.Symbol.Value, row.At, row.Actor.Value, row.Summary);

    private static Body.DecisionReplay ToBody(DecisionReplayView view) => new(
        DecisionIds.Write(view.DecisionId), view.Action, view.Identical, Json(view.Recorded), Json(view.Recomputed), Json(view.Inputs),
        view.Differences);

    private static JsonElement Json(string text) => JsonElement.Parse(text);
}

/// <summary>A decision's id is a stream name and a version; a slash would not stay in one part of an address.</summary>
internal static class DecisionIds
{
    public static string Write(string id) => id.Replace('/', '.');

    public static string Read(string id) => id.Replace('.', '/');
}
