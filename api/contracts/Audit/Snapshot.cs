using System.Text.Json;

namespace Countersign.Api.Contracts.Audit;

/// <summary>A snapshot. The same content always has the same id.</summary>
/// <param name="Id"><c>snap-…</c>: the content's SHA-256.</param>
/// <param name="Kind"><c>market</c>, <c>indicators</c>, <c>calendar</c>, <c>news</c> or <c>account</c>.</param>
/// <param name="Content">What was taken.</param>
public sealed record Snapshot(string Id, string Kind, JsonElement Content);

/// <summary>That a snapshot was taken.</summary>
/// <param name="Id">Which, <c>snap-…</c>.</param>
/// <param name="Kind">As in <see cref="Snapshot.Kind"/>.</param>
/// <param name="At">When, UTC.</param>
public sealed record SnapshotTaken(string Id, string Kind, DateTimeOffset At);
