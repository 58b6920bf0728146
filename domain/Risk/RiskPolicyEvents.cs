using System.Collections.Immutable;
using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Strategies;

namespace Countersign.Domain.Risk;

public abstract record RiskPolicyEvent(DateTimeOffset At) : DomainEvent(At);

/// <param name="Before">What held until then.</param>
public sealed record RiskCapsSet(
    RiskLevel Level, StrategyId? StrategyId, RiskCaps Caps, RiskCaps Before, string Reason, Actor By, DateTimeOffset At) : RiskPolicyEvent(At);

public sealed record BlackoutsSet(
    RiskLevel Level, StrategyId? StrategyId, ImmutableArray<BlackoutWindow> Windows, string Reason, Actor By, DateTimeOffset At)
    : RiskPolicyEvent(At);

public sealed record CalendarBlackoutsSet(
    RiskLevel Level, StrategyId? StrategyId, ImmutableArray<CalendarBlackout> Rules, string Reason, Actor By, DateTimeOffset At)
    : RiskPolicyEvent(At);

/// <param name="Flatten">Positions are to be closed; null where they stay.</param>
public sealed record PolicyTradingStateChanged(
    RiskLevel Level,
    StrategyId? StrategyId,
    TradingState From,
    TradingState To,
    string Reason,
    HaltCause? Cause,
    Actor By,
    DateTimeOffset At,
    bool? Flatten = null) : RiskPolicyEvent(At);
