using Countersign.Domain.Accounts;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;

namespace Countersign.Domain.Backtests;

/// <summary>What the account holds of one symbol, made ready for what every bar asks of it: its value, and the view that rules have of it.</summary>
internal sealed class BacktestHolding
{
    private double quantity;
    private double cost;
    private decimal best;
    private decimal worst;

    public Position? Position { get; private set; }

    /// <summary>Null where it is flat.</summary>
    public StrategyId? Owner => Position?.StrategyId;

    public bool IsOpen => Position is not null;

    /// <summary>As the strategy sees it that opened it; it changes with fills only.</summary>
    public StrategyPosition View { get; private set; } = StrategyPosition.Flat;

    /// <summary>Why the last order was placed.</summary>
    public SignalReason Reason { get; set; }

    /// <summary>The side of the last order that was placed.</summary>
    public Side Ordered { get; set; }

    /// <summary>Commission of the opening fills that no closing one has borne yet.</summary>
    public decimal OpeningCommission { get; set; }

    /// <summary>An order that is still on its way to open a position is hurt by what makes it dear.</summary>
    public bool AdverseIsLow => Position is { } open ? open.Quantity.Value > 0m : Ordered == Side.Sell;

    public PositionExcursion? Excursion => Position is { } open && best > 0m ? new PositionExcursion(open.OpenedAt, best, worst) : null;

    /// <summary>What closing at these prices would gain, in the quote currency, before commission.</summary>
    public double UnrealisedAt(in Tick mark) => Position is null ? 0.0 : (quantity * (quantity > 0.0 ? mark.Bid : mark.Ask).ToDouble()) - cost;

    public void Set(Position? position)
    {
        if (position is null || Position?.OpenedAt != position.OpenedAt)
        {
            (best, worst) = (0m, 0m);
        }

        Position = position;
        quantity = (double)(position?.Quantity.Value ?? 0m);
        cost = (double)(position?.Cost ?? 0m);
        View = position is null
            ? StrategyPosition.Flat
            : new StrategyPosition(position.Quantity, position.AveragePrice ?? default, null, null, 0, false);
    }

    /// <summary>Sees a price while it is open, at the side where it would be closed.</summary>
    public void Watch(Price bid, Price ask)
    {
        if (Position is null)
        {
            return;
        }

        var exit = quantity > 0.0 ? bid.Value : ask.Value;
        (best, worst) = best == 0m ? (exit, exit) : (Math.Max(best, exit), Math.Min(worst, exit));
    }
}
