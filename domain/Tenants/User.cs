using System.Collections.Immutable;

namespace Countersign.Domain.Tenants;

/// <summary>
/// One sign-in and the refresh tokens that follow from it. Only the newest token is good; an older one means that it leaked.
/// </summary>
/// <param name="Id">Part of the token, so that the family is found without its secret.</param>
/// <param name="TokenHash">Of the newest token; the token itself is never stored.</param>
/// <param name="Rotations">How often the token was exchanged.</param>
public sealed record Session(string Id, string TokenHash, DateTimeOffset StartedAt, DateTimeOffset ExpiresAt, int Rotations);

/// <summary>A person or program that signs in.</summary>
/// <param name="Login">Lower-case.</param>
/// <param name="PasswordHash">Opaque; made and checked outside.</param>
/// <param name="FailedAttempts">Since the last success or lockout.</param>
/// <param name="LockedUntil">No password is accepted before; null where never locked out.</param>
/// <param name="Sessions">Oldest first, at most <see cref="SessionsMax"/>.</param>
public sealed record User(
    UserId Id,
    TenantId TenantId,
    string Login,
    string DisplayName,
    Roles Roles,
    string PasswordHash,
    int FailedAttempts,
    DateTimeOffset? LockedUntil,
    ImmutableList<Session> Sessions)
{
    /// <summary>The oldest session ends when one more begins.</summary>
    public const int SessionsMax = 16;

    public Session? Find(string sessionId) => Sessions.Find(s => s.Id == sessionId);
}

/// <param name="FailuresMax">The failure that reaches this count locks the user out.</param>
public sealed record LockoutRules(int FailuresMax, TimeSpan Duration)
{
    /// <summary>The fifth failure locks out for 15 minutes.</summary>
    public static LockoutRules Default { get; } = new(5, TimeSpan.FromMinutes(15));
}
