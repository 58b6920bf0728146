using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Countersign.Api.Problems;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Countersign.Api.Tenants;

/// <summary>Reads <c>Authorization: Bearer …</c>: an access token or an API key. Exactly one such header is taken; nothing else identifies a caller.</summary>
internal sealed class BearerAuthenticationHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, AccessTokens tokens,
    ApiKeyGate keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "Countersign.Bearer";

    private const string Prefix = "Bearer ";

    // A token that was seen is the same object the next time, and makes the same claims.
    private static readonly ConditionalWeakTable<AccessToken, AuthenticateResult> Accepted = new();

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization;
        if (header.Count == 0)
        {
            return AuthenticateResult.NoResult();
        }

        if (header is not [{ } only] || !only.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            return Refuse(ApiProblems.TokenInvalid());
        }

        var text = TextOf(Request);
        if (text.StartsWith(ApiKeyGate.Marker, StringComparison.Ordinal))
        {
            return await keys.CheckAsync(text, Context.Connection.RemoteIpAddress, Context.RequestAborted) is { } key
                ? Accept(key)
                : Refuse(ApiProblems.TokenInvalid());
        }

        return tokens.Verify(text) switch
        {
            AccessTokenResult.Valid valid => Accept(valid.Token),
            AccessTokenResult.Expired => Refuse(ApiProblems.TokenExpired()),
            _ => Refuse(ApiProblems.TokenInvalid()),
        };
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) =>
        (Context.Features.Get<TokenRefusal>()?.Problem ?? ApiProblems.TokenMissing()).ExecuteAsync(Context);

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => ApiProblems.RoleDenied().ExecuteAsync(Context);

    /// <summary>What stands behind <c>Bearer</c> in a request that was let in.</summary>
    internal static string TextOf(HttpRequest request) => request.Headers.Authorization.ToString()[Prefix.Length..];

    private AuthenticateResult Accept(AccessToken token)
    {
        Context.Features.Set(token);
        return Accepted.GetValue(token, ToResult);
    }

    private static AuthenticateResult ToResult(AccessToken token)
    {
        var identity = new ClaimsIdentity(
            [
                new Claim(ClaimTypes.NameIdentifier, token.User.Value),
                .. RoleNames.Of(token.Roles).Select(r => new Claim(ClaimTypes.Role, r)),
            ],
            SchemeName);
        if (token.Narrowed is { } narrowed)
        {
            identity.AddClaim(new Claim(Access.NarrowedClaim, ((int)narrowed).ToString(CultureInfo.InvariantCulture)));
        }

        if (token.Key is { } key)
        {
            identity.AddClaim(new Claim(Access.KeyClaim, key.Id));
        }

        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName));
    }

    private AuthenticateResult Refuse(ProblemResult problem)
    {
        Context.Features.Set(new TokenRefusal(problem));
        return AuthenticateResult.Fail(problem.Title);
    }

    private sealed record TokenRefusal(ProblemResult Problem);
}

internal static class SignedIn
{
    /// <summary>The verified token of the request.</summary>
    /// <exception cref="InvalidOperationException">The endpoint forgot to require a signed-in caller.</exception>
    public static AccessToken Token(this HttpContext context) =>
        context.Features.Get<AccessToken>() ?? throw new InvalidOperationException("This endpoint does not require a signed-in caller.");
}
