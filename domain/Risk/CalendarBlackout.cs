using System.Collections.Immutable;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Risk;

/// <summary>Makes blackout windows of the economic calendar: nothing is opened around the releases that it names.</summary>
/// <param name="ImpactMin">Releases of at least this impact.</param>
/// <param name="MinutesBefore">The window begins so many minutes before the release, 0 to <see cref="MinutesMax"/>.</param>
/// <param name="MinutesAfter">It ends so many minutes after it.</param>
/// <param name="Currency">Releases of this currency's economy only; null takes all. Either way a release concerns the symbols with its currency.</param>
public sealed record CalendarBlackout(Impact ImpactMin, int MinutesBefore, int MinutesAfter, Currency? Currency)
{
    public const int MinutesMax = 1_440;

    /// <summary>How far from a time a release can lie and still have its window there.</summary>
    public static TimeSpan ReachMax { get; } = TimeSpan.FromMinutes(MinutesMax);

    /// <summary>The window of a release; null where the rule does not name it.</summary>
    public BlackoutWindow? WindowOf(EconomicRelease release) =>
        release.AllDay || release.Impact < ImpactMin || (Currency is { } only && only != release.Currency)
            ? null
            : new BlackoutWindow(
                release.Time - TimeSpan.FromMinutes(MinutesBefore), release.Time + TimeSpan.FromMinutes(MinutesAfter), release.Currency,
                release.Title);

    /// <summary>The window that a time lies in and that concerns an instrument, the one that lasts longest; null where there is none.</summary>
    public static BlackoutWindow? At(
        ImmutableArray<CalendarBlackout> rules, ImmutableArray<EconomicRelease> releases, DateTimeOffset time, Instrument instrument)
    {
        BlackoutWindow? longest = null;
        foreach (var release in releases)
        {
            foreach (var rule in rules)
            {
                if (rule.WindowOf(release) is { } window && window.Holds(time)
                    && window.Concerns(instrument.BaseCurrency, instrument.QuoteCurrency) && (longest is null || window.Until > longest.Until))
                {
                    longest = window;
                }
            }
        }

        return longest;
    }
}
