using System.ComponentModel.DataAnnotations;

namespace Countersign.Api.Contracts.Tenants;

/// <summary>Invites somebody to become a member.</summary>
public sealed record InviteRequest
{
    /// <summary>The login name to be, 1 to 100 characters, unique over all tenants; case does not matter.</summary>
    [Required]
    public string? Login { get; init; }

    /// <summary>At least one of <c>tenantAdmin</c>, <c>portfolioManager</c>, <c>analyst</c>, <c>apiUser</c>.</summary>
    [Required]
    public IReadOnlyList<string>? Roles { get; init; }

    /// <summary>A permission set of the tenant that the roles are narrowed to; absent where they are not.</summary>
    public string? PermissionSet { get; init; }
}

/// <summary>An invitation.</summary>
/// <param name="InvitationId">For taking it back.</param>
/// <param name="Login">The login name to be.</param>
/// <param name="Roles">The roles to be.</param>
/// <param name="PermissionSet">What they are narrowed to; null where they are not.</param>
/// <param name="ExpiresAt">When it stops working, UTC.</param>
/// <param name="Token">What it is accepted with; told once, null ever after.</param>
public sealed record Invitation(
    string InvitationId, string Login, IReadOnlyList<string> Roles, string? PermissionSet, DateTimeOffset ExpiresAt, string? Token);

/// <summary>Accepts an invitation.</summary>
public sealed record AcceptInvitationRequest
{
    /// <summary>The invitation's token.</summary>
    [Required]
    public string? Token { get; init; }

    /// <summary>For people, 1 to 100 characters.</summary>
    [Required]
    public string? DisplayName { get; init; }

    /// <summary>The first password, 12 to 256 characters, on no list of leaked ones.</summary>
    [Required]
    public string? Password { get; init; }
}

/// <summary>Changes what a member may do.</summary>
public sealed record ChangeMemberRequest
{
    /// <summary>At least one of <c>tenantAdmin</c>, <c>portfolioManager</c>, <c>analyst</c>, <c>apiUser</c>.</summary>
    [Required]
    public IReadOnlyList<string>? Roles { get; init; }

    /// <summary>A permission set of the tenant that the roles are narrowed to; absent where they are not.</summary>
    public string? PermissionSet { get; init; }
}

/// <summary>A permission set of the tenant: what members' roles can be narrowed to.</summary>
/// <param name="Name">1 to 40 lower-case letters, digits and hyphens.</param>
/// <param name="Permissions">Of <c>read</c>, <c>trade</c>, <c>placeOrders</c>, <c>stop</c>, <c>administer</c>, <c>contribute</c>,
/// <c>backtest</c>, <c>verify</c>.</param>
public sealed record PermissionSet(string Name, IReadOnlyList<string> Permissions);

/// <summary>Says what a permission set allows.</summary>
public sealed record SetPermissionSetRequest
{
    /// <summary><c>read</c> and any of <c>trade</c>, <c>placeOrders</c>, <c>stop</c>, <c>administer</c>, <c>contribute</c>, <c>backtest</c>,
    /// <c>verify</c>.</summary>
    [Required]
    public IReadOnlyList<string>? Permissions { get; init; }
}
