using System.Collections.Immutable;
using System.Globalization;
using static Countersign.Domain.Indicators.IndicatorParameter;

namespace Countersign.Domain.Indicators;

/// <summary>The catalogue of ranges, deviations, bands and channels.</summary>
internal static class Volatility
{
    private static readonly IndicatorParameter Year = Number("year", 252, 1, 1_000_000);

    public static ImmutableArray<IndicatorDefinition> Definitions =>
    [
        Bands("acceleration_bands", "Acceleration bands", [Period(20), Number("factor", 4, 0.01, 100)], p => new AccelerationBands((int)p[0], p[1])),
        Own("atr", "Average true range", [Period(14)], p => new Atr((int)p[0])) with { IsStandard = true },
        Own("atr_ratio", "Ratio of average true ranges", [Whole("fast", 7), Whole("slow", 28, 2)], p => new RangeRatio((int)p[0], (int)p[1])) with
        {
            Conflict = p => p[0] < p[1] ? null : string.Create(CultureInfo.InvariantCulture, $"fast ({p[0]}) must be less than slow ({p[1]})"),
        },
        Own("average_range", "Average range", [Period(14)], p => new AverageRange((int)p[0])),
        Bands("bollinger", "Bollinger bands", [Period(20, 2), Number("width", 2, 0.1, 10)], p => new Bollinger((int)p[0], p[1])) with
        {
            Outputs = ["middle", "upper", "lower", new("width", PlotStyle.Hidden), new("percent_b", PlotStyle.Hidden)],
            IsStandard = true,
        },
        Own("chaikin_volatility", "Chaikin volatility", [Period(10), Whole("change", 10)], p => new ChaikinVolatility((int)p[0], (int)p[1])),
        Own("chop", "Choppiness index", [Period(14, 2)], p => new Choppiness((int)p[0])),
        Bands("donchian", "Donchian channel", [Period(20)], p => new Donchian((int)p[0])) with
        {
            Outputs = ["middle", "upper", "lower", new("width", PlotStyle.Hidden)],
        },
        Own("garman_klass", "Garman-Klass volatility", [Period(20), Year], p => new GarmanKlass((int)p[0], p[1])),
        Own("historical_volatility", "Historical volatility", [Period(20, 2), Year], p => new HistoricalVolatility((int)p[0], p[1])),
        Bands("keltner", "Keltner channel", [Period(20), Number("width", 2, 0.1, 100), Whole("atr", 10)], p => new Keltner((int)p[0], p[1], (int)p[2])) with
        {
            Outputs = ["middle", "upper", "lower", new("width", PlotStyle.Hidden)],
        },
        Own("natr", "Normalised average true range", [Period(14)], p => new NormalisedRange((int)p[0])),
        Own("parkinson", "Parkinson volatility", [Period(20), Year], p => new Parkinson((int)p[0], p[1])),
        Own("relative_volatility", "Relative volatility index", [Period(10, 2), Whole("smooth", 14)], p => new RelativeVolatility((int)p[0], (int)p[1])),
        Own("rogers_satchell", "Rogers-Satchell volatility", [Period(20), Year], p => new RogersSatchell((int)p[0], p[1])),
        Own("squeeze", "Squeeze", [Period(20, 2), Number("width", 1.5, 0.1, 100)], p => new Squeeze((int)p[0], p[1])) with
        {
            Outputs = [new("momentum", PlotStyle.Histogram), new("on", PlotStyle.Flag)],
        },
        Bands("starc", "Stoller average range channel", [Period(5), Number("width", 2, 0.1, 100), Whole("atr", 10)], p => new Starc((int)p[0], p[1], (int)p[2])),
        Own("tr", "True range", [], _ => new TrueRange()),
        Own("ulcer", "Ulcer index", [Period(14)], p => new Ulcer((int)p[0])),
        Own("yang_zhang", "Yang-Zhang volatility", [Period(20, 2), Year], p => new YangZhang((int)p[0], p[1])),
    ];

    private static IndicatorDefinition Own(
        string name,
        string title,
        ImmutableArray<IndicatorParameter> parameters,
        Func<ImmutableArray<double>, IIndicator> create) =>
        new(name, title, IndicatorFamily.Volatility, IndicatorPane.Own, parameters, ["value"], create);

    private static IndicatorDefinition Bands(
        string name,
        string title,
        ImmutableArray<IndicatorParameter> parameters,
        Func<ImmutableArray<double>, IIndicator> create) =>
        new(name, title, IndicatorFamily.Volatility, IndicatorPane.Price, parameters, ["middle", "upper", "lower"], create);
}
