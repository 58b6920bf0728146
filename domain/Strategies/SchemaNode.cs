using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Countersign.Domain.Strategies;

/// <summary>The pieces that <see cref="StrategySchema"/> is put together from. A node stands in one place only, so each call makes a new one.</summary>
internal static class SchemaNode
{
    public static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)JsonValue.Create(text))]);

    public static JsonObject Described(string title, string description, JsonObject schema)
    {
        var described = new JsonObject { ["title"] = title, ["description"] = description };
        Merge(described, schema);
        return described;
    }

    /// <summary>Moves every property of one node into another.</summary>
    public static void Merge(JsonObject into, JsonObject from)
    {
        foreach (var (name, value) in from.ToArray())
        {
            from.Remove(name);
            into[name] = value;
        }
    }

    /// <summary>An object with exactly these properties, in the order of the terms.</summary>
    public static JsonObject Shape(ImmutableArray<string> terms, Dictionary<string, JsonObject> properties) => new()
    {
        ["type"] = "object",

        // A term that nobody has described yet takes anything: the reader still judges it, and a test asks for the description.
        ["properties"] = new JsonObject(
            terms.Select(term => KeyValuePair.Create<string, JsonNode?>(term, properties.GetValueOrDefault(term) ?? new JsonObject()))),
        ["additionalProperties"] = false,
    };

    public static JsonObject Ref(string definition, string title, string description) =>
        Described(title, description, new JsonObject { ["$ref"] = "#/$defs/" + definition });

    public static JsonObject AtLeastOneSide(string title, string description)
    {
        var sides = Ref("sides", title, description);
        sides["minProperties"] = 1;
        return sides;
    }

    public static JsonObject List(string title, string description, int min, int max, string definition) =>
        Described(title, description, new JsonObject
        {
            ["type"] = "array", ["items"] = new JsonObject { ["$ref"] = "#/$defs/" + definition }, ["minItems"] = min, ["maxItems"] = max,
        });

    public static JsonObject Text(string title, string description, int min, int max, params string[] examples)
    {
        var text = Described(title, description, new JsonObject { ["type"] = "string", ["maxLength"] = max, ["examples"] = Texts(examples) });
        if (min > 0)
        {
            text["minLength"] = min;
            text["pattern"] = @"\S";
        }

        return text;
    }

    public static JsonObject Flag(string title, string description, bool standard) =>
        Described(title, description, new JsonObject { ["type"] = "boolean", ["default"] = standard });

    public static JsonObject Whole(string title, string description, int min, int max, int? standard = null)
    {
        var whole = Described(title, description, new JsonObject { ["type"] = "integer", ["minimum"] = min, ["maximum"] = max });
        if (standard is not null)
        {
            whole["default"] = standard;
        }

        return whole;
    }

    /// <summary>A number more than 0.</summary>
    public static JsonObject Amount(string title, string description, decimal max, params decimal[] examples) =>
        Described(title, description, new JsonObject
        {
            ["type"] = "number", ["exclusiveMinimum"] = 0, ["maximum"] = max,
            ["examples"] = new JsonArray([.. examples.Select(example => (JsonNode)JsonValue.Create(example))]),
        });

    /// <summary>Lets an object have exactly one of some properties.</summary>
    public static JsonObject ExactlyOneOf(JsonObject shape, ImmutableArray<string> names)
    {
        shape["oneOf"] = new JsonArray([.. names.Select(name => new JsonObject { ["required"] = Texts([name]) })]);
        return shape;
    }
}
