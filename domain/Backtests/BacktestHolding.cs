using Countersign.Domain.Accounts;
using Countersign.Domain.Execution;
using Countersign.Domain.Strategies;

namespace Countersign.Domain.Backtests;

/// <summary>What the account holds of one symbol, made ready for what every bar asks of it: its value, and the view that rules have of it.</summary>
internal sealed class BacktestHolding
{
    private static readonly StrategyPosition Flat = StrategyPosition.Flat;

    private double quantity;
    private double cost;
    private int best;
    private int worst;
    private bool isWatched;
    private DateOnly realisedOn;
    private decimal realised;
    private StrategyPosition view = StrategyPosition.Flat;

    public Position? Position { get; private set; }

    /// <summary>Null where it is flat.</summary>
    public StrategyId? Owner => Position?.StrategyId;

    public bool IsOpen => Position is not null;

    /// <summary>As the strategy sees it that opened it; it changes with fills only.</summary>
    public ref readonly StrategyPosition View => ref view;

    /// <summary>As a strategy sees it: what another one opened is none of its business.</summary>
    public ref readonly StrategyPosition ViewOf(StrategyId? strategy)
    {
        if (Position is not null && Position.StrategyId == strategy)
        {
            return ref view;
        }

        return ref Flat;
    }

    /// <summary>Why the last order was placed.</summary>
    public SignalReason Reason { get; set; }

    /// <summary>The side of the last order that was placed.</summary>
    public Side Ordered { get; set; }

    /// <summary>Commission of the opening fills that no closing one has borne yet.</summary>
    public decimal OpeningCommission { get; set; }

    /// <summary>An order that is still on its way to open a position is hurt by what makes it dear.</summary>
    public bool AdverseIsLow => Position is { } open ? open.Quantity.Value > 0m : Ordered == Side.Sell;

    /// <summary>How far prices went while it was open; null before the first.</summary>
    /// <param name="point">What the watched prices count.</param>
    public PositionExcursion? ExcursionIn(decimal point) =>
        Position is { } open && isWatched ? new PositionExcursion(open.OpenedAt, best * point, worst * point) : null;

    public bool IsLong => quantity > 0.0;

    /// <summary>What closing at a price would gain, in the quote currency, before commission.</summary>
    public double UnrealisedAt(double price) => Position is null ? 0.0 : (quantity * price) - cost;

    /// <summary>Somebody asks for <see cref="RealisedOn"/>.</summary>
    public bool CountsDays { get; set; }

    /// <summary>What closing trades made in a trading day, less the commission of the fills that closed; in the account's currency.</summary>
    public decimal RealisedOn(DateOnly day) => day == realisedOn ? realised : 0m;

    public void Realise(DateOnly day, decimal amount) => (realisedOn, realised) = (day, RealisedOn(day) + amount);

    public void Set(Position? position)
    {
        if (position is null || Position?.OpenedAt != position.OpenedAt)
        {
            isWatched = false;
        }

        Position = position;
        quantity = (double)(position?.Quantity.Value ?? 0m);
        cost = (double)(position?.Cost ?? 0m);
        view = position is null
            ? StrategyPosition.Flat
            : new StrategyPosition(position.Quantity, position.AveragePrice ?? default, null, null, 0, false);
    }

    /// <summary>Sees the range of a bar, or a tick, while it is open, at the side where it would be closed. In points.</summary>
    public void Watch(int bidLow, int bidHigh, int askLow, int askHigh)
    {
        if (Position is null)
        {
            return;
        }

        var (low, high) = quantity > 0.0 ? (bidLow, bidHigh) : (askLow, askHigh);
        best = isWatched ? Math.Max(best, high) : high;
        worst = isWatched ? Math.Min(worst, low) : low;
        isWatched = true;
    }
}
