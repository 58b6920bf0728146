using Countersign.Api.Contracts.Tenants;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Countersign.Web.Tenants;

/// <summary>What the sign-in page's script needs to ask the browser for a passkey. Nothing in it is secret, and nobody is signed in by it.</summary>
internal static class PasskeyOptionsEndpoint
{
    public const string Path = "/sign-in/passkey";

    public static void MapPasskeyOptions(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapPost(Path, AskAsync).AllowAnonymous().ExcludeFromDescription();

    private static async Task<Results<Ok<PasskeyCeremony>, StatusCodeHttpResult>> AskAsync(
        HttpContext context, SessionApi api, CancellationToken cancellationToken)
    {
        try
        {
            return await api.StartPasskeyAsync(context.Connection.RemoteIpAddress, cancellationToken) is { } ceremony
                ? TypedResults.Ok(ceremony)
                : TypedResults.StatusCode(StatusCodes.Status429TooManyRequests);
        }
        catch (DeskUnavailableException)
        {
            return TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
    }
}
