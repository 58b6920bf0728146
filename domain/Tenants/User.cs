using System.Collections.Immutable;

namespace Countersign.Domain.Tenants;

/// <summary>
/// One sign-in and the refresh tokens that follow from it. Only the newest token is good; an older one means that it leaked.
/// </summary>
/// <param name="Id">Part of the token, so that the family is found without its secret.</param>
/// <param name="TokenHash">Of the newest token; the token itself is never stored.</param>
/// <param name="Rotations">How often the token was exchanged.</param>
/// <param name="Origin">Where it began; null for sessions of before this was kept.</param>
/// <param name="LastUsedAt">When it began or its token was last exchanged.</param>
/// <param name="StrongAt">When the user last proved who it is within it, with everything that the user has to prove it with.</param>
public sealed record Session(
    string Id, string TokenHash, DateTimeOffset StartedAt, DateTimeOffset ExpiresAt, int Rotations, SessionOrigin? Origin,
    DateTimeOffset LastUsedAt, DateTimeOffset StrongAt);

/// <summary>Where a session began, for its owner to recognise it. Neither is trusted.</summary>
/// <param name="Device">What the client says it is, at most 200 characters.</param>
/// <param name="Address">The network address that the request came from.</param>
public sealed record SessionOrigin(string Device, string Address);

/// <summary>A code generator (RFC 6238).</summary>
/// <param name="ProtectedSecret">Encrypted outside; the rules never see the secret.</param>
/// <param name="Enrolled">False until the first right code: a secret that was never scanned must not lock its user out.</param>
/// <param name="LastStep">The time step of the newest code that was accepted; it and earlier ones are not accepted again.</param>
public sealed record CodeGenerator(string ProtectedSecret, bool Enrolled, long LastStep);

/// <summary>A passkey (WebAuthn): the public half of a key that never leaves its owner's device.</summary>
/// <param name="CredentialId">Base64url.</param>
/// <param name="PublicKey">COSE, base64url.</param>
/// <param name="Name">What its owner calls it.</param>
/// <param name="SignCount">Of its last use; one that does not grow may tell of a copy.</param>
/// <param name="BackupEligible">Whether its maker may copy it to the owner's other devices.</param>
public sealed record Passkey(
    string CredentialId, string PublicKey, string Name, DateTimeOffset CreatedAt, long SignCount, bool UserVerified, bool BackupEligible,
    bool BackedUp, ImmutableArray<string> Transports, DateTimeOffset? LastUsedAt);

/// <summary>A password reset that was handed out and not used.</summary>
public sealed record PasswordReset(string TokenHash, DateTimeOffset ExpiresAt);

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

    public const int PasskeysMax = 16;

    public const int RecoveryCodes = 10;

    /// <summary>What the roles are narrowed to; null where they are not.</summary>
    public Permissions? Narrowed { get; init; }

    /// <summary>How often the user was locked out since the last success: each lockout is longer than the one before.</summary>
    public int Lockouts { get; init; }

    /// <summary>
    /// The security stamp: it changes with the password, the roles and the second factors. Access tokens carry it, and one with another stamp
    /// has to be refreshed.
    /// </summary>
    public int Stamp { get; init; }

    /// <summary>No longer a member: nothing signs it in.</summary>
    public bool Removed { get; init; }

    public CodeGenerator? Codes { get; init; }

    /// <summary>Of the recovery codes that were not used.</summary>
    public ImmutableArray<string> RecoveryHashes { get; init; } = [];

    public ImmutableList<Passkey> Passkeys { get; init; } = [];

    public PasswordReset? Reset { get; init; }

    /// <summary>Whether the password alone does not sign in.</summary>
    public bool HasSecondFactor => Codes is { Enrolled: true };

    public Session? Find(string sessionId) => Sessions.Find(s => s.Id == sessionId);
}

/// <param name="FailuresMax">The failure that reaches this count locks the user out.</param>
/// <param name="Duration">Of the first lockout; each further one without a success between lasts twice as long.</param>
/// <param name="DurationMax">The longest.</param>
public sealed record LockoutRules(int FailuresMax, TimeSpan Duration, TimeSpan DurationMax)
{
    /// <summary>
    /// The fifth failure locks out for a minute, and it doubles up to an hour. Short at first, so that a stranger who types wrong passwords on
    /// purpose keeps nobody out for long; sessions and passkeys go on working all the while.
    /// </summary>
    public static LockoutRules Default { get; } = new(5, TimeSpan.FromMinutes(1), TimeSpan.FromHours(1));

    /// <summary>How long the next lockout lasts.</summary>
    /// <param name="before">How many there were since the last success.</param>
    public TimeSpan DurationAfter(int before)
    {
        var duration = Duration;
        for (var i = 0; i < before && duration < DurationMax; i++)
        {
            duration *= 2;
        }

        return duration < DurationMax ? duration : DurationMax;
    }
}
