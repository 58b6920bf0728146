using System.Collections.Immutable;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;

namespace Countersign.Domain.Backtests;

/// <summary>
/// Runs a strategy over recorded bars of one symbol with the desk's own evaluator and account: decided at a bar's close, filled at the next
/// bar's open, a buy at the ask and a sell at the bid (which are one price where the bars have one side). Every signal is taken; reversing
/// makes two orders, close and open. Stop and target are orders that rest at the paper venue, which each bar's prices pass. What still waits after
/// the last bar is dropped.
/// </summary>
public static class Backtest
{
    /// <param name="data">Bars of the settings' instrument in the strategy's timeframe are among them.</param>
    /// <exception cref="ArgumentException">The strategy does not name the symbol, or there are no bars of it in its timeframe.</exception>
    public static BacktestResult Run(
        StrategyDefinition definition, BacktestData data, BacktestSettings settings, CancellationToken cancellationToken = default)
    {
        var symbol = settings.Instrument.Symbol;
        var series = data.Find(symbol, definition.Timeframe)
            ?? throw new ArgumentException($"There are no bars of {symbol} {definition.Timeframe}.", nameof(data));
        return Run(definition, series.Bars, settings, cancellationToken);
    }

    /// <param name="bars">In order of time, of the strategy's timeframe.</param>
    /// <exception cref="ArgumentException">The strategy does not name the symbol; bars are out of order or of another timeframe.</exception>
    public static BacktestResult Run(
        StrategyDefinition definition,
        IEnumerable<Bar> bars,
        BacktestSettings settings,
        CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(settings.StartCash);
        var run = new BacktestRun(definition, settings);
        foreach (var bar in bars)
        {
            cancellationToken.ThrowIfCancellationRequested();
            run.Take(bar);
        }

        return run.Result();
    }
}

/// <summary>One run, bar by bar.</summary>
internal sealed class BacktestRun(StrategyDefinition definition, BacktestSettings settings)
{
    private readonly StrategyEvaluator evaluator = new(definition, settings.Instrument);
    private readonly BacktestBook book = new(settings, definition.Costs, definition.Timeframe.Length, DateTimeOffset.UnixEpoch);
    private Signal? waiting;
    private decimal value = settings.StartCash;
    private decimal peak = settings.StartCash;
    private decimal drawdownShare;
    private readonly ImmutableArray<long>.Builder times = ImmutableArray.CreateBuilder<long>();
    private readonly ImmutableArray<double>.Builder values = ImmutableArray.CreateBuilder<double>();
    private readonly ImmutableArray<bool>.Builder inMarket = ImmutableArray.CreateBuilder<bool>();
    private long bars;
    private int signals;

    public void Take(Bar bar)
    {
        if (bar.Timeframe != definition.Timeframe)
        {
            throw new ArgumentException($"A bar of {bar.Timeframe} came to a strategy on {definition.Timeframe}.", nameof(bar));
        }

        bars++;
        if (settings.TradeFrom is { } from && bar.Start < from)
        {
            evaluator.Warm(bar);
            return;
        }

        book.AtOpen(bar);
        Fill(bar);
        book.AfterOpen(bar);
        waiting = evaluator.OnBar(bar, book.Position);
        signals += waiting is null ? 0 : 1;
        Measure(bar);
    }

    public BacktestResult Result() => new(
        [settings.Instrument.Symbol], evaluator.DefinitionHash, bars, signals, book.Denied, book.Fills, book.Trades, book.Entries,
        new EquityCurve(times.ToImmutable(), values.ToImmutable(), inMarket.ToImmutable()), settings.StartCash, value,
        (double)(drawdownShare * 100m));

    private void Fill(Bar bar)
    {
        if (waiting is not { } signal)
        {
            return;
        }

        var quote = new Quote(settings.Instrument.Symbol, bar.Start, bar.Bid.Open, bar.Ask.Open, Simulated: false);
        if (!book.Position.Quantity.IsZero)
        {
            book.Trade(signal.Side, book.Position.Quantity.Abs(), null, null, signal.Reason, quote, bar.Day);
        }

        if (signal.IsEntry)
        {
            var quantity = definition.Size.QuantityOf(value, signal.StopDistance, settings.Instrument);
            if (!quantity.IsZero)
            {
                book.Trade(signal.Side, quantity, signal.Stop, signal.Target, signal.Reason, quote, bar.Day);
            }
        }
    }

    private void Measure(Bar bar)
    {
        value = book.ValueAt(new Quote(settings.Instrument.Symbol, bar.End, bar.Bid.Close, bar.Ask.Close, Simulated: false));
        peak = Math.Max(peak, value);
        drawdownShare = Math.Max(drawdownShare, (peak - value) / peak);
        times.Add(bar.End.UtcTicks);
        values.Add((double)value);
        inMarket.Add(!book.Position.Quantity.IsZero);
        book.Watch(bar);
    }
}
