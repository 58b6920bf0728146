using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace Countersign.Api.Problems;

/// <summary>Says what is wrong with a JSON body: which field, and what would be right there.</summary>
internal static partial class BodyProblems
{
    public static ProblemResult Of(JsonException e, HttpContext context)
    {
        var body = context.GetEndpoint()?.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType;
        var steps = Steps(e.Path);
        if (body is null || steps.Count == 0)
        {
            return ApiProblems.InputInvalid("body", "It is not one JSON object" + Where(e) + ".");
        }

        var type = body;
        for (var i = 0; ; i++)
        {
            var properties = ApiJson.Options.GetTypeInfo(type).Properties;
            var field = string.Join('.', steps.Take(i + 1).Select(s => s.Name + s.Index));
            if (properties.FirstOrDefault(p => p.Name == steps[i].Name) is not { } property)
            {
                return ApiProblems.InputInvalid(
                    field, $"There is no such field here: {string.Join(", ", properties.Select(p => p.Name))} are.");
            }

            type = ItemOf(property.PropertyType);
            if (i + 1 == steps.Count || ApiJson.Options.GetTypeInfo(type).Kind != JsonTypeInfoKind.Object)
            {
                return ApiProblems.InputInvalid(field, $"It cannot be read{Where(e)}: {Wanted(property)}, given once, is right.");
            }
        }
    }

    // "$.quantity", "$['quantity']" and "$.limits.positionMax" name fields, "$.blackouts[2].from" one of a list; "$" is the body as a whole.
    private static List<(string Name, string Index)> Steps(string? path) =>
        path is null ? [] : [.. Step().Matches(path).Select(m => (m.Groups["name"].Value + m.Groups["quoted"].Value, m.Groups["index"].Value))];

    private static Type ItemOf(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)
        ? type.GetGenericArguments()[0]
        : Nullable.GetUnderlyingType(type) ?? type;

    private static string Where(JsonException e) =>
        e.LineNumber is { } line && e.BytePositionInLine is { } column ? $" (line {line + 1}, byte {column + 1})" : string.Empty;

    private static string Wanted(JsonPropertyInfo property) =>
        (Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType) switch
    {
        var t when t == typeof(string) => "a text",
        var t when t == typeof(decimal) => "a number",
        var t when t == typeof(int) || t == typeof(long) => "a whole number",
        var t when t == typeof(bool) => "true or false",
        var t when t == typeof(JsonElement) => "JSON",
        var t when t.IsGenericType => "a list",
        _ => "an object",
    };

    [GeneratedRegex(@"(?:\.(?<name>[^.\[\]]+)|\['(?<quoted>[^']*)'\])(?<index>(?:\[\d+\])*)")]
    private static partial Regex Step();
}
