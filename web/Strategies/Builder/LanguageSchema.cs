using System.Globalization;
using System.Text.Json.Nodes;

namespace Countersign.Web.Strategies.Builder;

/// <summary>What the desk's own schema of the language says about a place: the form's hints are the language's.</summary>
public sealed class LanguageSchema(JsonNode? root)
{
    /// <summary>What is meant and which values are right, for people; null where the schema tells nothing.</summary>
    public string? Hint(Place place)
    {
        if (Find(place) is not { } told)
        {
            return null;
        }

        var meant = Resolve(told);
        var words = new[] { Text(told["description"] ?? meant["description"]), Range(meant), Default(meant) }.Where(w => w is { Length: > 0 });
        return string.Join(" ", words) is { Length: > 0 } hint ? hint : null;
    }

    private JsonObject? Find(Place place)
    {
        if (place.Outer is null)
        {
            return root as JsonObject;
        }

        if (Find(place.Outer) is not { } around)
        {
            return null;
        }

        var shape = Resolve(around);
        return (place.Name is { } name ? shape["properties"]?[name] : shape["items"]) as JsonObject;
    }

    private JsonObject Resolve(JsonObject node)
    {
        const string prefix = "#/$defs/";
        return Text(node["$ref"]) is { } reference && reference.StartsWith(prefix, StringComparison.Ordinal)
            && root?["$defs"]?[reference[prefix.Length..]] is JsonObject meant ? meant : node;
    }

    private static string? Range(JsonObject shape) => (Figure(shape["minimum"]), Figure(shape["exclusiveMinimum"]), Figure(shape["maximum"])) switch
    {
        ({ } least, _, { } most) => $"{least} to {most}.",
        (_, { } over, { } most) => $"Over {over} to {most}.",
        _ => null,
    };

    private static string? Default(JsonObject shape) => Figure(shape["default"]) is { } standard ? $"{standard} where it is empty." : null;

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static string? Figure(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue<decimal>(out var figure) ? figure.ToString("#,0.####", CultureInfo.InvariantCulture) : null;
}
