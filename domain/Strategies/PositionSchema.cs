using System.Text.Json.Nodes;

namespace Countersign.Domain.Strategies;

/// <summary>The part of the schema that says what becomes of an open position.</summary>
internal static class PositionSchema
{
    public static JsonObject BreakEven()
    {
        var rule = SchemaNode.Shape(StrategyTerms.BreakEven, new(StringComparer.Ordinal)
        {
            ["after"] = SchemaNode.Ref("gain", "After", "Gain at which the stop moves."),
            ["offset"] = SchemaNode.Ref("distance", "Offset", "How far beyond the entry price, on the side of the gain."),
        });
        rule["required"] = SchemaNode.Texts(["after"]);
        return SchemaNode.Described("Break-even", "Moves the stop to the entry price once a gain was reached.", rule);
    }

    public static JsonObject Partials() => SchemaNode.List(
        "Partial exits", "Parts to leave at gains, one after the other.", 1, StrategyBounds.PartialsMax, "partial");

    public static JsonObject Partial()
    {
        var partial = SchemaNode.Shape(StrategyTerms.Partial, new(StringComparer.Ordinal)
        {
            ["at"] = SchemaNode.Ref("gain", "At", "The gain, from the average entry price to the best price since."),
            ["percent"] = SchemaNode.Amount("Percent", "Of the quantity that is open then.", StrategyBounds.PartialPercentMax, 50m),
        });
        partial["required"] = SchemaNode.Texts(StrategyTerms.Partial);
        return partial;
    }

    /// <param name="at">A time of day.</param>
    /// <param name="zone">A time zone.</param>
    /// <param name="days">Days of the week.</param>
    public static JsonObject TimeExit(JsonObject at, JsonObject zone, JsonObject days)
    {
        var exit = SchemaNode.Shape(StrategyTerms.TimeExit, new(StringComparer.Ordinal)
        {
            ["bars"] = SchemaNode.Whole("Bars", "Bars after which to leave, that of the entry included; counted by the clock.", 1, StrategyBounds.HeldBarsMax),
            ["at"] = at,
            ["zone"] = zone,
            ["days"] = days,
        });
        exit["minProperties"] = 1;
        exit["dependentRequired"] = new JsonObject
        {
            ["at"] = SchemaNode.Texts(["zone"]), ["zone"] = SchemaNode.Texts(["at"]), ["days"] = SchemaNode.Texts(["at"]),
        };
        return SchemaNode.Described("Time exit", "Leaves by the clock, whatever the price.", exit);
    }

    public static JsonObject Pyramid()
    {
        var pyramid = SchemaNode.Shape(StrategyTerms.Pyramid, new(StringComparer.Ordinal)
        {
            ["max"] = SchemaNode.Whole("Entries at most", "Of one position, the first included.", StrategyBounds.PyramidMin, StrategyBounds.PyramidMax),
            ["minDistance"] = SchemaNode.Ref(
                "gain", "Distance", "How far the price must have gone in the position's favour since the entry before."),
        });
        pyramid["required"] = SchemaNode.Texts(["max"]);
        return SchemaNode.Described("Pyramid", "Adds to an open position while its entry rule holds.", pyramid);
    }

    public static JsonObject RiskCaps()
    {
        var caps = SchemaNode.Shape(StrategyTerms.RiskCaps, new(StringComparer.Ordinal)
        {
            ["maxUnits"] = SchemaNode.Amount("Units at most", "Of the position, in base currency.", StrategyBounds.UnitsMax, 50_000m),
            ["maxOpenRiskPercent"] = SchemaNode.Amount(
                "Open risk at most", "Percent of equity that the position loses where its stops are reached; needs a stop.",
                StrategyBounds.OpenRiskPercentMax, 2m),
            ["dailyLossPercent"] = SchemaNode.Amount(
                "Daily loss", "Percent of equity lost in a trading day from which nothing is opened.", StrategyBounds.DailyLossPercentMax, 3m),
            ["maxEntriesPerDay"] = SchemaNode.Whole("Entries a day", "Entry signals of a trading day.", 1, StrategyBounds.EntriesPerDayMax),
        });
        caps["minProperties"] = 1;
        return SchemaNode.Described("Risk caps", "What the strategy itself does not go beyond, on each of its symbols.", caps);
    }
}
