using Microsoft.OpenApi;

namespace Countersign.Api.OpenApi.Clients;

/// <summary>One operation of the document, as a client's writer wants it.</summary>
/// <param name="Id">Its name, such as <c>ListOrders</c>.</param>
/// <param name="Tag">Its group, such as <c>Orders</c>.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">From the root, with parameters in braces.</param>
/// <param name="Summary">One line without a full stop.</param>
/// <param name="Parameters">Of the path, the query and the headers, in the document's order.</param>
/// <param name="Body">What it takes; null where it takes nothing.</param>
/// <param name="Answer">What it answers with on success.</param>
internal sealed record ClientOperation(
    string Id, string Tag, HttpMethod Method, string Path, string Summary, IReadOnlyList<IOpenApiParameter> Parameters, IOpenApiSchema? Body,
    ClientAnswer Answer)
{
    private const string JsonMedia = "application/json";
    private const string EventMedia = "text/event-stream";

    /// <summary>Every operation that is asked and answers once; a stream of events has clients of its own.</summary>
    public static IReadOnlyList<ClientOperation> Of(OpenApiDocument document) =>
    [
        .. from path in document.Paths
           from operation in path.Value.Operations ?? []
           let answer = AnswerOf(operation.Value)
           where answer is not null
           select new ClientOperation(
               operation.Value.OperationId!, operation.Value.Tags!.First().Name!, operation.Key, path.Key, operation.Value.Summary!,
               [.. operation.Value.Parameters ?? []], operation.Value.RequestBody?.Content?[JsonMedia].Schema, answer),
    ];

    private static ClientAnswer? AnswerOf(OpenApiOperation operation)
    {
        var content = operation.Responses!.Single(r => r.Key.StartsWith('2')).Value.Content;
        return content is not { Count: > 0 } ? new ClientAnswer.Nothing()
            : content.TryGetValue(JsonMedia, out var json) ? new ClientAnswer.Json(json.Schema!)
            : content.ContainsKey(EventMedia) ? null
            : new ClientAnswer.File();
    }
}

/// <summary>What an operation answers with on success.</summary>
internal abstract record ClientAnswer
{
    private ClientAnswer()
    {
    }

    public sealed record Nothing : ClientAnswer;

    public sealed record Json(IOpenApiSchema Schema) : ClientAnswer;

    public sealed record File : ClientAnswer;
}
