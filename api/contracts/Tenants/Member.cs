using System.ComponentModel.DataAnnotations;

namespace Countersign.Api.Contracts.Tenants;

/// <summary>Who belongs to the tenant.</summary>
/// <param name="UserId"><c>u-…</c></param>
/// <param name="Login">The login name.</param>
/// <param name="Roles">Of <c>tenantAdmin</c>, <c>portfolioManager</c>, <c>analyst</c>, <c>apiUser</c>.</param>
/// <param name="PermissionSet">What the roles are narrowed to; null where they are not.</param>
public sealed record Member(string UserId, string Login, IReadOnlyList<string> Roles, string? PermissionSet = null);

/// <summary>Adds somebody to the tenant.</summary>
public sealed record AddMemberRequest
{
    /// <summary>The login name, 1 to 254 characters, unique over all tenants; case does not matter.</summary>
    [Required]
    public string? Login { get; init; }

    /// <summary>For people, 1 to 100 characters.</summary>
    [Required]
    public string? DisplayName { get; init; }

    /// <summary>The first password, 12 to 256 characters, on no list of leaked ones.</summary>
    [Required]
    public string? Password { get; init; }

    /// <summary>At least one of <c>tenantAdmin</c>, <c>portfolioManager</c>, <c>analyst</c>, <c>apiUser</c>.</summary>
    [Required]
    public IReadOnlyList<string>? Roles { get; init; }
}
