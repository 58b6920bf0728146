using Countersign.Domain.TradeIdeas;

namespace Countersign.Grains.Audit;

/// <summary>The names of decisions, as lists and filters use them.</summary>
public static class DecisionActions
{
    public const string Raised = "raised";
    public const string Routed = "routed";
    public const string Approved = "approved";
    public const string FirstApproved = "first-approved";
    public const string ApprovalRefused = "approval-refused";
    public const string Rejected = "rejected";
    public const string Expired = "expired";
    public const string Halted = "halted";
    public const string Executed = "executed";
    public const string Failed = "failed";

    public static IReadOnlyList<string> All { get; } =
        [Raised, Routed, FirstApproved, Approved, ApprovalRefused, Rejected, Expired, Halted, Executed, Failed];

    /// <summary>The name of the decision that an event records.</summary>
    public static string Of(TradeIdeaEvent e) => e switch
    {
        TradeIdeaRaised => Raised,
        TradeIdeaRouted => Routed,
        TradeIdeaApproved => Approved,
        TradeIdeaFirstApproved => FirstApproved,
        TradeIdeaApprovalRefused => ApprovalRefused,
        TradeIdeaRejected => Rejected,
        TradeIdeaExpired => Expired,
        TradeIdeaHalted => Halted,
        TradeIdeaExecuted => Executed,
        TradeIdeaFailed => Failed,
        _ => throw new ArgumentOutOfRangeException(nameof(e), e.GetType().Name, "This event records no decision that has a name."),
    };
}
