using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Risk;

/// <summary>How much the desk may do without a person. A strategy has one and an account may have one; the stricter wins.</summary>
[JsonDerivedType(typeof(ApproveEverything), "approve-everything")]
[JsonDerivedType(typeof(AutoUnder), "auto-under")]
[JsonDerivedType(typeof(Governed), "governed")]
public abstract record Autonomy
{
    private Autonomy()
    {
    }

    /// <summary>A person countersigns every idea. The default.</summary>
    public sealed record ApproveEverything : Autonomy;

    /// <summary>Ideas of at most this quantity (units of the base) go on their own.</summary>
    public sealed record AutoUnder(Quantity Max) : Autonomy;

    /// <summary>A mode and its conditions.</summary>
    public sealed record Governed(AutonomySettings Settings) : Autonomy;
}

/// <summary>What the autonomy setting says of one idea, and why.</summary>
[JsonDerivedType(typeof(NeedsApproval), "needs-approval")]
[JsonDerivedType(typeof(Auto), "auto")]
public abstract record AutonomyDecision
{
    private AutonomyDecision(string reason, ImmutableArray<AutonomyCondition>? conditions) => (Reason, Conditions) = (reason, conditions);

    public string Reason { get; }

    /// <summary>Everything that was looked at, also what held; null in decisions from before there were conditions.</summary>
    public ImmutableArray<AutonomyCondition>? Conditions { get; }

    public sealed record NeedsApproval(string Reason, ImmutableArray<AutonomyCondition>? Conditions = null)
        : AutonomyDecision(Reason, Conditions);

    public sealed record Auto(string Reason, ImmutableArray<AutonomyCondition>? Conditions = null) : AutonomyDecision(Reason, Conditions);
}

/// <summary>One condition of going without a person, with its figure and its limit.</summary>
/// <param name="Level">Whose setting asks for it.</param>
/// <param name="Holds">False asks a person.</param>
/// <param name="Figure">What it was, for people; <c>unknown</c> where the fact was missing, and then it does not hold.</param>
/// <param name="Limit">What would have to be.</param>
public sealed record AutonomyCondition(RiskLevel Level, AutonomyCheck Check, bool Holds, string Figure, string Limit);

public enum AutonomyCheck
{
    Mode,
    Confidence,
    Quantity,
    OpenTrades,
    Drawdown,
    DailyTarget,
    Hours,

    /// <summary>A size that needs two people never goes on its own.</summary>
    FourEyes,
}
