using System.Collections.Immutable;
using static Countersign.Domain.Indicators.IndicatorParameter;
using static Countersign.Domain.Indicators.Momentum;
using static Countersign.Domain.Indicators.Trend;

namespace Countersign.Domain.Indicators;

/// <summary>The catalogue of candles and transformed bars.</summary>
internal static class Candles
{
    public static ImmutableArray<IndicatorDefinition> Definitions =>
    [
        new(
            "candle",
            "Parts of a candle",
            IndicatorFamily.Candles,
            IndicatorPane.Own,
            [],
            [Histogram("body"), Hidden("size"), Hidden("upper_wick"), Hidden("lower_wick"), Hidden("body_share"), Hidden("upper_share"), Hidden("lower_share"), Flag("direction")],
            _ => new CandleParts()),
        Pattern("doji", "Doji", [Number("percent", 0.1, 0.0001, 10)], p => CandlePattern.Doji(p[0])),
        Pattern("engulfing", "Engulfing body", [], _ => CandlePattern.Engulfing()),
        Pattern("hammer", "Hammer (1) or shooting star (-1)", [Number("factor", 2, 0.5, 20)], p => CandlePattern.Hammer(p[0])),
        Pattern("harami", "Harami", [], _ => CandlePattern.Harami()),
        new("heikin_ashi", "Heikin-Ashi", IndicatorFamily.Candles, IndicatorPane.Price, [], ["close", "open", "high", "low"], _ => new HeikinAshi()),
        Pattern("inside_bar", "Inside bar", [], _ => CandlePattern.InsideBar()),
        Pattern("marubozu", "Marubozu", [Number("percent", 95, 50, 100)], p => CandlePattern.Marubozu(p[0])),
        Pattern("outside_bar", "Outside bar", [], _ => CandlePattern.OutsideBar()),
        new("renko", "Renko bricks of a fixed size", IndicatorFamily.Candles, IndicatorPane.Price, [Number("brick", 1, 0.000001, 1_000_000)], BrickNames, p => new Renko(p[0]))
        {
            IsSparse = true,
        },
        new(
            "renko_atr",
            "Renko bricks of an average true range",
            IndicatorFamily.Candles,
            IndicatorPane.Price,
            [Period(14)],
            [.. BrickNames, Hidden("brick")],
            p => new RenkoTrueRange((int)p[0]))
        {
            IsSparse = true,
        },
        Pattern("star", "Morning star (1) or evening star (-1)", [Number("percent", 30, 1, 100)], p => CandlePattern.Star(p[0])),
        Pattern("three_in_a_row", "Three soldiers (1) or three crows (-1)", [], _ => CandlePattern.ThreeInARow()),
    ];

    private static ImmutableArray<IndicatorOutput> BrickNames =>
        ["close", "open", Flag("direction"), Hidden("bricks"), Hidden("high"), Hidden("low"), Hidden("volume")];

    private static IndicatorDefinition Pattern(
        string name, string title, ImmutableArray<IndicatorParameter> parameters, Func<ImmutableArray<double>, IIndicator> create) =>
        new(name, title, IndicatorFamily.Candles, IndicatorPane.Price, parameters, [Flag("match")], create);
}
