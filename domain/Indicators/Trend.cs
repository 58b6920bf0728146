using System.Collections.Immutable;
using static Countersign.Domain.Indicators.IndicatorParameter;
using static Countersign.Domain.Indicators.Momentum;

namespace Countersign.Domain.Indicators;

/// <summary>The catalogue of direction, strength and the stops that follow.</summary>
internal static class Trend
{
    public static ImmutableArray<IndicatorDefinition> Definitions =>
    [
        Own("adx", "Average directional index", [Period(14, 2)], ["adx", "plus_di", "minus_di"], p => new Adx((int)p[0])) with { IsStandard = true },
        Own("adxr", "Average directional index rating", [Period(14, 2), Whole("lag", 14)], ["value"], p => new DirectionalRating((int)p[0], (int)p[1])),
        Own(
            "aroon",
            "Aroon (latest 1: of equal extremes the latest counts)",
            [Whole("period", 25) with { Maximum = IndicatorCatalogue.MaximumPeriod - 1 }, Whole("latest", 0, 0) with { Maximum = 1 }],
            ["up", "down", Hidden("oscillator")],
            p => new AroonIndex((int)p[0], (int)p[1])),
        Stop("atr_stop", "Average true range trailing stop", [Period(21), Factor(3)], Sides, p => new TrueRangeStop((int)p[0], p[1])),
        Stop("chande_kroll", "Chande Kroll stop", [Period(10), Factor(1), Whole("smooth", 9)], ["long", "short"], p => new ChandeKrollStop((int)p[0], p[1], (int)p[2])) with { IsSparse = false },
        Stop("chandelier", "Chandelier exit", [Period(22), Factor(3)], ["long", "short"], p => new ChandelierStop((int)p[0], p[1])) with { IsSparse = false },
        Own("dx", "Directional movement index", [Period(14, 2)], ["value"], p => new DirectionalIndex((int)p[0])),
        Stop(
            "ichimoku",
            "Ichimoku",
            [Whole("conversion", 9), Whole("base", 26), Whole("leading", 52), Whole("offset", 26)],
            ["conversion", "base", "leading_a", "leading_b", Hidden("lagging")],
            p => new Ichimoku((int)p[0], (int)p[1], (int)p[2], (int)p[3])) with { IsSparse = false },
        Own("mass_index", "Mass index", [Whole("smooth", 9), Whole("sum", 25)], ["value"], p => new MassIndex((int)p[0], (int)p[1])),
        Stop(
            "psar",
            "Parabolic stop and reverse (touch 1: reaching the stop turns it)",
            [Number("step", 0.02, 0.0001, 1), Number("limit", 0.2, 0.0001, 1), Whole("touch", 0, 0) with { Maximum = 1 }],
            [new("value", PlotStyle.Dots), Flag("reversed")],
            p => new ParabolicStop(p[0], p[1], (int)p[2])) with { Conflict = p => p[0] <= p[1] ? null : "step must not be more than limit" },
        Stop("supertrend", "Supertrend", [Period(10), Factor(3)], Sides, p => new Supertrend((int)p[0], p[1])),
        Own("vhf", "Vertical horizontal filter", [Whole("period", 28) with { Maximum = IndicatorCatalogue.MaximumPeriod - 1 }], ["value"], p => new TrendFilterIndex((int)p[0])),
        Stop("vol_stop", "Volatility stop", [Period(7), Factor(3)], ["value", "upper", "lower", Flag("stopped")], p => new VolatilityStop((int)p[0], p[1])),
        Own("vortex", "Vortex indicator", [Period(14)], ["plus", "minus"], p => new VortexIndex((int)p[0])),
    ];

    private static ImmutableArray<IndicatorOutput> Sides => ["value", "upper", "lower", Flag("direction")];

    internal static IndicatorOutput Flag(string name) => new(name, PlotStyle.Flag);

    internal static IndicatorParameter Factor(double standard) => Number("factor", standard, 0.01, 100);

    private static IndicatorDefinition Own(
        string name,
        string title,
        ImmutableArray<IndicatorParameter> parameters,
        ImmutableArray<IndicatorOutput> outputs,
        Func<ImmutableArray<double>, IIndicator> create) =>
        new(name, title, IndicatorFamily.Trend, IndicatorPane.Own, parameters, outputs, create);

    private static IndicatorDefinition Stop(
        string name,
        string title,
        ImmutableArray<IndicatorParameter> parameters,
        ImmutableArray<IndicatorOutput> outputs,
        Func<ImmutableArray<double>, IIndicator> create) =>
        new(name, title, IndicatorFamily.Trend, IndicatorPane.Price, parameters, outputs, create) { IsSparse = true };
}
