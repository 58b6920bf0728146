using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Countersign.Api.Contracts;
using Countersign.Api.OpenApi.Examples;
using Countersign.Api.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Countersign.Api.OpenApi;

/// <summary>The OpenAPI document, <c>/openapi/v1.json</c>: made from the endpoints and the contracts' comments.</summary>
internal static partial class ApiDocument
{
    /// <summary>The name of the security scheme.</summary>
    public const string Scheme = "bearer";

    public static IServiceCollection AddApiDocument(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.ShouldInclude = d => d.RelativePath?.StartsWith(CountersignApi.Root[1..], StringComparison.Ordinal) == true;
        options.AddSchemaTransformer(ApiSchemas.CompleteAsync);
        options.AddOperationTransformer(ApiOperations.CompleteAsync);
        options.AddDocumentTransformer(DescribeAsync);
    });

    public static void MapApiDocument(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous().MarkByMethod();

    private static Task DescribeAsync(
        OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Countersign",
            Version = "v1",
            Description = "Machines propose trades; people countersign them; every decision can be replayed. Times are RFC 3339 in UTC, "
                + "amounts are exact JSON numbers, lists come in parts (limit, cursor). What is not a success is "
                + "an RFC 9457 problem with a stable code.",
        };

        // Where this process listens is nothing that a client behind a proxy could use.
        document.Servers = [];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        document.Components.SecuritySchemes[Scheme] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "JWT", Description = "The access token of a sign-in.",
        };
        var schemas = (document.Components.Schemas?.Values ?? []).OfType<OpenApiSchema>().ToArray();
        foreach (var schema in schemas.SelectMany(s => s.Properties?.Values ?? []).OfType<OpenApiSchema>())
        {
            schema.Description = schema.Description is null ? null : Blanks().Replace(schema.Description, " ");
            AllowNothing(schema);
        }

        if (document.Components.Schemas?.TryGetValue(nameof(Problem), out var problem) == true && problem.Properties?["code"] is OpenApiSchema code)
        {
            code.Examples = [.. ProblemExamples.Codes.Select(c => (JsonNode)c)];
        }

        return Task.CompletedTask;
    }

    // Any JSON is null too, and what fits both of two choices is not one of them.
    private static void AllowNothing(OpenApiSchema schema)
    {
        if (schema.OneOf?.OfType<OpenApiSchemaReference>().Any(choice => choice.Reference.Id == nameof(JsonElement)) == true)
        {
            (schema.AnyOf, schema.OneOf) = (schema.OneOf, null);
        }
    }

    // Comments are wrapped for their readers in the code.
    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
