namespace Countersign.Grains.Markets;

/// <summary>The grain storage that market data is kept in.</summary>
public static class MarketStorage
{
    public const string Name = "desk";
}
