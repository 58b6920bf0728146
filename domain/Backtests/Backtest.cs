using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;

namespace Countersign.Domain.Backtests;

/// <summary>
/// Runs strategies over recorded prices with the desk's own evaluator, account and paper venue. Decided when a bar is complete, filled by the next
/// price: of bars the next one's open, of ticks the next tick; a buy at the ask and a sell at the bid (which are one price where the recording has
/// one side). Every signal is taken; reversing makes two orders, close and open. Stop and target are orders that rest at the venue, which all
/// later prices pass. What still waits after the last price is dropped. Deterministic: the same plan gives the same result, to the last bit.
/// </summary>
public static class Backtest
{
    /// <param name="plan">What to run, on what.</param>
    /// <param name="progress">Told now and then the share that is done, 0 to 1.</param>
    /// <exception cref="ArgumentException">The plan cannot be run; the message says what would do.</exception>
    public static BacktestResult Run(BacktestPlan plan, IProgress<double>? progress = null, CancellationToken cancellationToken = default) =>
        new BacktestEngine(plan).Run(progress, cancellationToken);

    /// <summary>Runs one strategy on the settings' instrument.</summary>
    /// <param name="data">Bars or ticks of the instrument, of the strategy's timeframe or finer, are among them.</param>
    /// <exception cref="ArgumentException">The strategy does not name the symbol, or there is nothing to run it on.</exception>
    public static BacktestResult Run(
        StrategyDefinition definition, BacktestData data, BacktestSettings settings, CancellationToken cancellationToken = default) =>
        Run(new BacktestPlan([new BacktestStrategy(definition, [settings.Instrument.Symbol])], data, settings), null, cancellationToken);

    /// <summary>Runs one strategy on bars of its timeframe.</summary>
    /// <param name="bars">In order of time, of the strategy's timeframe.</param>
    /// <exception cref="ArgumentException">The strategy does not name the symbol; bars are out of order or of another timeframe.</exception>
    public static BacktestResult Run(
        StrategyDefinition definition, IEnumerable<Bar> bars, BacktestSettings settings, CancellationToken cancellationToken = default) =>
        Run(definition, new BacktestData(BarSeriesBuilder.Of(settings.Instrument.Symbol, definition.Timeframe, bars)), settings, cancellationToken);
}
