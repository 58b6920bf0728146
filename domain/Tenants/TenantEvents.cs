using Countersign.Domain.Audit;

namespace Countersign.Domain.Tenants;

public abstract record TenantEvent(DateTimeOffset At) : DomainEvent(At);

public sealed record TenantCreated(TenantId Id, string Name, Actor By, DateTimeOffset At) : TenantEvent(At);

public sealed record MemberAdded(
    UserId UserId, string Login, Roles Roles, Actor By, DateTimeOffset At, string? PermissionSet = null) : TenantEvent(At);

public sealed record MemberInvited(
    string InvitationId, string Login, Roles Roles, string? PermissionSet, string TokenHash, DateTimeOffset ExpiresAt, Actor By,
    DateTimeOffset At) : TenantEvent(At);

public sealed record InvitationRevoked(string InvitationId, Actor By, DateTimeOffset At) : TenantEvent(At);

public sealed record InvitationAccepted(string InvitationId, UserId UserId, DateTimeOffset At) : TenantEvent(At);

public sealed record MemberChanged(UserId UserId, Roles Roles, string? PermissionSet, Actor By, DateTimeOffset At) : TenantEvent(At);

public sealed record MemberRemoved(UserId UserId, Actor By, DateTimeOffset At) : TenantEvent(At);

public sealed record PermissionSetChanged(string Name, Permissions Permissions, Actor By, DateTimeOffset At) : TenantEvent(At);

public sealed record PermissionSetRemoved(string Name, Actor By, DateTimeOffset At) : TenantEvent(At);

public sealed record TenantSuspended(string Reason, Actor By, DateTimeOffset At) : TenantEvent(At);

public sealed record TenantResumed(Actor By, DateTimeOffset At) : TenantEvent(At);

public sealed record TenantQuotasChanged(TenantQuotas Quotas, Actor By, DateTimeOffset At) : TenantEvent(At);

public sealed record TenantRetired(string Reason, DateTimeOffset EraseAfter, Actor By, DateTimeOffset At) : TenantEvent(At);

/// <summary>From here on nothing more is written for the tenant, and what it has is deleted. The events of erasing are all that stays readable of it.</summary>
public sealed record TenantErasureBegun(TenantId Id, Actor By, DateTimeOffset At) : TenantEvent(At);

/// <param name="Events">Events whose content was erased; their hashes stay.</param>
/// <param name="Rows">Rows that were deleted beside the journal.</param>
public sealed record TenantErased(TenantId Id, long Events, long Rows, DateTimeOffset At) : TenantEvent(At);
