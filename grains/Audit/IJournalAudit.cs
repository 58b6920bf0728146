using System.Collections.Immutable;
using Countersign.Domain.Tenants;

namespace Countersign.Grains.Audit;

/// <summary>Walks the hash chains. Reads all of a tenant's events, so it is for people who ask, not for every request.</summary>
public interface IJournalAudit
{
    /// <summary>Recomputes every hash of a tenant's streams (of every tenant where null).</summary>
    ValueTask<AuditReport> VerifyAsync(TenantId? tenant, CancellationToken cancellationToken);
}

/// <summary>What a verification found.</summary>
/// <param name="Streams">How many chains were walked.</param>
/// <param name="Events">How many events they hold.</param>
/// <param name="Defects">At most 100; empty where every chain holds.</param>
/// <param name="Erased">How many of the events have no content any more, because their tenant was erased. Their links are walked by the hashes that they had.</param>
public sealed record AuditReport(long Streams, long Events, ImmutableArray<AuditDefect> Defects, long Erased = 0)
{
    public bool Intact => Defects.IsEmpty;
}

/// <summary>Where a chain breaks.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="Version">The first event that does not fit.</param>
/// <param name="Problem">What is wrong, as a sentence: edited, missing, swapped, truncated.</param>
public sealed record AuditDefect(string Stream, long Version, string Problem);
