using Xunit;

namespace Countersign.Tests.Api.Tenants;

/// <summary>Tests that run against a whole desk of their own, whatever its journal is in.</summary>
public abstract class IdentityDeskContract : IAsyncLifetime
{
    internal IdentityDesk Desk { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Desk = await IdentityDesk.StartAsync(Postgres());

    public ValueTask DisposeAsync() => Desk.DisposeAsync();

    /// <summary>A connection string; null for SQLite.</summary>
    protected abstract string? Postgres();

    /// <summary>A new tenant's administrator, signed in, and the tenant's name.</summary>
    protected async Task<(string Access, string Name)> AdministratorAsync()
    {
        var name = await Desk.TenantAsync();
        return ((await Desk.SignInAsync($"admin@{name}")).Access, name);
    }
}
