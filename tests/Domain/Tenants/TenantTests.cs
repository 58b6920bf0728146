using Countersign.Domain.Audit;
using Countersign.Domain.Tenants;
using Countersign.Tests.Domain.Accounts;
using Countersign.Tests.Domain.Audit;
using Xunit;

namespace Countersign.Tests.Domain.Tenants;

public sealed class TenantTests
{
    private static readonly TenantId Id = TenantId.Parse("t-demo");

    [Fact]
    public void CreateTenant_Once_Exists_AndTwiceIsRefused()
    {
        var tenant = Created();

        Assert.Equal((Id, "Demo"), (tenant.Id, tenant.Name));
        Assert.Equal("tenant.already_created", TenantDecider.Decide(tenant, Create("Demo"), Desk.Now).RefusalCode());
        Assert.Equal("tenant.name", TenantDecider.Decide(null, Create(" "), Desk.Now).RefusalCode());
    }

    [Fact]
    public void AddMember_WithALoginInCapitals_IsKeptInLowerCase()
    {
        var tenant = After(Created(), Add("u-1", " Alice@Example.com "));

        Assert.Equal("u-1", tenant.Members["alice@example.com"].UserId.Value);
    }

    [Fact]
    public void AddMember_WithATakenLogin_IsRefused_AndTheSameMemberAgainChangesNothing()
    {
        var tenant = After(Created(), Add("u-1", "alice"));

        Assert.Equal("tenant.login_taken", TenantDecider.Decide(tenant, Add("u-2", "ALICE"), Desk.Now).RefusalCode());
        Assert.Empty(TenantDecider.Decide(tenant, Add("u-1", "Alice"), Desk.Now).Events());
    }

    [Theory]
    [InlineData("", Roles.Analyst, "tenant.login")]
    [InlineData("al ice", Roles.Analyst, "tenant.login")]
    [InlineData("alice", Roles.None, "tenant.roles")]
    [InlineData("alice", Roles.Desk, "tenant.roles")]
    [InlineData("alice", Roles.Analyst | Roles.SignIn, "tenant.roles")]
    [InlineData("alice", Roles.PlatformAdmin, "tenant.roles")]
    public void AddMember_WithABadLoginOrRolesThatNoMemberHas_IsRefused(string login, Roles roles, string code) =>
        Assert.Equal(code, TenantDecider.Decide(Created(), Add("u-1", login, roles), Desk.Now).RefusalCode());

    [Fact]
    public void AddMember_ToNoTenant_IsRefused() =>
        Assert.Equal("tenant.not_found", TenantDecider.Decide(null, Add("u-1", "alice"), Desk.Now).RefusalCode());

    [Fact]
    public void EraseTenant_BeforeItsTime_IsRefusedAndAfterItForgetsEverythingButTheId()
    {
        var erase = new EraseTenant(Desk.Command(), Actor.Desk);
        var tenant = After(Created(), Add("u-1", "alice"));
        Assert.Equal("tenant.not_retired", TenantDecider.Decide(tenant, erase, Desk.Now).RefusalCode());
        var retired = TenantDecider.Apply(tenant, Assert.Single(
            TenantDecider.Decide(tenant, new RetireTenant(Desk.Command(), Actor.Desk, "left", Desk.Now.AddDays(1)), Desk.Now).Events()));
        Assert.Equal("tenant.kept", TenantDecider.Decide(retired, erase, Desk.Now.AddDays(1).AddTicks(-1)).RefusalCode());

        var begun = Assert.Single(TenantDecider.Decide(retired, erase, Desk.Now.AddDays(1)).Events());
        var erasing = TenantDecider.Apply(retired, begun);

        Assert.Equal((Id, "", 0, true), (erasing.Id, erasing.Name, erasing.Members.Count, erasing.Closed));
        Assert.Equal(new TenantErasure(Desk.Now.AddDays(1), null), erasing.Erasure);
        Assert.Empty(TenantDecider.Decide(erasing, erase, Desk.Now.AddDays(2)).Events());
        Assert.Equal("tenant.erased", TenantDecider.Decide(erasing, new ResumeTenant(Desk.Command(), Actor.Desk), Desk.Now).RefusalCode());
        Assert.Equal("tenant.erased", TenantDecider.Decide(erasing, Add("u-2", "bob"), Desk.Now).RefusalCode());
        Assert.Equal("tenant.already_created", TenantDecider.Decide(erasing, Create("Again"), Desk.Now).RefusalCode());
    }

    [Fact]
    public void Erasure_WhoseEarlierEventsAreUnreadable_StandsByItself()
    {
        var begun = new TenantErasureBegun(Id, Actor.Desk, Desk.Now);
        var complete = new CompleteErasure(Desk.Command(), Actor.Desk, 8, 11);
        var erasing = TenantDecider.Apply(null, begun);
        var done = Assert.Single(TenantDecider.Decide(erasing, complete, Desk.Now.AddMinutes(1)).Events());
        var erased = TenantDecider.Apply(erasing, done);

        Assert.Equal(new TenantErased(Id, 8, 11, Desk.Now.AddMinutes(1)), done);
        Assert.Equal(new TenantErasure(Desk.Now, Desk.Now.AddMinutes(1)), erased.Erasure);
        Assert.Empty(TenantDecider.Decide(erased, complete, Desk.Now.AddMinutes(2)).Events());
        Assert.Equal("tenant.not_retired", TenantDecider.Decide(Created(), complete, Desk.Now).RefusalCode());
    }

    private static Tenant Created() =>
        TenantDecider.Apply(null, Assert.Single(TenantDecider.Decide(null, Create("Demo"), Desk.Now).Events()));

    private static Tenant After(Tenant tenant, AddMember command) =>
        TenantDecider.Apply(tenant, Assert.Single(TenantDecider.Decide(tenant, command, Desk.Now).Events()));

    private static CreateTenant Create(string name) => new(Desk.Command(), Actor.Desk, Id, name);

    private static AddMember Add(string user, string login, Roles roles = Roles.Analyst) =>
        new(Desk.Command(), Desk.Manager, UserId.Parse(user), login, roles);
}
