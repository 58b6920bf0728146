using System.Text.Json.Nodes;

namespace Countersign.Domain.Strategies;

/// <summary>The part of the schema that says when nothing is opened.</summary>
internal static class ForbiddenSchema
{
    public static JsonObject Forbid()
    {
        var forbid = SchemaNode.Described(
            "Forbid", "When no position is opened. Exits go on.",
            SchemaNode.Shape(StrategyTerms.Forbid, new(StringComparer.Ordinal)
            {
                ["news"] = News(),
                ["spread"] = Spread(),
                ["volatility"] = Volatility(),
                ["weekdays"] = Weekdays(),
            }));
        forbid["minProperties"] = 1;
        return forbid;
    }

    private static JsonObject News()
    {
        var impact = SchemaNode.Described("Impact", "Releases of at least this impact.", new JsonObject
        {
            ["type"] = "string", ["enum"] = SchemaNode.Texts(["low", "medium", "high"]), ["default"] = "high",
        });
        return SchemaNode.Described(
            "News", "Around releases of the economic calendar that concern a currency of the instrument.",
            SchemaNode.Shape(StrategyTerms.ForbiddenNews, new(StringComparer.Ordinal)
            {
                ["impact"] = impact,
                ["before"] = Reach("Before", "So long before a release, up to 24 hours."),
                ["after"] = Reach("After", "So long after a release, up to 24 hours."),
            }));
    }

    private static JsonObject Reach(string title, string description)
    {
        var reach = SchemaNode.Text(
            title, description, StrategyBounds.TimeToLiveLengthMin, StrategyBounds.TimeToLiveLengthMax, "30m", "1h", "PT30M");
        reach["default"] = "30m";
        return reach;
    }

    private static JsonObject Spread()
    {
        var pips = SchemaNode.Described("Pips", "The widest spread in pips, at the bar's close.", new JsonObject
        {
            ["type"] = "number", ["minimum"] = 0, ["maximum"] = StrategyBounds.PipsMax, ["examples"] = new JsonArray(2),
        });
        return SchemaNode.Described(
            "Spread", "While the market is wider than this.",
            SchemaNode.ExactlyOneOf(
                SchemaNode.Shape(StrategyTerms.ForbiddenSpread, new(StringComparer.Ordinal)
                {
                    ["maxPips"] = pips,
                    ["maxTimesTypical"] = SchemaNode.Amount(
                        "Times typical", "The widest spread as a multiple of what the symbol's usually is.", StrategyBounds.SpreadTimesMax, 3),
                }),
                StrategyTerms.ForbiddenSpread));
    }

    private static JsonObject Volatility()
    {
        var volatility = SchemaNode.Described(
            "Volatility", "While a rule holds that tells a market too wild or too quiet.",
            SchemaNode.Shape(StrategyTerms.ForbiddenVolatility, new(StringComparer.Ordinal)
            {
                ["rule"] = SchemaNode.Ref("condition", "Rule", "Nothing is opened while it holds."),
            }));
        volatility["required"] = SchemaNode.Texts(StrategyTerms.ForbiddenVolatility);
        return volatility;
    }

    private static JsonObject Weekdays()
    {
        var days = SchemaNode.Described("Weekdays", "On these days of the FX market, which begin at 17:00 New York the evening before.", new JsonObject
        {
            ["type"] = "array", ["minItems"] = 1, ["maxItems"] = SessionReader.Week.Length - 1, ["uniqueItems"] = true,
            ["items"] = new JsonObject
            {
                ["type"] = "string", ["enum"] = SchemaNode.Texts([.. SessionReader.Week.SelectMany(day => StrategyTerms.NamesOf(day))]),
            },
        });
        days["examples"] = new JsonArray(SchemaNode.Texts(["friday"]));
        return days;
    }
}
