using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Countersign.Domain.Strategies;

namespace Countersign.Tests.Domain.Strategies;

/// <summary>What somebody tries who has made a mistake in a strategy and reads the error's hint, and nothing else.</summary>
internal static partial class StrategyFixes
{
    private const string Rule = """{"above":["close","ema(50)"]}""";

    /// <summary>The texts that come of it, the likeliest first.</summary>
    public static IEnumerable<string> Of(string text, StrategyError error)
    {
        foreach (var value in ValuesIn(error.Hint))
        {
            yield return Changed(text, error.Path, value);
            yield return Changed(text, ParentOf(error.Path), value);
            yield return Changed(text, ParentOf(error.Path), Merged(text, ParentOf(error.Path), value));
        }

        foreach (Match member in Members().Matches(error.Hint))
        {
            if (ValueAt(error.Hint, member.Index + member.Length) is { } given)
            {
                yield return Changed(text, "$." + member.Groups[1].Value, given.Node);
            }
        }

        if (error.Hint.StartsWith("An object with", StringComparison.Ordinal))
        {
            yield return Changed(text, error.Path, new JsonObject());
        }

        if (error.Hint.StartsWith("Known here:", StringComparison.Ordinal) || Asks(error, "once", "another one", "leave", "no day or one", "for each", "Without it", "partner for"))
        {
            yield return Changed(text, error.Path, null);
        }

        if (Asks(error, "Give a stop"))
        {
            yield return Changed(text, "$.stop", JsonNode.Parse("""{"pips":20}"""));
        }

        if (error.Hint.StartsWith("At least one of ", StringComparison.Ordinal) || error.Hint.StartsWith("One partner", StringComparison.Ordinal))
        {
            foreach (var name in Words().Matches(error.Hint).Select(match => match.Value))
            {
                foreach (var value in new[] { "1", "\"30m\"", "[\"Fri\"]" })
                {
                    yield return Changed(text, $"{error.Path}.{name}", JsonNode.Parse(value));
                }
            }

            yield return Changed(text, ParentOf(error.Path), null);
        }

        if (Asks(error, "give each of them one", "stands in 'symbols'", "One partner"))
        {
            yield return Changed(text, "$.partners", JsonNode.Parse("""[{"symbols":["EURUSD","GBPUSD"]}]"""));
        }

        if (Asks(error, "Name a feature"))
        {
            yield return Changed(text, "$.regime", JsonNode.Parse("""{"above":["pair_score(60)",-9]}"""));
        }
    }

    private static bool Asks(StrategyError error, params string[] words) => words.Any(word => error.Hint.Contains(word, StringComparison.Ordinal) || error.Message.Contains(word, StringComparison.Ordinal));

    /// <summary>The values that a hint shows, and the ends of the ranges that it tells.</summary>
    private static IEnumerable<JsonNode?> ValuesIn(string hint)
    {
        var shown = hint.Replace("CONDITION", Rule, StringComparison.Ordinal).Replace("RULE", Rule, StringComparison.Ordinal);
        for (var start = 0; start < shown.Length; start++)
        {
            if (shown[start] is '{' or '[' or '"' && ValueAt(shown, start) is { } value)
            {
                yield return value.Node;
                start += value.Length - 1;
            }
        }

        foreach (var number in Numbers().Matches(hint).Select(match => match.Value.Replace(",", string.Empty, StringComparison.Ordinal)))
        {
            yield return decimal.Parse(number, CultureInfo.InvariantCulture);
        }

        if (hint.Contains("true or false", StringComparison.Ordinal))
        {
            yield return true;
        }

        foreach (var word in hint.Contains('"', StringComparison.Ordinal) ? [] : Words().Matches(hint).Select(match => match.Value))
        {
            yield return word;
            yield return new JsonArray(word);
            yield return new JsonObject { [word] = JsonNode.Parse("""["close","ema(50)"]""") };
            yield return new JsonObject { [word] = JsonNode.Parse(Rule) };
        }
    }

    private static (JsonNode? Node, int Length)? ValueAt(string text, int start)
    {
        for (var end = start + 2; end <= text.Length; end++)
        {
            if (text[end - 1] is '}' or ']' or '"')
            {
                try
                {
                    return (JsonNode.Parse(text[start..end]), end - start);
                }
                catch (JsonException)
                {
                    // Not the end of the value yet.
                }
            }
        }

        return null;
    }

    private static string ParentOf(string path) => path[..Math.Max(1, path.LastIndexOfAny(['.', '[']))];

    private static JsonNode? Merged(string text, string path, JsonNode? value)
    {
        if (At(JsonNode.Parse(text)!, path) is not JsonObject there || value is not JsonObject shown)
        {
            return value?.DeepClone();
        }

        var merged = there.DeepClone().AsObject();
        foreach (var (name, part) in shown)
        {
            merged[name] = part?.DeepClone();
        }

        return merged;
    }

    /// <param name="value">Null takes away what stands there.</param>
    private static string Changed(string text, string path, JsonNode? value)
    {
        if (path == "$")
        {
            return value?.ToJsonString() ?? text;
        }

        var root = JsonNode.Parse(text)!;
        var parent = At(root, ParentOf(path));
        var step = path[ParentOf(path).Length..].Trim('.', '[', ']');
        if (parent is JsonArray list && int.TryParse(step, CultureInfo.InvariantCulture, out var index))
        {
            list.RemoveAt(index);
            if (value is not null)
            {
                list.Insert(index, value.DeepClone());
            }
        }
        else if (parent is JsonObject o)
        {
            o.Remove(step);
            if (value is not null)
            {
                o[step] = value.DeepClone();
            }
        }

        return root.ToJsonString();
    }

    private static JsonNode? At(JsonNode root, string path) => path.Split('.', '[').Skip(1).Aggregate(
        (JsonNode?)root, (at, step) => step.EndsWith(']') ? (at as JsonArray)?[int.Parse(step[..^1], CultureInfo.InvariantCulture)] : (at as JsonObject)?[step]);

    // A member that is told of outside of an object is one of the strategy.
    [GeneratedRegex("(?<=^[^{]*)\"([A-Za-z]+)\": ")]
    private static partial Regex Members();

    [GeneratedRegex("[0-9][0-9,]*(?:\\.[0-9]+)?")]
    private static partial Regex Numbers();

    [GeneratedRegex("[A-Za-z][A-Za-z0-9]*")]
    private static partial Regex Words();
}
