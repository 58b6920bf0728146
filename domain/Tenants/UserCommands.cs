using Countersign.Domain.Audit;

namespace Countersign.Domain.Tenants;

/// <param name="By">Who wants it.</param>
public abstract record UserCommand(CommandId CommandId, Actor By);

public sealed record RegisterUser(
    CommandId CommandId, Actor By, UserId Id, TenantId TenantId, string Login, string DisplayName, Roles Roles, string PasswordHash)
    : UserCommand(CommandId, By);

/// <param name="SessionId">Of the session to start where the password is right.</param>
/// <param name="TokenHash">Of its first refresh token.</param>
public sealed record SignIn(
    CommandId CommandId, Actor By, PasswordCheck Password, string SessionId, string TokenHash, DateTimeOffset ExpiresAt)
    : UserCommand(CommandId, By);

/// <summary>Exchanges a refresh token for the next.</summary>
/// <param name="PresentedHash">Of the token that was presented.</param>
/// <param name="NextHash">Of the token that replaces it.</param>
public sealed record RefreshSession(
    CommandId CommandId, Actor By, string SessionId, string PresentedHash, string NextHash, DateTimeOffset ExpiresAt)
    : UserCommand(CommandId, By);

public sealed record EndSession(CommandId CommandId, Actor By, string SessionId) : UserCommand(CommandId, By);

/// <summary>What comparing the password with the stored hash gave; the comparison itself is no business of the rules.</summary>
public enum PasswordCheck
{
    Wrong,
    Right,
}
