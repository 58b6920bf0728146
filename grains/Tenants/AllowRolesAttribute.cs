using Countersign.Domain.Tenants;

namespace Countersign.Grains.Tenants;

/// <summary>Which roles may call a grain method. A method without it is denied to everybody.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AllowRolesAttribute(Roles roles) : Attribute
{
    public Roles Roles { get; } = roles;
}

/// <summary>The role sets that grain methods name most.</summary>
public static class RoleSets
{
    /// <summary>Whoever belongs to the tenant.</summary>
    public const Roles Members = Roles.TenantAdmin | Roles.PortfolioManager | Roles.Analyst | Roles.ApiUser;

    /// <summary>Members and the tenant's own grains.</summary>
    public const Roles Readers = Members | Roles.Desk;

    /// <summary>Who may put money at risk.</summary>
    public const Roles Traders = Roles.PortfolioManager;
}
