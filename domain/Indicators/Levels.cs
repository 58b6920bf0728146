using System.Collections.Immutable;
using static Countersign.Domain.Indicators.IndicatorParameter;
using static Countersign.Domain.Indicators.Momentum;
using static Countersign.Domain.Indicators.Trend;

namespace Countersign.Domain.Indicators;

/// <summary>The catalogue of swing points, pivots and other prices to watch.</summary>
internal static class Levels
{
    // The window of a fractal is on both sides, and no window is longer than the longest.
    private const int SpanMaximum = (IndicatorCatalogue.MaximumPeriod - 1) / 2;

    public static ImmutableArray<IndicatorDefinition> Definitions =>
    [
        Of("fcb", "Fractal chaos bands", [Whole("span", 2) with { Maximum = SpanMaximum }], ["upper", "lower"], p => new FractalBands((int)p[0])),
        Of("fractal", "Fractals", [Whole("span", 2) with { Maximum = SpanMaximum }], [Dots("high"), Dots("low")], p => new FractalPoints((int)p[0])),
        Of(
            "pivot_points",
            "Pivot levels of the last day, week or month (window 0, 1, 2; method 0 standard, 1 Camarilla, 2 DeMark, 3 Fibonacci, 4 Woodie)",
            [Choice("window", 0, 2), Choice("method", 0, 4)],
            PivotNames,
            p => new CalendarPivots((int)p[0], (int)p[1])),
        Of(
            "pivots",
            "Swing pivots",
            [Whole("left", 2) with { Maximum = SpanMaximum }, Whole("right", 2) with { Maximum = SpanMaximum }, Whole("memory", 20)],
            [Dots("high"), Dots("low"), Flag("high_trend"), Flag("low_trend"), Hidden("high_slope"), Hidden("low_slope")],
            p => new PivotPoints((int)p[0], (int)p[1], (int)p[2])),
        Of(
            "rolling_pivots",
            "Pivot levels of the last bars (method 0 standard, 1 Camarilla, 2 DeMark, 3 Fibonacci, 4 Woodie)",
            [Whole("period", 20) with { Maximum = SpanMaximum }, Whole("offset", 0, 0) with { Maximum = SpanMaximum }, Choice("method", 0, 4)],
            PivotNames,
            p => new RollingPivots((int)p[0], (int)p[1], (int)p[2])),
        Of("zigzag", "Zigzag of highs and lows", [Number("percent", 5, 0.001, 90)], ZigzagNames, p => new ZigzagPoints("zigzag", closes: false, p[0])),
        Of("zigzag_close", "Zigzag of closes", [Number("percent", 5, 0.001, 90)], ZigzagNames, p => new ZigzagPoints("zigzag_close", closes: true, p[0])),
    ];

    private static ImmutableArray<IndicatorOutput> PivotNames => ["pivot", "s1", "s2", "s3", "s4", "r1", "r2", "r3", "r4"];

    private static ImmutableArray<IndicatorOutput> ZigzagNames => [Dots("point"), Flag("kind"), Hidden("bars_ago"), Flag("direction"), Hidden("extreme")];

    private static IndicatorOutput Dots(string name) => new(name, PlotStyle.Dots);

    private static IndicatorParameter Choice(string name, double standard, double last) => Whole(name, standard, 0) with { Maximum = last };

    private static IndicatorDefinition Of(
        string name,
        string title,
        ImmutableArray<IndicatorParameter> parameters,
        ImmutableArray<IndicatorOutput> outputs,
        Func<ImmutableArray<double>, IIndicator> create) =>
        new(name, title, IndicatorFamily.Levels, IndicatorPane.Price, parameters, outputs, create) { IsSparse = true };
}
