using System.Collections.Immutable;

namespace Countersign.Domain.Tenants;

/// <param name="Login">Lower-case; unique within the tenant.</param>
public sealed record Member(UserId UserId, string Login, Roles Roles);

/// <param name="Members">By login.</param>
public sealed record Tenant(TenantId Id, string Name, ImmutableSortedDictionary<string, Member> Members)
{
    public const int MembersMax = 10_000;
}
