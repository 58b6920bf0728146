using Countersign.Domain.Markets;

namespace Countersign.Domain.Backtests.Research;

/// <summary>Cuts a recording for one window of a fold; the columns are shared.</summary>
internal static class FoldData
{
    /// <summary>
    /// The bars that are complete when a window ends, and those before it that warm up. A bar counts where it ends: one that straddles the end is left
    /// out, for it holds prices from behind it.
    /// </summary>
    public static BacktestData Slice(ResearchStudy study, DateTimeOffset from, DateTimeOffset to, int warmUpBars)
    {
        var begin = from;
        var timeframe = study.Timeframes.Max();
        foreach (var symbol in study.Traded.Where(symbol => study.Data.Find(symbol, timeframe) is { Count: > 0 }))
        {
            var bars = study.Data.Find(symbol, timeframe)!;
            var first = bars.StartAt(Math.Clamp(bars.IndexOf(from) - warmUpBars, 0, bars.Count - 1));
            begin = first < begin ? first : begin;
        }

        return study.Data.Between(begin, to).Map(series => Complete(series, to));
    }

    private static BarSeries Complete(BarSeries series, DateTimeOffset to)
    {
        var count = series.Count;
        while (count > 0 && series.EndAt(count - 1) > to)
        {
            count--;
        }

        return count == series.Count ? series : series.Between(series.StartAt(0), series.StartAt(count));
    }
}
