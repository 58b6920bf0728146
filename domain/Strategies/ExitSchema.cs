using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Countersign.Domain.Strategies;

/// <summary>The part of the schema that says how far a position may go and how large it is.</summary>
internal static class ExitSchema
{
    /// <summary>One that stands anywhere.</summary>
    public static JsonObject Distance() => Distance(StrategyTerms.Distance, StrategyTerms.DistanceKinds, [], """{ "pips": 20 }""");

    /// <summary>One that may be a swing.</summary>
    public static JsonObject Stop() => Distance(
        StrategyTerms.Stop, StrategyTerms.StopKinds, new(StringComparer.Ordinal) { ["swing"] = Swing() }, """{ "swing": { "bars": 10 } }""");

    /// <summary>One that may be a multiple of the risk.</summary>
    public static JsonObject Gain() => Distance(
        StrategyTerms.Gain, StrategyTerms.GainKinds,
        new(StringComparer.Ordinal)
        {
            ["riskReward"] = SchemaNode.Amount(
                "Risk-reward", "So many times the distance from the entry to its first stop.", StrategyBounds.RiskRewardMax, 2m),
        },
        """{ "riskReward": 2 }""");

    public static JsonObject Trailing() => SchemaNode.Described(
        "Trailing stop", "How far behind the best price the stop follows; without a gain from which, at once and at the venue.",
        Distance(
            StrategyTerms.Trailing, StrategyTerms.DistanceKinds,
            new(StringComparer.Ordinal) { ["after"] = SchemaNode.Ref("gain", "After", "Gain from which the stop follows; needs a stop until then.") },
            """{ "pips": 20, "after": { "pips": 30 } }"""));

    public static JsonObject Size()
    {
        var size = SchemaNode.ExactlyOneOf(
            SchemaNode.Shape(StrategyTerms.Size, new(StringComparer.Ordinal)
            {
                ["units"] = SchemaNode.Amount("Units", "Always the same quantity, in base currency.", StrategyBounds.UnitsMax, 10_000m),
                ["riskPercent"] = SchemaNode.Amount(
                    "Risk", "Percent of equity that the stop may cost; needs a stop.", StrategyBounds.RiskPercentMax, 0.5m),
                ["percentOfEquity"] = SchemaNode.Amount(
                    "Share of equity", "Percent of equity that the position is worth; more than 100 is bought on margin.",
                    StrategyBounds.EquityPercentMax, 10m),
                ["volatility"] = Volatility(),
                ["kelly"] = Kelly(),
            }),
            StrategyTerms.Size);
        size["examples"] = new JsonArray(JsonNode.Parse("""{ "units": 10000 }"""), JsonNode.Parse("""{ "riskPercent": 0.5 }"""));
        return size;
    }

    private static JsonObject Distance(
        ImmutableArray<string> terms, ImmutableArray<string> kinds, Dictionary<string, JsonObject> more, string example)
    {
        var properties = new Dictionary<string, JsonObject>(more, StringComparer.Ordinal)
        {
            ["price"] = SchemaNode.Amount("Price", "In quote currency.", StrategyBounds.PriceMax, 0.002m),
            ["pips"] = SchemaNode.Amount("Pips", "In pips of the instrument.", StrategyBounds.PipsMax, 20m),
            ["percent"] = SchemaNode.Amount("Percent", "In percent of the price that it is counted from.", StrategyBounds.PercentMax, 0.5m),
            ["atr"] = SchemaNode.Amount("ATR", "So many times the average true range.", StrategyBounds.AtrMultipleMax, 2m),
            ["period"] = Period("Bars of the average true range; only with atr."),
        };
        var distance = SchemaNode.ExactlyOneOf(SchemaNode.Shape(terms, properties), kinds);
        distance["dependentRequired"] = new JsonObject { ["period"] = SchemaNode.Texts(["atr"]) };
        distance["examples"] = new JsonArray(JsonNode.Parse(example), JsonNode.Parse("""{ "atr": 2, "period": 14 }"""));
        return distance;
    }

    private static JsonObject Swing()
    {
        var swing = SchemaNode.Shape(StrategyTerms.Swing, new(StringComparer.Ordinal)
        {
            ["bars"] = SchemaNode.Whole("Bars", "How many bars, the deciding one included.", StrategyBounds.SwingBarsMin, StrategyBounds.SwingBarsMax),
            ["offset"] = SchemaNode.Ref("distance", "Offset", "How far beyond the extreme."),
        });
        swing["required"] = SchemaNode.Texts(["bars"]);
        return SchemaNode.Described("Swing", "Below the lowest low of so many bars, above the highest high for a short position.", swing);
    }

    private static JsonObject Volatility()
    {
        var volatility = SchemaNode.Shape(StrategyTerms.Volatility, new(StringComparer.Ordinal)
        {
            ["percent"] = SchemaNode.Amount("Percent", "Of equity, that the move may cost.", StrategyBounds.RiskPercentMax, 1m),
            ["period"] = Period("Bars of the average true range."),
            ["multiple"] = SchemaNode.Amount("Multiple", "The move, in average true ranges.", StrategyBounds.AtrMultipleMax, 2m),
        });
        volatility["required"] = SchemaNode.Texts(["percent", "multiple"]);
        return SchemaNode.Described("Volatility", "So much that a move of some average true ranges costs a share of equity.", volatility);
    }

    private static JsonObject Kelly()
    {
        var kelly = SchemaNode.Shape(StrategyTerms.Kelly, new(StringComparer.Ordinal)
        {
            ["fraction"] = SchemaNode.Amount("Fraction", "Of Kelly's share.", 1m, 0.25m),
            ["winRate"] = SchemaNode.Amount("Win rate", "How often trades win.", 1m, 0.5m),
            ["payoff"] = SchemaNode.Amount("Payoff", "Average win over average loss.", StrategyBounds.PayoffMax, 1.5m),
        });
        kelly["required"] = SchemaNode.Texts(StrategyTerms.Kelly);
        return SchemaNode.Described("Kelly", "A fraction of Kelly's share of equity, lost at the stop; needs a stop.", kelly);
    }

    private static JsonObject Period(string description) => SchemaNode.Whole(
        "Period", description, StrategyBounds.AtrPeriodMin, StrategyBounds.AtrPeriodMax, StrategyBounds.AtrPeriodStandard);
}
