using Countersign.Api.Contracts;
using Countersign.Api.Requests;
using Countersign.Api.Tenants;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Countersign.Api.OpenApi;

/// <summary>The OpenAPI document, <c>/openapi/v1.json</c>: made from the endpoints, completed with what all of them share.</summary>
internal static class ApiDocument
{
    private const string Scheme = "bearer";
    private const string ProblemMedia = "application/problem+json";

    public static IServiceCollection AddApiDocument(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.ShouldInclude = d => d.RelativePath?.StartsWith(CountersignApi.Root[1..], StringComparison.Ordinal) == true;
        options.AddDocumentTransformer(DescribeAsync);
        options.AddOperationTransformer(CompleteAsync);
    });

    public static void MapApiDocument(this IEndpointRouteBuilder endpoints) => endpoints.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();

    private static Task DescribeAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Countersign",
            Version = "v1",
            Description = "Machines propose trades; people countersign them; every decision can be replayed. Times are RFC 3339 in UTC, amounts are "
                + "exact JSON numbers, lists come in parts (limit, cursor). What is not a success is an RFC 9457 problem with a stable code.",
        };
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        document.Components.SecuritySchemes[Scheme] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "JWT", Description = "The access token of a sign-in.",
        };
        return Task.CompletedTask;
    }

    private static async Task CompleteAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var problem = await context.GetOrCreateSchemaAsync(typeof(Problem), null, cancellationToken);
        operation.Responses ??= [];
        Add(operation, problem, "429", "Too many requests.");
        Add(operation, problem, "503", "The desk cannot answer now; see Retry-After.");
        if (context.Description.ParameterDescriptions.Count > 0)
        {
            Add(operation, problem, "400", "Fields are wrong; each is named in errors.");
        }

        if (context.Description.RelativePath?.Contains('{') == true)
        {
            Add(operation, problem, "404", "There is no such thing, or it is not the caller's.");
        }

        Add(operation, problem, "401", "No access token, or not a valid one; for sign-ins: refused.");
        if (metadata.OfType<IAuthorizeData>().FirstOrDefault() is { } access)
        {
            Protect(operation, context, problem, access);
        }

        if (HttpMethodOf(context) == "POST" && operation.Parameters?.Any(p => p.Name == IdempotencyKey.Header) == true)
        {
            Add(operation, problem, "409", "Not at this moment, or somebody else was first.");
            Add(operation, problem, "422", "The desk refuses; every reason is in refusals.");
        }
    }

    private static void Protect(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, IOpenApiSchema problem, IAuthorizeData access)
    {
        operation.Security ??= [];
        operation.Security.Add(new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, context.Document)] = [] });
        if (access.Policy != Access.SignedIn)
        {
            Add(operation, problem, "403", "The caller's role may not do this.");
        }
    }

    private static string? HttpMethodOf(OpenApiOperationTransformerContext context) => context.Description.HttpMethod;

    private static void Add(OpenApiOperation operation, IOpenApiSchema problem, string status, string description) =>
        operation.Responses!.TryAdd(status, new OpenApiResponse
        {
            Description = description,
            Content = new Dictionary<string, OpenApiMediaType> { [ProblemMedia] = new() { Schema = problem } },
        });
}
