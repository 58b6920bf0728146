using System.Globalization;
using Countersign.Api.Contracts;
using Countersign.Api.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Countersign.Api.Health;

/// <summary>Live: the process answers. Ready: every check that the host registered with the tag <c>ready</c> passes.</summary>
internal static class HealthEndpoints
{
    public const string ReadyTag = "ready";

    public static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        var live = new HealthCheckOptions { Predicate = _ => false, ResponseWriter = WriteAsync };
        var ready = new HealthCheckOptions { Predicate = c => c.Tags.Contains(ReadyTag), ResponseWriter = WriteAsync };
        endpoints.MapHealthChecks("/health/live", live).AllowAnonymous().NeverShed();
        endpoints.MapHealthChecks("/health/ready", ready).AllowAnonymous().NeverShed();
    }

    // Names and statuses only: descriptions and exceptions of checks are for the logs.
    private static Task WriteAsync(HttpContext context, HealthReport report)
    {
        if (context.Response.StatusCode == StatusCodes.Status503ServiceUnavailable)
        {
            var seconds = context.RequestServices.GetRequiredService<IOptions<ApiOptions>>().Value.RetryAfterSeconds;
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        var checks = report.Entries.ToDictionary(e => e.Key, e => Choice.Name(e.Value.Status));
        return context.Response.WriteAsJsonAsync(
            new HealthAnswer(Choice.Name(report.Status), checks), ApiJson.Options, context.RequestAborted);
    }
}
