using System.Collections.Immutable;

namespace Countersign.Domain.Tenants;

/// <summary>How events change a tenant.</summary>
internal static class TenantState
{
    public static Tenant Apply(Tenant? state, TenantEvent @event) => @event switch
    {
        TenantCreated e => Named(e.Id, e.Name),
        // What came before is unreadable once they are carried out, so they stand without it.
        TenantErasureBegun e => Named(e.Id, string.Empty) with { EraseAfter = state?.EraseAfter, Erasure = new TenantErasure(e.At, null) },
        TenantErased e => Named(e.Id, string.Empty) with { EraseAfter = state?.EraseAfter, Erasure = new TenantErasure(state?.Erasure?.BegunAt ?? e.At, e.At) },
        _ => ApplyCreated(
            state ?? throw new InvalidOperationException($"{@event.GetType().Name} came before the tenant was created."), @event),
    };

    private static Tenant Named(TenantId id, string name) =>
        new(id, name, ImmutableSortedDictionary.Create<string, Member>(StringComparer.Ordinal));

    private static Tenant ApplyCreated(Tenant state, TenantEvent @event) => @event switch
    {
        MemberAdded e => state with { Members = state.Members.SetItem(e.Login, new Member(e.UserId, e.Login, e.Roles, e.PermissionSet)) },
        MemberInvited e => state with { Invitations = Invited(state.Invitations, e) },
        InvitationRevoked e => state with { Invitations = state.Invitations.Remove(e.InvitationId) },
        InvitationAccepted e => state with
        {
            Invitations = state.Invitations.SetItem(e.InvitationId, state.Invitations[e.InvitationId] with { Accepted = e.UserId }),
        },
        MemberChanged e when state.Find(e.UserId) is { } member => state with
        {
            Members = state.Members.SetItem(member.Login, member with { Roles = e.Roles, PermissionSet = e.PermissionSet }),
        },
        MemberRemoved e when state.Find(e.UserId) is { } member => state with { Members = state.Members.Remove(member.Login) },
        PermissionSetChanged e => state with { PermissionSets = state.PermissionSets.SetItem(e.Name, e.Permissions) },
        PermissionSetRemoved e => state with { PermissionSets = state.PermissionSets.Remove(e.Name) },
        TenantSuspended e => state with { Suspended = e.Reason },
        TenantResumed => state with { Suspended = null, EraseAfter = null },
        TenantQuotasChanged e => state with { Quotas = e.Quotas },
        TenantRetired e => state with { EraseAfter = e.EraseAfter },
        _ => throw new InvalidOperationException($"{@event.GetType().Name} does not fit the tenant."),
    };

    // What has expired goes when the next one comes, so that the list does not grow with the years.
    private static ImmutableSortedDictionary<string, Invitation> Invited(ImmutableSortedDictionary<string, Invitation> invitations, MemberInvited e) =>
        invitations.RemoveRange(invitations.Values.Where(i => i.ExpiresAt <= e.At).Select(i => i.Id))
            .SetItem(e.InvitationId, new Invitation(e.InvitationId, e.Login, e.Roles, e.PermissionSet, e.TokenHash, e.ExpiresAt, e.By, null));
}
