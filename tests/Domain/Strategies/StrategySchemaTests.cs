using System.Text.Json.Nodes;
using Countersign.Domain.Indicators;
using Countersign.Domain.Strategies;
using Xunit;

namespace Countersign.Tests.Domain.Strategies;

public sealed class StrategySchemaTests
{
    private const string KnownHere = "Known here: ";

    private static readonly JsonObject Schema = JsonNode.Parse(StrategySchema.Text)!.AsObject();
    private static readonly SchemaValidator Validator = new(Schema);

    [Fact]
    public void Schema_EveryValidStrategy_IsAcceptedByReaderAndSchema() => Assert.All(ValidStrategies.Texts, text =>
    {
        ExampleStrategies.Parse(text);
        Assert.True(Validator.Accepts(JsonNode.Parse(text)), text);
    });

    [Theory]
    [MemberData(nameof(StrategyJsonTests.Mistakes), MemberType = typeof(StrategyJsonTests))]
    public void Schema_MistakesOfForm_AreRefused(string property, string? value, string path, string message)
    {
        var strategy = JsonNode.Parse(ExampleStrategies.Text("ema-cross"))!.AsObject();
        strategy.Remove(property);
        strategy[property] = value is null ? null : JsonNode.Parse(value);
        if (value is null)
        {
            strategy.Remove(property);
        }

        // These are of form; all others take more to see: zones that do not exist, parameters out of range, two sides that never differ.
        var isOfForm = new[] { "is missing", "There is no property", "elements", "This is a", "exactly one" }.Any(message.Contains);
        Assert.False(isOfForm && Validator.Accepts(strategy), $"{path}: {message}");
    }

    [Fact]
    public void Schema_MutatedStrategiesThatItRefuses_AreRefusedByTheReader()
    {
        var random = new Random(20140506);
        var refused = 0;
        for (var i = 0; i < 6_000; i++)
        {
            var mutated = StrategyMutation.Of(ValidStrategies.Texts[i % ValidStrategies.Texts.Count], random);
            if (!Validator.Accepts(mutated))
            {
                refused++;
                Assert.True(StrategyJson.Parse(mutated?.ToJsonString() ?? "null") is StrategyParseResult.Invalid, mutated?.ToJsonString());
            }
        }

        Assert.InRange(refused, 2_000, 6_000);
    }

    [Fact]
    public void Schema_AtEveryObject_HasExactlyThePropertiesThatTheReaderKnows()
    {
        var met = new HashSet<string>();
        foreach (var text in ValidStrategies.Texts)
        {
            foreach (var (path, schema) in ObjectsOf(JsonNode.Parse(text)!, Schema, "$").ToArray())
            {
                var known = schema["properties"]!.AsObject().Select(property => property.Key).ToArray();
                if (met.Add(string.Join(',', known)))
                {
                    Assert.Equal(KnownTo(text, path), known);
                }
            }
        }

        Assert.Equal(ShapesOf(Schema).Select(shape => string.Join(',', shape.Select(property => property.Key))).Order(), met.Order());
    }

    [Fact]
    public void Schema_EveryProperty_HasATitleAndADescription() =>
        Assert.All(ShapesOf(Schema).SelectMany(shape => shape), property =>
        {
            Assert.False(string.IsNullOrWhiteSpace(property.Value?["title"]?.GetValue<string>()), property.Key);
            Assert.EndsWith(".", property.Value!["description"]?.GetValue<string>(), StringComparison.Ordinal);
        });

    [Fact]
    public void Schema_EveryExampleInIt_IsAcceptedByItsOwnSchema() => Assert.All(
        NodesOf(Schema).Where(node => node.ContainsKey("examples") && node["examples"] is JsonArray),
        node => Assert.All(node["examples"]!.AsArray(), example =>
        {
            var alone = node.DeepClone().AsObject();
            alone["$defs"] = Schema["$defs"]!.DeepClone();
            Assert.True(new SchemaValidator(alone).Accepts(example), $"{node["title"]}: {example}");
        }));

    [Fact]
    public void Operand_OfEveryIndicatorAndOutput_IsOfferedForCompletion()
    {
        var offered = Schema["$defs"]!["operand"]!["anyOf"]![0]!["enum"]!.AsArray().Select(text => text!.GetValue<string>()).ToArray();

        Assert.Equal(Enum.GetNames<BarField>().Length + IndicatorCatalogue.Definitions.Sum(d => d.Outputs.Length), offered.Distinct().Count());
        Assert.All(offered, text => Assert.True(IndicatorCatalogue.TryParse(text, out _, out _), text));
        Assert.Contains("macd(12,26,9).signal", offered);
    }

    [Theory]
    [InlineData("ema(20)", true)]
    [InlineData("ema", true)]
    [InlineData("macd(5,35,5).histogram", true)]
    [InlineData("ema(20)@H4", true)]
    [InlineData("ema(20)@H3", false)]
    [InlineData("emma(20)", false)]
    [InlineData("ema(20,3)", false)]
    [InlineData("ema(20).upper", false)]
    [InlineData("close(3)", false)]
    [InlineData("ema (20)", false)]
    public void Operand_ByItsPattern_IsToldApart(string text, bool accepted)
    {
        var rule = new JsonArray(text, 1.5);
        var strategy = JsonNode.Parse(ExampleStrategies.Text("ema-cross"))!.AsObject();
        strategy["entry"] = new JsonObject { ["long"] = new JsonObject { ["above"] = rule } };

        Assert.Equal(accepted, Validator.Accepts(strategy));
        Assert.Equal(accepted, StrategyJson.Parse(strategy.ToJsonString()) is StrategyParseResult.Valid);
    }

    [Fact]
    public void Hash_OfTheText_IsItsSha256() => Assert.Equal(
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(StrategySchema.Text))),
        StrategySchema.Hash);

    // The reader says itself what it knows at a place, when it meets what it does not.
    private static string[] KnownTo(string text, string path)
    {
        var strategy = JsonNode.Parse(text)!;
        At(strategy, path).AsObject()["zzz"] = 1;
        var errors = Assert.IsType<StrategyParseResult.Invalid>(StrategyJson.Parse(strategy.ToJsonString())).Errors;
        var hint = errors.Single(error => error.Path == path + ".zzz").Hint;
        Assert.StartsWith(KnownHere, hint, StringComparison.Ordinal);
        return hint[KnownHere.Length..].TrimEnd('.').Split(", ");
    }

    private static JsonNode At(JsonNode node, string path) => path.Split('.', '[').Skip(1).Aggregate(
        node, (at, step) => step.EndsWith(']') ? at[int.Parse(step[..^1], System.Globalization.CultureInfo.InvariantCulture)]! : at[step]!);

    private static IEnumerable<(string Path, JsonObject Schema)> ObjectsOf(JsonNode? instance, JsonObject schema, string path)
    {
        var resolved = Validator.Resolve(schema);
        if (instance is JsonObject o)
        {
            yield return (path, resolved);
            foreach (var found in o.SelectMany(p => ObjectsOf(p.Value, resolved["properties"]![p.Key]!.AsObject(), $"{path}.{p.Key}")))
            {
                yield return found;
            }
        }
        else if (instance is JsonArray a)
        {
            foreach (var found in a.SelectMany((item, i) => ObjectsOf(item, resolved["items"]!.AsObject(), $"{path}[{i}]")))
            {
                yield return found;
            }
        }
    }

    private static IEnumerable<JsonObject> ShapesOf(JsonNode node) => NodesOf(node)
        .Where(o => o["properties"] is JsonObject && o["additionalProperties"] is not null).Select(o => o["properties"]!.AsObject());

    private static IEnumerable<JsonObject> NodesOf(JsonNode? node) => node switch
    {
        JsonObject o => o.SelectMany(p => NodesOf(p.Value)).Prepend(o),
        JsonArray a => a.SelectMany(NodesOf),
        _ => [],
    };
}
