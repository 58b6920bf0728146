using System.ComponentModel.DataAnnotations;

namespace Countersign.Api.Contracts.Tenants;

/// <summary>A tenant as the platform sees it: none of its people and trades.</summary>
/// <param name="TenantId"><c>t-…</c></param>
/// <param name="Name">For people; empty where it is erased.</param>
/// <param name="Members">How many.</param>
/// <param name="Quotas">What it may have at most.</param>
/// <param name="Status"><c>open</c>, <c>suspended</c>, <c>retired</c>, <c>erasing</c> or <c>erased</c>.</param>
/// <param name="Reason">Why it is suspended; null where it is not.</param>
/// <param name="EraseAfter">Until when what a retired tenant has is kept, UTC; null where it is not retired.</param>
public sealed record PlatformTenant(
    string TenantId, string Name, int Members, TenantQuotas Quotas, string Status, string? Reason, DateTimeOffset? EraseAfter);

/// <summary>What a tenant may have at most.</summary>
public sealed record TenantQuotas
{
    /// <summary>1 to 10,000.</summary>
    [Required]
    public int? MembersMax { get; init; }

    /// <summary>0 to 1,000.</summary>
    [Required]
    public int? ApiKeysMax { get; init; }

    /// <summary>60 to 100,000,000, of all its people and programs together; null or absent is the platform's usual limit.</summary>
    public int? RequestsPerMinute { get; init; }
}

/// <summary>Makes a tenant and invites its first administrator.</summary>
public sealed record CreateTenantRequest
{
    /// <summary><c>t-</c> and lower-case letters, digits and hyphens.</summary>
    [Required]
    public string? TenantId { get; init; }

    /// <summary>For people, 1 to 100 characters.</summary>
    [Required]
    public string? Name { get; init; }

    /// <summary>The login name of the first administrator.</summary>
    [Required]
    public string? Administrator { get; init; }
}

/// <summary>Invites a tenant's first administrator again.</summary>
public sealed record InviteAdministratorRequest
{
    /// <summary>The login name of the administrator to be.</summary>
    [Required]
    public string? Administrator { get; init; }
}

/// <summary>A tenant that was made.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Invitation">Of its first administrator; the token is told once.</param>
public sealed record CreatedTenant(PlatformTenant Tenant, Invitation Invitation);

/// <summary>Suspends a tenant.</summary>
public sealed record SuspendTenantRequest
{
    /// <summary>For the record, 1 to 500 characters.</summary>
    [Required]
    public string? Reason { get; init; }
}

/// <summary>Closes a tenant for good.</summary>
public sealed record RetireTenantRequest
{
    /// <summary>For the record, 1 to 500 characters.</summary>
    [Required]
    public string? Reason { get; init; }

    /// <summary>How long what it has is kept, days, 1 to 3,650; absent is 90.</summary>
    public int? KeepDays { get; init; }
}

/// <summary>Deletes what a retired tenant has.</summary>
public sealed record EraseTenantRequest
{
    /// <summary>The tenant's id once more.</summary>
    [Required]
    public string? Confirm { get; init; }
}
