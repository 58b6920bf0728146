using System.Globalization;
using Countersign.Domain.Audit;

namespace Countersign.Domain.Tenants;

public static class UserRefusals
{
    /// <summary>One text for an unknown login and a wrong password, so that neither tells which logins exist.</summary>
    public static Refusal InvalidCredentials { get; } = new("auth.invalid_credentials", "The login or the password is wrong.");

    public static Refusal RefreshReused { get; } = new(
        "auth.refresh_reused", "The refresh token was used before: the session has ended. Sign in again.");

    public static Refusal RefreshUnknown { get; } = new(
        "auth.refresh_unknown", "The refresh token belongs to no session. Sign in again.");

    public static Refusal DisplayName { get; } = new("auth.display_name", "A display name has 1 to 100 characters.");

    public static Refusal NotFound { get; } = new("auth.user_not_found", "There is no such user.");

    public static Refusal AlreadyRegistered(UserId id) => new("auth.already_registered", $"User {id} is registered already.");

    public static Refusal LockedOut(DateTimeOffset until) => new(
        "auth.locked_out", $"Too many failed sign-ins: try again after {Utc(until)}.");

    public static Refusal RefreshExpired(DateTimeOffset expiresAt) => new(
        "auth.refresh_expired", $"The session expired at {Utc(expiresAt)}. Sign in again.");

    private static string Utc(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
