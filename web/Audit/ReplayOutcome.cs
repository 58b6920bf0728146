namespace Countersign.Web.Audit;

/// <summary>What came of making a decision again.</summary>
/// <param name="Identical">Whether the same came out.</param>
/// <param name="Differences">In how many places it differs.</param>
/// <param name="Problem">Why it could not be made again; null where it could.</param>
public sealed record ReplayOutcome(bool Identical, int Differences, string? Problem);
