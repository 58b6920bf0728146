using System.Collections.Immutable;
using static Countersign.Domain.Indicators.IndicatorParameter;

namespace Countersign.Domain.Indicators;

/// <summary>The catalogue of what is traded.</summary>
internal static class Volumes
{
    public static ImmutableArray<IndicatorDefinition> Definitions =>
    [
        new(
            "vwap",
            "Volume-weighted average price (0: since the start of the day)",
            IndicatorFamily.Volume,
            IndicatorPane.Price,
            [Period(0, 0)],
            ["value"],
            p => new Vwap((int)p[0]))
        {
            IsStandard = true,
        },
    ];
}
