using System.Collections.Immutable;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;

namespace Countersign.Domain.Strategies;

/// <summary>When the releases are that a strategy opens nothing around: gives the facts of any moment, and allocates nothing for it.</summary>
public sealed class ReleaseTimes
{
    private readonly ImmutableArray<long> times;

    private ReleaseTimes(ImmutableArray<long> times) => this.times = times;

    /// <summary>Of the releases that the definition names and that concern the instrument; null where the definition does not look at news.</summary>
    /// <param name="releases">In any order.</param>
    public static ReleaseTimes? Of(StrategyDefinition definition, ImmutableArray<EconomicRelease> releases, Instrument instrument) =>
        definition.Forbid?.News is not { } news
            ? null
            : new ReleaseTimes(
            [
                .. releases.Where(release => !release.AllDay && release.Impact >= news.ImpactMin
                    && (release.Currency == instrument.BaseCurrency || release.Currency == instrument.QuoteCurrency))
                    .Select(release => release.Time.UtcTicks)
                    .Order(),
            ]);

    /// <summary>What is known at a moment. Of releases that are further than a day nothing is told, because a live calendar reaches no further.</summary>
    public MarketFacts At(DateTimeOffset time)
    {
        var found = times.BinarySearch(time.UtcTicks);
        var next = found < 0 ? ~found : found;

        // Of several at one time the search may find any.
        while (next > 0 && times[next - 1] == time.UtcTicks)
        {
            next--;
        }

        return new MarketFacts(
            next < times.Length ? Minutes(times[next] - time.UtcTicks) : null,
            next > 0 ? Minutes(time.UtcTicks - times[next - 1]) : null);
    }

    private static double? Minutes(long ticks) =>
        ticks <= CalendarBlackout.ReachMax.Ticks ? TimeSpan.FromTicks(ticks).TotalMinutes : null;
}
