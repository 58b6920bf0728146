using System.ComponentModel.DataAnnotations;

namespace Countersign.Api.Contracts.Tenants;

/// <summary>Asks for a session.</summary>
public sealed record SignInRequest
{
    /// <summary>The login name, 1 to 254 characters; case does not matter.</summary>
    [Required]
    public string? Login { get; init; }

    /// <summary>The password, 1 to 256 characters.</summary>
    [Required]
    public string? Password { get; init; }

    /// <summary>A code of the authenticator, or a recovery code; needed where codes are enabled.</summary>
    public string? Code { get; init; }
}

/// <summary>Exchanges a refresh token for a new pair of tokens, or ends its session.</summary>
public sealed record RefreshRequest
{
    /// <summary>The newest refresh token of the session. Each works once; a second use ends the whole session.</summary>
    [Required]
    public string? RefreshToken { get; init; }
}

/// <summary>A session's tokens.</summary>
/// <param name="AccessToken">Goes into <c>Authorization: Bearer …</c>. A JWT signed with ES256.</param>
/// <param name="TokenType">Always <c>Bearer</c>.</param>
/// <param name="ExpiresInSeconds">How long the access token lives from now, seconds.</param>
/// <param name="RefreshToken">Buys the next pair, once.</param>
/// <param name="RefreshExpiresAt">When the refresh token stops working, UTC.</param>
public sealed record SessionTokens(
    string AccessToken, string TokenType, int ExpiresInSeconds, string RefreshToken, DateTimeOffset RefreshExpiresAt);

/// <summary>Who the caller is.</summary>
/// <param name="UserId"><c>u-…</c></param>
/// <param name="TenantId"><c>t-…</c></param>
/// <param name="Login">The login name.</param>
/// <param name="DisplayName">For people.</param>
/// <param name="Roles">Of <c>platformAdmin</c>, <c>tenantAdmin</c>, <c>portfolioManager</c>, <c>analyst</c>, <c>apiUser</c>.</param>
/// <param name="Permissions">What the roles allow, less what they are narrowed out of: of <c>read</c>, <c>trade</c>, <c>placeOrders</c>, <c>stop</c>,
/// <c>administer</c>, <c>contribute</c>, <c>backtest</c>, <c>verify</c>. Empty for the platform's people.</param>
public sealed record Me(
    string UserId, string TenantId, string Login, string DisplayName, IReadOnlyList<string> Roles, IReadOnlyList<string> Permissions);
