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

    private static Tenant Created() =>
        TenantDecider.Apply(null, Assert.Single(TenantDecider.Decide(null, Create("Demo"), Desk.Now).Events()));

    private static Tenant After(Tenant tenant, AddMember command) =>
        TenantDecider.Apply(tenant, Assert.Single(TenantDecider.Decide(tenant, command, Desk.Now).Events()));

    private static CreateTenant Create(string name) => new(Desk.Command(), Actor.Desk, Id, name);

    private static AddMember Add(string user, string login, Roles roles = Roles.Analyst) =>
        new(Desk.Command(), Desk.Manager, UserId.Parse(user), login, roles);
}
