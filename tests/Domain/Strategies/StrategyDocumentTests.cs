using System.Globalization;
using System.Text.Json.Nodes;
using Countersign.Domain.Indicators;
using Countersign.Domain.Strategies;
using Xunit;

namespace Countersign.Tests.Domain.Strategies;

/// <summary>The page about the strategy language is held to the schema and to the reader: every member, its range and default, every example.</summary>
public sealed class StrategyDocumentTests
{
    // A side's rules are told of with entry and exit, and a plain distance with those that have a kind more.
    private static readonly string[] ToldElsewhere = ["long,short", "price,pips,percent,atr,period"];

    private static readonly JsonObject Schema = JsonNode.Parse(StrategySchema.Text)!.AsObject();

    public static TheoryData<string> Examples => [.. StrategyDocument.Members.Select(member => member.Example).Distinct()];

    public static TheoryData<string> Strategies => [.. StrategyDocument.Strategies];

    public static TheoryData<string> Operands => [.. StrategyDocument.Operands];

    [Fact]
    public void Document_OfEveryObject_TellsEveryMemberInOrder()
    {
        var told = StrategyDocument.Members.GroupBy(member => member.Object).ToArray();

        Assert.All(told, table => Assert.Equal(
            ObjectAt(table.Key)["properties"]!.AsObject().Select(property => property.Key), table.Select(member => member.Name)));
        Assert.Equal(
            ObjectsIn(Schema).Select(each => string.Join(',', each["properties"]!.AsObject().Select(property => property.Key))).Except(ToldElsewhere).Order(),
            told.Select(table => string.Join(',', table.Select(member => member.Name))).Distinct().Order());
    }

    [Fact]
    public void Document_OfEveryMember_TellsItsBoundsAndItsDefault() => Assert.All(StrategyDocument.Members, member =>
    {
        var shape = ObjectAt(member.Object);
        var schema = Resolve(shape["properties"]![member.Name]!.AsObject());
        Assert.All(BoundsOf(schema), bound => Assert.Contains(bound, member.Range.Replace(",", string.Empty, StringComparison.Ordinal), StringComparison.Ordinal));
        if (schema["default"] is { } standard)
        {
            Assert.Equal(standard.ToString(), member.Default);
        }

        var isRequired = shape["required"]?.AsArray().Any(name => name!.GetValue<string>() == member.Name) == true;
        Assert.Equal(isRequired, member.Default == "required");
        Assert.True(member.Cells[0].Length > 0 && member.Example.Contains($"\"{member.Name}\":", StringComparison.Ordinal), $"{member}: {member.Example}");
    });

    [Theory]
    [MemberData(nameof(Examples))]
    public void Example_OfAMember_IsReadWithoutAnError(string example)
    {
        var members = JsonNode.Parse(example[0] == '{' ? $$$"""{"entry":{"long":{{{example}}}}}""" : $"{{{example}}}")!.AsObject();

        ExampleStrategies.Parse(With(members).ToJsonString());
    }

    [Theory]
    [MemberData(nameof(Strategies))]
    public void Example_OfAStrategy_IsReadWithoutAnError(string strategy) => ExampleStrategies.Parse(strategy);

    [Theory]
    [MemberData(nameof(Operands))]
    public void Example_OfAnOperand_IsReadWithoutAnError(string operand)
    {
        JsonNode value = double.TryParse(operand, CultureInfo.InvariantCulture, out var number) ? number : operand;
        var rule = new JsonObject { ["above"] = new JsonArray(value, "ema(7)") };

        ExampleStrategies.Parse(With(new JsonObject { ["entry"] = new JsonObject { ["long"] = rule } }).ToJsonString());
    }

    [Fact]
    public void Document_OfOperands_TellsEveryFieldAndEveryStatisticOfTwoMarkets()
    {
        var text = string.Join('\n', File.ReadAllLines(Path.Combine(Fixtures.SharedFiles.RepositoryRoot, "docs", "strategies.md")));

        Assert.All(Enum.GetNames<BarField>(), field => Assert.Contains($"`{field.ToLowerInvariant()}`", text, StringComparison.Ordinal));
        Assert.All(IndicatorCatalogue.Definitions.Where(d => d.NeedsBenchmark), d => Assert.Contains($"`{d.Name}`", text, StringComparison.Ordinal));
        Assert.Equal(7, StrategyDocument.Operands.Count);
        Assert.Equal(2, StrategyDocument.Strategies.Count);
    }

    /// <summary>A strategy with the members, and with what they ask for beside themselves.</summary>
    private static JsonObject With(JsonObject members)
    {
        var strategy = JsonNode.Parse(
            """{"name":"A","symbols":["EURUSD","GBPUSD"],"timeframe":"M15","entry":{"long":{"above":["close","open"]}},"stop":{"pips":20},"size":{"units":1000}}""")!.AsObject();
        foreach (var (name, value) in members)
        {
            strategy[name] = value?.DeepClone();
        }

        var text = strategy.ToJsonString();
        if (!text.Contains("\"partners\"", StringComparison.Ordinal) && new[] { "@partner", "pair_score" }.Any(text.Contains))
        {
            strategy["partners"] = JsonNode.Parse("""[{"symbols":["EURUSD","GBPUSD"]}]""");
        }
        else if (members.ContainsKey("partners"))
        {
            strategy["regime"] = JsonNode.Parse("""{"above":["close","close@partner"]}""");
        }

        return strategy;
    }

    private static IEnumerable<string> BoundsOf(JsonObject schema)
    {
        foreach (var name in (string[])["minimum", "maximum", "minItems", "maxItems", "maxLength"])
        {
            // A list that may be empty is one that may be left out.
            if (schema[name] is { } bound && !(name == "minItems" && bound.GetValue<int>() == 0))
            {
                yield return bound.GetValue<decimal>().ToString(CultureInfo.InvariantCulture);
            }
        }

        foreach (var value in schema["enum"]?.AsArray() ?? [])
        {
            yield return value!.GetValue<string>();
        }
    }

    private static JsonObject ObjectAt(string path) => path.Split('.', StringSplitOptions.RemoveEmptyEntries).Aggregate(
        Schema, (at, step) => Resolve(at["properties"]![step]!.AsObject()) is var found && found["items"] is { } items ? Resolve(items.AsObject()) : found);

    private static JsonObject Resolve(JsonObject schema) =>
        schema["$ref"] is { } reference ? Schema["$defs"]![reference.GetValue<string>()["#/$defs/".Length..]]!.AsObject() : schema;

    private static IEnumerable<JsonObject> ObjectsIn(JsonNode? node) => node switch
    {
        JsonObject o => o.SelectMany(property => ObjectsIn(property.Value)).Concat(o["properties"] is JsonObject && o["type"] is not null ? [o] : []),
        JsonArray a => a.SelectMany(ObjectsIn),
        _ => [],
    };
}
