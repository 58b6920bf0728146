namespace Countersign.Web.Tenants;

/// <summary>Roles in words.</summary>
internal static class RoleText
{
    public static IReadOnlyList<string> OfTenants { get; } = ["portfolioManager", "analyst", "tenantAdmin", "apiUser"];

    public static string Name(string role) => role switch
    {
        "platformAdmin" => "Platform admin",
        "tenantAdmin" => "Tenant admin",
        "portfolioManager" => "Portfolio manager",
        "analyst" => "Analyst",
        "apiUser" => "API user",
        _ => role,
    };

    public static string May(string role) => role switch
    {
        "tenantAdmin" => "members, money, limits; no trades",
        "portfolioManager" => "decides, trades, makes strategies",
        "analyst" => "reads",
        "apiUser" => "a program that places orders",
        _ => "",
    };
}
