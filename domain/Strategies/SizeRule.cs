using Countersign.Domain.Markets;
using Countersign.Domain.Risk;

namespace Countersign.Domain.Strategies;

/// <summary>How much to trade.</summary>
public abstract record SizeRule
{
    private SizeRule()
    {
    }

    /// <summary>Always the same quantity, in units of the base currency; more than 0, at most 1e9.</summary>
    public sealed record FixedUnits(decimal Units) : SizeRule;

    /// <summary>So much that the stop costs this share of equity, in percent: more than 0, at most 10. Needs a stop.</summary>
    public sealed record RiskPercent(decimal Percent) : SizeRule;

    /// <summary>
    /// The quantity to trade, without sign, as the instrument allows it (rounded down); zero where a risk share has nothing to divide by or
    /// even the smallest order is more.
    /// </summary>
    /// <param name="equity">Account equity in the quote currency.</param>
    /// <param name="stopDistance">Price distance from entry to stop; null without a stop.</param>
    public Quantity QuantityOf(decimal equity, decimal? stopDistance, Instrument instrument) =>
        Size(equity, stopDistance, instrument).Quantity;

    /// <summary>The same, with how it came about and why it is zero.</summary>
    public Sizing Size(decimal equity, decimal? stopDistance, Instrument instrument) => this switch
    {
        FixedUnits fixedUnits => PositionSizing.Fixed(fixedUnits.Units, instrument),
        RiskPercent risk => PositionSizing.PercentRisk(equity, risk.Percent, stopDistance, instrument),
        _ => throw new InvalidOperationException($"No size rule {this}."),
    };
}
