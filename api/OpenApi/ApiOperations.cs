using System.Globalization;
using Countersign.Api.Contracts;
using Countersign.Api.OpenApi.Examples;
using Countersign.Api.Tenants;
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
        AddTags(operation);
        AddExamples(operation, context, document);
        if (Policy(context) is not null)
        {
            var bearer = new OpenApiSecuritySchemeReference(ApiDocument.Scheme, document);
            operation.Security = [new OpenApiSecurityRequirement { [bearer] = [] }];
        }
    }

    private static void AddProblems(OpenApiOperation operation, OpenApiOperationTransformerContext context, OpenApiDocument document)
    {
        var path = context.Description.RelativePath!;
        var acts = context.Description.HttpMethod != "GET" && Policy(context) is not null;
        operation.Responses ??= [];
        Add("400", "Fields are wrong; each is named in errors.", true);
        Add("401", "No access token, or not a valid one; for sign-ins: refused.", true);
        Add("403", "The caller's role may not do this.", Policy(context) is { } policy && policy != Access.SignedIn);
        Add("404", "There is no such thing, or it is not the caller's.", path.Contains('{') || acts);
        Add("409", "Not at this moment, or somebody else was first.", acts);
        Add("412", "It was changed since the tag of If-Match.", operation.Parameters?.Any(p => p.Name == "If-Match") == true);
        Add("413", "The body is too large.", operation.RequestBody is not null);
        Add("415", "The body is not JSON.", operation.RequestBody is not null);
        Add("422", "The desk refuses; every reason is in refusals.", acts);
        Add("429", "Too many requests; see Retry-After.", true);
        Add("503", "The desk cannot answer now; see Retry-After.", true);

        void Add(string status, string description, bool applies)
        {
            // An endpoint may say itself that it answers with one of these; what it means is said here all the same.
            if (applies || operation.Responses.ContainsKey(status))
            {
                operation.Responses[status] = new OpenApiResponse
                {
                    Description = description,
                    Content = new Dictionary<string, OpenApiMediaType>
                    {
                        [ProblemMedia] = new()
                        {
                            Schema = new OpenApiSchemaReference(nameof(Problem), document), Example = ProblemExamples.Of(status),
                        },
                    },
                };
            }
        }
    }

    private static void AddTags(OpenApiOperation operation)
    {
        var reads = operation.Parameters?.Any(p => p.Name == HeaderNames.IfNoneMatch) == true;
        if (reads)
        {
            operation.Responses!.TryAdd("304", new OpenApiResponse { Description = "The caller has it." });
        }

        if ((reads || operation.Parameters?.Any(p => p.Name == HeaderNames.IfMatch) == true) 
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
