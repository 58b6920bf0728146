using Countersign.Api.Contracts.Tenants;
using static Countersign.Api.OpenApi.Examples.Story;

namespace Countersign.Api.OpenApi.Examples;

/// <summary>A tenant's people and programs.</summary>
internal static class MemberExamples
{
    public static Invitation Invitation { get; } = new("1", "robin@demo.example", ["analyst"], null, Morning.AddDays(7), "csinv_t-demo.1.Zb3kQ0vWm2YtR8sXc5LpN7aD1fGhJ4kE6uTqBzViOxM");

    public static IEnumerable<object> All =>
    [
        new Member(PersonId, "pat@demo.example", ["portfolioManager"], "no-placing"),
        new AddMemberRequest
        {
            Login = "robin@demo.example", DisplayName = "Robin Example", Password = "a long walk by the quay", Roles = ["analyst"],
        },
        new ChangeMemberRequest { Roles = ["analyst", "portfolioManager"], PermissionSet = "no-placing" },
        new PasswordResetToken("cspwr_t-demo.u-4f9a1c.Zb3kQ0vWm2YtR8sXc5LpN7aD1fGhJ4kE6uTqBzViOxM", Morning.AddHours(1)),
        Invitation,
        new InviteRequest { Login = "robin@demo.example", Roles = ["analyst"] },
        new PermissionSet("no-placing", ["read", "trade", "stop"]),
        new SetPermissionSetRequest { Permissions = ["read", "trade", "stop"] },
        new ApiKey(
            "k-2b7e15", "cskey_t-demo.k-2b7e15", "Research notebook", ["read", "backtest"], ["192.0.2.0/24"], 600, Morning, Morning.AddDays(90), null, null,
            "cskey_t-demo.k-2b7e15.Zb3kQ0vWm2YtR8sXc5LpN7aD1fGhJ4kE6uTqBzViOxM"),
        new CreateApiKeyRequest
        {
            Name = "Research notebook", Scopes = ["read", "backtest"], Networks = ["192.0.2.0/24"], RequestsPerMinute = 600,
            ExpiresAt = "2026-04-05T09:30:00Z",
        },
        new RotateApiKeyRequest { OverlapMinutes = 60 },
    ];
}
