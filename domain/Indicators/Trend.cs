using System.Collections.Immutable;
using static Countersign.Domain.Indicators.IndicatorParameter;

namespace Countersign.Domain.Indicators;

/// <summary>The catalogue of direction, strength and the stops that follow.</summary>
internal static class Trend
{
    public static ImmutableArray<IndicatorDefinition> Definitions =>
    [
        new(
            "adx",
            "Average directional index",
            IndicatorFamily.Trend,
            IndicatorPane.Own,
            [Period(14, 2)],
            ["adx", "plus_di", "minus_di"],
            p => new Adx((int)p[0]))
        {
            IsStandard = true,
        },
    ];
}
