using System.Collections.Immutable;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;

namespace Countersign.Domain.Backtests.Research;

/// <summary>A run through something that did not happen.</summary>
/// <param name="Label">Says what, and that it is made up.</param>
public sealed record StressRun(string Label, PointFigures Figures);

/// <summary>Runs a strategy through scenarios.</summary>
public static class StressTest
{
    /// <param name="only">The symbol that it happens to; null is all of them.</param>
    /// <returns>One run a scenario, in their order.</returns>
    /// <exception cref="ArgumentException">A scenario is out of range.</exception>
    public static ImmutableArray<StressRun> Run(
        ResearchStudy study,
        StrategyDefinition definition,
        ImmutableArray<StressScenario> scenarios,
        IResearchWorkers workers,
        Symbol? only = null,
        CancellationToken cancellationToken = default) => workers.Run(
            scenarios,
            (scenario, token) =>
            {
                var (own, traded) = study.AtOwnPrices(definition);
                var stressed = own with { Data = StressData.Apply(own.Data, scenario, only) };
                return new StressRun(scenario.Label, stressed.FiguresOf(stressed.Run(traded, token)));
            },
            cancellationToken);
}

/// <summary>Recordings to which something happened that did not.</summary>
public static class StressData
{
    /// <summary>
    /// The recording with a scenario in it. The finest bars of each symbol are changed and its larger ones joined anew from them, so that they agree;
    /// ticks become bars of a minute first.
    /// </summary>
    /// <param name="only">The symbol that it happens to; null is all of them.</param>
    /// <exception cref="ArgumentException">The scenario is out of range.</exception>
    public static BacktestData Apply(BacktestData data, StressScenario scenario, Symbol? only = null) =>
        Change(data, series => only is { } symbol && series.Symbol != symbol ? series : scenario.Apply(series));

    internal static BacktestData Change(BacktestData data, Func<BarSeries, BarSeries> change)
    {
        var recorded = OfBars(data);
        var changed = recorded.Series.GroupBy(s => s.Symbol).SelectMany(group =>
        {
            var finest = group.MinBy(s => s.Timeframe)!;
            var other = change(finest);
            return group.Select(s => ReferenceEquals(s, finest) ? other : ReferenceEquals(other, finest) ? s : other.Join(s.Timeframe));
        });
        return new BacktestData([.. changed]) { Releases = data.Releases };
    }

    /// <summary>Ticks as bars of a minute; the recording itself where there are none.</summary>
    internal static BacktestData OfBars(BacktestData data) => data.Ticks.IsEmpty
        ? data
        : new BacktestData(
        [
            .. data.Series.Where(s => s.Timeframe > Timeframe.M1 || data.Ticks.All(t => t.Symbol != s.Symbol)),
            .. data.Ticks.Select(t => t.ToBars(Timeframe.M1)),
        ])
        {
            Releases = data.Releases,
        };

    internal static BarSeries Widen(BarSeries series, decimal distance) =>
        BarSeriesBuilder.Of(series.Symbol, series.Timeframe, series.Bars.Select(bar => StressBar.Widen(bar, distance)));
}
