using Countersign.Domain.Markets;

namespace Countersign.Domain.Risk;

/// <summary>How much more a market moves than it used to: the mean true range of the latest bars over that of all bars given.</summary>
public static class VolatilityRatio
{
    /// <summary>Bars that "now" is.</summary>
    public const int Latest = 14;

    /// <summary>Bars below which there is nothing to compare with.</summary>
    public const int BarsMin = 42;

    /// <param name="bars">Closed bars of one timeframe, oldest first; the bid side counts.</param>
    /// <returns>1 where it moves as always; null where there are too few bars, or none of them moved.</returns>
    public static decimal? Of(IReadOnlyList<Bar> bars)
    {
        if (bars.Count < BarsMin)
        {
            return null;
        }

        var (all, latest) = (0m, 0m);
        for (var i = 1; i < bars.Count; i++)
        {
            var before = bars[i - 1].Bid.Close.Value;
            var range = Math.Max(bars[i].Bid.High.Value, before) - Math.Min(bars[i].Bid.Low.Value, before);
            all += range;
            latest += i >= bars.Count - Latest ? range : 0m;
        }

        return all == 0m ? null : decimal.Round(latest / Latest / (all / (bars.Count - 1)), 6);
    }
}
