using System.Text.Json;

namespace Countersign.Api.Contracts.Audit;

/// <summary>One decision about an idea.</summary>
/// <param name="Id">Names the event that recorded it, such as <c>idea.i-…@3</c>.</param>
/// <param name="Action"><c>raised</c>, <c>routed</c>, <c>first-approved</c> (of two), <c>approved</c>, <c>approval-refused</c>, <c>rejected</c>, <c>expired</c>,
/// <c>halted</c>, <c>executed</c> or <c>failed</c>.</param>
/// <param name="IdeaId"><c>i-…</c></param>
/// <param name="Symbol">The idea's instrument.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Actor"><c>user:u-…</c>, <c>strategy:s-…</c> or <c>system:…</c>.</param>
/// <param name="Summary">One line for a list.</param>
public sealed record Decision(string Id, string Action, string IdeaId, string Symbol, DateTimeOffset At, string Actor, string Summary);

/// <summary>A decision made again from what was recorded with it.</summary>
/// <param name="DecisionId">Which decision.</param>
/// <param name="Action">As in <see cref="Decision.Action"/>.</param>
/// <param name="Identical">Whether the same decision came out, to the last digit.</param>
/// <param name="Recorded">The recorded outcome.</param>
/// <param name="Recomputed">What the rules make of the same facts now.</param>
/// <param name="Inputs">What it was decided on.</param>
/// <param name="Differences">Where the two differ, as JSON paths; at most 100.</param>
public sealed record DecisionReplay(
    string DecisionId, string Action, bool Identical, JsonElement Recorded, JsonElement Recomputed, JsonElement Inputs,
    IReadOnlyList<string> Differences);

/// <summary>What a walk along the tenant's hash chains found.</summary>
/// <param name="Intact">Whether every chain holds.</param>
/// <param name="Streams">How many chains were walked.</param>
/// <param name="Events">How many events they hold.</param>
/// <param name="Defects">Where chains break, at most 100.</param>
public sealed record AuditVerification(bool Intact, long Streams, long Events, IReadOnlyList<AuditDefect> Defects);

/// <summary>Where a chain breaks.</summary>
/// <param name="Stream">Which chain.</param>
/// <param name="Version">The first event that does not fit.</param>
/// <param name="Problem">What is wrong, as a sentence.</param>
public sealed record AuditDefect(string Stream, long Version, string Problem);
