using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;
using Orleans;

namespace Countersign.Grains.Tenants;

/// <summary>A tenant and its members. Its key is <see cref="GrainKeys.Tenant"/>.</summary>
public interface ITenantGrain : IGrainWithStringKey
{
    [AllowRoles(Roles.PlatformAdmin)]
    Task<Reply<Tenant>> CreateAsync(CreateTenant command, CancellationToken cancellationToken);

    /// <summary>Suspends, resumes, retires, erases the tenant, or sets its quotas.</summary>
    [AllowRoles(Roles.PlatformAdmin)]
    Task<Reply<TenantSummary>> GovernAsync(GovernanceCommand command, CancellationToken cancellationToken);

    /// <summary>What an erasure ends with, after everything is deleted.</summary>
    [AllowRoles(Roles.Desk)]
    Task<Reply<TenantSummary>> CompleteErasureAsync(CompleteErasure command, CancellationToken cancellationToken);

    /// <summary>What the platform may know of the tenant: no member, no trade.</summary>
    [AllowRoles(Roles.PlatformAdmin)]
    Task<Reply<TenantSummary>> SummariseAsync(CancellationToken cancellationToken);

    /// <summary>Adds the member to the tenant and registers the user. A login name belongs to one user of one tenant.</summary>
    [AllowRoles(Roles.PlatformAdmin | Roles.TenantAdmin)]
    Task<Reply<Tenant>> AddMemberAsync(RegisterUser command, CancellationToken cancellationToken);

    /// <summary>Invites, and takes an invitation back.</summary>
    [AllowRoles(Roles.PlatformAdmin | Roles.TenantAdmin)]
    Task<Reply<Tenant>> InviteAsync(TenantCommand command, CancellationToken cancellationToken);

    /// <summary>Makes a member of who has an invitation's token.</summary>
    /// <param name="command">The invitation.</param>
    /// <param name="user">Who comes of it; the login and the roles are the invitation's.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    [AllowRoles(Roles.SignIn)]
    Task<Reply<UserProfile>> AcceptInvitationAsync(AcceptInvitation command, RegisterUser user, CancellationToken cancellationToken);

    /// <summary>Changes a member's roles, removes a member, or changes the permission sets.</summary>
    [AllowRoles(Roles.TenantAdmin)]
    Task<Reply<Tenant>> ChangeAsync(TenantCommand command, CancellationToken cancellationToken);

    /// <summary>Hands out a password reset, or takes away second factors that were lost.</summary>
    [AllowRoles(Roles.TenantAdmin)]
    Task<Reply<UserProfile>> HelpMemberAsync(UserId member, MembershipCommand command, CancellationToken cancellationToken);

    /// <summary>Whether the tenant's people and keys get in.</summary>
    [AllowRoles(Roles.SignIn)]
    Task<TenantStanding> GetStandingAsync(CancellationToken cancellationToken);

    /// <summary>How many requests its people and programs may make together in a minute; null where the platform's usual limit holds.</summary>
    [AllowRoles(Roles.SignIn)]
    Task<int?> GetRequestsPerMinuteAsync(CancellationToken cancellationToken);

    [AllowRoles(RoleSets.Members)]
    Task<Reply<Tenant>> GetAsync(CancellationToken cancellationToken);
}

/// <summary>Whether a tenant works.</summary>
public enum TenantStanding
{
    Open,

    /// <summary>Suspended, or to be erased.</summary>
    Closed,
}

/// <summary>A tenant as the platform sees it.</summary>
public sealed record TenantSummary(
    TenantId Id, string Name, int Members, TenantQuotas Quotas, string? Suspended, DateTimeOffset? EraseAfter, TenantErasure? Erasure = null);
