using System.Text.Json.Nodes;
using Countersign.Domain.Strategies;
using Xunit;

namespace Countersign.Tests.Domain.Strategies;

public sealed class StrategyDiffTests
{
    [Fact]
    public void Of_TheSameDefinition_IsEmpty() =>
        Assert.All(ValidStrategies.Texts, text => Assert.Empty(StrategyDiff.Of(ExampleStrategies.Parse(text), ExampleStrategies.Parse(text))));

    [Fact]
    public void Of_ANumberThatChanged_NamesItsPathAndBothValues()
    {
        var change = Assert.Single(Diff("""{ "stop": { "pips": 20 } }""", """{ "stop": { "pips": 30.5 } }"""));

        Assert.Equal(("$.stop.pips", StrategyChangeKind.Changed, "20", "30.5"), (change.Path, change.Kind, change.Before, change.After));
        Assert.Equal("Stop › Pips changed from 20 to 30.5.", change.Sentence);
    }

    [Fact]
    public void Of_AStopThatBecameOfAnotherKind_IsOneChange()
    {
        var change = Assert.Single(Diff("""{ "stop": { "pips": 20 } }""", """{ "stop": { "atr": 2 } }"""));

        Assert.Equal("$.stop", change.Path);
        Assert.Equal("""Stop changed from {"pips":20} to {"atr":2,"period":14}.""", change.Sentence);
    }

    [Fact]
    public void Of_AddedAndRemovedProperties_SaysWhich()
    {
        var changes = Diff("""{ "stop": { "pips": 20 } }""", """{ "target": { "percent": 1 } }""");

        Assert.Equal(
            [("$.stop", StrategyChangeKind.Removed, "{\"pips\":20}", null), ("$.target", StrategyChangeKind.Added, null, "{\"percent\":1}")],
            changes.Select(c => (c.Path, c.Kind, c.Before, c.After)));
        Assert.Equal("Stop was removed; it was {\"pips\":20}.", changes[0].Sentence);
        Assert.Equal("Target was added: {\"percent\":1}.", changes[1].Sentence);
    }

    [Fact]
    public void Of_ARuleInsertedBeforeOthers_IsOneAddition()
    {
        var change = Assert.Single(Diff(
            Rules("""{ "above": ["close", "ema(20)"] }, { "below": ["rsi", 45] }"""),
            Rules("""{ "above": ["adx", 18] }, { "above": ["close", "ema(20)"] }, { "below": ["rsi", 45] }""")));

        Assert.Equal(("$.entry.long.all[0]", StrategyChangeKind.Added), (change.Path, change.Kind));
        Assert.Equal("""Entry › Long › All › no. 1 was added: {"above":["adx(14)",18]}.""", change.Sentence);
    }

    [Fact]
    public void Of_ARuleRemovedAndAnotherChanged_ToldByTheirPlaces()
    {
        var changes = Diff(
            Rules("""{ "above": ["adx", 18] }, { "above": ["close", "ema(20)"] }, { "below": ["rsi", 45] }"""),
            Rules("""{ "above": ["close", "ema(20)"] }, { "below": ["rsi", 40] }"""));

        Assert.Equal(
            [("$.entry.long.all[0]", StrategyChangeKind.Removed), ("$.entry.long.all[1].below[1]", StrategyChangeKind.Changed)],
            changes.Select(c => (c.Path, c.Kind)));
        Assert.Equal("Entry › Long › All › no. 2 › Below › no. 2 changed from 45 to 40.", changes[1].Sentence);
    }

    [Fact]
    public void Of_AnyTwoStrategies_TurnedRoundSaysTheOpposite()
    {
        var definitions = ValidStrategies.Texts.Select(ExampleStrategies.Parse).ToArray();
        foreach (var (before, after) in definitions.Zip(definitions.Skip(1)))
        {
            var there = StrategyDiff.Of(before, after);
            var back = StrategyDiff.Of(after, before);

            Assert.Equal(before == after, there.IsEmpty);
            Assert.Equal(there.Select(c => (c.Before, c.After)).Order(), back.Select(c => (c.After, c.Before)).Order());
            Assert.Equal(there, StrategyDiff.Of(before, after));
        }
    }

    [Fact]
    public void Of_AnyTwoStrategies_HasAtEachPathWhatStandsThere()
    {
        var definitions = ValidStrategies.Texts.Select(ExampleStrategies.Parse).ToArray();
        foreach (var (before, after) in definitions.Zip(definitions.Skip(1)))
        {
            foreach (var change in StrategyDiff.Of(before, after))
            {
                var text = StrategyJson.Write(change.Kind == StrategyChangeKind.Removed ? before : after);
                var there = change.Path.Split('.', '[').Skip(1).Aggregate(JsonNode.Parse(text)!, (at, step) => step.EndsWith(']')
                    ? at[int.Parse(step[..^1], System.Globalization.CultureInfo.InvariantCulture)]!
                    : at[step]!);
                Assert.True(JsonNode.DeepEquals(JsonNode.Parse((change.After ?? change.Before)!), there), change.ToString());
            }
        }
    }

    private static string Rules(string rules) => $$"""{ "entry": { "long": { "all": [{{rules}}] } } }""";

    private static IReadOnlyList<StrategyChange> Diff(string before, string after) => StrategyDiff.Of(Changed(before), Changed(after));

    private static StrategyDefinition Changed(string change)
    {
        var strategy = JsonNode.Parse(ExampleStrategies.Text("ema-cross"))!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(change)!.AsObject())
        {
            strategy[name] = value?.DeepClone();
        }

        return ExampleStrategies.Parse(strategy.ToJsonString());
    }
}
