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

    /// <summary>Said to who gave the right password only.</summary>
    public static Refusal SecondFactorRequired { get; } = new(
        "auth.second_factor_required", "The login has a second factor: send a code of it, or a recovery code, with the password.");

    public static Refusal ResetRefused { get; } = new(
        "auth.reset_refused", "The reset token is unknown, used or expired. Ask an administrator for another.");

    public static Refusal NotYourself { get; } = new("auth.not_yourself", "A user's own settings are changed by the user.");

    public static Refusal CodesNotStarted { get; } = new("auth.codes_not_started", "Set up a code generator first.");

    public static Refusal CodesEnabledAlready { get; } = new(
        "auth.codes_enabled", "A code generator is enrolled already: disable it first.");

    public static Refusal CodeWrong { get; } = new("auth.code_wrong", "The code is wrong, or too old, or was used before.");

    public static Refusal CodesAbsent { get; } = new("auth.codes_absent", "No code generator is enrolled.");

    public static Refusal PasskeyUnknown { get; } = new("auth.passkey_unknown", "There is no such passkey.");

    public static Refusal PasskeyKnown { get; } = new("auth.passkey_known", "The passkey is registered already.");

    public static Refusal PasskeyName { get; } = new("auth.passkey_name", "A passkey's name has 1 to 100 characters.");

    public static Refusal PasskeysFull { get; } = new(
        "auth.passkeys_full", FormattableString.Invariant($"A user has {User.PasskeysMax} passkeys at most: remove one first."));

    public static Refusal AlreadyRegistered(UserId id) => new("auth.already_registered", $"User {id} is registered already.");

    public static Refusal LockedOut(DateTimeOffset until) => new(
        "auth.locked_out", $"Too many failed sign-ins: try again after {Utc(until)}.");

    public static Refusal RefreshExpired(DateTimeOffset expiresAt) => new(
        "auth.refresh_expired", $"The session expired at {Utc(expiresAt)}. Sign in again.");

    private static string Utc(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
