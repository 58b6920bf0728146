using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Countersign.Silo.Markets;

/// <summary>
/// The order book of one pair as its messages made it. Every message carries a checksum of the ten best levels of either side: where it differs a
/// message was lost, and the book must be asked for again.
/// </summary>
internal sealed class KrakenBook
{
    public const int Depth = 10;

    private readonly SortedList<decimal, decimal> bids = new(Comparer<decimal>.Create((a, b) => b.CompareTo(a)));
    private readonly SortedList<decimal, decimal> asks = [];

    public KrakenLevel? BestBid => bids.Count == 0 ? null : new KrakenLevel(bids.GetKeyAtIndex(0), bids.GetValueAtIndex(0));

    public KrakenLevel? BestAsk => asks.Count == 0 ? null : new KrakenLevel(asks.GetKeyAtIndex(0), asks.GetValueAtIndex(0));

    /// <summary>Takes a message in.</summary>
    /// <returns>False where the book is not the venue's any more.</returns>
    public bool Apply(KrakenMessage.Book message)
    {
        if (message.IsSnapshot)
        {
            bids.Clear();
            asks.Clear();
        }

        Apply(bids, message.Bids);
        Apply(asks, message.Asks);
        return Checksum() == message.Checksum;
    }

    /// <summary>CRC-32 of prices and quantities without point and leading zeros, asks first, best first.</summary>
    public uint Checksum()
    {
        var text = new StringBuilder();
        Append(text, asks);
        Append(text, bids);
        return Crc32.Of(Encoding.ASCII.GetBytes(text.ToString()));
    }

    private static void Apply(SortedList<decimal, decimal> side, ImmutableArray<KrakenLevel> levels)
    {
        foreach (var level in levels)
        {
            // A key that is equal in value keeps the digits that it had at first; the venue sends a price with the same digits always.
            if (level.Quantity == 0m)
            {
                side.Remove(level.Price);
            }
            else
            {
                side[level.Price] = level.Quantity;
            }
        }

        // What falls out of the depth is not told any more.
        while (side.Count > Depth)
        {
            side.RemoveAt(side.Count - 1);
        }
    }

    private static void Append(StringBuilder text, SortedList<decimal, decimal> side)
    {
        for (var i = 0; i < side.Count; i++)
        {
            Append(text, side.GetKeyAtIndex(i));
            Append(text, side.GetValueAtIndex(i));
        }
    }

    private static void Append(StringBuilder text, decimal value)
    {
        var digits = value.ToString(CultureInfo.InvariantCulture).Replace(".", string.Empty, StringComparison.Ordinal).TrimStart('0');
        text.Append(digits);
    }
}
