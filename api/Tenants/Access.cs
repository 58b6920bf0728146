using System.Globalization;
using Countersign.Domain.Tenants;
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

    /// <summary>Whoever is signed in as a person or a program with a password, of a tenant or of the platform; no API key.</summary>
    public const string Person = "countersign.person";

    /// <summary>The claim that tells what a caller's roles are narrowed to.</summary>
    public const string NarrowedClaim = "narrowed";

    /// <summary>The claim of API keys.</summary>
    public const string KeyClaim = "key";

    private static readonly (string Policy, Permissions Needed, string[] Roles)[] OfTenants =
    [
        (Read, Permissions.Read, [RoleNames.TenantAdmin, RoleNames.PortfolioManager, RoleNames.Analyst, RoleNames.ApiUser]),
        (Trade, Permissions.Trade, [RoleNames.PortfolioManager]),
        (PlaceOrders, Permissions.PlaceOrders, [RoleNames.PortfolioManager, RoleNames.ApiUser]),
        (Stop, Permissions.Stop, [RoleNames.TenantAdmin, RoleNames.PortfolioManager]),
        (Administer, Permissions.Administer, [RoleNames.TenantAdmin]),
        (Contribute, Permissions.Contribute, [RoleNames.TenantAdmin, RoleNames.PortfolioManager, RoleNames.ApiUser]),
        (Backtest, Permissions.Backtest, [RoleNames.TenantAdmin, RoleNames.PortfolioManager, RoleNames.ApiUser]),
        (Verify, Permissions.Verify, [RoleNames.TenantAdmin, RoleNames.PortfolioManager, RoleNames.Analyst]),
    ];

    /// <summary>What of the permissions a token's roles allow, and are not narrowed out of.</summary>
    public static Permissions Of(AccessToken token)
    {
        var roles = RoleNames.Of(token.Roles);
        return OfTenants.Where(p => p.Roles.Any(r => roles.Contains(r))).Aggregate(Permissions.None, (all, p) => all | p.Needed)
            & (token.Narrowed ?? Permissions.All);
    }

    public static void AddPolicies(AuthorizationOptions options)
    {
        options.AddPolicy(SignedIn, p => Bearer(p));
        options.AddPolicy(
            Person, p => Bearer(p)
                .RequireRole(
                    RoleNames.PlatformAdmin, RoleNames.TenantAdmin, RoleNames.PortfolioManager, RoleNames.Analyst, RoleNames.ApiUser)
                .RequireAssertion(c => !c.User.HasClaim(h => h.Type == KeyClaim)));
        options.AddPolicy(Platform, p => Bearer(p).RequireRole(RoleNames.PlatformAdmin));
        foreach (var (name, needed, roles) in OfTenants)
        {
            options.AddPolicy(name, p => Bearer(p, needed).RequireRole(roles));
        }
    }

    private static AuthorizationPolicyBuilder Bearer(AuthorizationPolicyBuilder policy, Permissions needed = Permissions.None) =>
        policy.AddAuthenticationSchemes(BearerAuthenticationHandler.SchemeName).RequireAuthenticatedUser()
            .RequireAssertion(c => c.User.FindFirst(NarrowedClaim) is not { } narrowed
                || (int.TryParse(narrowed.Value, CultureInfo.InvariantCulture, out var flags) && ((Permissions)flags).HasFlag(needed)));
}
