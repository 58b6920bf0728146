using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace Countersign.Api.Problems;

/// <summary>Says what is wrong with a JSON body: which field, and what would be right there.</summary>
internal static class BodyProblems
{
    public static ProblemResult Of(JsonException e, HttpContext context)
    {
        var body = context.GetEndpoint()?.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType;
        var field = Field(e.Path);
        if (body is null || field is null)
        {
            return ApiProblems.InputInvalid("body", "It is not one JSON object" + Where(e) + ".");
        }

        var properties = ApiJson.Options.GetTypeInfo(body).Properties;
        var property = properties.FirstOrDefault(p => p.Name == field);
        return property is null
            ? ApiProblems.InputInvalid(field, $"There is no such field here: {string.Join(", ", properties.Select(p => p.Name))} are.")
            : ApiProblems.InputInvalid(field, $"It cannot be read{Where(e)}: {Wanted(property)}, given once, is right.");
    }

    // "$.quantity" and "$['quantity']" name the field; "$" is the body as a whole.
    private static string? Field(string? path)
    {
        if (path is null || path.Length < 3 || path[0] != '$')
        {
            return null;
        }

        if (path.StartsWith("$['", StringComparison.Ordinal))
        {
            var end = path.IndexOf("']", StringComparison.Ordinal);
            return end < 0 ? null : path[3..end];
        }

        var stop = path.AsSpan(2).IndexOfAny('.', '[');
        return stop < 0 ? path[2..] : path.Substring(2, stop);
    }

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
        _ => "an object",
    };
}
