using System.Globalization;

namespace Countersign.Domain.Strategies;

/// <summary>How far a stop or a target stands from the entry price, or how far a price has to go.</summary>
public abstract record PriceDistance
{
    private PriceDistance()
    {
    }

    /// <summary>A distance in the quote currency, such as 0.0025.</summary>
    public sealed record InPrice(decimal Distance) : PriceDistance;

    /// <summary>A number of the instrument's pips.</summary>
    public sealed record InPips(decimal Pips) : PriceDistance;

    /// <summary>A share of the entry price in percent, such as 0.5.</summary>
    public sealed record InPercent(decimal Percent) : PriceDistance;

    /// <summary>A multiple of the average true range of so many bars (2 to 500) at the decision.</summary>
    public sealed record InAtr(decimal Multiple, int Period) : PriceDistance
    {
        /// <summary>The indicator that gives the range.</summary>
        public string Feature => string.Create(CultureInfo.InvariantCulture, $"atr({Period})");
    }

    /// <summary>
    /// Of a stop: to the lowest low of so many bars (2 to 500, the deciding one included) for a long position, to the highest high for a short
    /// one, and beyond it by the offset.
    /// </summary>
    /// <param name="Offset">Of any other kind but one of risk; null is none.</param>
    public sealed record InSwing(int Bars, PriceDistance? Offset) : PriceDistance
    {
        /// <summary>The indicator that gives the lowest low.</summary>
        public string Low => string.Create(CultureInfo.InvariantCulture, $"min({Bars})");

        /// <summary>The indicator that gives the highest high.</summary>
        public string High => string.Create(CultureInfo.InvariantCulture, $"max({Bars})");
    }

    /// <summary>A multiple of the distance from the entry to the first stop.</summary>
    public sealed record InRisk(decimal Multiple) : PriceDistance;
}
