using Countersign.Domain.Audit;

namespace Countersign.Domain.Tenants;

/// <summary>Who a grain call is made for. It travels with the call; the tenant boundary refuses a call without one.</summary>
/// <param name="Tenant">The caller's tenant; null only for platform callers.</param>
/// <param name="Actor">Recorded with every event that the call causes.</param>
/// <param name="Roles">What the caller may do.</param>
public sealed record Caller(TenantId? Tenant, Actor Actor, Roles Roles);
