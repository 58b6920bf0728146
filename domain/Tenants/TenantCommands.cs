using Countersign.Domain.Audit;

namespace Countersign.Domain.Tenants;

/// <param name="By">Who wants it.</param>
public abstract record TenantCommand(CommandId CommandId, Actor By);

public sealed record CreateTenant(CommandId CommandId, Actor By, TenantId Id, string Name) : TenantCommand(CommandId, By);

public sealed record AddMember(CommandId CommandId, Actor By, UserId UserId, string Login, Roles Roles) : TenantCommand(CommandId, By);
