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

public sealed record SessionStarted(
    string SessionId, string TokenHash, DateTimeOffset ExpiresAt, DateTimeOffset At, SessionOrigin? Origin = null) : UserEvent(At);

public sealed record RefreshTokenRotated(string SessionId, string TokenHash, DateTimeOffset ExpiresAt, DateTimeOffset At) : UserEvent(At);

/// <summary>A token that was exchanged already came again: somebody else has it, so the whole session ends.</summary>
public sealed record RefreshTokenReuseDetected(string SessionId, DateTimeOffset At) : UserEvent(At), IRefusalEvent
{
    ImmutableArray<Refusal> IRefusalEvent.Refusals => [UserRefusals.RefreshReused];
}

public sealed record SessionEnded(string SessionId, Actor By, DateTimeOffset At) : UserEvent(At);

/// <summary>The user proved again who it is, within a session.</summary>
public sealed record SessionStrengthened(string SessionId, DateTimeOffset At) : UserEvent(At);

/// <param name="KeptSessionId">The session that goes on; null where none does.</param>
public sealed record PasswordChanged(string PasswordHash, string? KeptSessionId, Actor By, DateTimeOffset At) : UserEvent(At);

/// <summary>The same password, hashed by newer parameters.</summary>
public sealed record PasswordRehashed(string PasswordHash, DateTimeOffset At) : UserEvent(At);

public sealed record PasswordResetIssued(string TokenHash, DateTimeOffset ExpiresAt, Actor By, DateTimeOffset At) : UserEvent(At);

public sealed record CodesStarted(string ProtectedSecret, DateTimeOffset At) : UserEvent(At);

public sealed record CodesEnabled(long Step, ImmutableArray<string> RecoveryHashes, string? KeptSessionId, DateTimeOffset At) : UserEvent(At);

/// <param name="Step">The time step whose code was used.</param>
public sealed record CodeUsed(long Step, DateTimeOffset At) : UserEvent(At);

public sealed record RecoveryCodeUsed(string Hash, DateTimeOffset At) : UserEvent(At);

public sealed record RecoveryCodesReplaced(ImmutableArray<string> RecoveryHashes, DateTimeOffset At) : UserEvent(At);

public sealed record CodesDisabled(Actor By, DateTimeOffset At) : UserEvent(At);

public sealed record PasskeyAdded(Passkey Passkey, DateTimeOffset At) : UserEvent(At);

public sealed record PasskeyUsed(string CredentialId, long SignCount, bool BackedUp, DateTimeOffset At) : UserEvent(At);

public sealed record PasskeyRemoved(string CredentialId, DateTimeOffset At) : UserEvent(At);

/// <summary>Codes, recovery codes and passkeys are gone, and all sessions with them.</summary>
public sealed record SecondFactorsRemoved(Actor By, DateTimeOffset At) : UserEvent(At);

public sealed record UserRolesChanged(Roles Roles, Permissions? Narrowed, Actor By, DateTimeOffset At) : UserEvent(At);

public sealed record UserRemoved(Actor By, DateTimeOffset At) : UserEvent(At);
