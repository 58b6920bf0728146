using Countersign.Domain.Audit;

namespace Countersign.Domain.Tenants;

/// <param name="By">Who wants it.</param>
public abstract record TenantCommand(CommandId CommandId, Actor By);

public sealed record CreateTenant(CommandId CommandId, Actor By, TenantId Id, string Name) : TenantCommand(CommandId, By);

public sealed record AddMember(CommandId CommandId, Actor By, UserId UserId, string Login, Roles Roles) : TenantCommand(CommandId, By);

/// <param name="TokenHash">Of the token that its bearer accepts it with.</param>
public sealed record InviteMember(
    CommandId CommandId, Actor By, string InvitationId, string Login, Roles Roles, string? PermissionSet, string TokenHash,
    DateTimeOffset ExpiresAt, bool ToFirstMember = false)
    : TenantCommand(CommandId, By);

public sealed record RevokeInvitation(CommandId CommandId, Actor By, string InvitationId) : TenantCommand(CommandId, By);

/// <param name="UserId">Who comes of it.</param>
public sealed record AcceptInvitation(CommandId CommandId, Actor By, string InvitationId, string PresentedHash, UserId UserId)
    : TenantCommand(CommandId, By);

public sealed record ChangeMember(CommandId CommandId, Actor By, UserId UserId, Roles Roles, string? PermissionSet)
    : TenantCommand(CommandId, By);

public sealed record RemoveMember(CommandId CommandId, Actor By, UserId UserId) : TenantCommand(CommandId, By);

/// <summary>Makes a permission set, or changes it for everybody who has it.</summary>
public sealed record SetPermissionSet(CommandId CommandId, Actor By, string Name, Permissions Permissions) : TenantCommand(CommandId, By);

public sealed record RemovePermissionSet(CommandId CommandId, Actor By, string Name) : TenantCommand(CommandId, By);

/// <summary>What the platform does with a tenant.</summary>
public abstract record GovernanceCommand(CommandId CommandId, Actor By) : TenantCommand(CommandId, By);

public sealed record SuspendTenant(CommandId CommandId, Actor By, string Reason) : GovernanceCommand(CommandId, By);

/// <summary>Lifts a suspension, and calls off an erasure that is to come.</summary>
public sealed record ResumeTenant(CommandId CommandId, Actor By) : GovernanceCommand(CommandId, By);

public sealed record SetQuotas(CommandId CommandId, Actor By, TenantQuotas Quotas) : GovernanceCommand(CommandId, By);

/// <summary>Closes the tenant; what it has is kept until then.</summary>
public sealed record RetireTenant(CommandId CommandId, Actor By, string Reason, DateTimeOffset EraseAfter) : GovernanceCommand(CommandId, By);

/// <summary>Deletes what a retired tenant has, once the time is over for which it was kept. There is no way back.</summary>
public sealed record EraseTenant(CommandId CommandId, Actor By) : GovernanceCommand(CommandId, By);

/// <summary>Everything is deleted.</summary>
public sealed record CompleteErasure(CommandId CommandId, Actor By, long Events, long Rows) : TenantCommand(CommandId, By);
