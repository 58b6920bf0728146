using System.Collections.Immutable;
using Countersign.Domain.Audit;

namespace Countersign.Domain.Tenants;

public abstract record UserEvent(DateTimeOffset At) : DomainEvent(At);

public sealed record UserRegistered(
    UserId Id, TenantId TenantId, string Login, string DisplayName, Roles Roles, string PasswordHash, Actor By, DateTimeOffset At)
    : UserEvent(At);

public sealed record SignInSucceeded(DateTimeOffset At) : UserEvent(At);

/// <param name="FailedAttempts">With this one, since the last success or lockout.</param>
public sealed record SignInFailed(int FailedAttempts, DateTimeOffset At) : UserEvent(At), IRefusalEvent
{
    ImmutableArray<Refusal> IRefusalEvent.Refusals => [UserRefusals.InvalidCredentials];
}

public sealed record UserLockedOut(DateTimeOffset Until, DateTimeOffset At) : UserEvent(At), IRefusalEvent
{
    ImmutableArray<Refusal> IRefusalEvent.Refusals => [UserRefusals.LockedOut(Until)];
}

public sealed record SessionStarted(string SessionId, string TokenHash, DateTimeOffset ExpiresAt, DateTimeOffset At) : UserEvent(At);

public sealed record RefreshTokenRotated(string SessionId, string TokenHash, DateTimeOffset ExpiresAt, DateTimeOffset At) : UserEvent(At);

/// <summary>A token that was exchanged already came again: somebody else has it, so the whole session ends.</summary>
public sealed record RefreshTokenReuseDetected(string SessionId, DateTimeOffset At) : UserEvent(At), IRefusalEvent
{
    ImmutableArray<Refusal> IRefusalEvent.Refusals => [UserRefusals.RefreshReused];
}

public sealed record SessionEnded(string SessionId, Actor By, DateTimeOffset At) : UserEvent(At);
