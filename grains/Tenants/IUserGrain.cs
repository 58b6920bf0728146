using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;
using Orleans;

namespace Countersign.Grains.Tenants;

/// <summary>One who signs in. Its key is <see cref="GrainKeys.User"/>.</summary>
public interface IUserGrain : IGrainWithStringKey
{
    [AllowRoles(Roles.Desk)]
    Task<Reply<UserProfile>> RegisterAsync(RegisterUser command, CancellationToken cancellationToken);

    /// <summary>The stored password hash, for the sign-in to check; null where there is no such user.</summary>
    [AllowRoles(Roles.SignIn)]
    Task<UserCredential?> GetCredentialAsync(CancellationToken cancellationToken);

    /// <summary>Records the attempt; starts the session where the password was right and the user is not locked out.</summary>
    [AllowRoles(Roles.SignIn)]
    Task<Reply<UserProfile>> SignInAsync(SignIn command, CancellationToken cancellationToken);

    /// <summary>Exchanges a refresh token; a token that was exchanged before ends its session.</summary>
    [AllowRoles(Roles.SignIn)]
    Task<Reply<UserProfile>> RefreshAsync(RefreshSession command, CancellationToken cancellationToken);

    /// <summary>Ends a session. One that has ended stays so.</summary>
    [AllowRoles(Roles.SignIn)]
    Task<Reply<UserProfile>> EndSessionAsync(EndSession command, CancellationToken cancellationToken);

    [AllowRoles(RoleSets.Members | Roles.PlatformAdmin)]
    Task<Reply<UserProfile>> GetProfileAsync(CancellationToken cancellationToken);
}

/// <summary>A user without secrets.</summary>
public sealed record UserProfile(TenantId Tenant, UserId Id, string Login, string DisplayName, Roles Roles);

/// <summary>What a sign-in checks a password against.</summary>
public sealed record UserCredential(string PasswordHash);
