namespace Countersign.Domain.Tenants;

/// <summary>What a caller may do; a caller can hold several.</summary>
[Flags]
public enum Roles
{
    None = 0,

    /// <summary>Manages tenants; reads none of their trades.</summary>
    PlatformAdmin = 1,

    /// <summary>Manages members, limits and keys of one tenant.</summary>
    TenantAdmin = 2,

    /// <summary>Trades and countersigns.</summary>
    PortfolioManager = 4,

    /// <summary>Reads.</summary>
    Analyst = 8,

    /// <summary>A program, within the scopes of its key.</summary>
    ApiUser = 16,

    /// <summary>A grain acting within its own tenant; set by the runtime's outgoing filter, never by a request from outside.</summary>
    Desk = 32,

    /// <summary>The sign-in endpoints, before there is a user.</summary>
    SignIn = 64,
}
