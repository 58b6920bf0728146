using System.Collections.Immutable;

namespace Countersign.Domain.Strategies;

/// <summary>How well a signal stands, beside its confidence, and what each rule did to it.</summary>
/// <param name="Agreement">
/// 0 to 1: the weighted share of the rules that hold, less that of the opposite entry's rules that hold too, 0 at least. 1 is all for and none
/// against it.
/// </param>
/// <param name="RiskReward">The way to the target as a multiple of that to the stop; null where an entry lacks one of them, and for exits.</param>
/// <param name="Contributions">At least one; in the order of the definition, those of the regime last.</param>
public sealed record SignalStrength(double Agreement, double? RiskReward, ImmutableArray<RuleContribution> Contributions)
{
    public bool Equals(SignalStrength? other) =>
        other is not null && Agreement.Equals(other.Agreement) && RiskReward.Equals(other.RiskReward)
        && Contributions.SequenceEqual(other.Contributions);

    public override int GetHashCode() => HashCode.Combine(Agreement, RiskReward, Contributions.Length);
}

/// <summary>What one rule did to a signal.</summary>
/// <param name="Rule">In words.</param>
/// <param name="Name">Of its vote, or <c>regime</c>; null where it has none.</param>
/// <param name="Weight">Of its vote; 1 outside of votes.</param>
/// <param name="Strength">How clearly it holds, 0 to 1: the mean strength of its comparisons that hold, as in the confidence. 0 where it does not.</param>
public sealed record RuleContribution(string Rule, string? Name, double Weight, bool Held, double Strength);
