using System.Text.Json.Nodes;

namespace Countersign.Domain.Strategies;

/// <summary>The part of the schema that says how far a position may go and how large it is.</summary>
internal static class ExitSchema
{
    public static JsonObject Distance()
    {
        var distance = SchemaNode.ExactlyOneOf(
            SchemaNode.Shape(StrategyTerms.Distance, new(StringComparer.Ordinal)
            {
                ["price"] = SchemaNode.Amount("Price", "In quote currency.", StrategyBounds.PriceMax, 0.002m),
                ["pips"] = SchemaNode.Amount("Pips", "In pips of the instrument.", StrategyBounds.PipsMax, 20m),
                ["percent"] = SchemaNode.Amount("Percent", "In percent of the entry price.", StrategyBounds.PercentMax, 0.5m),
                ["atr"] = SchemaNode.Amount("ATR", "So many times the average true range.", StrategyBounds.AtrMultipleMax, 2m),
                ["period"] = SchemaNode.Whole(
                    "Period", "Bars of the average true range; only with atr.", StrategyBounds.AtrPeriodMin, StrategyBounds.AtrPeriodMax,
                    StrategyBounds.AtrPeriodStandard),
            }),
            StrategyTerms.DistanceKinds);
        distance["dependentRequired"] = new JsonObject { ["period"] = SchemaNode.Texts(["atr"]) };
        distance["examples"] = new JsonArray(JsonNode.Parse("""{ "pips": 20 }"""), JsonNode.Parse("""{ "atr": 2, "period": 14 }"""));
        return distance;
    }

    public static JsonObject Size()
    {
        var size = SchemaNode.ExactlyOneOf(
            SchemaNode.Shape(StrategyTerms.Size, new(StringComparer.Ordinal)
            {
                ["units"] = SchemaNode.Amount("Units", "Always the same quantity, in base currency.", StrategyBounds.UnitsMax, 10_000m),
                ["riskPercent"] = SchemaNode.Amount(
                    "Risk", "Percent of equity that the stop may cost; needs a stop.", StrategyBounds.RiskPercentMax, 0.5m),
            }),
            StrategyTerms.Size);
        size["examples"] = new JsonArray(JsonNode.Parse("""{ "units": 10000 }"""), JsonNode.Parse("""{ "riskPercent": 0.5 }"""));
        return size;
    }
}
