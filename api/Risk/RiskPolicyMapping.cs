using Countersign.Api.Requests;
using Countersign.Domain.Accounts;
using Countersign.Domain.Risk;
using Body = Countersign.Api.Contracts.Risk;

namespace Countersign.Api.Risk;

internal static class RiskPolicyMapping
{
    public static Body.RiskPolicy ToBody(this RiskPolicy policy, string target) => new(
        Choice.Name(policy.Level), target, policy.Caps.ToBody(), [.. policy.Blackouts.Select(ToBody)], Choice.Name(policy.TradingState),
        policy.Reason, ToBody(policy.Cause), policy.FlattenSince, policy.ChangedBy?.Value, policy.ChangedAt,
        [.. policy.CalendarBlackouts.Select(ToBody)]);

    /// <summary>An account's own; who changed it last stands in the list of changes.</summary>
    public static Body.RiskPolicy ToPolicy(this Account account) => new(
        Choice.Name(RiskLevel.Account), account.Id.Value, account.Limits.ToBody(), [], Choice.Name(account.TradingState), null, null,
        account.FlattenSince, null, null, []);

    private static Body.Blackout ToBody(BlackoutWindow window) => new(window.From, window.Until, window.Currency?.Value, window.Title);

    private static Body.CalendarBlackout ToBody(CalendarBlackout rule) =>
        new(Choice.Name(rule.ImpactMin), rule.MinutesBefore, rule.MinutesAfter, rule.Currency?.Value);

    private static Body.HaltCause? ToBody(HaltCause? cause) =>
        cause is null ? null : new Body.HaltCause(cause.Code, cause.Message, cause.Figure, cause.Limit);
}
