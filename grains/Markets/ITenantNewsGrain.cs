using System.Collections.Immutable;
using Countersign.Domain.Markets;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;
using Countersign.Grains.Tenants;
using Orleans;

namespace Countersign.Grains.Markets;

/// <summary>A tenant's news. Its key is <see cref="GrainKeys.News"/>.</summary>
public interface ITenantNewsGrain : IGrainWithStringKey
{
    /// <summary>The tenant's own news and the platform's, newest first.</summary>
    [AllowRoles(RoleSets.Readers)]
    Task<Page<NewsItem>> ListAsync(NewsFilter filter, PageRequest page, CancellationToken cancellationToken);

    /// <summary>
    /// The news of the 24 hours before a time, newest first, at most 200: what decisions are made in view of. They are kept in memory: what was
    /// imported by another process is known within five seconds.
    /// </summary>
    [AllowRoles(Roles.Desk)]
    Task<ImmutableArray<NewsItem>> RecentAsync(DateTimeOffset time, CancellationToken cancellationToken);

    /// <summary>Adds news that only this tenant sees; an item of the same source and id is replaced.</summary>
    /// <param name="items">1 to 100.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    [AllowRoles(Roles.TenantAdmin | Roles.PortfolioManager | Roles.ApiUser)]
    Task AddAsync(ImmutableArray<NewsItem> items, CancellationToken cancellationToken);
}
