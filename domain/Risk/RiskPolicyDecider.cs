using System.Collections.Immutable;
using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;

namespace Countersign.Domain.Risk;

/// <summary>The rules of a level's limits and trading state. The state is never null: begin with <see cref="RiskPolicy.Unset"/>.</summary>
public static class RiskPolicyDecider
{
    private const int TitleMax = 200;
    private const int ReasonMax = 1000;

    /// <summary>The same limits again yield no event.</summary>
    public static Outcome<RiskPolicyEvent> Decide(RiskPolicy state, SetRiskCaps command, DateTimeOffset now)
    {
        var refusals = RiskCapsRules.Check(command.Caps);
        if (IsNoReason(command.Reason))
        {
            refusals = refusals.Add(RiskRefusals.Reason);
        }

        if (!refusals.IsEmpty)
        {
            return Outcome<RiskPolicyEvent>.Refuse(refusals);
        }

        return command.Caps == state.Caps
            ? Outcome<RiskPolicyEvent>.Accept()
            : Outcome<RiskPolicyEvent>.Accept(
                new RiskCapsSet(state.Level, state.StrategyId, command.Caps, state.Caps, command.Reason, command.By, now));
    }

    /// <summary>The same windows again yield no event.</summary>
    public static Outcome<RiskPolicyEvent> Decide(RiskPolicy state, SetBlackouts command, DateTimeOffset now)
    {
        var refusals = CheckWindows(command.Windows);
        if (IsNoReason(command.Reason))
        {
            refusals = refusals.Add(RiskRefusals.Reason);
        }

        if (!refusals.IsEmpty)
        {
            return Outcome<RiskPolicyEvent>.Refuse(refusals);
        }

        return command.Windows.SequenceEqual(state.Blackouts)
            ? Outcome<RiskPolicyEvent>.Accept()
            : Outcome<RiskPolicyEvent>.Accept(
                new BlackoutsSet(state.Level, state.StrategyId, command.Windows, command.Reason, command.By, now));
    }

    /// <summary>The same rules again yield no event.</summary>
    public static Outcome<RiskPolicyEvent> Decide(RiskPolicy state, SetCalendarBlackouts command, DateTimeOffset now)
    {
        var refusals = CheckRules(command.Rules);
        if (IsNoReason(command.Reason))
        {
            refusals = refusals.Add(RiskRefusals.Reason);
        }

        if (!refusals.IsEmpty)
        {
            return Outcome<RiskPolicyEvent>.Refuse(refusals);
        }

        return command.Rules.SequenceEqual(state.CalendarBlackouts)
            ? Outcome<RiskPolicyEvent>.Accept()
            : Outcome<RiskPolicyEvent>.Accept(
                new CalendarBlackoutsSet(state.Level, state.StrategyId, command.Rules, command.Reason, command.By, now));
    }

    /// <summary>The same state again yields no event, unless positions are to be closed now. See <see cref="TradingStates.Check"/> for who may change it to what.</summary>
    public static Outcome<RiskPolicyEvent> Decide(RiskPolicy state, ChangeTradingState command, DateTimeOffset now)
    {
        if (TradingStates.Check(state.TradingState, command.To, command.Reason, command.Cause, command.By) is { } refusal)
        {
            return Outcome<RiskPolicyEvent>.Refuse(refusal);
        }

        var flatten = command is { Flatten: true, To: TradingState.Halted };
        return command.To == state.TradingState && (!flatten || state.FlattenSince is not null)
            ? Outcome<RiskPolicyEvent>.Accept()
            : Outcome<RiskPolicyEvent>.Accept(
                new PolicyTradingStateChanged(
                    state.Level, state.StrategyId, state.TradingState, command.To, command.Reason, command.Cause, command.By, now,
                    flatten ? true : null));
    }

    public static RiskPolicy Apply(RiskPolicy state, RiskPolicyEvent @event) => @event switch
    {
        RiskCapsSet e => state with { Caps = e.Caps },
        BlackoutsSet e => state with { Blackouts = e.Windows },
        CalendarBlackoutsSet e => state with { CalendarBlackouts = e.Rules },
        PolicyTradingStateChanged e => state with
        {
            TradingState = e.To, Reason = e.Reason, Cause = e.Cause, ChangedBy = e.By, ChangedAt = e.At,
            FlattenSince = e.Flatten is true ? e.At : null,
        },
        _ => throw new InvalidOperationException($"{@event.GetType().Name} is no event of a risk policy."),
    };

    private static bool IsNoReason(string reason) => string.IsNullOrWhiteSpace(reason) || reason.Length > ReasonMax;

    private static ImmutableArray<Refusal> CheckWindows(ImmutableArray<BlackoutWindow> windows)
    {
        var refusals = ImmutableArray.CreateBuilder<Refusal>();
        if (windows.Length > RiskPolicy.BlackoutsMax)
        {
            refusals.Add(RiskRefusals.Limits("blackouts", FormattableString.Invariant($"has at most {RiskPolicy.BlackoutsMax} windows")));
        }

        foreach (var window in windows)
        {
            if (string.IsNullOrWhiteSpace(window.Title) || window.Title.Length > TitleMax)
            {
                refusals.Add(RiskRefusals.Window(window.Title, "needs a title of 1 to 200 characters"));
            }

            if (window.Until <= window.From)
            {
                refusals.Add(RiskRefusals.Window(window.Title, "must end after it begins"));
            }
        }

        return refusals.ToImmutable();
    }

    private static ImmutableArray<Refusal> CheckRules(ImmutableArray<CalendarBlackout> rules)
    {
        var refusals = ImmutableArray.CreateBuilder<Refusal>();
        if (rules.Length > RiskPolicy.CalendarBlackoutsMax)
        {
            refusals.Add(RiskRefusals.Limits(
                "calendarBlackouts", FormattableString.Invariant($"has at most {RiskPolicy.CalendarBlackoutsMax} rules")));
        }

        foreach (var rule in rules)
        {
            if (rule.MinutesBefore is < 0 or > CalendarBlackout.MinutesMax || rule.MinutesAfter is < 0 or > CalendarBlackout.MinutesMax)
            {
                refusals.Add(RiskRefusals.Limits(
                    "calendarBlackouts", FormattableString.Invariant($"has 0 to {CalendarBlackout.MinutesMax} minutes before and after a release")));
            }
            else if (rule.MinutesBefore + rule.MinutesAfter == 0)
            {
                refusals.Add(RiskRefusals.Limits("calendarBlackouts", "has a rule of no minutes before and none after: leave it out"));
            }
        }

        return refusals.ToImmutable();
    }
}
