using System.Collections.Immutable;
using Countersign.Domain.Accounts;
using Countersign.Domain.Tenants;
using Countersign.Grains.Tenants;
using Orleans;

namespace Countersign.Grains.Accounts;

/// <summary>
/// Which accounts a tenant has, for who reads all of them at once. Its key is <see cref="GrainKeys.Accounts"/>. Every account makes itself known before it
/// answers anybody, so none that holds a position is missing.
/// </summary>
public interface IAccountsGrain : IGrainWithStringKey
{
    /// <summary>In the order of their ids, ordinal.</summary>
    [AllowRoles(RoleSets.Members)]
    Task<ImmutableArray<AccountId>> ListAsync(CancellationToken cancellationToken);

    [AllowRoles(Roles.Desk)]
    Task AddAsync(AccountId account, CancellationToken cancellationToken);
}
