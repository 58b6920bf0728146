namespace Countersign.Grains.Markets;

/// <summary>The grain storage that market data is kept in.</summary>
public static class MarketStorage
{
    // Not the stream provider's name: a storage of that name would be given the streams' subscriptions too, and two desks on one database would
    // write over each other's.
    public const string Name = "market";
}
