namespace Countersign.Domain.Execution;

/// <summary>
/// How orders hang together. A bracket is an entry with a stop-loss and a take-profit: both are orders of their own, placed once the entry fills,
/// for as much as it filled. Their ids follow from the entry's, so that a fill that is told twice attaches nothing twice.
/// </summary>
public static class OrderLinks
{
    /// <summary>The longest id that a client may choose, so that what the desk derives from it still is an id.</summary>
    public const int ClientIdLengthMax = 90;

    public const string StopLossSuffix = "-sl";

    public const string TakeProfitSuffix = "-tp";

    public static OrderId StopLossOf(OrderId entry) => OrderId.Parse(entry.Value + StopLossSuffix);

    public static OrderId TakeProfitOf(OrderId entry) => OrderId.Parse(entry.Value + TakeProfitSuffix);

    /// <summary>Ids that the desk gives to attached orders; clients may not choose them.</summary>
    public static bool IsReserved(OrderId id) =>
        id.Value.EndsWith(StopLossSuffix, StringComparison.Ordinal) || id.Value.EndsWith(TakeProfitSuffix, StringComparison.Ordinal);
}
