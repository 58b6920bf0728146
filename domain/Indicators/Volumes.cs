using System.Collections.Immutable;
using static Countersign.Domain.Indicators.IndicatorParameter;
using static Countersign.Domain.Indicators.Momentum;

namespace Countersign.Domain.Indicators;

/// <summary>The catalogue of what is traded.</summary>
internal static class Volumes
{
    public static ImmutableArray<IndicatorDefinition> Definitions =>
    [
        Of("adl", "Accumulation/distribution line", [], ["value", Hidden("multiplier"), Hidden("flow")], _ => new MoneyFlowLine()),
        Of("chaikin_osc", "Chaikin oscillator", FastAndSlow(3, 10), ["value", Hidden("fast"), Hidden("slow")], p => new ChaikinMoneyFlowOscillator((int)p[0], (int)p[1]))
            with { Conflict = FastBelowSlow },
        Of("cmf", "Chaikin money flow", [Period(20)], ["value"], p => new ChaikinMoneyFlow((int)p[0])),
        Of("eom", "Ease of movement", [Period(14)], ["value"], p => new EaseOfMovement((int)p[0])),
        Of("force", "Force index", [Period(2)], ["value"], p => new ForceIndex((int)p[0])),
        Of("kvo", "Klinger volume oscillator", [.. FastAndSlow(34, 55), Whole("signal", 13)], ["line", "signal"], p => new KlingerFlow((int)p[0], (int)p[1], (int)p[2]))
            with { Conflict = FastBelowSlow },
        Of("mfi", "Money flow index", [Period(14)], ["value"], p => new MoneyFlowIndex((int)p[0])),
        Of("nvi", "Negative volume index", [Period(255)], ["value", "average"], p => new VolumeIndex("nvi", onRise: false, (int)p[0])),
        Of("obv", "On-balance volume", [], ["value"], _ => new OnBalanceVolume()),
        Of("pvi", "Positive volume index", [Period(255)], ["value", "average"], p => new VolumeIndex("pvi", onRise: true, (int)p[0])),
        Of(
            "pvo",
            "Percentage volume oscillator",
            [.. FastAndSlow(12, 26), Whole("signal", 9)],
            ["line", "signal", Histogram("histogram")],
            p => new VolumePercentage((int)p[0], (int)p[1], (int)p[2])) with { Conflict = FastBelowSlow },
        Of("pvt", "Price volume trend", [], ["value"], _ => new PriceVolumeTrend()),
        Of("rvol", "Relative volume", [Period(20)], [Histogram("value"), Hidden("rate")], p => new RelativeVolume((int)p[0])),
        Of("vwap", "Volume-weighted average price (0: since the start of the day)", [Period(0, 0)], ["value"], p => new Vwap((int)p[0]))
            with { Pane = IndicatorPane.Price, IsStandard = true },
        Of("vzo", "Volume zone oscillator", [Period(14)], ["value"], p => new VolumeZone((int)p[0])),
    ];

    private static IndicatorDefinition Of(
        string name,
        string title,
        ImmutableArray<IndicatorParameter> parameters,
        ImmutableArray<IndicatorOutput> outputs,
        Func<ImmutableArray<double>, IIndicator> create) =>
        new(name, title, IndicatorFamily.Volume, IndicatorPane.Own, parameters, outputs, create);
}
