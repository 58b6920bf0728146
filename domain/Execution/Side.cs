namespace Countersign.Domain.Execution;

public enum Side
{
    Buy = 1,
    Sell = -1,
}

public static class SideExtensions
{
    public static Side Opposite(this Side side) => side == Side.Buy ? Side.Sell : Side.Buy;

    /// <summary>+1 for a buy, -1 for a sell.</summary>
    public static int Sign(this Side side) => (int)side;
}
