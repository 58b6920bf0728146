using System.Collections.Immutable;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;

namespace Countersign.Domain.Backtests;

/// <summary>The money side of a backtest: one netted position, cash, fills and closed trades, exact in decimals.</summary>
internal sealed class BacktestBook(decimal startCash, decimal commissionRate, int tradesMax)
{
    private readonly ImmutableArray<BacktestFill>.Builder fills = ImmutableArray.CreateBuilder<BacktestFill>();
    private readonly ImmutableArray<BacktestTrade>.Builder trades = ImmutableArray.CreateBuilder<BacktestTrade>();
    private decimal cash = startCash;
    private decimal openCommission;
    private DateTimeOffset openedAt;

    public StrategyPosition Position { get; private set; } = StrategyPosition.Flat;

    public ImmutableArray<BacktestFill> Fills => fills.ToImmutable();

    public ImmutableArray<BacktestTrade> Trades => trades.ToImmutable();

    /// <summary>Cash and what closing at this bar's close would bring, before its commission.</summary>
    public decimal ValueAt(Bar bar)
    {
        var exit = Position.IsShort ? bar.Ask.Close : bar.Bid.Close;
        return cash + (Position.Quantity.Value * (exit - Position.EntryPrice));
    }

    public void Open(DateTimeOffset time, Side side, Quantity quantity, Price price, Signal signal)
    {
        openCommission = Pay(quantity, price);
        openedAt = time;
        Position = StrategyPosition.Flat with
        {
            Quantity = new Quantity(side.Sign() * quantity.Value),
            EntryPrice = price,
            Stop = signal.Stop,
            Target = signal.Target,
        };
        fills.Add(new BacktestFill(time, side, quantity, price, openCommission, Position.Quantity, signal.Reason));
    }

    public void Close(DateTimeOffset time, Price price, SignalReason reason)
    {
        var quantity = Position.Quantity.Abs();
        var commission = Pay(quantity, price);
        var gross = Position.Quantity.Value * (price - Position.EntryPrice);
        var side = Position.IsLong ? Side.Buy : Side.Sell;
        cash += gross;
        fills.Add(new BacktestFill(time, side.Opposite(), quantity, price, commission, Quantity.Zero, reason));
        trades.Add(new BacktestTrade(
            side, quantity, openedAt, Position.EntryPrice, time, price, gross, gross - openCommission - commission, reason));
        Position = StrategyPosition.Flat;
        if (trades.Count > tradesMax)
        {
            throw new InvalidOperationException($"The backtest closed more than {tradesMax} trades.");
        }
    }

    private decimal Pay(Quantity quantity, Price price)
    {
        var commission = quantity.Value * price.Value * commissionRate;
        cash -= commission;
        return commission;
    }
}
