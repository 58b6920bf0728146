using System.Collections.Immutable;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;
using Orleans;

namespace Countersign.Grains.Tenants;

/// <summary>A tenant's API keys. Its key is <see cref="GrainKeys.ApiKeys"/>.</summary>
public interface IApiKeysGrain : IGrainWithStringKey
{
    [AllowRoles(Roles.TenantAdmin)]
    Task<ImmutableArray<ApiKey>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Creates, rotates or revokes a key.</summary>
    /// <returns>The key as it is now; null where it has been revoked.</returns>
    [AllowRoles(Roles.TenantAdmin)]
    Task<Reply<ApiKey?>> ChangeAsync(ApiKeyCommand command, CancellationToken cancellationToken);

    /// <summary>The key that a secret opens now, and notes that it was used; null where it opens none.</summary>
    [AllowRoles(Roles.SignIn)]
    Task<ApiKey?> OpenAsync(string id, string presentedHash, CancellationToken cancellationToken);
}
