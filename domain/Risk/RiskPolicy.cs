using System.Collections.Immutable;
using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;

namespace Countersign.Domain.Risk;

/// <summary>
/// Limits and trading state of the platform, a tenant or a strategy. An account's own are in the account. Where nothing was ever set, nothing is
/// limited and trading is active.
/// </summary>
/// <param name="StrategyId">Null but for a strategy's.</param>
/// <param name="Reason">Why the trading state is what it is; null before its first change.</param>
/// <param name="Cause">The figures of a halt that a machine made; null where a person changed the state.</param>
/// <param name="FlattenSince">Since when positions are to be closed; null where they stay.</param>
/// <param name="ChangedBy">Who changed the trading state last.</param>
public sealed record RiskPolicy(
    RiskLevel Level,
    StrategyId? StrategyId,
    RiskCaps Caps,
    ImmutableArray<BlackoutWindow> Blackouts,
    TradingState TradingState,
    string? Reason,
    HaltCause? Cause,
    Actor? ChangedBy,
    DateTimeOffset? ChangedAt,
    DateTimeOffset? FlattenSince = null)
{
    /// <summary>The most windows that one level can have.</summary>
    public const int BlackoutsMax = 500;

    /// <summary>The most rules for windows of the economic calendar that one level can have.</summary>
    public const int CalendarBlackoutsMax = 50;

    /// <summary>Which releases of the economic calendar make windows.</summary>
    public ImmutableArray<CalendarBlackout> CalendarBlackouts { get; init; } = [];

    /// <summary>What holds before anything was set.</summary>
    public static RiskPolicy Unset(RiskLevel level, StrategyId? strategy = null) =>
        new(level, strategy, RiskCaps.None, [], TradingState.Active, null, null, null, null);

    public PolicyInForce InForce() => new(Caps, TradingState, TradingState == TradingState.Active ? null : Reason, FlattenSince);

    /// <summary>The window of this level that a time lies in and that concerns an instrument; null where there is none.</summary>
    public BlackoutWindow? BlackoutAt(DateTimeOffset time, Instrument instrument)
    {
        foreach (var window in Blackouts)
        {
            if (window.Holds(time) && window.Concerns(instrument.BaseCurrency, instrument.QuoteCurrency))
            {
                return window;
            }
        }

        return null;
    }
}
