using System.ComponentModel;
using System.Text.Json;
using Countersign.Api.Contracts;
using Countersign.Api.Problems;
using Countersign.Api.Requests;
using Countersign.Api.Tenants;
using Countersign.Domain.Audit;
using Countersign.Grains.Audit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Body = Countersign.Api.Contracts.Audit;

namespace Countersign.Api.Audit;

/// <summary>What surrounded decisions, and what was taken on schedule.</summary>
internal static class SnapshotEndpoints
{
    public static void MapSnapshots(this IEndpointRouteBuilder api)
    {
        var reads = api.MapReads("Audit");
        reads.MapGet("/snapshots", ListAsync).WithSummary("When snapshots were taken, newest first").WithName("ListSnapshots");
        reads.MapGet("/snapshots/{snapshotId}", ShowAsync).WithSummary("One snapshot").WithName("GetSnapshot");
    }

    [PageOrder("-at")]
    private static async Task<Results<Ok<ListPage<Body.SnapshotTaken>>, ProblemResult>> ListAsync(
        [QueryValue(typeof(SnapshotKind)), Description("Only of this kind.")] string? kind,
        [Description("Not before this time, RFC 3339.")] string? from,
        [Description("Before this time, RFC 3339.")] string? to,
        string? limit,
        string? cursor,
        HttpContext context,
        Desk desk,
        CancellationToken cancellationToken)
    {
        var input = new Input();
        var filter = new SnapshotFilter(
            input.OptionalChoice<SnapshotKind>("kind", kind), input.OptionalTime("from", from), input.OptionalTime("to", to));
        var page = input.Page(limit, cursor, context);
        return await input.ListAsync(
            page, p => desk.Snapshots(context.Token()).ListAsync(filter, p, cancellationToken),
            row => new Body.SnapshotTaken(row.Id.Value, Choice.Name(row.Kind), row.At));
    }

    private static async Task<Results<Ok<Body.Snapshot>, ProblemResult>> ShowAsync(
        string snapshotId, HttpContext context, Desk desk, CancellationToken cancellationToken) =>
        PathId.TryRead<SnapshotId>(snapshotId, out var id)
        && await desk.Snapshots(context.Token()).GetAsync(id, cancellationToken) is { } found
            ? TypedResults.Ok(new Body.Snapshot(found.Id.Value, Choice.Name(found.Kind), JsonSerializer.Deserialize<JsonElement>(found.Content)))
            : ApiProblems.NotFound();
}
