using Countersign.Api.Contracts.Tenants;
using static Countersign.Api.OpenApi.Examples.Story;

namespace Countersign.Api.OpenApi.Examples;

/// <summary>Tenants, as the platform's people see them.</summary>
internal static class PlatformExamples
{
    private static readonly PlatformTenant Demo = new(
        TenantId, "Demo Capital", 4, new TenantQuotas { MembersMax = 20, ApiKeysMax = 10 }, "open", null, null);

    public static IEnumerable<object> All =>
    [
        Demo,
        new TenantQuotas { MembersMax = 20, ApiKeysMax = 10 },
        new CreateTenantRequest { TenantId = TenantId, Name = "Demo Capital", Administrator = "admin@demo.example" },
        new CreatedTenant(Demo, MemberExamples.Invitation with { Login = "admin@demo.example", Roles = ["tenantAdmin"] }),
        new InviteAdministratorRequest { Administrator = "admin@demo.example" },
        new SuspendTenantRequest { Reason = "The subscription ended." },
        new RetireTenantRequest { Reason = "The contract ended.", KeepDays = 90 },
        new EraseTenantRequest { Confirm = TenantId },
    ];
}
