using System.Globalization;
using System.Text.Json.Nodes;
using Countersign.Api.Contracts;
using Countersign.Api.OpenApi.Examples;
using Countersign.Api.Requests;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;

namespace Countersign.Api.OpenApi;

/// <summary>Completes operations with what all of them share: problems, the bearer scheme, the parameters of lists and times.</summary>
internal static class ApiOperations
{
    private const string JsonMedia = "application/json";
    private const string ProblemMedia = "application/problem+json";
    private const string EventMedia = "text/event-stream";

    /// <summary>The codes that a status may bring at an operation.</summary>
    private const string Codes = "x-problem-codes";

    private static readonly Dictionary<string, string> Meanings = new()
    {
        ["400"] = "Fields are wrong; each is named in errors.",
        ["401"] = "No access token, or not a valid one; for sign-ins: refused.",
        ["403"] = "The caller's role may not do this.",
        ["404"] = "There is no such thing, or it is not the caller's.",
        ["409"] = "Not at this moment, or somebody else was first.",
        ["412"] = "It was changed since the tag of If-Match.",
        ["413"] = "The body is too large.",
        ["415"] = "The body is not JSON.",
        ["422"] = "The desk refuses; every reason is in refusals.",
        ["429"] = "Too many requests; see Retry-After.",
        ["503"] = "The desk cannot answer now; see Retry-After.",
    };

    public static async Task CompleteAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var document = context.Document!;
        document.AddComponent(nameof(Problem), await context.GetOrCreateSchemaAsync(typeof(Problem), null, cancellationToken));
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
        {
            ApiParameters.Complete(parameter, context);
        }

        ApiParameters.Add(operation, context);
        if (operation.Responses is { } answers && answers.TryGetValue("200", out var ok) && ok.Content is { } content
            && content.ContainsKey(EventMedia))
        {
            content[EventMedia] = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
        }

        AddProblems(operation, context, document);
        AddTags(operation, context);
        AddExamples(operation, context, document);
        if (Policy(context) is not null)
        {
            var bearer = new OpenApiSecuritySchemeReference(ApiDocument.Scheme, document);
            operation.Security = [new OpenApiSecurityRequirement { [bearer] = [] }];
        }
    }

    private static void AddProblems(OpenApiOperation operation, OpenApiOperationTransformerContext context, OpenApiDocument document)
    {
        operation.Responses ??= [];
        foreach (var (status, codes) in OperationProblems.Of(operation, context))
        {
            operation.Responses[status] = new OpenApiResponse
            {
                Description = Meanings[status],
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    [ProblemMedia] = new() { Schema = new OpenApiSchemaReference(nameof(Problem), document), Example = ProblemExamples.Of(status) },
                },
                Extensions = new Dictionary<string, IOpenApiExtension>
                {
                    [Codes] = new JsonNodeExtension(new JsonArray([.. codes.Select(c => (JsonNode)c)])),
                },
            };
        }
    }

    private static void AddTags(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        var reads = operation.Parameters?.Any(p => p.Name == HeaderNames.IfNoneMatch) == true;
        if (reads)
        {
            operation.Responses!.TryAdd("304", new OpenApiResponse { Description = "The caller has it." });
        }

        var changes = operation.Parameters?.Any(p => p.Name == HeaderNames.IfMatch) == true
            && context.Description.ActionDescriptor.EndpointMetadata.OfType<StateOf>().FirstOrDefault()?.IsAnswer != false;
        if ((reads || changes)
            && operation.Responses!.TryGetValue("200", out var done) && done is OpenApiResponse answer)
        {
            answer.Headers ??= new Dictionary<string, IOpenApiHeader>();
            answer.Headers[HeaderNames.ETag] = new OpenApiHeader
            {
                Description = "Names what was answered in its present state.", Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            };
        }
    }

    private static void AddExamples(OpenApiOperation operation, OpenApiOperationTransformerContext context, OpenApiDocument document)
    {
        var body = context.Description.ParameterDescriptions.FirstOrDefault(p => p.Source == BindingSource.Body)?.Type;
        if (body is not null && operation.RequestBody?.Content is { } taken)
        {
            Add(taken, body, request: true);
        }

        foreach (var answer in context.Description.SupportedResponseTypes.Where(r => r.Type is not null && r.StatusCode is >= 200 and < 300))
        {
            if (operation.Responses![answer.StatusCode.ToString(CultureInfo.InvariantCulture)].Content is { } given)
            {
                Add(given, answer.Type!, request: false);
            }
        }

        void Add(IDictionary<string, OpenApiMediaType> content, Type type, bool request)
        {
            if (ApiExamples.Of(type, request) is { } value && content.TryGetValue(JsonMedia, out var media))
            {
                var name = ApiExamples.NameOf(type) + (request ? "Asked" : "");
                document.AddComponent(name, new OpenApiExample { Value = value });
                media.Examples = new Dictionary<string, IOpenApiExample> { ["example"] = new OpenApiExampleReference(name, document) };
            }
        }
    }

    private static string? Policy(OpenApiOperationTransformerContext context)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        return metadata.OfType<IAllowAnonymous>().Any() ? null : metadata.OfType<IAuthorizeData>().FirstOrDefault()?.Policy;
    }
}
