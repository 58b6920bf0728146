using System.Text.Json;
using System.Text.Json.Nodes;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;
using Xunit;

namespace Countersign.Tests.Domain.Strategies;

/// <summary>What was stored by this and by earlier versions is read, and decided as it was then: to the last bit, and with the same words.</summary>
public sealed class StoredDecisionTests
{
    public static TheoryData<string> Files => [.. StoredDecisions.Files];

    /// <summary>Run with COUNTERSIGN_ACCEPT=1 to store decisions of examples that have none yet; those that are stored stay as they are.</summary>
    [Fact]
    public void Stored_EveryExample_HasDecisions()
    {
        var folder = Path.Combine(StoredDecisions.Folder, "today");
        foreach (var example in EvaluatorInvariantTests.Examples.Select(row => row.Data))
        {
            var file = Path.Combine(folder, example + ".json");
            if (!File.Exists(file) && Environment.GetEnvironmentVariable("COUNTERSIGN_ACCEPT") == "1")
            {
                Directory.CreateDirectory(folder);
                File.WriteAllText(file, StoredDecisions.Of(example));
            }

            Assert.True(File.Exists(file), $"Store decisions of {example}: COUNTERSIGN_ACCEPT=1.");
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Decide_StoredFrame_GivesTheStoredSignal(string file)
    {
        var stored = StoredDecisions.Read(file);
        var definition = ExampleStrategies.Parse(stored["definition"]!.ToJsonString());
        var decisions = stored["decisions"]!.AsArray();

        Assert.True(decisions.Count >= 2, $"{decisions.Count} decisions");
        foreach (var decision in decisions)
        {
            var frame = decision!["frame"].Deserialize<SignalFrame>(StoredDecisions.Json)!;
            var told = StoredDecisions.Told(StrategyRules.Decide(definition, frame)!);

            // What is told today and was not told then is no difference.
            Assert.All(decision["signal"]!.AsObject(), member => Assert.True(
                JsonNode.DeepEquals(member.Value, told[member.Key]), $"{member.Key}: {member.Value} is now {told[member.Key]}"));
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Hash_OfAStoredDefinition_IsThatOfThen(string file)
    {
        var stored = StoredDecisions.Read(file);
        var definition = ExampleStrategies.Parse(stored["definition"]!.ToJsonString());
        var instrument = definition.Symbols.Select(Instruments.Find).First(known => known is not null)!;

        Assert.Equal(stored["hash"]!.GetValue<string>(), new StrategyEvaluator(definition, instrument).DefinitionHash);
        Assert.True(JsonNode.DeepEquals(stored["definition"], JsonNode.Parse(StrategyJson.Write(definition))), StrategyJson.Write(definition));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void StoredFrame_WrittenAgain_IsTheStoredOne(string file) => Assert.All(StoredDecisions.Read(file)["decisions"]!.AsArray(), decision =>
    {
        var frame = decision!["frame"].Deserialize<SignalFrame>(StoredDecisions.Json)!;
        var again = JsonSerializer.SerializeToNode(frame, StoredDecisions.Json)!.AsObject();

        // Members that have come since are null in it, and not written.
        Assert.True(JsonNode.DeepEquals(decision["frame"], again), again.ToJsonString());
    });

    [Fact]
    public void Stored_FilesTogether_HoldEveryKindOfDecisionAndEverySortOfFact()
    {
        var frames = StoredDecisions.Files.SelectMany(file => StoredDecisions.Read(file)["decisions"]!.AsArray()).ToArray();
        var reasons = frames.Select(decision => decision!["signal"]!["reason"]!.GetValue<string>()).ToHashSet();
        var kinds = frames.Select(decision => decision!["signal"]!["kind"]!.GetValue<string>()).ToHashSet();

        Assert.Superset(Enum.GetNames<SignalReason>().Select(JsonNamingPolicy.CamelCase.ConvertName).ToHashSet(), reasons);
        Assert.Superset(Enum.GetNames<SignalKind>().Select(JsonNamingPolicy.CamelCase.ConvertName).ToHashSet(), kinds);
        Assert.All(["barsSince", "market", "typicalSpread", "partner"], fact => Assert.Contains(frames, decision => decision!["frame"]!.AsObject().ContainsKey(fact)));
    }
}
