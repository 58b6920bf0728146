using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Countersign.Web.Tenants;

/// <summary>
/// The cookie that keeps a browser signed in: the session's tokens, encrypted by Data Protection, unreadable for scripts, never sent from
/// another site.
/// </summary>
internal static class SessionCookie
{
    public const string Scheme = "Countersign.Cookie";
    public const string Policy = "countersign.web.signed-in";

    private const string SessionClaim = "session";
    private const string Access = "access";
    private const string Refresh = "refresh";
    private const string AccessExpires = "access.expires";
    private const string RefreshExpires = "refresh.expires";

    public static void Configure(CookieAuthenticationOptions cookie)
    {
        cookie.Cookie.Name = "countersign.session";
        cookie.CookieManager = new HostCookies();
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.SameSite = SameSiteMode.Strict;
        cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        cookie.LoginPath = SignIn.Path;
        cookie.SlidingExpiration = false;
        cookie.Events.OnValidatePrincipal = ValidateAsync;
    }

    public static void RequireSignedIn(AuthorizationPolicyBuilder policy) =>
        policy.AddAuthenticationSchemes(Scheme).RequireAuthenticatedUser().RequireClaim(SessionClaim);

    public static Task SignInAsync(HttpContext context, DeskSession session)
    {
        var properties = new AuthenticationProperties { ExpiresUtc = session.Tokens.RefreshExpiresAt };
        Write(properties, session.Tokens);
        return context.SignInAsync(
            Scheme, new ClaimsPrincipal(new ClaimsIdentity([new Claim(SessionClaim, session.Id)], Scheme)), properties);
    }

    /// <summary>The session of a request whose cookie was validated; null where there is none.</summary>
    public static DeskSession? Session(this HttpContext context) => Session(context, context.User);

    private static DeskSession? Session(HttpContext context, ClaimsPrincipal? principal) =>
        principal?.Identities.FirstOrDefault(i => i.AuthenticationType == Scheme)?.FindFirst(SessionClaim)?.Value is { } id
            ? context.RequestServices.GetRequiredService<DeskSessions>().Find(id)
            : null;

    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var sessions = context.HttpContext.RequestServices.GetRequiredService<DeskSessions>();
        if (context.Principal?.FindFirst(SessionClaim)?.Value is not { } id || Read(context.Properties) is not { } brought)
        {
            context.RejectPrincipal();
            return;
        }

        var session = sessions.Adopt(id, brought);
        session.Address = context.HttpContext.Connection.RemoteIpAddress;
        try
        {
            await session.AccessTokenAsync(context.HttpContext.RequestAborted);
        }
        catch (SessionEndedException)
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(Scheme);
            return;
        }
        catch (DeskUnavailableException)
        {
            // The page itself says that the desk does not answer.
        }

        if (session.Tokens != brought)
        {
            Write(context.Properties, session.Tokens);
            context.Properties.ExpiresUtc = session.Tokens.RefreshExpiresAt;
            context.ShouldRenew = true;
        }
    }

    private static void Write(AuthenticationProperties properties, HeldTokens tokens)
    {
        properties.Items[Access] = tokens.Access;
        properties.Items[Refresh] = tokens.Refresh;
        properties.Items[AccessExpires] = tokens.AccessExpiresAt.ToString("O", CultureInfo.InvariantCulture);
        properties.Items[RefreshExpires] = tokens.RefreshExpiresAt.ToString("O", CultureInfo.InvariantCulture);
    }

    private static HeldTokens? Read(AuthenticationProperties properties) =>
        properties.Items.TryGetValue(Access, out var access) && access is not null
        && properties.Items.TryGetValue(Refresh, out var refresh) && refresh is not null
        && ReadTime(properties, AccessExpires) is { } accessExpires && ReadTime(properties, RefreshExpires) is { } refreshExpires
            ? new HeldTokens(access, refresh, accessExpires, refreshExpires)
            : null;

    private static DateTimeOffset? ReadTime(AuthenticationProperties properties, string key) =>
        properties.Items.TryGetValue(key, out var text)
        && DateTimeOffset.TryParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time
            : null;
}
