using System.Text.Json;
using System.Text.Json.Nodes;

namespace Countersign.Tests.Api.Contracts.Fuzzing;

/// <summary>Makes bodies of a schema, nearly right ones, and spoils them.</summary>
internal sealed class BodyMaker(SchemaCheck schemas, IReadOnlyDictionary<string, string> hints)
{
    private const int DepthMax = 6;

    /// <summary>A body of the schema, or one that is known to be right, with up to three things changed.</summary>
    /// <param name="schema">What it should be.</param>
    /// <param name="right">One that is right; null where none is known.</param>
    /// <param name="random">Decides.</param>
    public string Make(JsonElement schema, string? right, Random random)
    {
        var node = right is not null && random.Next(2) == 0 ? JsonNode.Parse(right) : Of(schema, null, random, 0);
        for (var change = random.Next(4); change > 0; change--)
        {
            node = Spoil(node, random);
        }

        return OddValues.Write(node);
    }

    private JsonNode? Of(JsonElement schema, string? name, Random random, int depth)
    {
        schema = schemas.Resolve(schema);
        if (schema.ValueKind != JsonValueKind.Object || depth > DepthMax)
        {
            return OddValues.Value(random);
        }

        foreach (var choice in (string[])["oneOf", "anyOf"])
        {
            if (schema.TryGetProperty(choice, out var branches))
            {
                return Of(branches[random.Next(branches.GetArrayLength())], name, random, depth + 1);
            }
        }

        if (schema.TryGetProperty("enum", out var values))
        {
            return JsonNode.Parse(values[random.Next(values.GetArrayLength())].GetRawText());
        }

        var types = schema.TryGetProperty("type", out var type)
            ? type.ValueKind == JsonValueKind.Array ? [.. type.EnumerateArray().Select(t => t.GetString()!).Where(t => t != "null")] : new[] { type.GetString()! }
            : [];
        return types is [] ? OddValues.Value(random) : Of(types[random.Next(types.Length)], schema, name, random, depth);
    }

    private JsonNode? Of(string type, JsonElement schema, string? name, Random random, int depth) => type switch
    {
        "object" => Object(schema, random, depth),
        "array" => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => schema.TryGetProperty("items", out var items) ? Of(items, name, random, depth + 1) : null)]),
        "boolean" => JsonValue.Create(random.Next(2) == 0),
        "integer" => JsonValue.Create(random.Next(4) switch { 0 => 0, 1 => 1, 2 => random.Next(100), _ => random.Next() }),
        "number" => random.Next(4) == 0 ? OddValues.Number(random) : JsonValue.Create(Math.Round((decimal)random.NextDouble() * 10_000m, random.Next(6))),
        _ => JsonValue.Create(Text(schema, name, random)),
    };

    private JsonObject Object(JsonElement schema, Random random, int depth)
    {
        var made = new JsonObject();
        if (schema.TryGetProperty("properties", out var properties))
        {
            var required = schema.TryGetProperty("required", out var names) ? names.EnumerateArray().Select(n => n.GetString()).ToHashSet() : [];
            foreach (var property in properties.EnumerateObject().Where(p => required.Contains(p.Name) || random.Next(3) == 0))
            {
                made[property.Name] = Of(property.Value, property.Name, random, depth + 1);
            }
        }

        return made;
    }

    private string Text(JsonElement schema, string? name, Random random)
    {
        if (schema.TryGetProperty("format", out var format) && format.GetString() == "date-time")
        {
            return OddValues.Date(random);
        }

        return name is not null && hints.TryGetValue(name, out var hint) && random.Next(5) > 0 ? OneOf(hint, random) : OddValues.Text(random);
    }

    /// <summary>One of the choices that a hint has, which are set apart by bars.</summary>
    public static string OneOf(string hint, Random random)
    {
        var choices = hint.Split('|');
        return choices[random.Next(choices.Length)];
    }

    private static JsonNode? Spoil(JsonNode? node, Random random)
    {
        var places = new List<JsonNode>();
        Collect(node, places);
        if (places.Count == 0)
        {
            return OddValues.Value(random);
        }

        switch (places[random.Next(places.Count)])
        {
            case JsonObject { Count: > 0 } o:
                Spoil(o, random);
                break;
            case JsonObject o:
                o[OddValues.Text(random)] = OddValues.Value(random);
                break;
            case JsonArray { Count: > 0 } a:
                a[random.Next(a.Count)] = OddValues.Value(random);
                break;
            case JsonArray a:
                a.Add(OddValues.Value(random));
                break;
        }

        return random.Next(40) == 0 ? OddValues.Value(random) : node;
    }

    private static void Spoil(JsonObject o, Random random)
    {
        var (name, value) = o.ElementAt(random.Next(o.Count));
        switch (random.Next(10))
        {
            case 0:
                o.Remove(name);
                break;
            case 1:
                o[OddValues.Twice(name)] = OddValues.Value(random);
                break;
            case 2:
                o[OddValues.Text(random)] = OddValues.Value(random);
                break;
            case 3:
                o.Remove(name);
                o[name.ToUpperInvariant()] = value?.DeepClone();
                break;
            case 4:
                o[name] = new JsonArray(value?.DeepClone());
                break;
            default:
                o[name] = OddValues.Value(random);
                break;
        }
    }

    private static void Collect(JsonNode? node, List<JsonNode> places)
    {
        switch (node)
        {
            case JsonObject o:
                places.Add(o);
                foreach (var (_, value) in o)
                {
                    Collect(value, places);
                }

                break;
            case JsonArray a:
                places.Add(a);
                foreach (var value in a)
                {
                    Collect(value, places);
                }

                break;
        }
    }
}
