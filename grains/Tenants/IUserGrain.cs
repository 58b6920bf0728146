using System.Collections.Immutable;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;
using Orleans;

namespace Countersign.Grains.Tenants;

/// <summary>One who signs in. Its key is <see cref="GrainKeys.User"/>.</summary>
public interface IUserGrain : IGrainWithStringKey
{
    [AllowRoles(Roles.Desk)]
    Task<Reply<UserProfile>> RegisterAsync(RegisterUser command, CancellationToken cancellationToken);

    /// <summary>Carries out what the tenant decided about its member.</summary>
    [AllowRoles(Roles.Desk)]
    Task<Reply<UserProfile>> ManageAsync(MembershipCommand command, CancellationToken cancellationToken);

    /// <summary>What the sign-in checks a password, a code or a passkey against; null where there is no such user.</summary>
    [AllowRoles(Roles.SignIn)]
    Task<UserCredential?> GetCredentialAsync(CancellationToken cancellationToken);

    /// <summary>Records the attempt; starts the session where the password was right and the user is not locked out.</summary>
    [AllowRoles(Roles.SignIn)]
    Task<Reply<UserProfile>> SignInAsync(SignIn command, CancellationToken cancellationToken);

    /// <summary>Starts a session for who proved to have a passkey of the user.</summary>
    [AllowRoles(Roles.SignIn)]
    Task<Reply<UserProfile>> SignInWithPasskeyAsync(SignInWithPasskey command, CancellationToken cancellationToken);

    /// <summary>Exchanges a refresh token; a token that was exchanged before ends its session.</summary>
    [AllowRoles(Roles.SignIn)]
    Task<Reply<UserProfile>> RefreshAsync(RefreshSession command, CancellationToken cancellationToken);

    /// <summary>Ends a session. One that has ended stays so.</summary>
    [AllowRoles(Roles.SignIn)]
    Task<Reply<UserProfile>> EndSessionAsync(EndSession command, CancellationToken cancellationToken);

    /// <summary>Sets the password of who has a reset token.</summary>
    [AllowRoles(Roles.SignIn)]
    Task<Reply<UserProfile>> ResetPasswordAsync(ResetPassword command, CancellationToken cancellationToken);

    /// <summary>How a session stands now; null where it has ended.</summary>
    [AllowRoles(Roles.SignIn)]
    Task<SessionStanding?> GetStandingAsync(string sessionId, CancellationToken cancellationToken);

    [AllowRoles(RoleSets.Members | Roles.PlatformAdmin)]
    Task<Reply<UserProfile>> GetProfileAsync(CancellationToken cancellationToken);

    /// <summary>The user's sessions and second factors, without a secret.</summary>
    [AllowRoles(RoleSets.Members | Roles.PlatformAdmin)]
    Task<Reply<UserSecurity>> GetSecurityAsync(CancellationToken cancellationToken);

    /// <summary>Changes what a user may change of itself. Anybody else is refused.</summary>
    [AllowRoles(RoleSets.Members | Roles.PlatformAdmin)]
    Task<Reply<UserSecurity>> ChangeAsync(OwnCommand command, CancellationToken cancellationToken);
}

/// <summary>A user without secrets.</summary>
/// <param name="Narrowed">What the roles are narrowed to; null where they are not.</param>
/// <param name="Stamp">The security stamp.</param>
public sealed record UserProfile(
    TenantId Tenant, UserId Id, string Login, string DisplayName, Roles Roles, Permissions? Narrowed = null, int Stamp = 0);

/// <summary>What a sign-in checks against.</summary>
/// <param name="ProtectedCodeSecret">Of an enrolled code generator; null where there is none.</param>
public sealed record UserCredential(string PasswordHash, string? ProtectedCodeSecret, ImmutableList<Passkey> Passkeys);

/// <summary>How a living session stands.</summary>
/// <param name="Stamp">An access token with another one must be refreshed.</param>
/// <param name="StrongAt">When the user last proved who it is.</param>
/// <param name="HasSecondFactor">The user has codes or a passkey.</param>
public sealed record SessionStanding(int Stamp, DateTimeOffset StrongAt, bool HasSecondFactor = true);

/// <summary>What a user sees of its own sessions and second factors.</summary>
/// <param name="ProtectedCodeSecret">Of a code generator that waits for its first code, encrypted; null where none waits.</param>
public sealed record UserSecurity(
    UserId Id, string Login, string DisplayName, ImmutableList<Session> Sessions, bool CodesEnabled, string? ProtectedCodeSecret,
    int RecoveryCodesLeft, ImmutableList<Passkey> Passkeys);
