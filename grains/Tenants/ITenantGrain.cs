using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;
using Orleans;

namespace Countersign.Grains.Tenants;

/// <summary>A tenant and its members. Its key is <see cref="GrainKeys.Tenant"/>.</summary>
public interface ITenantGrain : IGrainWithStringKey
{
    [AllowRoles(Roles.PlatformAdmin)]
    Task<Reply<Tenant>> CreateAsync(CreateTenant command, CancellationToken cancellationToken);

    /// <summary>Adds the member to the tenant and registers the user. A login name belongs to one user of one tenant.</summary>
    [AllowRoles(Roles.PlatformAdmin | Roles.TenantAdmin)]
    Task<Reply<Tenant>> AddMemberAsync(RegisterUser command, CancellationToken cancellationToken);

    [AllowRoles(RoleSets.Members)]
    Task<Reply<Tenant>> GetAsync(CancellationToken cancellationToken);
}
