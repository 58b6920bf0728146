using System.Collections.Immutable;
using Countersign.Domain.Markets;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;
using Countersign.Grains.Tenants;
using Orleans;

namespace Countersign.Grains.Markets;

/// <summary>The economic calendar, the same for all tenants. Its key is <see cref="GrainKeys.Calendar"/>.</summary>
public interface ICalendarGrain : IGrainWithStringKey
{
    /// <summary>Releases by time.</summary>
    [AllowRoles(RoleSets.Readers)]
    Task<Page<EconomicRelease>> ListAsync(CalendarQuery query, PageRequest page, CancellationToken cancellationToken);

    /// <summary>Stores what a source published.</summary>
    [AllowRoles(Roles.PlatformAdmin | Roles.Desk)]
    Task<CalendarChange> ImportAsync(CalendarWrite write, CancellationToken cancellationToken);

    /// <summary>
    /// The releases that can make a blackout window at a time. They are kept in memory: what another process imported is known within
    /// fifteen seconds.
    /// </summary>
    [AllowRoles(Roles.Desk)]
    Task<ImmutableArray<EconomicRelease>> AroundAsync(DateTimeOffset time, CancellationToken cancellationToken);
}
