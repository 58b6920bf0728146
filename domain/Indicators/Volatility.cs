using System.Collections.Immutable;
using static Countersign.Domain.Indicators.IndicatorParameter;

namespace Countersign.Domain.Indicators;

/// <summary>The catalogue of ranges, deviations, bands and channels.</summary>
internal static class Volatility
{
    public static ImmutableArray<IndicatorDefinition> Definitions =>
    [
        new("atr", "Average true range", IndicatorFamily.Volatility, IndicatorPane.Own, [Period(14)], ["value"], p => new Atr((int)p[0]))
        {
            IsStandard = true,
        },
        new(
            "bollinger",
            "Bollinger bands",
            IndicatorFamily.Volatility,
            IndicatorPane.Price,
            [Period(20, 2), Number("width", 2, 0.1, 10)],
            ["middle", "upper", "lower", new("width", PlotStyle.Hidden), new("percent_b", PlotStyle.Hidden)],
            p => new Bollinger((int)p[0], p[1]))
        {
            IsStandard = true,
        },
    ];
}
