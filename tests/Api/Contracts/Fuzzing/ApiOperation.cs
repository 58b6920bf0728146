using System.Text.Json;

namespace Countersign.Tests.Api.Contracts.Fuzzing;

/// <summary>One operation of the OpenAPI document.</summary>
internal sealed record ApiOperation(string Method, string Route, JsonElement Definition)
{
    /// <summary>The schema of the JSON body; null where it takes none.</summary>
    public JsonElement? Body =>
        Definition.TryGetProperty("requestBody", out var body) && body.GetProperty("content").TryGetProperty("application/json", out var json)
            ? json.GetProperty("schema")
            : null;

    public IEnumerable<string> Parameters(string place) => Definition.TryGetProperty("parameters", out var parameters)
        ? parameters.EnumerateArray().Where(p => p.GetProperty("in").GetString() == place).Select(p => p.GetProperty("name").GetString()!)
        : [];

    /// <summary>What the document says of an answer; null where it says nothing of that status.</summary>
    public JsonElement? Answer(int status) =>
        Definition.GetProperty("responses").TryGetProperty(status.ToString(System.Globalization.CultureInfo.InvariantCulture), out var answer) ? answer : null;

    /// <summary>The codes of problems that the document lists for a status.</summary>
    public IReadOnlyList<string> Codes(int status) => Answer(status) is { } answer && answer.TryGetProperty("x-problem-codes", out var codes)
        ? [.. codes.EnumerateArray().Select(c => c.GetString()!)]
        : [];

    public override string ToString() => $"{Method} {Route}";

    public static List<ApiOperation> Of(JsonElement document) =>
    [
        .. from path in document.GetProperty("paths").EnumerateObject()
           from operation in path.Value.EnumerateObject()
           where operation.Name is "get" or "post" or "put" or "patch" or "delete"
           select new ApiOperation(operation.Name.ToUpperInvariant(), path.Name, operation.Value),
    ];
}
