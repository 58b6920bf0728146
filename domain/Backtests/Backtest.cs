using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;

namespace Countersign.Domain.Backtests;

/// <summary>
/// Runs a strategy over recorded bars of one symbol with the desk's own evaluator: decided at a bar's close, filled at the next bar's open, a
/// buy at the ask and a sell at the bid (which are one price where the bars have one side). Every signal is taken; reversing makes two orders,
/// close and open. What is still waiting after the last bar is dropped.
/// </summary>
public static class Backtest
{
    /// <param name="bars">In order of time, of the strategy's timeframe.</param>
    /// <exception cref="ArgumentException">The strategy does not name the symbol, or the bars are out of order or of another timeframe.</exception>
    public static BacktestResult Run(
        StrategyDefinition definition,
        Symbol symbol,
        IEnumerable<Bar> bars,
        BacktestSettings settings,
        CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(settings.StartCash);
        var run = new BacktestRun(definition, symbol, settings);
        foreach (var bar in bars)
        {
            cancellationToken.ThrowIfCancellationRequested();
            run.Take(bar);
        }

        return run.Result();
    }
}

/// <summary>One run, bar by bar.</summary>
internal sealed class BacktestRun(StrategyDefinition definition, Symbol symbol, BacktestSettings settings)
{
    private readonly StrategyEvaluator evaluator = new(definition, symbol, settings.Steps);
    private readonly BacktestBook book = new(settings.StartCash, definition.Costs.CommissionRate, settings.TradesMax);
    private Signal? waiting;
    private decimal value = settings.StartCash;
    private decimal peak = settings.StartCash;
    private decimal drawdownShare;
    private long bars;
    private int signals;

    public void Take(Bar bar)
    {
        if (bar.Timeframe != definition.Timeframe)
        {
            throw new ArgumentException($"A bar of {bar.Timeframe} came to a strategy on {definition.Timeframe}.", nameof(bar));
        }

        bars++;
        Fill(bar);
        waiting = evaluator.OnBar(bar, book.Position);
        signals += waiting is null ? 0 : 1;
        Measure(bar);
    }

    public BacktestResult Result() => new(
        symbol, evaluator.DefinitionHash, bars, signals, book.Fills, book.Trades, settings.StartCash, value, (double)(drawdownShare * 100m));

    private void Fill(Bar bar)
    {
        if (waiting is not { } signal)
        {
            return;
        }

        var price = signal.Side == Side.Buy ? bar.Ask.Open : bar.Bid.Open;
        if (!book.Position.Quantity.IsZero)
        {
            book.Close(bar.Start, price, signal.Reason);
        }

        if (signal.IsEntry)
        {
            var quantity = definition.Size.Quantity(value, signal.StopDistance, settings.LotStep);
            if (!quantity.IsZero)
            {
                book.Open(bar.Start, signal.Side, quantity, price, signal);
            }
        }
    }

    private void Measure(Bar bar)
    {
        value = book.ValueAt(bar);
        peak = Math.Max(peak, value);
        drawdownShare = Math.Max(drawdownShare, (peak - value) / peak);
    }
}
