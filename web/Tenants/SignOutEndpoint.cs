using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Countersign.Web.Tenants;

/// <summary>Signing out: ends the session at the API and takes the cookie away.</summary>
internal static class SignOutEndpoint
{
    public const string Path = "/sign-out";

    public static void MapSignOut(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapPost(Path, SignOutAsync).RequireAuthorization(SessionCookie.Policy).ExcludeFromDescription();

    private static async Task<Results<RedirectHttpResult, BadRequest>> SignOutAsync(
        HttpContext context, IAntiforgery antiforgery, DeskApi api, CancellationToken cancellationToken)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return TypedResults.BadRequest();
        }

        if (context.Session() is { } session)
        {
            try
            {
                await api.For(session).SignOutAsync(cancellationToken);
            }
            catch (Exception e) when (e is SessionEndedException or DeskUnavailableException)
            {
                // Over already, or out of reach: this browser signs out all the same.
            }

            session.End();
        }

        await context.SignOutAsync(SessionCookie.Scheme);
        context.Response.Headers["Clear-Site-Data"] = "\"cache\", \"storage\"";
        return TypedResults.LocalRedirect("~" + SignIn.Path);
    }
}
