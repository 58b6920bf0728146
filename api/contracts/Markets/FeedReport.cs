namespace Countersign.Api.Contracts.Markets;

/// <summary>How good one instrument's feed has been since it started. Ticks that are kept out of the bars are counted by reason.</summary>
/// <param name="Symbol">Which instrument.</param>
/// <param name="Feed">Which feed, for people; null before the first tick.</param>
/// <param name="Simulated">Whether the desk makes the market up.</param>
/// <param name="Accepted">Ticks that went into quotes and bars.</param>
/// <param name="Rejected">Ticks that did not.</param>
/// <param name="Defects">Why they did not: <c>malformed</c>, <c>notPositive</c>, <c>crossed</c>, <c>fromTheFuture</c>, <c>outOfOrder</c>,
/// <c>duplicate</c>, <c>absurd</c>, each with its count.</param>
/// <param name="Score">Share of the ticks that were fit to use, 0 to 100.</param>
/// <param name="FirstAt">Time of the first accepted tick, UTC.</param>
/// <param name="LastAt">Time of the last accepted tick, UTC.</param>
/// <param name="Samples">The latest defects, oldest first, at most 20.</param>
/// <param name="Health">Of a live feed, how far it can be trusted now; null for recordings, and before the first tick.</param>
public sealed record FeedReport(
    string Symbol, string? Feed, bool Simulated, long Accepted, long Rejected, IReadOnlyDictionary<string, long> Defects, double Score,
    DateTimeOffset? FirstAt, DateTimeOffset? LastAt, IReadOnlyList<FeedDefect> Samples, FeedHealth? Health);

/// <summary>A live feed's condition.</summary>
/// <param name="Condition"><c>good</c>, <c>degraded</c> (too many unfit ticks) or <c>stale</c> (silent while the market is open): then strategies open nothing.</param>
/// <param name="Since">When it became so, UTC.</param>
/// <param name="Reason">The figures; null where it is good.</param>
public sealed record FeedHealth(string Condition, DateTimeOffset Since, string? Reason);

/// <summary>A defect that was seen.</summary>
/// <param name="Reason">One of the report's reasons.</param>
/// <param name="Time">The tick's own time, UTC; null where it could not be read.</param>
/// <param name="Line">Line in the recording, from 1; null for a live feed.</param>
/// <param name="Detail">A sentence with the figures.</param>
public sealed record FeedDefect(string Reason, DateTimeOffset? Time, long? Line, string Detail);
