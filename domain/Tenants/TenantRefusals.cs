using Countersign.Domain.Audit;

namespace Countersign.Domain.Tenants;

public static class TenantRefusals
{
    public static Refusal NotFound { get; } = new("tenant.not_found", "There is no such tenant.");

    public static Refusal Name { get; } = new("tenant.name", "A tenant's name has 1 to 100 characters.");

    public static Refusal Roles { get; } = new(
        "tenant.roles", "A member has at least one of TenantAdmin, PortfolioManager, Analyst and ApiUser.");

    public static Refusal AlreadyCreated(TenantId id) => new("tenant.already_created", $"Tenant {id} exists already.");

    public static Refusal Reserved(TenantId id) => new("tenant.reserved", $"{id} is the platform's own name: a tenant needs another.");

    public static Refusal LoginTaken(string login) => new("tenant.login_taken", $"A member of the tenant has the login {login} already.");

    public static Refusal Full(int limit) => new(
        "tenant.full", FormattableString.Invariant($"The tenant has {limit} members, and that is the most."));
}
