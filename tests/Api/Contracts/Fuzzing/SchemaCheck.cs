using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Countersign.Tests.Api.Contracts.Fuzzing;

/// <summary>Holds JSON against the schemas of an OpenAPI 3.1 document: the keywords that ours uses, and an error for one that it does not know.</summary>
internal sealed class SchemaCheck(JsonElement document)
{
    private const int ErrorsMax = 10;

    private static readonly HashSet<string> Notes =
        ["description", "title", "example", "examples", "default", "deprecated", "readOnly", "writeOnly", "format", "required", "properties", "items", "discriminator"];

    /// <summary>What does not fit, each with its place; empty where all does.</summary>
    public List<string> Errors(JsonElement schema, JsonElement value)
    {
        var errors = new List<string>();
        Check(schema, value, "$", errors);
        return errors;
    }

    public JsonElement Resolve(JsonElement schema)
    {
        while (schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("$ref", out var reference))
        {
            schema = reference.GetString()!.Split('/').Skip(1).Aggregate(document, (at, step) => at.GetProperty(step));
        }

        return schema;
    }

    private void Check(JsonElement schema, JsonElement value, string at, List<string> errors)
    {
        schema = Resolve(schema);
        if (errors.Count >= ErrorsMax || schema.ValueKind == JsonValueKind.True)
        {
            return;
        }

        foreach (var keyword in schema.EnumerateObject())
        {
            Apply(keyword, schema, value, at, errors);
        }

        Descend(schema, value, at, errors);
    }

    private void Apply(JsonProperty keyword, JsonElement schema, JsonElement value, string at, List<string> errors)
    {
        var fits = keyword.Name switch
        {
            "type" => Types(keyword.Value).Any(type => Is(type!, value)),
            "enum" => keyword.Value.EnumerateArray().Any(allowed => JsonElement.DeepEquals(allowed, value)),
            "const" => JsonElement.DeepEquals(keyword.Value, value),
            "anyOf" => keyword.Value.EnumerateArray().Any(branch => Errors(branch, value).Count == 0),
            "oneOf" => keyword.Value.EnumerateArray().Count(branch => Errors(branch, value).Count == 0) == 1,
            "allOf" => keyword.Value.EnumerateArray().All(branch => Errors(branch, value).Count == 0),
            "minimum" => value.ValueKind != JsonValueKind.Number || value.GetDouble() >= Number(keyword.Value),
            "maximum" => value.ValueKind != JsonValueKind.Number || value.GetDouble() <= Number(keyword.Value),
            "exclusiveMinimum" => value.ValueKind != JsonValueKind.Number || value.GetDouble() > Number(keyword.Value),
            "exclusiveMaximum" => value.ValueKind != JsonValueKind.Number || value.GetDouble() < Number(keyword.Value),
            "minLength" => value.ValueKind != JsonValueKind.String || value.GetString()!.Length >= Number(keyword.Value),
            "maxLength" => value.ValueKind != JsonValueKind.String || value.GetString()!.Length <= Number(keyword.Value),
            "minItems" => value.ValueKind != JsonValueKind.Array || value.GetArrayLength() >= Number(keyword.Value),
            "maxItems" => value.ValueKind != JsonValueKind.Array || value.GetArrayLength() <= Number(keyword.Value),
            "pattern" => value.ValueKind != JsonValueKind.String || Regex.IsMatch(value.GetString()!, keyword.Value.GetString()!, RegexOptions.ECMAScript),
            "uniqueItems" => true,
            "additionalProperties" => true,
            _ when Notes.Contains(keyword.Name) || keyword.Name.StartsWith("x-", StringComparison.Ordinal) => true,
            _ => throw new InvalidOperationException($"The keyword '{keyword.Name}' is not known here."),
        };
        if (!fits)
        {
            errors.Add($"{at}: {Short(value)} does not fit {keyword.Name} {Short(keyword.Value)}");
        }

        if (keyword.Name == "format" && value.ValueKind == JsonValueKind.String && !HasFormat(keyword.Value.GetString()!, value.GetString()!))
        {
            errors.Add($"{at}: {Short(value)} is no {keyword.Value}");
        }

        if (keyword.Name == "format" && value.ValueKind == JsonValueKind.Number
            && keyword.Value.GetString() switch { "int32" => !value.TryGetInt32(out _), "int64" => !value.TryGetInt64(out _), "decimal" => !value.TryGetDecimal(out _), _ => false })
        {
            errors.Add($"{at}: {Short(value)} is no {keyword.Value}");
        }
    }

    private void Descend(JsonElement schema, JsonElement value, string at, List<string> errors)
    {
        if (value.ValueKind == JsonValueKind.Array && schema.TryGetProperty("items", out var items))
        {
            foreach (var (item, index) in value.EnumerateArray().Select((item, index) => (item, index)))
            {
                Check(items, item, $"{at}[{index}]", errors);
            }
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        if (schema.TryGetProperty("required", out var required))
        {
            errors.AddRange(required.EnumerateArray().Select(r => r.GetString()!).Where(r => !value.TryGetProperty(r, out _)).Select(r => $"{at}: {r} is missing"));
        }

        var known = schema.TryGetProperty("properties", out var properties);
        foreach (var member in value.EnumerateObject())
        {
            if (known && properties.TryGetProperty(member.Name, out var of))
            {
                Check(of, member.Value, $"{at}.{member.Name}", errors);
            }
            else if (schema.TryGetProperty("additionalProperties", out var rest))
            {
                if (rest.ValueKind == JsonValueKind.False)
                {
                    errors.Add($"{at}: there is no member {member.Name}");
                }
                else
                {
                    Check(rest, member.Value, $"{at}.{member.Name}", errors);
                }
            }
        }
    }

    private static IEnumerable<string?> Types(JsonElement type) =>
        type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(t => t.GetString()) : [type.GetString()];

    private static bool Is(string type, JsonElement value) => type switch
    {
        "null" => value.ValueKind == JsonValueKind.Null,
        "string" => value.ValueKind == JsonValueKind.String,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && decimal.TryParse(value.GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture, out var n) && n == decimal.Truncate(n),
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "array" => value.ValueKind == JsonValueKind.Array,
        "object" => value.ValueKind == JsonValueKind.Object,
        _ => false,
    };

    private static bool HasFormat(string format, string text) => format switch
    {
        "date-time" => Regex.IsMatch(text, @"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$")
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _),
        "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        _ => true,
    };

    // Bounds may be written as texts.
    private static double Number(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? double.Parse(value.GetString()!, CultureInfo.InvariantCulture) : value.GetDouble();

    private static string Short(JsonElement value)
    {
        var text = value.GetRawText();
        return text.Length > 80 ? text[..80] + "…" : text;
    }
}
