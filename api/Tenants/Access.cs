using Microsoft.AspNetCore.Authorization;

namespace Countersign.Api.Tenants;

/// <summary>Who may use which endpoints. The silo checks the same again at each grain.</summary>
internal static class Access
{
    /// <summary>Whoever belongs to a tenant.</summary>
    public const string Read = "countersign.read";

    /// <summary>Who may put money at risk.</summary>
    public const string Trade = "countersign.trade";

    /// <summary>Who may place orders: people who trade, and programs.</summary>
    public const string PlaceOrders = "countersign.place-orders";

    /// <summary>Who may stop trading.</summary>
    public const string Stop = "countersign.stop";

    /// <summary>Who manages members, limits and money of the tenant.</summary>
    public const string Administer = "countersign.administer";

    /// <summary>Who may add news: people who trade or manage, and programs.</summary>
    public const string Contribute = "countersign.contribute";

    /// <summary>Who may start, cancel and delete backtests: people who trade or manage, and programs.</summary>
    public const string Backtest = "countersign.backtest";

    /// <summary>Who runs the platform.</summary>
    public const string Platform = "countersign.platform";

    /// <summary>Who may have the journal checked: people of the tenant, for it reads all of it.</summary>
    public const string Verify = "countersign.verify";

    /// <summary>Whoever is signed in, platform administrators too.</summary>
    public const string SignedIn = "countersign.signed-in";

    public static void AddPolicies(AuthorizationOptions options)
    {
        options.AddPolicy(SignedIn, p => Bearer(p));
        options.AddPolicy(
            Read, p => Bearer(p).RequireRole(RoleNames.TenantAdmin, RoleNames.PortfolioManager, RoleNames.Analyst, RoleNames.ApiUser));
        options.AddPolicy(Verify, p => Bearer(p).RequireRole(RoleNames.TenantAdmin, RoleNames.PortfolioManager, RoleNames.Analyst));
        options.AddPolicy(PlaceOrders, p => Bearer(p).RequireRole(RoleNames.PortfolioManager, RoleNames.ApiUser));
        options.AddPolicy(Contribute, p => Bearer(p).RequireRole(RoleNames.TenantAdmin, RoleNames.PortfolioManager, RoleNames.ApiUser));
        options.AddPolicy(Backtest, p => Bearer(p).RequireRole(RoleNames.TenantAdmin, RoleNames.PortfolioManager, RoleNames.ApiUser));
        options.AddPolicy(Stop, p => Bearer(p).RequireRole(RoleNames.TenantAdmin, RoleNames.PortfolioManager));
        options.AddPolicy(Administer, p => Bearer(p).RequireRole(RoleNames.TenantAdmin));
        options.AddPolicy(Platform, p => Bearer(p).RequireRole(RoleNames.PlatformAdmin));
        options.AddPolicy(Trade, p => Bearer(p).RequireRole(RoleNames.PortfolioManager));
    }

    private static AuthorizationPolicyBuilder Bearer(AuthorizationPolicyBuilder policy) =>
        policy.AddAuthenticationSchemes(BearerAuthenticationHandler.SchemeName).RequireAuthenticatedUser();
}
