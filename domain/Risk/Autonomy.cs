using System.Text.Json.Serialization;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Risk;

/// <summary>How much the desk may do without a person.</summary>
[JsonDerivedType(typeof(ApproveEverything), "approve-everything")]
[JsonDerivedType(typeof(AutoUnder), "auto-under")]
public abstract record Autonomy
{
    private Autonomy()
    {
    }

    /// <summary>A person countersigns every idea. The default.</summary>
    public sealed record ApproveEverything : Autonomy;

    /// <summary>Ideas of at most this quantity (units of the base) go on their own.</summary>
    public sealed record AutoUnder(Quantity Max) : Autonomy;
}

/// <summary>What the autonomy setting says of one idea, and why.</summary>
[JsonDerivedType(typeof(NeedsApproval), "needs-approval")]
[JsonDerivedType(typeof(Auto), "auto")]
public abstract record AutonomyDecision
{
    private AutonomyDecision(string reason) => Reason = reason;

    public string Reason { get; }

    public sealed record NeedsApproval(string Reason) : AutonomyDecision(Reason);

    public sealed record Auto(string Reason) : AutonomyDecision(Reason);
}

public static class AutonomyGate
{
    public static AutonomyDecision Decide(Autonomy autonomy, Quantity quantity) => autonomy switch
    {
        Autonomy.ApproveEverything => new AutonomyDecision.NeedsApproval("Every idea needs approval."),
        Autonomy.AutoUnder(var max) when quantity <= max =>
            new AutonomyDecision.Auto($"{quantity} is at most {max}, which goes on its own."),
        Autonomy.AutoUnder(var max) => new AutonomyDecision.NeedsApproval($"{quantity} is above {max}, so a person decides."),
        _ => throw new InvalidOperationException($"{autonomy} is no autonomy setting."),
    };
}
