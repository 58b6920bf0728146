using System.Globalization;

namespace Countersign.Domain.Strategies;

/// <summary>How far a stop or a target stands from the entry price.</summary>
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
}
