using System.Collections.Immutable;
using static Countersign.Domain.Indicators.IndicatorParameter;

namespace Countersign.Domain.Indicators;

/// <summary>The catalogue of smoothed prices.</summary>
internal static class MovingAverages
{
    public static ImmutableArray<IndicatorDefinition> Definitions =>
    [
        new("ema", "Exponential moving average", IndicatorFamily.MovingAverage, IndicatorPane.Price, [Period(20)], ["value"], p => new Ema((int)p[0]))
        {
            IsStandard = true,
        },
        new("sma", "Simple moving average", IndicatorFamily.MovingAverage, IndicatorPane.Price, [Period(20)], ["value"], p => new Sma((int)p[0]))
        {
            IsStandard = true,
        },
    ];
}
