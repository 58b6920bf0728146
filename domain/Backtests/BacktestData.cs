using System.Collections.Immutable;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;

namespace Countersign.Domain.Backtests;

/// <summary>
/// What a backtest runs over: bars of one or more symbols, and ticks where there are any. Of one symbol there may be several timeframes: ticks, or
/// else the finest bars, are what the venue sees; a strategy decides on bars of its own timeframe, which are joined from finer ones where they are
/// missing. Immutable and safe to share between threads.
/// </summary>
public sealed class BacktestData
{
    /// <exception cref="ArgumentException">Nothing is given, or one symbol and timeframe twice.</exception>
    public BacktestData(params ImmutableArray<BarSeries> series)
        : this(series, [])
    {
    }

    /// <exception cref="ArgumentException">Nothing is given, one symbol and timeframe twice, or ticks of one symbol twice.</exception>
    public BacktestData(ImmutableArray<BarSeries> series, ImmutableArray<TickSeries> ticks)
    {
        if (series.IsDefaultOrEmpty && ticks.IsDefaultOrEmpty)
        {
            throw new ArgumentException("A backtest needs bars of at least one symbol.", nameof(series));
        }

        if (series.GroupBy(s => (s.Symbol, s.Timeframe)).FirstOrDefault(g => g.Count() > 1) is { Key: var twice })
        {
            throw new ArgumentException($"Bars of {twice.Symbol} {twice.Timeframe} are given twice.", nameof(series));
        }

        if (ticks.GroupBy(t => t.Symbol).FirstOrDefault(g => g.Count() > 1) is { Key: var ticking })
        {
            throw new ArgumentException($"Ticks of {ticking} are given twice.", nameof(ticks));
        }

        Series = series;
        Ticks = ticks;
    }

    public ImmutableArray<TickSeries> Ticks { get; }

    public ImmutableArray<BarSeries> Series { get; }

    /// <summary>The economic calendar of the time, for strategies that open nothing around news; releases are known from the first bar on.</summary>
    public ImmutableArray<EconomicRelease> Releases { get; init; } = [];

    /// <summary>Start of the earliest bar; null without any.</summary>
    public DateTimeOffset? From => Series.Where(s => s.Count > 0).Select(s => (DateTimeOffset?)s.StartAt(0))
        .Concat(Ticks.Where(t => t.Count > 0).Select(t => (DateTimeOffset?)t[0].Time)).Min();

    /// <summary>End of the latest bar; null without any.</summary>
    public DateTimeOffset? To => Series.Where(s => s.Count > 0).Select(s => (DateTimeOffset?)s.EndAt(s.Count - 1))
        .Concat(Ticks.Where(t => t.Count > 0).Select(t => (DateTimeOffset?)t[^1].Time)).Max();

    /// <summary>The bars of a symbol and timeframe; null where there are none.</summary>
    public BarSeries? Find(Symbol symbol, Timeframe timeframe) => Series.FirstOrDefault(s => s.Symbol == symbol && s.Timeframe == timeframe);

    /// <summary>The same with only the bars that start from <paramref name="from"/> (included) to <paramref name="to"/> (excluded).</summary>
    public BacktestData Between(DateTimeOffset from, DateTimeOffset to) =>
        new([.. Series.Select(s => s.Between(from, to))], [.. Ticks.Select(t => t.Between(from, to))]) { Releases = Releases };

    /// <summary>The same with other bars in place of each series, such as a stressed copy of it.</summary>
    public BacktestData Map(Func<BarSeries, BarSeries> change) => new([.. Series.Select(change)], Ticks) { Releases = Releases };

    /// <summary>The prices that a strategy's costs let it trade at.</summary>
    internal BacktestData At(CostPrices prices) => prices switch
    {
        CostPrices.Both => this,
        var one => new BacktestData(
            [.. Series.Select(s => s.OfOneSide(one == CostPrices.Ask))], [.. Ticks.Select(t => t.OfOneSide(one == CostPrices.Ask))])
        {
            Releases = Releases,
        },
    };

    /// <summary>The bars on which a strategy decides: those given, or joined from the finest of its symbol.</summary>
    /// <exception cref="ArgumentException">There are neither.</exception>
    internal BarSeries Deciding(Symbol symbol, Timeframe timeframe)
    {
        if (Find(symbol, timeframe) is { } given)
        {
            return given;
        }

        if (Ticks.FirstOrDefault(t => t.Symbol == symbol) is { } ticks)
        {
            return ticks.ToBars(timeframe);
        }

        return Finest(symbol) is { } finest && finest.Timeframe < timeframe
            ? finest.Join(timeframe)
            : throw new ArgumentException(
                $"There are no bars of {symbol} {timeframe} or finer: {string.Join(", ", Series.Select(s => $"{s.Symbol} {s.Timeframe}"))} are given.");
    }

    internal BarSeries? Finest(Symbol symbol) => Series.Where(s => s.Symbol == symbol).MinBy(s => s.Timeframe);
}
