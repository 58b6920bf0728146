using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace Countersign.Api.Contracts.Strategies;

/// <summary>Replaces a strategy's definition by a further version: by a document, or by an earlier version of its own.</summary>
public sealed record ReviseStrategyRequest
{
    /// <summary>The new definition, as its JSON document; every error is answered with its JSON path.</summary>
    public JsonElement? Definition { get; init; }

    /// <summary>Instead of <see cref="Definition"/>: the number of the version that comes back, from 1.</summary>
    public int? Restore { get; init; }
}

/// <summary>Ends a strategy for good.</summary>
public sealed record RetireStrategyRequest
{
    /// <summary>Why, for the record; 1 to 1,000 characters.</summary>
    [Required]
    public string? Reason { get; init; }
}

/// <summary>One version in a list.</summary>
/// <param name="Number">From 1, without gaps; ideas name the version that raised them.</param>
/// <param name="By">Who made it, such as <c>user:u-…</c>.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Hash">SHA-256 of its document with every default written: two versions with the same hash say the same.</param>
public sealed record StrategyVersionSummary(int Number, string By, DateTimeOffset At, string Hash);

/// <summary>One version.</summary>
/// <param name="Number">From 1.</param>
/// <param name="By">Who made it, such as <c>user:u-…</c>.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Hash">SHA-256 of its document with every default written.</param>
/// <param name="Definition">Its JSON document, with every default written.</param>
public sealed record StrategyVersion(int Number, string By, DateTimeOffset At, string Hash, JsonElement Definition);

/// <summary>What changed from one version to another.</summary>
/// <param name="From">The number of the one.</param>
/// <param name="To">The number of the other; it may be the older one.</param>
/// <param name="Changes">Every difference, in the order of the document; empty where the two say the same.</param>
public sealed record StrategyComparison(int From, int To, IReadOnlyList<StrategyChange> Changes);

/// <summary>One difference.</summary>
/// <param name="Path">Where, as a JSON path such as <c>$.entry.long.all[1].above[0]</c>.</param>
/// <param name="Kind"><c>added</c>, <c>removed</c> or <c>changed</c>.</param>
/// <param name="Before">What stood there; null where it was added.</param>
/// <param name="After">What stands there; null where it was removed.</param>
/// <param name="Sentence">The same for people.</param>
public sealed record StrategyChange(string Path, string Kind, JsonElement? Before, JsonElement? After, string Sentence);
