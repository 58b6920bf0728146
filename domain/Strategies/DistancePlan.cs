using Countersign.Domain.Markets;

namespace Countersign.Domain.Strategies;

/// <summary>A distance whose features are resolved to positions: working one out allocates nothing.</summary>
/// <param name="feature">Of a range or a swing's low; −1 where there is none.</param>
/// <param name="high">Of a swing's high; −1 where there is none.</param>
/// <param name="offset">Of a swing; null without one.</param>
internal sealed class DistancePlan(PriceDistance rule, int feature, int high, DistancePlan? offset)
{
    /// <summary>The distance, in the quote currency; null where it is a multiple of a risk that there is not.</summary>
    /// <param name="reference">What it is counted from.</param>
    /// <param name="sign">+1 for a long position, −1 for a short one.</param>
    /// <param name="spread">Ask − bid: indicators see bids, and a short position is left at the ask.</param>
    /// <param name="risk">Distance from the entry to its stop; null without one.</param>
    public decimal? Of(Price reference, int sign, decimal spread, PriceSteps steps, ReadOnlySpan<double> values, decimal? risk) => rule switch
    {
        PriceDistance.InPrice price => price.Distance,
        PriceDistance.InPips pips => pips.Pips * steps.Pip,
        PriceDistance.InPercent percent => reference.Value * percent.Percent / 100m,
        PriceDistance.InAtr atr => atr.Multiple * (decimal)values[feature],
        PriceDistance.InRisk multiple => multiple.Multiple * risk,
        PriceDistance.InSwing => Extreme(reference, sign, spread, values) + (offset?.Of(reference, sign, spread, steps, values, risk) ?? 0m),
        _ => throw new InvalidOperationException($"No distance {rule}."),
    };

    private decimal Extreme(Price reference, int sign, decimal spread, ReadOnlySpan<double> values) =>
        sign > 0 ? reference.Value - (decimal)values[feature] : (decimal)values[high] + spread - reference.Value;
}
