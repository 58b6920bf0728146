using Countersign.Domain.Execution;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Strategies;

/// <summary>The prices of a bar that an order of one side meets: a buyer pays the ask, a seller gets the bid.</summary>
internal static class BarSides
{
    public static Ohlc For(this Bar bar, Side side) => side == Side.Buy ? bar.Ask : bar.Bid;

    public static Ohlc For(this in BarView bar, Side side) => side == Side.Buy ? bar.Ask : bar.Bid;
}
