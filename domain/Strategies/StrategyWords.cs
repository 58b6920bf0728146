using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Countersign.Domain.Strategies;

/// <summary>Paths and values of a strategy's JSON in words, with the titles of <see cref="StrategySchema"/>.</summary>
internal static class StrategyWords
{
    private const int ValueLengthMax = 120;

    private static readonly JsonElement Schema = JsonElement.Parse(StrategySchema.Text);
    private static readonly JsonSerializerOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary><c>$.entry.long.all[1]</c> as "Entry › Long › All › no. 2".</summary>
    public static string Of(string path)
    {
        var words = new List<string>();
        JsonElement? schema = Schema;
        foreach (var step in path.Split('.', '[').Skip(1))
        {
            if (step.EndsWith(']'))
            {
                words.Add(string.Create(CultureInfo.InvariantCulture, $"no. {int.Parse(step[..^1], CultureInfo.InvariantCulture) + 1}"));
                schema = Child(schema, "items");
            }
            else
            {
                schema = Child(Child(schema, "properties"), step);
                words.Add(Child(schema, "title")?.GetString() ?? step);
            }
        }

        return string.Join(" › ", words);
    }

    public static string Of(JsonElement value)
    {
        var text = value.ValueKind == JsonValueKind.String ? $"'{value.GetString()}'" : Compact(value);
        return text.Length <= ValueLengthMax ? text : text[..ValueLengthMax] + "…";
    }

    /// <summary>The value as JSON on one line.</summary>
    public static string Compact(JsonElement value) => JsonSerializer.Serialize(value, OneLine);

    private static JsonElement? Child(JsonElement? schema, string name)
    {
        if (schema is not { ValueKind: JsonValueKind.Object } node)
        {
            return null;
        }

        if (node.TryGetProperty(name, out var child))
        {
            return child;
        }

        return node.TryGetProperty("$ref", out var reference)
            ? Child(Schema.GetProperty("$defs").GetProperty(reference.GetString()!["#/$defs/".Length..]), name)
            : null;
    }
}
