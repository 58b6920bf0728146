using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;

namespace Countersign.Domain.Risk;

/// <summary>The cause of a halt that a machine made.</summary>
/// <param name="Code">Dotted: <c>halt.daily_loss</c>.</param>
/// <param name="Message">For people, with the figures.</param>
public sealed record HaltCause(string Code, string Message, decimal? Figure, decimal? Limit);

/// <summary>How trading states change, at every level alike.</summary>
public static class TradingStates
{
    private const int ReasonMax = 1000;

    /// <summary>
    /// Why a state cannot be changed so, or null. Every change has a reason. A machine may only restrict, and only with a cause on record; to lift
    /// a restriction takes a person.
    /// </summary>
    public static Refusal? Check(TradingState from, TradingState to, string reason, HaltCause? cause, Actor by)
    {
        if (string.IsNullOrWhiteSpace(reason) || reason.Length > ReasonMax)
        {
            return RiskRefusals.Reason;
        }

        if (IsPerson(by))
        {
            return null;
        }

        return to < from ? RiskRefusals.ResumedByMachine(by) : cause is null && to > from ? RiskRefusals.NoCause : null;
    }

    public static bool IsPerson(Actor actor) => actor.Value.StartsWith("user:", StringComparison.Ordinal);

    /// <summary>The most restrictive state of all levels, and whose it is; the uppermost where several are as restrictive.</summary>
    public static (TradingState State, RiskLevel Level, string? Reason) MostRestrictive(TradingState account, RiskLevels? levels)
    {
        var worst = (State: TradingState.Active, Level: RiskLevel.Account, Reason: (string?)null);
        Take(ref worst, levels?.Platform, RiskLevel.Platform);
        Take(ref worst, levels?.Tenant, RiskLevel.Tenant);
        if (account > worst.State)
        {
            worst = (account, RiskLevel.Account, null);
        }

        Take(ref worst, levels?.Strategy, RiskLevel.Strategy);
        return worst;
    }

    private static void Take(ref (TradingState State, RiskLevel Level, string? Reason) worst, PolicyInForce? policy, RiskLevel level)
    {
        if (policy is not null && policy.TradingState > worst.State)
        {
            worst = (policy.TradingState, level, policy.Reason);
        }
    }
}
