using System.Collections.Immutable;
using Countersign.Domain.Audit;
using Countersign.Domain.Tenants;

namespace Countersign.Api.Tenants;

/// <summary>What an access token says, or an API key.</summary>
/// <param name="Tenant">Whose user.</param>
/// <param name="User">Who.</param>
/// <param name="Session">The sign-in that it comes from; empty for an API key.</param>
/// <param name="Roles">What the user could do when it was issued.</param>
/// <param name="ExpiresAt">From when it is refused, UTC.</param>
public sealed record AccessToken(TenantId Tenant, UserId User, string Session, Roles Roles, DateTimeOffset ExpiresAt)
{
    /// <summary>What the roles are narrowed to; null where they are not.</summary>
    public Permissions? Narrowed { get; init; }

    /// <summary>The user's security stamp when it was issued.</summary>
    public int Stamp { get; init; }

    /// <summary>The API key that stands in for a token; null for people.</summary>
    public ApiKey? Key { get; init; }

    /// <summary>Who the bearer's grain calls are made for. The platform's own people belong to no tenant.</summary>
    public Caller Caller => new(Tenant == TenantId.Platform ? null : Tenant, Actor.User(User), Roles);
}

/// <summary>What came of looking at a bearer token.</summary>
public abstract record AccessTokenResult
{
    private AccessTokenResult()
    {
    }

    public sealed record Valid(AccessToken Token) : AccessTokenResult;

    /// <summary>Ours and unaltered, but over.</summary>
    public sealed record Expired : AccessTokenResult;

    /// <summary>Anything else; it is not said what, for that would help who forges.</summary>
    public sealed record Invalid : AccessTokenResult;
}

/// <summary>The roles that a person or program can be given, by their names in tokens and answers.</summary>
internal static class RoleNames
{
    public const string PlatformAdmin = "platformAdmin";
    public const string TenantAdmin = "tenantAdmin";
    public const string PortfolioManager = "portfolioManager";
    public const string Analyst = "analyst";
    public const string ApiUser = "apiUser";

    // Desk and SignIn are left out on purpose: no token can carry them.
    private static readonly ImmutableArray<(Roles Role, string Name)> All =
    [
        (Roles.PlatformAdmin, PlatformAdmin), (Roles.TenantAdmin, TenantAdmin), (Roles.PortfolioManager, PortfolioManager),
        (Roles.Analyst, Analyst), (Roles.ApiUser, ApiUser),
    ];

    public static ImmutableArray<string> Of(Roles roles) => [.. All.Where(r => roles.HasFlag(r.Role)).Select(r => r.Name)];

    /// <summary>Reads names; null where one is unknown.</summary>
    public static Roles? Parse(IReadOnlyCollection<string> names)
    {
        var roles = Roles.None;
        foreach (var name in names)
        {
            var found = All.FirstOrDefault(r => r.Name == name);
            if (found.Name is null)
            {
                return null;
            }

            roles |= found.Role;
        }

        return roles;
    }
}
