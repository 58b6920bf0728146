using Countersign.Domain.Audit;

namespace Countersign.Domain.Tenants;

public abstract record TenantEvent(DateTimeOffset At) : DomainEvent(At);

public sealed record TenantCreated(TenantId Id, string Name, Actor By, DateTimeOffset At) : TenantEvent(At);

public sealed record MemberAdded(UserId UserId, string Login, Roles Roles, Actor By, DateTimeOffset At) : TenantEvent(At);
