using System.Collections.Frozen;

namespace Countersign.Domain.TradeIdeas;

public enum TradeIdeaStatus
{
    /// <summary>Raised; the desk works on it (an idea that goes on its own stays here until its fill).</summary>
    Waiting,
    NeedsApproval,
    Approved,
    Rejected,
    Expired,
    AutoExecuted,
    Failed,
    Halted,
}

/// <summary>The one table of an idea's legal transitions.</summary>
public static class TradeIdeaStateMachine
{
    private static readonly FrozenDictionary<TradeIdeaStatus, TradeIdeaStatus[]> Next = new Dictionary<TradeIdeaStatus, TradeIdeaStatus[]>
    {
        [TradeIdeaStatus.Waiting] =
        [
            TradeIdeaStatus.NeedsApproval, TradeIdeaStatus.AutoExecuted, TradeIdeaStatus.Rejected, TradeIdeaStatus.Expired,
            TradeIdeaStatus.Failed, TradeIdeaStatus.Halted,
        ],
        [TradeIdeaStatus.NeedsApproval] =
        [
            TradeIdeaStatus.Approved, TradeIdeaStatus.Rejected, TradeIdeaStatus.Expired, TradeIdeaStatus.Halted,
        ],
        [TradeIdeaStatus.Approved] = [TradeIdeaStatus.Failed],
        [TradeIdeaStatus.Rejected] = [],
        [TradeIdeaStatus.Expired] = [],
        [TradeIdeaStatus.AutoExecuted] = [],
        [TradeIdeaStatus.Failed] = [],
        [TradeIdeaStatus.Halted] = [],
    }.ToFrozenDictionary();

    public static bool CanMove(TradeIdeaStatus from, TradeIdeaStatus to) => Array.IndexOf(Next[from], to) >= 0;
}
