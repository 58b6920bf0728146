using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Countersign.Domain.Indicators;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Strategies;

/// <summary>The part of the schema that says what rules are.</summary>
internal static class ConditionSchema
{
    public static JsonObject Sides() => SchemaNode.Shape(StrategyTerms.Sides, new(StringComparer.Ordinal)
    {
        ["long"] = SchemaNode.Ref("condition", "Long", "The rule for a long position."),
        ["short"] = SchemaNode.Ref("condition", "Short", "The rule for a short position."),
    });

    public static JsonObject Condition()
    {
        var condition = SchemaNode.Described(
            "Rule", "Exactly one property says what must hold at the bar's close.",
            SchemaNode.Shape(StrategyTerms.Condition, new(StringComparer.Ordinal)
            {
                ["crossesAbove"] = SchemaNode.Ref("operands", "Crosses above", "The first is above the second now, and was below when they last differed."),
                ["crossesBelow"] = SchemaNode.Ref("operands", "Crosses below", "The first is below the second now, and was above when they last differed."),
                ["above"] = SchemaNode.Ref("operands", "Above", "The first is greater than the second."),
                ["below"] = SchemaNode.Ref("operands", "Below", "The first is less than the second."),
                ["all"] = Rules("All", "Every one of these rules holds."),
                ["any"] = Rules("Any", "At least one of these rules holds."),
                ["not"] = SchemaNode.Ref("condition", "Not", "This rule does not hold."),
                ["within"] = Within(),
                ["atLeast"] = AtLeast(),
                ["votes"] = Votes(),
            }));
        condition["minProperties"] = 1;
        condition["maxProperties"] = 1;
        condition["examples"] = new JsonArray(JsonNode.Parse("""{ "crossesAbove": ["ema(20)", "ema(50)"] }"""));
        return condition;
    }

    private static JsonObject Within() => Counted(
        "Within", "The rule held at this bar or at one of those before it.", StrategyTerms.Within, new(StringComparer.Ordinal)
        {
            ["bars"] = SchemaNode.Whole("Bars", "How many bars are looked at, this one included.", 1, StrategyBounds.WithinBarsMax),
            ["rule"] = SchemaNode.Ref("condition", "Rule", "What must have held."),
        });

    private static JsonObject AtLeast() => Counted(
        "At least", "So many of these rules hold.", StrategyTerms.AtLeast, new(StringComparer.Ordinal)
        {
            ["count"] = SchemaNode.Whole("Count", "How many have to hold, at most as many as there are.", 1, StrategyJson.ConditionsMax),
            ["of"] = Rules("Of", "The rules that are counted."),
        });

    private static JsonObject Votes() => Counted(
        "Votes", "The rules that hold have at least this share of all weights.", StrategyTerms.Votes, new(StringComparer.Ordinal)
        {
            ["atLeast"] = SchemaNode.Amount("Share", "The share of the weights that is enough, over 0 to 1.", StrategyBounds.VoteShareMax, 0.6m),
            ["of"] = SchemaNode.List("Of", "The votes.", 1, StrategyJson.ConditionsMax, "vote"),
        });

    private static JsonObject Counted(
        string title, string description, ImmutableArray<string> terms, Dictionary<string, JsonObject> properties)
    {
        var counted = SchemaNode.Described(title, description, SchemaNode.Shape(terms, properties));
        counted["required"] = SchemaNode.Texts(terms);
        return counted;
    }

    public static JsonObject Vote()
    {
        var weight = SchemaNode.Amount("Weight", "What this vote counts for.", StrategyBounds.VoteWeightMax, 2m);
        weight["default"] = 1;
        var vote = SchemaNode.Shape(StrategyTerms.Vote, new(StringComparer.Ordinal)
        {
            ["name"] = SchemaNode.Text("Name", "What people call this vote; each its own.", 1, StrategyBounds.VoteNameLengthMax, "trend"),
            ["weight"] = weight,
            ["rule"] = SchemaNode.Ref("condition", "Rule", "What the vote is for."),
        });
        vote["required"] = SchemaNode.Texts(["rule"]);
        return vote;
    }

    public static JsonObject Operands() => new()
    {
        ["type"] = "array", ["items"] = new JsonObject { ["$ref"] = "#/$defs/operand" }, ["minItems"] = 2, ["maxItems"] = 2,
        ["examples"] = new JsonArray(SchemaNode.Texts(["ema(20)", "ema(50)"])),
    };

    /// <summary>Every series with its default parameters, for editors to complete, and the form of all others.</summary>
    public static JsonObject Operand() => SchemaNode.Described(
        "Operand", "A number, a field of the bar, or an indicator with its parameters and, after a dot, its output; after an @ on larger bars, or of the partner.", new JsonObject
        {
            ["anyOf"] = new JsonArray(
                new JsonObject { ["type"] = "string", ["enum"] = SchemaNode.Texts(IndicatorSyntax.Completions()) },
                new JsonObject
                {
                    ["type"] = "string", ["pattern"] = IndicatorSyntax.Pattern(),
                },
                new JsonObject
                {
                    ["type"] = "number", ["minimum"] = -StrategyBounds.OperandMax, ["maximum"] = StrategyBounds.OperandMax,
                }),
            ["examples"] = SchemaNode.Texts(["close", "ema(20)", "macd(12,26,9).signal", "ema(20)@H4", "close@partner"]),
        });

    private static JsonObject Rules(string title, string description) =>
        SchemaNode.List(title, description, 1, StrategyJson.ConditionsMax, "condition");

    /// <summary>The catalogue of indicators in the schema's words.</summary>
    private static class IndicatorSyntax
    {
        private static IEnumerable<string> Fields => Enum.GetNames<BarField>().Select(name => name.ToLowerInvariant());

        public static IEnumerable<string> Completions() =>
        [
            .. Fields,
            .. IndicatorCatalogue.Definitions.SelectMany(definition => definition.Outputs.Select((_, output) =>
                new SeriesReference.OfIndicator(IndicatorCatalogue.DefaultsOf(definition), output).Text)),
        ];

        // Every indicator with at most as many parameters as it has, and with its own outputs. Ranges are the reader's business.
        public static string Pattern() =>
            $@"^\s*(?:{string.Join('|', Fields)}|{string.Join('|', IndicatorCatalogue.Definitions.Select(Form))})\s*"
            + $@"(?:@\s*(?:{string.Join('|', Enum.GetNames<Timeframe>())}|{StrategyTerms.Partner})\s*)?$";

        private static string Form(IndicatorDefinition definition)
        {
            var outputs = string.Join('|', definition.Outputs.Select(output => output.Name));
            var arguments = definition.Parameters.Length == 0
                ? @"\s*"
                : string.Create(CultureInfo.InvariantCulture, $"[^(),]*(?:,[^(),]*){{0,{definition.Parameters.Length - 1}}}");
            return $@"{definition.Name}(?:\({arguments}\))?(?:\.(?:{outputs}))?";
        }
    }
}
