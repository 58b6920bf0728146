using System.Globalization;
using System.Text.Json;
using Countersign.Web.Strategies;

namespace Countersign.Tests.Web.Strategies;

/// <summary>A definition in words.</summary>
public sealed class DefinitionSummaryTests
{
    public static TheoryData<string> Examples => [.. DefinitionExamples.All.Distinct()];

    [Theory]
    [MemberData(nameof(Examples))]
    public void Summary_OfAnExample_TellsEveryValueInIt(string definition)
    {
        var whole = JsonElement.Parse(definition);
        var summary = DefinitionSummary.Of(whole);
        var said = string.Join('\n', [
            summary.Description, .. summary.Rules.SelectMany(r => Lines(r.Rule)), .. summary.Facts.Select(f => f.Says),
        ]);

        Assert.All(Values(whole, "").Where(v => v.Path != ".name"), v => Assert.Contains(v.Text, said, StringComparison.Ordinal));
    }

    [Fact]
    public void Summary_OfRules_NestsThemAsTheyAre()
    {
        var summary = DefinitionSummary.Of(JsonElement.Parse("""
            {"entry":{"long":{"all":[{"crossesAbove":["ema(20)","ema(50)"]},{"within":{"bars":5,"rule":{"not":{"below":["rsi(14)",30]}}}}]}},
             "stop":{"atr":2},"size":{"riskPercent":0.5},"maxOpenIdeas":3,"reverse":true}
            """));

        var (purpose, rule) = Assert.Single(summary.Rules);
        Assert.Equal("Buys when", purpose);
        Assert.Equal(
            ["all of these hold:", "ema(20) crosses above ema(50)", "this held within the last 5 bars:", "this does not hold:", "rsi(14) is below 30"],
            Lines(rule));
        Assert.Equal(
            [("Reverse", "yes"), ("Stop", "2 × atr(14)"), ("Size", "so that the stop costs 0.5 % of equity"), ("Max open ideas", "3")], summary.Facts);
    }

    private static IEnumerable<string> Lines(RuleInWords rule) => [rule.Text, .. rule.Of.SelectMany(Lines)];

    private static IEnumerable<(string Path, string Text)> Values(JsonElement element, string path) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(m => Values(m.Value, $"{path}.{m.Name}")),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(i => Values(i, path)),
        JsonValueKind.True => [(path, "yes")],
        JsonValueKind.False => [(path, "no")],
        JsonValueKind.Number when path.EndsWith(".votes.atLeast", StringComparison.Ordinal) =>
            [(path, (element.GetDecimal() * 100).ToString("0.##", CultureInfo.InvariantCulture) + " %")],
        _ => [(path, element.ToString())],
    };
}
