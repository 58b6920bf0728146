using Countersign.Api.Contracts;
using Countersign.Api.Contracts.Client;
using Countersign.Api.Contracts.Tenants;
using Countersign.Web.Layout;
using Microsoft.AspNetCore.Components;

namespace Countersign.Web.Tenants;

/// <summary>Who belongs to the tenant, and who is invited to.</summary>
public sealed partial class MembersPage
{

    private readonly HashSet<string> roles = new(StringComparer.Ordinal);
    private (string Title, string Text)? secret;
    private Member? changing;
    private Member? removing;
    private bool open;
    private bool busy;
    private string login = "";
    private string permissionSet = "";

    [SupplyParameterFromQuery(Name = "cursor")]
    private string? Cursor { get; set; }

    protected override bool Concerns(string kind) => false;

    protected override async Task<Roll> ReadAsync(CancellationToken cancellationToken)
    {
        var invitations = Visit.Api.ListInvitationsAsync(Visit.Display.Rows, cancellationToken: cancellationToken);
        var sets = Visit.Api.ListPermissionSetsAsync(cancellationToken);
        var members = (await Visit.Api.ListMembersAsync(Visit.Display.Rows, Cursor, cancellationToken)).Value;
        return new Roll(members, (await invitations).Value.Items, (await sets).Value);
    }

    private void Begin(Member? member)
    {
        (changing, login, permissionSet, open) = (member, "", member?.PermissionSet ?? "", true);
        roles.Clear();
        roles.UnionWith(member?.Roles ?? []);
    }

    private void Toggle(string role)
    {
        if (!roles.Remove(role))
        {
            roles.Add(role);
        }
    }

    private async Task SaveAsync()
    {
        var set = permissionSet.Length == 0 ? null : permissionSet;
        busy = true;
        if (changing is { } member)
        {
            var answer = await Visit.ActAsync(api => api.ChangeMemberAsync(
                member.UserId, new ChangeMemberRequest { Roles = [.. roles], PermissionSet = set }));
            Tell(answer, $"{member.Login} is changed.");
        }
        else
        {
            var answer = await Visit.ActAsync(api => api.InviteMemberAsync(
                new InviteRequest { Login = login.Trim(), Roles = [.. roles], PermissionSet = set }));
            Tell(answer, $"{login.Trim()} is invited.");
            if (answer.IsSuccess)
            {
                secret = ($"The invitation of {answer.Value.Login}.", $"{Navigation.BaseUri}join?token={Uri.EscapeDataString(answer.Value.Token ?? "")}");
            }
        }

        (busy, open) = (false, false);
    }

    private async Task ResetAsync(Member member)
    {
        busy = true;
        var answer = await Visit.ActAsync(api => api.IssuePasswordResetAsync(member.UserId));
        busy = false;
        Tell(answer, $"A new password for {member.Login} can be set.");
        if (answer.IsSuccess)
        {
            secret = ($"Where {member.Login} sets a new password.", $"{Navigation.BaseUri}reset?token={Uri.EscapeDataString(answer.Value.Token)}");
        }
    }

    private async Task RevokeAsync(Invitation invitation)
    {
        busy = true;
        Tell(await Visit.ActAsync(api => api.RevokeInvitationAsync(invitation.InvitationId)), $"The invitation of {invitation.Login} is taken back.");
        busy = false;
    }

    private async Task RemoveAsync()
    {
        if (removing is { } member)
        {
            busy = true;
            Tell(await Visit.ActAsync(api => api.RemoveMemberAsync(member.UserId)), $"{member.Login} is removed.");
            (busy, removing) = (false, null);
        }
    }

    private void Tell(ApiAnswer answer, string done)
    {
        Visit.Notes.Tell(answer, done);
        RereadSoon();
    }

    /// <summary>The tenant's people.</summary>
    public sealed record Roll(ListPage<Member> Members, IReadOnlyList<Invitation> Invitations, IReadOnlyList<PermissionSet> Sets);
}
