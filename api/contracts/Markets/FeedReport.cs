namespace Countersign.Api.Contracts.Markets;

/// <summary>How good one instrument's feed is. Ticks that are kept out of the bars are counted by reason.</summary>
/// <param name="Symbol">Which instrument.</param>
/// <param name="Simulated">Whether the desk makes the market up.</param>
/// <param name="Received">Ticks received since the start.</param>
/// <param name="Accepted">Of these, how many went into quotes and bars.</param>
/// <param name="Rejected">Why the others did not: reason to count. A duplicate of an accepted tick is such a reason.</param>
/// <param name="FirstAt">Time of the first accepted tick, UTC.</param>
/// <param name="LastAt">Time of the last accepted tick, UTC.</param>
public sealed record FeedReport(
    string Symbol, bool Simulated, long Received, long Accepted, IReadOnlyDictionary<string, long> Rejected, DateTimeOffset? FirstAt,
    DateTimeOffset? LastAt);
