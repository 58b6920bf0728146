using System.Collections.Immutable;
using Countersign.Domain.Audit;

namespace Countersign.Domain.Tenants;

/// <param name="Login">Lower-case; unique within the tenant.</param>
/// <param name="PermissionSet">The name of what the roles are narrowed to; null where they are not.</param>
public sealed record Member(UserId UserId, string Login, Roles Roles, string? PermissionSet = null);

/// <summary>Somebody who may become a member.</summary>
/// <param name="TokenHash">Of the token that was told once.</param>
/// <param name="Accepted">Who came of it; null while it is open.</param>
public sealed record Invitation(
    string Id, string Login, Roles Roles, string? PermissionSet, string TokenHash, DateTimeOffset ExpiresAt, Actor By, UserId? Accepted);

/// <summary>What a tenant may have at most.</summary>
/// <param name="MembersMax">1 to <see cref="Tenant.MembersMax"/>.</param>
/// <param name="ApiKeysMax">0 to <see cref="ApiKeys.KeysMax"/>.</param>
/// <param name="RequestsPerMinute">60 to 100,000,000, of all its people and programs together; null is the platform's usual limit.</param>
public sealed record TenantQuotas(int MembersMax, int ApiKeysMax, int? RequestsPerMinute = null)
{
    public static TenantQuotas Default { get; } = new(Tenant.MembersMax, 100);
}

/// <summary>That, and how far, a tenant is erased.</summary>
/// <param name="BegunAt">Since when nothing is written for it.</param>
/// <param name="DoneAt">When all was deleted; null while it goes on.</param>
public sealed record TenantErasure(DateTimeOffset BegunAt, DateTimeOffset? DoneAt);

/// <param name="Members">By login.</param>
public sealed record Tenant(TenantId Id, string Name, ImmutableSortedDictionary<string, Member> Members)
{
    public const int MembersMax = 10_000;
    public const int InvitationsMax = 500;
    public const int PermissionSetsMax = 50;

    /// <summary>Those that are open or were accepted and have not expired, by id.</summary>
    public ImmutableSortedDictionary<string, Invitation> Invitations { get; init; } =
        ImmutableSortedDictionary.Create<string, Invitation>(StringComparer.Ordinal);

    /// <summary>The tenant's own permission sets, by name.</summary>
    public ImmutableSortedDictionary<string, Permissions> PermissionSets { get; init; } =
        ImmutableSortedDictionary.Create<string, Permissions>(StringComparer.Ordinal);

    public TenantQuotas Quotas { get; init; } = TenantQuotas.Default;

    /// <summary>Why nobody of the tenant may do anything; null where the tenant works.</summary>
    public string? Suspended { get; init; }

    /// <summary>When what the tenant has may be erased; null where it is not to be.</summary>
    public DateTimeOffset? EraseAfter { get; init; }

    /// <summary>Null where the tenant is not erased.</summary>
    public TenantErasure? Erasure { get; init; }

    /// <summary>Whether nobody gets in.</summary>
    public bool Closed => Suspended is not null || EraseAfter is not null || Erasure is not null;

    public Member? Find(UserId user) => Members.Values.FirstOrDefault(m => m.UserId == user);

    public Permissions? Narrowed(string? permissionSet) => permissionSet is null ? null : PermissionSets.GetValueOrDefault(permissionSet);
}
