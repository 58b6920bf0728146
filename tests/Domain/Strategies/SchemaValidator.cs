using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Countersign.Tests.Domain.Strategies;

/// <summary>
/// Judges JSON by the part of JSON Schema (draft 2020-12) that the strategies' schema uses. A keyword that it does not know is an error of
/// the test, so that nothing is passed over.
/// </summary>
internal sealed class SchemaValidator(JsonObject root)
{
    private static readonly string[] Annotations = ["$schema", "$id", "$defs", "title", "description", "examples", "default"];

    private readonly ConcurrentDictionary<string, Regex> patterns = new(StringComparer.Ordinal);

    public bool Accepts(JsonNode? instance) => Accepts(root, instance);

    /// <summary>The schema that a reference points to, or the schema itself.</summary>
    public JsonObject Resolve(JsonObject schema) => schema["$ref"] is { } reference
        ? root["$defs"]![reference.GetValue<string>()["#/$defs/".Length..]]!.AsObject()
        : schema;

    private bool Accepts(JsonObject schema, JsonNode? instance) =>
        schema.Where(keyword => !Annotations.Contains(keyword.Key)).All(keyword => Holds(schema, keyword.Key, keyword.Value!, instance));

    private bool Holds(JsonObject schema, string keyword, JsonNode value, JsonNode? instance) => keyword switch
    {
        "$ref" => Accepts(Resolve(schema), instance),
        "type" => IsOfType(value.GetValue<string>(), instance),
        "enum" => value.AsArray().Any(item => JsonNode.DeepEquals(item, instance)),
        "anyOf" => value.AsArray().Any(item => Accepts(item!.AsObject(), instance)),
        "oneOf" => value.AsArray().Count(item => Accepts(item!.AsObject(), instance)) == 1,
        "if" => !Accepts(value.AsObject(), instance) || Accepts(schema["then"]!.AsObject(), instance),
        "then" => true,
        "properties" or "additionalProperties" or "required" or "minProperties" or "maxProperties" or "dependentRequired" =>
            instance is not JsonObject o || HoldsFor(schema, keyword, value, o),
        "items" or "minItems" or "maxItems" or "uniqueItems" => instance is not JsonArray a || HoldsFor(keyword, value, a),
        "minimum" or "maximum" or "exclusiveMinimum" => TypeOf(instance) != "number" || HoldsFor(keyword, Number(value), Number(instance!)),
        "pattern" or "minLength" or "maxLength" => TypeOf(instance) != "string" || HoldsFor(keyword, value, instance!.GetValue<string>()),
        _ => throw new NotSupportedException($"The validator does not know '{keyword}'."),
    };

    private bool HoldsFor(JsonObject schema, string keyword, JsonNode value, JsonObject instance) => keyword switch
    {
        "properties" => instance.All(p => value[p.Key] is not { } property || Accepts(property.AsObject(), p.Value)),
        "additionalProperties" => value.GetValue<bool>() || instance.All(p => schema["properties"]!.AsObject().ContainsKey(p.Key)),
        "required" => value.AsArray().All(name => instance.ContainsKey(name!.GetValue<string>())),
        "minProperties" => instance.Count >= value.GetValue<int>(),
        "maxProperties" => instance.Count <= value.GetValue<int>(),
        _ => value.AsObject().All(needs => !instance.ContainsKey(needs.Key)
            || needs.Value!.AsArray().All(name => instance.ContainsKey(name!.GetValue<string>()))),
    };

    private bool HoldsFor(string keyword, JsonNode value, JsonArray instance) => keyword switch
    {
        "items" => instance.All(item => Accepts(value.AsObject(), item)),
        "minItems" => instance.Count >= value.GetValue<int>(),
        "maxItems" => instance.Count <= value.GetValue<int>(),
        _ => !value.GetValue<bool>() || instance.Select((a, i) => instance.Skip(i + 1).All(b => !JsonNode.DeepEquals(a, b))).All(differs => differs),
    };

    private static bool HoldsFor(string keyword, double bound, double instance) => keyword switch
    {
        "minimum" => instance >= bound,
        "maximum" => instance <= bound,
        _ => instance > bound,
    };

    private bool HoldsFor(string keyword, JsonNode value, string instance) => keyword switch
    {
        "pattern" => patterns.GetOrAdd(value.GetValue<string>(), p => new Regex(p, RegexOptions.CultureInvariant)).IsMatch(instance),
        "minLength" => instance.EnumerateRunes().Count() >= value.GetValue<int>(),
        _ => instance.EnumerateRunes().Count() <= value.GetValue<int>(),
    };

    private static bool IsOfType(string type, JsonNode? instance) => type == "integer"
        ? TypeOf(instance) == "number" && Number(instance!) == Math.Floor(Number(instance!))
        : TypeOf(instance) == type;

    private static string TypeOf(JsonNode? instance) => instance?.GetValueKind() switch
    {
        null or System.Text.Json.JsonValueKind.Null => "null",
        System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False => "boolean",
        var kind => kind.ToString()!.ToLowerInvariant(),
    };

    private static double Number(JsonNode node) => double.Parse(node.ToJsonString(), CultureInfo.InvariantCulture);
}
