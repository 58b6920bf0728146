using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;
using Orleans;

namespace Countersign.Grains.Tenants;

/// <summary>Which tenants there are. Its key is <see cref="GrainKeys.Tenants"/>.</summary>
public interface ITenantsGrain : IGrainWithStringKey
{
    [AllowRoles(Roles.PlatformAdmin)]
    Task<Page<TenantId>> ListAsync(PageRequest page, CancellationToken cancellationToken);
}
