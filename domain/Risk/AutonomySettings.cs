using System.Collections.Immutable;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;

namespace Countersign.Domain.Risk;

public enum AutonomyMode
{
    /// <summary>A person decides everything.</summary>
    Manual,

    /// <summary>What closes goes on its own. What opens does so up to a size and from a confidence that a person set; all else asks.</summary>
    Assisted,

    /// <summary>Everything goes on its own unless a condition that is set does not hold.</summary>
    Automatic,
}

/// <summary>
/// A mode and the conditions under which an idea that opens goes on its own; null asks for nothing. Conditions guard the taking of risk: an
/// idea that only closes is not held up by them.
/// </summary>
/// <param name="ConfidenceMin">0 to 1; the assisted mode needs it.</param>
/// <param name="QuantityMax">Units of the base, above zero; the assisted mode needs it.</param>
/// <param name="OpenTradesMax">Open positions and entries under way, of the strategy or of the account, before this idea: fewer than this.</param>
/// <param name="DrawdownPercentMax">The account's equity below its peak, in percent of the peak: less than this.</param>
/// <param name="DailyTarget">Today's result (realised and open, in the account's currency) below this.</param>
/// <param name="Hours">One of them is open; 1 to 20.</param>
public sealed record AutonomySettings(
    AutonomyMode Mode,
    double? ConfidenceMin = null,
    Quantity? QuantityMax = null,
    int? OpenTradesMax = null,
    decimal? DrawdownPercentMax = null,
    decimal? DailyTarget = null,
    ImmutableArray<AutonomyHours>? Hours = null)
{
    public const int HoursMax = 20;

    public bool Equals(AutonomySettings? other) =>
        other is not null && Mode == other.Mode && Nullable.Equals(ConfidenceMin, other.ConfidenceMin) && QuantityMax == other.QuantityMax
        && OpenTradesMax == other.OpenTradesMax && DrawdownPercentMax == other.DrawdownPercentMax && DailyTarget == other.DailyTarget
        && (Hours ?? []).SequenceEqual(other.Hours ?? []);

    public override int GetHashCode() =>
        HashCode.Combine(Mode, ConfidenceMin, QuantityMax, OpenTradesMax, DrawdownPercentMax, DailyTarget, Hours?.Length ?? 0);
}

/// <summary>Hours of the week in a time zone, as <see cref="SessionWindow"/> means them.</summary>
/// <param name="From">Included.</param>
/// <param name="To">Excluded; where it is not after <paramref name="From"/> the window runs past midnight.</param>
/// <param name="Zone">IANA name, such as <c>Europe/London</c>.</param>
/// <param name="Days">On which the window begins, at least one.</param>
public sealed record AutonomyHours(TimeOnly From, TimeOnly To, string Zone, ImmutableArray<DayOfWeek> Days)
{
    /// <exception cref="TimeZoneNotFoundException">This machine does not know the zone.</exception>
    public bool Contains(DateTimeOffset instant) =>
        new SessionWindow(From, To, TimeZoneInfo.FindSystemTimeZoneById(Zone), Days).Contains(instant);

    public bool Equals(AutonomyHours? other) =>
        other is not null && From == other.From && To == other.To && Zone == other.Zone && Days.SequenceEqual(other.Days);

    public override int GetHashCode() => HashCode.Combine(From, To, Zone, Days.Length);

    public override string ToString() => FormattableString.Invariant($"{From:HH\\:mm}-{To:HH\\:mm} {Zone} {string.Join(' ', Days)}");
}

/// <summary>
/// What the autonomy gate looks at beside the idea; stored with the decision. Null is not known, and a condition that needs it does not hold.
/// </summary>
/// <param name="Account">The account's own setting; null where it has none and the strategy's alone counts.</param>
/// <param name="StrategyTrades">Open positions of the strategy in the account, and its entries under way.</param>
/// <param name="AccountTrades">The same of the whole account.</param>
/// <param name="DrawdownPercent">Equity below its peak, percent of the peak.</param>
/// <param name="DayResult">Realised and open since the last 17:00 New York, in the account's currency.</param>
public sealed record AutonomyFacts(
    Autonomy? Account = null,
    int? StrategyTrades = null,
    int? AccountTrades = null,
    decimal? DrawdownPercent = null,
    decimal? DayResult = null);
