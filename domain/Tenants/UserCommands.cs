using System.Collections.Immutable;
using Countersign.Domain.Audit;

namespace Countersign.Domain.Tenants;

/// <param name="By">Who wants it.</param>
public abstract record UserCommand(CommandId CommandId, Actor By);

public sealed record RegisterUser(
    CommandId CommandId, Actor By, UserId Id, TenantId TenantId, string Login, string DisplayName, Roles Roles, string PasswordHash)
    : UserCommand(CommandId, By);

/// <param name="SessionId">Of the session to start where the password is right.</param>
/// <param name="TokenHash">Of its first refresh token.</param>
/// <param name="NewPasswordHash">Of the same password by today's parameters, where it was hashed by others; null where it was not.</param>
public sealed record SignIn(
    CommandId CommandId, Actor By, PasswordCheck Password, string SessionId, string TokenHash, DateTimeOffset ExpiresAt,
    FactorProof? Factor = null, SessionOrigin? Origin = null, string? NewPasswordHash = null)
    : UserCommand(CommandId, By);

/// <summary>Starts a session for who proved to have one of the user's passkeys.</summary>
/// <param name="Passkey">Which; the proof itself was checked outside.</param>
/// <param name="SignCount">That came with the proof.</param>
public sealed record SignInWithPasskey(
    CommandId CommandId, Actor By, string Passkey, long SignCount, bool BackedUp, string SessionId, string TokenHash, DateTimeOffset ExpiresAt,
    SessionOrigin? Origin)
    : UserCommand(CommandId, By);

/// <summary>Exchanges a refresh token for the next.</summary>
/// <param name="PresentedHash">Of the token that was presented.</param>
/// <param name="NextHash">Of the token that replaces it.</param>
public sealed record RefreshSession(
    CommandId CommandId, Actor By, string SessionId, string PresentedHash, string NextHash, DateTimeOffset ExpiresAt)
    : UserCommand(CommandId, By);

public sealed record EndSession(CommandId CommandId, Actor By, string SessionId) : UserCommand(CommandId, By);

/// <summary>Sets a password with a token that was handed out for it.</summary>
public sealed record ResetPassword(CommandId CommandId, Actor By, string PresentedHash, string PasswordHash) : UserCommand(CommandId, By);

/// <summary>What a user asks for itself.</summary>
public abstract record OwnCommand(CommandId CommandId, Actor By) : UserCommand(CommandId, By);

/// <param name="KeepSessionId">The session that it is asked in; all others end.</param>
public sealed record ChangePassword(CommandId CommandId, Actor By, PasswordCheck Password, string PasswordHash, string KeepSessionId)
    : OwnCommand(CommandId, By);

/// <summary>Proves again within a session who the user is.</summary>
public sealed record ConfirmIdentity(CommandId CommandId, Actor By, string SessionId, PasswordCheck Password, FactorProof? Factor)
    : OwnCommand(CommandId, By);

public sealed record EndOtherSessions(CommandId CommandId, Actor By, string KeepSessionId) : OwnCommand(CommandId, By);

/// <summary>Ends a session by its owner's wish.</summary>
public sealed record RevokeSession(CommandId CommandId, Actor By, string SessionId) : OwnCommand(CommandId, By);

/// <summary>Sets up a code generator, which counts after its first right code.</summary>
public sealed record StartCodes(CommandId CommandId, Actor By, string ProtectedSecret) : OwnCommand(CommandId, By);

/// <summary>The first code of a generator that was set up.</summary>
/// <param name="Step">Its time step; null where the code is wrong.</param>
/// <param name="RecoveryHashes">Of the recovery codes that are told with it.</param>
public sealed record EnableCodes(CommandId CommandId, Actor By, long? Step, ImmutableArray<string> RecoveryHashes, string KeepSessionId)
    : OwnCommand(CommandId, By);

public sealed record DisableCodes(CommandId CommandId, Actor By) : OwnCommand(CommandId, By);

/// <summary>New recovery codes; the old ones stop working.</summary>
public sealed record ReplaceRecoveryCodes(CommandId CommandId, Actor By, ImmutableArray<string> RecoveryHashes) : OwnCommand(CommandId, By);

public sealed record AddPasskey(CommandId CommandId, Actor By, Passkey Passkey) : OwnCommand(CommandId, By);

public sealed record RemovePasskey(CommandId CommandId, Actor By, string CredentialId) : OwnCommand(CommandId, By);

/// <summary>What the tenant does with a member.</summary>
public abstract record MembershipCommand(CommandId CommandId, Actor By) : UserCommand(CommandId, By);

public sealed record ChangeUserRoles(CommandId CommandId, Actor By, Roles Roles, Permissions? Narrowed) : MembershipCommand(CommandId, By);

public sealed record IssuePasswordReset(CommandId CommandId, Actor By, string TokenHash, DateTimeOffset ExpiresAt)
    : MembershipCommand(CommandId, By);

/// <summary>Takes away the second factors of somebody who has lost them, and ends all sessions.</summary>
public sealed record ResetSecondFactors(CommandId CommandId, Actor By) : MembershipCommand(CommandId, By);

public sealed record RemoveUser(CommandId CommandId, Actor By) : MembershipCommand(CommandId, By);

/// <summary>What comparing the password with the stored hash gave; the comparison itself is no business of the rules.</summary>
public enum PasswordCheck
{
    Wrong,
    Right,
}

/// <summary>What was given as the second factor. A code that fits nothing has neither.</summary>
/// <param name="TotpStep">The time step whose code was given.</param>
/// <param name="RecoveryHash">Of what may be a recovery code.</param>
public sealed record FactorProof(long? TotpStep, string? RecoveryHash)
{
    public static FactorProof Wrong { get; } = new(null, null);
}
