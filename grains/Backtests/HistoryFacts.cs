using System.Collections.Immutable;
using Countersign.Domain.Backtests.Jobs;
using Countersign.Grains.Markets;

namespace Countersign.Grains.Backtests;

/// <summary>The market history as backtests see it.</summary>
public static class HistoryFacts
{
    /// <summary>The series of bars; ticks are left out.</summary>
    public static ImmutableArray<StoredBars> ToStoredBars(this ImmutableArray<HistorySeries> history) =>
    [
        .. history.Where(s => s.Timeframe is not null)
            .Select(s => new StoredBars(s.Symbol, s.Timeframe!.Value, s.Source, s.Rows, s.First, s.Last)),
    ];
}
