using Countersign.Domain.Audit;
using Countersign.Domain.Tenants;

namespace Countersign.Grains.Audit;

/// <summary>
/// Snapshots by their content: each is stored once, however often it is taken. Those of market data are everybody's
/// (<see cref="TenantId.Platform"/>), the others their tenant's.
/// </summary>
public interface ISnapshotStore
{
    /// <summary>
    /// Stores a snapshot and that it was taken then; answers once it is on disk. What is handed to the journal afterwards gets there no sooner.
    /// </summary>
    Task KeepAsync(SnapshotTaken taken, CancellationToken cancellationToken);

    /// <summary>A snapshot of the tenant or of everybody; null where there is none.</summary>
    Task<SnapshotContent?> FindAsync(TenantId tenant, SnapshotId id, CancellationToken cancellationToken);

    /// <summary>When snapshots of the tenant and of everybody were taken, newest first.</summary>
    Task<Page<SnapshotRow>> ListAsync(TenantId tenant, SnapshotFilter filter, PageRequest page, CancellationToken cancellationToken);

    /// <summary>Forgets what was last taken before a time and stands in no decision.</summary>
    Task ForgetAsync(DateTimeOffset before, CancellationToken cancellationToken);
}

/// <summary>A snapshot that is to be stored.</summary>
/// <param name="Id">By kind and content.</param>
/// <param name="At">By the desk's clock.</param>
/// <param name="Content">JSON, UTF-8.</param>
/// <param name="ForDecision">A decision refers to it: it is never forgotten.</param>
public sealed record SnapshotTaken(
    SnapshotId Id, TenantId Owner, SnapshotKind Kind, DateTimeOffset At, ReadOnlyMemory<byte> Content, bool ForDecision);

/// <param name="Content">JSON, UTF-8.</param>
public sealed record SnapshotContent(SnapshotId Id, SnapshotKind Kind, string Content);

/// <summary>That a snapshot was taken at a time.</summary>
public sealed record SnapshotRow(SnapshotId Id, SnapshotKind Kind, DateTimeOffset At);

/// <summary>Narrows the list; times are inclusive from, exclusive to.</summary>
public sealed record SnapshotFilter(SnapshotKind? Kind = null, DateTimeOffset? From = null, DateTimeOffset? To = null);
