using Countersign.Domain.Audit;
using Countersign.Domain.Tenants;
using Countersign.Grains.Tenants;
using Orleans;

namespace Countersign.Grains.Audit;

/// <summary>What a tenant may see of the snapshots. Its key is <see cref="GrainKeys.Snapshots"/>.</summary>
public interface ISnapshotGrain : IGrainWithStringKey
{
    /// <summary>A snapshot; null where the tenant has none such.</summary>
    [AllowRoles(RoleSets.Readers)]
    Task<SnapshotContent?> GetAsync(SnapshotId id, CancellationToken cancellationToken);

    /// <summary>When snapshots were taken, newest first.</summary>
    [AllowRoles(RoleSets.Readers)]
    Task<Page<SnapshotRow>> ListAsync(SnapshotFilter filter, PageRequest page, CancellationToken cancellationToken);
}

/// <summary>Takes snapshots of market and calendar on schedule. Its key is <see cref="GrainKeys.SnapshotSchedule"/>.</summary>
public interface ISnapshotScheduleGrain : IGrainWithStringKey
{
    /// <summary>Takes a snapshot of the whole market or of the calendar, unless one was taken within the last half of its period.</summary>
    /// <returns>Null where none was due, or there was nothing to take.</returns>
    [AllowRoles(Roles.Desk)]
    Task<SnapshotId?> TakeAsync(SnapshotKind kind, CancellationToken cancellationToken);
}

/// <summary>How often snapshots are taken on schedule, and how long those are kept that no decision refers to.</summary>
public static class SnapshotPeriods
{
    public static TimeSpan Market { get; } = TimeSpan.FromSeconds(60);

    public static TimeSpan Calendar { get; } = TimeSpan.FromSeconds(300);

    public static TimeSpan KeptFor { get; } = TimeSpan.FromDays(30);
}
