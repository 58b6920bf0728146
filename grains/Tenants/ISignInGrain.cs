using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;
using Orleans;

namespace Countersign.Grains.Tenants;

/// <summary>Finds who a login name belongs to, before there is a tenant. Its key is <see cref="GrainKeys.SignIn"/>.</summary>
public interface ISignInGrain : IGrainWithStringKey
{
    /// <summary>Who signs in with this name; null where nobody does.</summary>
    [AllowRoles(Roles.SignIn | Roles.PlatformAdmin)]
    Task<LoginRow?> FindLoginAsync(string login, CancellationToken cancellationToken);
}
