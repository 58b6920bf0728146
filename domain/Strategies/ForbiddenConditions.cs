using System.Collections.Immutable;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Strategies;

/// <summary>When a strategy opens nothing; exits go on. At least one of its members forbids something.</summary>
/// <param name="News">Around releases of the economic calendar; null does not look at it.</param>
/// <param name="Spread">While the market is too wide; null does not look at it.</param>
/// <param name="Volatility">While this rule holds; null where there is none.</param>
/// <param name="Weekdays">Of the FX day in which the order would go, in order from Monday; empty forbids none.</param>
public sealed record ForbiddenConditions(NewsBan? News, SpreadBan? Spread, Condition? Volatility, ImmutableArray<DayOfWeek> Weekdays);

/// <summary>Nothing is opened around releases that concern one of the instrument's currencies. Those without a time of day do not count.</summary>
/// <param name="ImpactMin">Of at least this impact.</param>
/// <param name="Before">0 to 24 hours before the release, its beginning included.</param>
/// <param name="After">0 to 24 hours after it, its end excluded.</param>
public sealed record NewsBan(Impact ImpactMin, TimeSpan Before, TimeSpan After)
{
    internal bool Forbids(MarketFacts facts) =>
        facts.MinutesToRelease <= Before.TotalMinutes || facts.MinutesSinceRelease < After.TotalMinutes;
}

/// <summary>How wide the market may be at the bar's close, ask less bid.</summary>
public abstract record SpreadBan
{
    private SpreadBan()
    {
    }

    /// <summary>At most so many of the instrument's pips; 0 to 100,000.</summary>
    public sealed record InPips(decimal Max) : SpreadBan;

    /// <summary>At most so many times the symbol's own typical spread, see <see cref="SpreadMemory"/>; more than 0, at most 1,000.</summary>
    public sealed record TimesTypical(decimal Max) : SpreadBan;
}

/// <summary>What a strategy is told about the market beside its bars, at a bar's end.</summary>
/// <param name="MinutesToRelease">To the next release that its definition forbids entries around, 0 or more; null where none is within a day.</param>
/// <param name="MinutesSinceRelease">Since the last one, more than 0; null where none was within a day.</param>
public readonly record struct MarketFacts(double? MinutesToRelease = null, double? MinutesSinceRelease = null);

/// <summary>
/// What a symbol's spread usually is at a bar's close: the mean of the first 500 bars, and from then on an exponential mean with a share of 1/500.
/// </summary>
/// <param name="Bars">Bars taken in.</param>
/// <param name="Mean">In the quote currency.</param>
public readonly record struct SpreadMemory(long Bars, double Mean)
{
    private const long BarsMax = 500;

    public SpreadMemory Next(double spread) => new(Bars + 1, Mean + ((spread - Mean) / Math.Min(Bars + 1, BarsMax)));
}
