using System.Globalization;

namespace Countersign.Domain.Execution;

/// <summary>
/// How orders hang together. A bracket is an entry with a stop-loss and a take-profit: both are orders of their own, placed once the entry fills,
/// for as much as it filled. Their ids follow from the entry's, so that a fill that is told twice attaches nothing twice.
/// </summary>
/// <remarks>
/// An entry that fills on after one of its exits is done gets another pair; pairs count from 1, and all but the first have their number behind
/// the suffix: <c>o-7-sl</c>, <c>o-7-sl-2</c>.
/// </remarks>
public static class OrderLinks
{
    /// <summary>The longest id that a client may choose, so that what the desk derives from it still is an id.</summary>
    public const int ClientIdLengthMax = 90;

    /// <summary>Pairs of exits of one entry; a fill after that many stays unprotected and shows as a denied order.</summary>
    public const int PairsMax = 999;

    public const string StopLossSuffix = "-sl";

    public const string TakeProfitSuffix = "-tp";

    public static OrderId StopLossOf(OrderId entry, int pair = 1) => OrderId.Parse(entry.Value + StopLossSuffix + Number(pair));

    public static OrderId TakeProfitOf(OrderId entry, int pair = 1) => OrderId.Parse(entry.Value + TakeProfitSuffix + Number(pair));

    /// <summary>The OCO group of a pair.</summary>
    public static string GroupOf(OrderId entry, int pair = 1) => entry.Value + Number(pair);

    /// <summary>Ids that the desk gives to attached orders; clients may not choose them.</summary>
    public static bool IsReserved(OrderId id) => PairOf(id) > 0;

    /// <summary>Which pair an attached order belongs to; 0 where its id is a client's.</summary>
    public static int PairOf(OrderId id)
    {
        var text = id.Value.AsSpan();
        var dash = text.LastIndexOf('-');
        if (dash < 0)
        {
            return 0;
        }

        if (IsSuffix(text[dash..]))
        {
            return 1;
        }

        var before = text[..dash].LastIndexOf('-');
        return before >= 0 && IsSuffix(text[before..dash])
            && int.TryParse(text[(dash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var pair) ? pair : 0;
    }

    private static bool IsSuffix(ReadOnlySpan<char> text) => text is StopLossSuffix or TakeProfitSuffix;

    private static string Number(int pair) => pair == 1 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $"-{pair}");
}
