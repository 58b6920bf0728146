using Countersign.Domain.Audit;
using Countersign.Domain.Tenants;
using Countersign.Tests.Domain.Accounts;
using Countersign.Tests.Domain.Audit;
using Xunit;

namespace Countersign.Tests.Domain.Tenants;

public sealed class InvitationTests
{
    private static readonly UserId Invited = UserId.Parse("u-invited");

    [Fact]
    public void Invitation_AcceptedAgainByTheSameUser_ChangesNothing_AndByAnotherIsRefused()
    {
        var tenant = After(Created(), Invite("i1", "new"), Accept("i1", "hash", Invited));

        Assert.Equal(Invited, tenant.Members["new"].UserId);
        Assert.Empty(Decide(tenant, Accept("i1", "hash", Invited)).Events());
        Assert.Equal("tenant.invitation_refused", Decide(tenant, Accept("i1", "hash", UserId.Parse("u-thief"))).RefusalCode());
        Assert.Equal("tenant.invitation_refused", Decide(tenant, Accept("i1", "guess", Invited)).RefusalCode());
    }

    [Fact]
    public void Invitation_AtItsEnd_IsRefused_AndGoesWhenTheNextComes()
    {
        var tenant = After(Created(), Invite("i1", "late"));

        Assert.Equal(
            "tenant.invitation_refused", TenantDecider.Decide(tenant, (TenantCommand)Accept("i1", "hash", Invited), Desk.Now.AddDays(3)).RefusalCode());
        var later = TenantDecider.Decide(tenant, (TenantCommand)Invite("i2", "next"), Desk.Now.AddDays(3)).Events().Aggregate(tenant, TenantDecider.Apply);
        Assert.Equal(["i2"], later.Invitations.Keys);
    }

    [Fact]
    public void Invitation_WhoseLoginBecameAMembersMeanwhile_IsRefused()
    {
        var tenant = After(Created(), Invite("i1", "new"), new AddMember(Desk.Command(), Desk.Manager, UserId.Parse("u-2"), "new", Roles.Analyst));

        Assert.Equal("tenant.invitation_refused", Decide(tenant, Accept("i1", "hash", Invited)).RefusalCode());
    }

    [Fact]
    public void Invite_ToRolesAboveTheTenantOrAnUnknownSet_IsRefused()
    {
        Assert.Equal("tenant.roles", Decide(Created(), Invite("i1", "new") with { Roles = Roles.PlatformAdmin }).RefusalCode());
        Assert.Equal("tenant.permission_set_not_found", Decide(Created(), Invite("i1", "new") with { PermissionSet = "none" }).RefusalCode());
    }

    [Fact]
    public void Invite_OverTheQuota_IsRefused()
    {
        var tenant = After(
            Created(), new SetQuotas(Desk.Command(), Desk.Manager, new TenantQuotas(1, 0)),
            new AddMember(Desk.Command(), Desk.Manager, UserId.Parse("u-1"), "one", Roles.TenantAdmin));

        Assert.Equal("tenant.full", Decide(tenant, Invite("i1", "two")).RefusalCode());
        Assert.Equal("tenant.quotas", Decide(tenant, new SetQuotas(Desk.Command(), Desk.Manager, new TenantQuotas(0, 0))).RefusalCode());
    }

    [Fact]
    public void PermissionSet_WithoutReadOrWithABadName_IsRefused()
    {
        Assert.Equal("tenant.permissions", Decide(Created(), Set("stopper", Permissions.Stop)).RefusalCode());
        Assert.Equal("tenant.permission_set_name", Decide(Created(), Set("No Way", Permissions.Read)).RefusalCode());
    }

    [Fact]
    public void Invitation_OfTheFirstMemberAgain_ReplacesTheEarlierOnesUntilThereIsAMember()
    {
        var first = Invite("1", "one") with { ToFirstMember = true };
        var tenant = After(Created(), first, first with { CommandId = Desk.Command(), InvitationId = "2", Login = "two" });
        Assert.Equal(["2"], tenant.Invitations.Keys);

        var peopled = After(tenant, new AddMember(Desk.Command(), Desk.Manager, UserId.Parse("u-1"), "three", Roles.TenantAdmin));
        Assert.Equal("tenant.has_members", Decide(peopled, first with { CommandId = Desk.Command(), InvitationId = "3" }).RefusalCode());
    }

    [Fact]
    public void LastAdministrator_BesideANarrowedOne_StaysTheLast()
    {
        var tenant = After(
            Created(), Set("watch", Permissions.Read),
            new AddMember(Desk.Command(), Desk.Manager, UserId.Parse("u-1"), "one", Roles.TenantAdmin),
            new AddMember(Desk.Command(), Desk.Manager, UserId.Parse("u-2"), "two", Roles.TenantAdmin),
            new ChangeMember(Desk.Command(), Desk.Manager, UserId.Parse("u-2"), Roles.TenantAdmin, "watch"));

        Assert.Equal(
            "tenant.last_administrator", Decide(tenant, new RemoveMember(Desk.Command(), Desk.Manager, UserId.Parse("u-1"))).RefusalCode());
        Assert.Single(Decide(tenant, new RemoveMember(Desk.Command(), Desk.Manager, UserId.Parse("u-2"))).Events());
    }

    private static Outcome<TenantEvent> Decide(Tenant tenant, TenantCommand command) => TenantDecider.Decide(tenant, command, Desk.Now);

    private static Tenant After(Tenant tenant, params ReadOnlySpan<TenantCommand> commands)
    {
        foreach (var command in commands)
        {
            tenant = Decide(tenant, command).Events().Aggregate(tenant, TenantDecider.Apply);
        }

        return tenant;
    }

    private static Tenant Created() =>
        TenantDecider.Apply(null, new TenantCreated(TenantId.Parse("t-demo"), "Demo", Actor.Desk, Desk.Now));

    private static InviteMember Invite(string id, string login) =>
        new(Desk.Command(), Desk.Manager, id, login, Roles.Analyst, null, "hash", Desk.Now.AddDays(3));

    private static AcceptInvitation Accept(string id, string hash, UserId user) => new(Desk.Command(), Actor.User(user), id, hash, user);

    private static SetPermissionSet Set(string name, Permissions permissions) => new(Desk.Command(), Desk.Manager, name, permissions);
}
