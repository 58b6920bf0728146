using System.Collections.Immutable;
using Countersign.Domain.Audit;

namespace Countersign.Domain.Tenants;

/// <summary>The rules of invitations and of changing members.</summary>
internal static class TenantMembership
{
    public static Outcome<TenantEvent> Decide(Tenant state, TenantCommand command, DateTimeOffset now) => command switch
    {
        InviteMember c => Invite(state, c, now),
        RevokeInvitation c => state.Invitations.GetValueOrDefault(c.InvitationId) is { Accepted: null }
            ? Outcome<TenantEvent>.Accept(new InvitationRevoked(c.InvitationId, c.By, now))
            : Outcome<TenantEvent>.Refuse(TenantRefusals.InvitationUnknown),
        AcceptInvitation c => Accept(state, c, now),
        ChangeMember c => Change(state, c, now),
        RemoveMember c when state.Find(c.UserId) is null => Outcome<TenantEvent>.Refuse(TenantRefusals.MemberUnknown),
        RemoveMember c when LeavesNoAdministrator(state, c.UserId) => Outcome<TenantEvent>.Refuse(TenantRefusals.LastAdministrator),
        RemoveMember c => Outcome<TenantEvent>.Accept(new MemberRemoved(c.UserId, c.By, now)),
        _ => throw new InvalidOperationException($"{command.GetType().Name} is not known here."),
    };

    private static Outcome<TenantEvent> Invite(Tenant state, InviteMember command, DateTimeOffset now)
    {
        var login = Logins.Normalise(command.Login);
        var refusals = TenantDecider.Check(state, login, command.Roles).ToBuilder();
        if (state.Members.ContainsKey(login))
        {
            refusals.Add(TenantRefusals.LoginTaken(login));
        }

        if (command.PermissionSet is { } set && !state.PermissionSets.ContainsKey(set))
        {
            refusals.Add(TenantRefusals.PermissionSetUnknown);
        }

        if (state.Invitations.Values.Count(i => i.ExpiresAt > now) >= Tenant.InvitationsMax)
        {
            refusals.Add(TenantRefusals.TooManyInvitations);
        }

        if (command.ToFirstMember && !state.Members.IsEmpty)
        {
            refusals.Add(TenantRefusals.HasMembers);
        }

        // Of the invitations of a first member only the newest works.
        var replaced = command.ToFirstMember ? state.Invitations.Values.Where(i => i.Accepted is null) : [];
        return refusals.Count == 0
            ? Outcome<TenantEvent>.Accept(
                [
                    .. replaced.Select(i => new InvitationRevoked(i.Id, command.By, now)),
                    new MemberInvited(
                        command.InvitationId, login, command.Roles, command.PermissionSet, command.TokenHash, command.ExpiresAt, command.By, now),
                ])
            : Outcome<TenantEvent>.Refuse(refusals.ToImmutable());
    }

    // Whoever comes again after a crash, with the same invitation, finds it accepted by the same user: that is no event, and no refusal.
    private static Outcome<TenantEvent> Accept(Tenant state, AcceptInvitation command, DateTimeOffset now)
    {
        if (state.Invitations.GetValueOrDefault(command.InvitationId) is not { } invitation || now >= invitation.ExpiresAt
            || !string.Equals(invitation.TokenHash, command.PresentedHash, StringComparison.Ordinal)
            || (invitation.Accepted is { } user && user != command.UserId))
        {
            return Outcome<TenantEvent>.Refuse(TenantRefusals.InvitationRefused);
        }

        if (invitation.Accepted is not null)
        {
            return Outcome<TenantEvent>.Accept();
        }

        var refusals = TenantDecider.Check(state, invitation.Login, invitation.Roles);
        return state.Members.ContainsKey(invitation.Login) || !refusals.IsEmpty
            ? Outcome<TenantEvent>.Refuse(TenantRefusals.InvitationRefused)
            : Outcome<TenantEvent>.Accept(
                new InvitationAccepted(invitation.Id, command.UserId, now),
                new MemberAdded(command.UserId, invitation.Login, invitation.Roles, invitation.By, now, invitation.PermissionSet));
    }

    private static Outcome<TenantEvent> Change(Tenant state, ChangeMember command, DateTimeOffset now)
    {
        if (state.Find(command.UserId) is not { } member)
        {
            return Outcome<TenantEvent>.Refuse(TenantRefusals.MemberUnknown);
        }

        var refusals = ImmutableArray.CreateBuilder<Refusal>();
        if (!TenantDecider.AreMembers(command.Roles))
        {
            refusals.Add(TenantRefusals.Roles);
        }

        if (command.PermissionSet is { } set && !state.PermissionSets.ContainsKey(set))
        {
            refusals.Add(TenantRefusals.PermissionSetUnknown);
        }

        if ((!command.Roles.HasFlag(Roles.TenantAdmin) || command.PermissionSet is not null) && LeavesNoAdministrator(state, command.UserId))
        {
            refusals.Add(TenantRefusals.LastAdministrator);
        }

        if (refusals.Count > 0)
        {
            return Outcome<TenantEvent>.Refuse(refusals.ToImmutable());
        }

        return Outcome<TenantEvent>.Accept((member.Roles, member.PermissionSet) == (command.Roles, command.PermissionSet)
            ? []
            : [new MemberChanged(command.UserId, command.Roles, command.PermissionSet, command.By, now)]);
    }

    // Who is narrowed may lack what an administrator needs; only one with the whole role counts.
    private static bool LeavesNoAdministrator(Tenant state, UserId without) =>
        IsAdministrator(state.Find(without)) && !state.Members.Values.Any(m => m.UserId != without && IsAdministrator(m));

    private static bool IsAdministrator(Member? member) => member is { PermissionSet: null } && member.Roles.HasFlag(Roles.TenantAdmin);
}
