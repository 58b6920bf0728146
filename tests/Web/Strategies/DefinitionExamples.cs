using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Countersign.Tests.Fixtures;

namespace Countersign.Tests.Web.Strategies;

/// <summary>Every template, and every example of the page about the strategy language, each as a whole strategy.</summary>
internal static partial class DefinitionExamples
{
    private const string Base =
        """{"name":"A","symbols":["EURUSD","GBPUSD"],"timeframe":"M15","entry":{"long":{"above":["close","open"]}},"stop":{"pips":20},"size":{"units":1000}}""";

    private static string Document { get; } = File.ReadAllText(Path.Combine(Root, "docs", "strategies.md"));

    public static ImmutableArray<string> All { get; } = [.. Templates(), .. WholeStrategies(), .. Members(), .. Operands()];

    private static string Root => SharedFiles.RepositoryRoot;

    private static IEnumerable<string> Templates() =>
        Directory.EnumerateFiles(Path.Combine(Root, "examples", "strategies"), "*.json").Order(StringComparer.Ordinal).Select(File.ReadAllText);

    private static IEnumerable<string> WholeStrategies() => Fence().Matches(Document).Select(m => m.Groups[1].Value);

    private static IEnumerable<string> Members() => Rows("member").Select(example =>
        With(JsonNode.Parse(example[0] == '{' ? $$$"""{"entry":{"long":{{{example}}}}}""" : $"{{{example}}}")!.AsObject()));

    private static IEnumerable<string> Operands() => Rows("operand").SelectMany(cell => Code().Matches(cell)).Select(m => m.Groups[1].Value).Select(operand => With(
        new JsonObject
        {
            ["entry"] = new JsonObject
            {
                ["long"] = new JsonObject
                {
                    ["below"] = new JsonArray(decimal.TryParse(operand, CultureInfo.InvariantCulture, out var number) ? JsonValue.Create(number) : operand, "ema(7)"),
                },
            },
        }));

    // The last cell of each row of the tables that begin with the word.
    private static IEnumerable<string> Rows(string first)
    {
        var told = false;
        foreach (var line in Document.Split('\n').Select(l => l.Trim()))
        {
            if (!line.StartsWith("| ", StringComparison.Ordinal))
            {
                told = false;
                continue;
            }

            var cells = line.Trim('|').Split('|').Select(c => c.Trim()).ToArray();
            if (cells[0] == first)
            {
                told = true;
            }
            else if (told && !cells[0].StartsWith("---", StringComparison.Ordinal))
            {
                yield return first == "member" ? cells[^1].Trim('`') : cells[^1];
            }
        }
    }

    private static string With(JsonObject members)
    {
        var strategy = JsonNode.Parse(Base)!.AsObject();
        foreach (var (name, value) in members)
        {
            strategy[name] = value?.DeepClone();
        }

        return strategy.ToJsonString();
    }

    [GeneratedRegex("```json\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();
}
