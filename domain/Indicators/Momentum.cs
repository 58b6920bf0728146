using System.Collections.Immutable;
using System.Globalization;
using static Countersign.Domain.Indicators.IndicatorParameter;

namespace Countersign.Domain.Indicators;

/// <summary>The catalogue of speed and exhaustion.</summary>
internal static class Momentum
{
    public static ImmutableArray<IndicatorDefinition> Definitions =>
    [
        new("cci", "Commodity channel index", IndicatorFamily.Momentum, IndicatorPane.Own, [Period(20, 2)], ["value"], p => new Cci((int)p[0]))
        {
            IsStandard = true,
        },
        new(
            "macd",
            "Moving average convergence divergence",
            IndicatorFamily.Momentum,
            IndicatorPane.Own,
            [Whole("fast", 12), Whole("slow", 26, 2), Whole("signal", 9)],
            ["line", "signal", new("histogram", PlotStyle.Histogram)],
            p => new Macd((int)p[0], (int)p[1], (int)p[2]))
        {
            IsStandard = true,
            Conflict = p => p[0] < p[1] ? null : string.Create(CultureInfo.InvariantCulture, $"fast ({p[0]}) must be less than slow ({p[1]})"),
        },
        new("rsi", "Relative strength index", IndicatorFamily.Momentum, IndicatorPane.Own, [Period(14)], ["value"], p => new Rsi((int)p[0]))
        {
            IsStandard = true,
        },
        new(
            "stochastic",
            "Slow stochastic oscillator",
            IndicatorFamily.Momentum,
            IndicatorPane.Own,
            [Whole("lookback", 14), Whole("smooth", 3), Whole("signal", 3)],
            ["k", "d"],
            p => new Stochastic((int)p[0], (int)p[1], (int)p[2]))
        {
            IsStandard = true,
        },
    ];
}
