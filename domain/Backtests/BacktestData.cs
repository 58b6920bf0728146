using System.Collections.Immutable;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Backtests;

/// <summary>
/// What a backtest runs over: bars of one or more symbols. Of one symbol there may be several timeframes; the finest one that is no coarser than
/// the strategy's gives the path inside its bars. Immutable and safe to share between threads.
/// </summary>
public sealed class BacktestData
{
    /// <exception cref="ArgumentException">Nothing is given, or one symbol and timeframe twice.</exception>
    public BacktestData(params ImmutableArray<BarSeries> series)
    {
        if (series.IsDefaultOrEmpty)
        {
            throw new ArgumentException("A backtest needs bars of at least one symbol.", nameof(series));
        }

        if (series.GroupBy(s => (s.Symbol, s.Timeframe)).FirstOrDefault(g => g.Count() > 1) is { Key: var twice })
        {
            throw new ArgumentException($"Bars of {twice.Symbol} {twice.Timeframe} are given twice.", nameof(series));
        }

        Series = series;
    }

    public ImmutableArray<BarSeries> Series { get; }

    /// <summary>Start of the earliest bar; null without any.</summary>
    public DateTimeOffset? From => Series.Where(s => s.Count > 0).Select(s => (DateTimeOffset?)s.StartAt(0)).Min();

    /// <summary>End of the latest bar; null without any.</summary>
    public DateTimeOffset? To => Series.Where(s => s.Count > 0).Select(s => (DateTimeOffset?)s.EndAt(s.Count - 1)).Max();

    /// <summary>The bars of a symbol and timeframe; null where there are none.</summary>
    public BarSeries? Find(Symbol symbol, Timeframe timeframe) => Series.FirstOrDefault(s => s.Symbol == symbol && s.Timeframe == timeframe);

    /// <summary>The same with only the bars that start from <paramref name="from"/> (included) to <paramref name="to"/> (excluded).</summary>
    public BacktestData Between(DateTimeOffset from, DateTimeOffset to) => new([.. Series.Select(s => s.Between(from, to))]);

    /// <summary>The same with other bars in place of each series, such as a stressed copy of it.</summary>
    public BacktestData Map(Func<BarSeries, BarSeries> change) => new([.. Series.Select(change)]);
}
