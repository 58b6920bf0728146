using System.Collections.Immutable;
using System.Globalization;
using static Countersign.Domain.Indicators.IndicatorParameter;

namespace Countersign.Domain.Indicators;

/// <summary>The catalogue of smoothed prices.</summary>
internal static class MovingAverages
{
    private const int LongestOffset = 1_000;

    public static ImmutableArray<IndicatorDefinition> Definitions =>
    [
        Line(
            "alma", "Arnaud Legoux moving average", [Period(9), Number("offset", 0.85, 0, 1), Number("sigma", 6, 0.1, 100)],
            p => new Alma((int)p[0], p[1], p[2])),
        Alligator,
        Line("decycler", "Decycler", [Period(60, 5)], p => new Decycler((int)p[0])),
        Line("dema", "Double exponential moving average", [Period(20)], p => new Dema((int)p[0])),
        Line("dynamic", "McGinley dynamic", [Period(14), Number("factor", 0.6, 0.01, 10)], p => new McGinley((int)p[0], p[1])),
        Line("ema", "Exponential moving average", [Period(20)], p => new Ema((int)p[0])) with { IsStandard = true },
        Line("epma", "End-point moving average", [Period(10)], p => new Epma((int)p[0])),
        Line("evwma", "Elastic volume-weighted moving average", [Period(20)], p => new Evwma((int)p[0])),
        Line("frama", "Fractal adaptive moving average", [Period(16, 4)], p => new Frama((int)p[0])) with
        {
            Outputs = ["value", new("dimension", PlotStyle.Hidden)],
            Conflict = p => p[0] % 2 == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"period ({p[0]}) must be even"),
        },
        new(
            "gator", "Gator oscillator", IndicatorFamily.MovingAverage, IndicatorPane.Own, [],
            [
                new("upper", PlotStyle.Histogram), new("lower", PlotStyle.Histogram),
                new("upper_expands", PlotStyle.Flag), new("lower_expands", PlotStyle.Flag),
            ],
            _ => new Gator()),
        Line("hma", "Hull moving average", [Period(20, 2)], p => new Hma((int)p[0])),
        Line(
            "ht_trendline", "Hilbert transform trendline", [new("price", 0, 1, 0, IsWhole: true)], p => new HilbertTrendline((int)p[0])) with
        {
            Outputs = ["value", new("cycle", PlotStyle.Hidden), new("smooth_price", PlotStyle.Hidden)],
        },
        Line(
            "hwma", "Holt-Winters moving average",
            [Number("level", 0.2, 0.01, 1), Number("speed", 0.1, 0.01, 1), Number("acceleration", 0.1, 0.01, 1)],
            p => new HoltWinters(p[0], p[1], p[2])),
        Line("kama", "Kaufman adaptive moving average", [Period(10), Whole("fast", 2), Whole("slow", 30, 2)], p => new Kama((int)p[0], (int)p[1], (int)p[2])) with
        {
            Outputs = ["value", new("efficiency", PlotStyle.Hidden)],
            Conflict = p => Below("fast", p[1], "slow", p[2]),
        },
        Line("laguerre", "Laguerre filter", [Number("gamma", 0.8, 0, 0.99)], p => new Laguerre(p[0])),
        new(
            "ma_envelope", "Moving average envelope", IndicatorFamily.MovingAverage, IndicatorPane.Price,
            [Period(20), Number("percent", 2.5, 0.01, 99)], ["middle", "upper", "lower"], p => new Envelope((int)p[0], p[1])),
        Line(
            "mama", "MESA adaptive moving average", [Number("fast", 0.5, 0.02, 0.99), Number("slow", 0.05, 0.01, 0.98)],
            p => new Mama(p[0], p[1])) with
        {
            Outputs = ["mama", "fama"],
            Conflict = p => Below("slow", p[1], "fast", p[0]),
        },
        Line("sinwma", "Sine-weighted moving average", [Period(14)], p => new SineWeighted((int)p[0])),
        Line("sma", "Simple moving average", [Period(20)], p => new Sma((int)p[0])) with { IsStandard = true },
        Line("smma", "Smoothed moving average", [Period(20)], p => new Smma((int)p[0])),
        Line("super_smoother", "Super smoother", [Period(10, 2)], p => new SuperSmoother((int)p[0])),
        Line("t3", "Tillson's T3", [Period(5), Number("factor", 0.7, 0, 1)], p => new TillsonT3((int)p[0], p[1])),
        Line("tema", "Triple exponential moving average", [Period(20)], p => new Tema((int)p[0])),
        Line("trima", "Triangular moving average", [Period(20)], p => new Trima((int)p[0])),
        Line("tsf", "Time series forecast", [Period(14, 2)], p => new Forecast((int)p[0])),
        Line("vidya", "Variable index dynamic average", [Period(14), Whole("momentum", 9)], p => new Vidya((int)p[0], (int)p[1])),
        Line("vwma", "Volume-weighted moving average", [Period(14)], p => new Vwma((int)p[0])),
        Line("wma", "Weighted moving average", [Period(20)], p => new Wma((int)p[0])),
        Line("zlema", "Zero-lag exponential moving average", [Period(20)], p => new Zlema((int)p[0])),
    ];

    private static IndicatorDefinition Alligator => new(
        "alligator", "Williams alligator", IndicatorFamily.MovingAverage, IndicatorPane.Price,
        [
            Whole("jaw", 13), Offset("jaw_offset", 8), Whole("teeth", 8), Offset("teeth_offset", 5), Whole("lips", 5), Offset("lips_offset", 3),
        ],
        ["jaw", "teeth", "lips"],
        p => new Alligator((int)p[0], (int)p[1], (int)p[2], (int)p[3], (int)p[4], (int)p[5]));

    private static IndicatorDefinition Line(
        string name,
        string title,
        ImmutableArray<IndicatorParameter> parameters,
        Func<ImmutableArray<double>, IIndicator> create) =>
        new(name, title, IndicatorFamily.MovingAverage, IndicatorPane.Price, parameters, ["value"], create);

    private static IndicatorParameter Offset(string name, double standard) => new(name, 0, LongestOffset, standard, IsWhole: true);

    private static string? Below(string lowName, double low, string highName, double high) => low < high
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"{lowName} ({low}) must be less than {highName} ({high})");
}
