using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Countersign.Api.OpenApi;

/// <summary>
/// The page <c>/explorer</c>: every operation with its parameters, schemas and examples, to be tried with a token that the page keeps in memory
/// only. Swagger UI, from files of its package; nothing comes from elsewhere and nothing in the page itself is run.
/// </summary>
internal static class ApiExplorer
{
    public const string Path = "/explorer";

    // One element of Swagger UI has a style attribute, always the same: that text alone is let in.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-hashes' 'sha256-RL3ie0nH+Lzz2YNqQN83mnU0J1ot4QL7b99vMdIX99w='; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
        + "frame-ancestors 'none'";

    public static IApplicationBuilder UseApiExplorer(this IApplicationBuilder app) => app.UseWhen(
        context => context.Request.Path.StartsWithSegments(Path, StringComparison.Ordinal),
        explorer => explorer.Use(AddHeadersAsync).UseSwaggerUI(page =>
        {
            page.RoutePrefix = Path[1..];
            page.DocumentTitle = "Countersign API";
            page.SwaggerEndpoint("/openapi/v1.json", "v1");
            page.DisplayRequestDuration();
            page.DisplayOperationId();
            page.EnableFilter();
            page.EnableDeepLinking();
            page.DefaultModelsExpandDepth(0);
            page.DocExpansion(Swashbuckle.AspNetCore.SwaggerUI.DocExpansion.None);
            page.ConfigObject.ShowExtensions = true;
            page.ConfigObject.PersistAuthorization = false;
            page.ConfigObject.ValidatorUrl = null;
            page.ConfigObject.AdditionalItems["syntaxHighlight"] = false;
        }));

    private static Task AddHeadersAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.OnStarting(static state =>
        {
            var headers = ((HttpContext)state).Response.Headers;
            headers.ContentSecurityPolicy = Policy;
            headers.CacheControl = "no-cache";
            return Task.CompletedTask;
        }, context);
        return next(context);
    }
}
