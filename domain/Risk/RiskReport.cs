using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Countersign.Domain.Audit;

namespace Countersign.Domain.Risk;

public enum RiskVerdict
{
    Passed,

    /// <summary>The figure is beyond the limit.</summary>
    Refused,

    /// <summary>There is a limit and no figure to hold against it: refused.</summary>
    Unknown,

    /// <summary>The check itself broke: refused.</summary>
    CheckFailed,

    /// <summary>No level sets the limit.</summary>
    NotLimited,

    /// <summary>The check does not concern this order: it only reduces, or has nothing that the check looks at.</summary>
    NotConcerned,
}

/// <summary>What one check says.</summary>
/// <param name="Check">Its name in words.</param>
/// <param name="Code">The code that its refusal has.</param>
/// <param name="Unit">Of figure and limit.</param>
/// <param name="Figure">Null where it is not known, or there is none.</param>
/// <param name="Limit">Null where none is set.</param>
/// <param name="Level">Who set the limit.</param>
/// <param name="Refusal">Where it refuses.</param>
public sealed record RiskFinding(
    string Check,
    string Code,
    RiskUnit Unit,
    RiskVerdict Verdict,
    decimal? Figure,
    decimal? Limit,
    RiskLevel? Level,
    Refusal? Refusal);

/// <summary>What figures and limits count.</summary>
public enum RiskUnit
{
    None,

    /// <summary>Of the base currency.</summary>
    Units,

    /// <summary>Of the account's currency.</summary>
    Amount,
    Percent,
    Count,
    Seconds,
    Multiple,
}

/// <summary>Everything that the gate says of an order; nothing is placed by asking.</summary>
public sealed record RiskReport(ImmutableArray<RiskFinding> Findings)
{
    [JsonIgnore]
    public bool IsAllowed => Findings.All(f => f.Refusal is null);

    /// <summary>The same, in the same order, as <see cref="RiskGate.Check(RiskInputs)"/> answers.</summary>
    [JsonIgnore]
    public ImmutableArray<Refusal> Refusals => [.. Findings.Select(f => f.Refusal).OfType<Refusal>()];
}
