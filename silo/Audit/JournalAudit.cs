using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;

namespace Countersign.Silo.Audit;

/// <summary>Recomputes the chains, from one state of the database, a page at a time.</summary>
internal sealed class JournalAudit(JournalDatabase database) : IJournalAudit
{
    private const int PageSize = 1_000;

    private const string EventColumns =
        """
        s.tenant, s.name, s.version, s.hash, e.position, e.stream_id, e.version, e.type, e.body, e.command_id, e.starts_command, e.actor,
        e.recorded_at, e.previous_hash, e.hash
        """;

    public async ValueTask<AuditReport> VerifyAsync(TenantId? tenant, CancellationToken cancellationToken) => await Task.Run(
        async () => await database.ReadSnapshotAsync(
            async snapshot =>
            {
                var findings = new Findings();
                var scope = tenant?.Value ?? string.Empty;
                findings.ErasedTenants.UnionWith(await ErasedTenantsAsync(snapshot, cancellationToken).ConfigureAwait(false));
                await WalkStreamsAsync(snapshot, scope, findings, cancellationToken).ConfigureAwait(false);
                await FindEmptiedAsync(snapshot, scope, findings, cancellationToken).ConfigureAwait(false);
                await WalkChainsAsync(snapshot, scope, findings, cancellationToken).ConfigureAwait(false);
                return findings.Report();
            },
            cancellationToken).ConfigureAwait(false),
        cancellationToken).ConfigureAwait(false);

    // By the event, which is a link of its chain, and not by the mark beside it: who takes out a body has to break the chain to make it look erased.
    private static async Task<List<string>> ErasedTenantsAsync(JournalDatabase.Snapshot snapshot, CancellationToken cancellationToken) =>
        await snapshot.QueryAsync(
            $"""
            SELECT DISTINCT s.tenant FROM streams s JOIN events e ON e.stream_id = s.id
            WHERE s.name = 'tenant/' || s.tenant AND e.type = $1 AND {TenantErasing.Readable}
            """,
            reader => reader.GetString(0), cancellationToken, TenantErasing.BegunType).ConfigureAwait(false);

    private static async Task WalkStreamsAsync(
        JournalDatabase.Snapshot snapshot, string scope, Findings findings, CancellationToken cancellationToken)
    {
        StreamWalk? walk = null;
        (long Stream, long Version) last = (long.MinValue, 0);
        while (true)
        {
            var page = await snapshot.QueryAsync(
                $"""
                SELECT {EventColumns} FROM events e LEFT JOIN streams s ON s.id = e.stream_id
                WHERE (e.stream_id, e.version) > ($1, $2) AND ($3 = '' OR s.tenant = $3) ORDER BY e.stream_id, e.version LIMIT $4
                """,
                StoredRow.Read, cancellationToken, last.Stream, last.Version, scope, PageSize).ConfigureAwait(false);
            foreach (var row in page)
            {
                if (walk?.StreamId != row.Event.StreamId)
                {
                    walk?.End(findings);
                    walk = new StreamWalk(row);
                    findings.Streams++;
                }

                walk.Next(row, findings);
                findings.Events++;
                last = (row.Event.StreamId, row.Event.Version);
            }

            if (page.Count < PageSize)
            {
                walk?.End(findings);
                return;
            }
        }
    }

    private static async Task FindEmptiedAsync(
        JournalDatabase.Snapshot snapshot, string scope, Findings findings, CancellationToken cancellationToken)
    {
        var emptied = await snapshot.QueryAsync(
            """
            SELECT s.tenant, s.name, s.version FROM streams s
            WHERE ($1 = '' OR s.tenant = $1) AND NOT EXISTS (SELECT 1 FROM events e WHERE e.stream_id = s.id) ORDER BY s.id LIMIT $2
            """,
            reader => (Name: $"{reader.GetString(0)}/{reader.GetString(1)}", Version: reader.GetInt64(2)),
            cancellationToken, scope, Findings.DefectsMax).ConfigureAwait(false);
        foreach (var (name, version) in emptied)
        {
            findings.Streams++;
            findings.Add(name, 1, string.Create(
                CultureInfo.InvariantCulture, $"truncated: the stream's head is version {version}, and no event is there."));
        }
    }

    private static async Task WalkChainsAsync(
        JournalDatabase.Snapshot snapshot, string scope, Findings findings, CancellationToken cancellationToken)
    {
        var recorded = await snapshot.QueryAsync(
            "SELECT tenant, event_count, hash FROM chains WHERE $1 = '' OR tenant = $1",
            reader => (Tenant: reader.GetString(0), Chain: new ChainHead(reader.GetInt64(1), reader.GetFieldValue<byte[]>(2))),
            cancellationToken, scope).ConfigureAwait(false);
        var found = await FoldAsync(snapshot, scope, cancellationToken).ConfigureAwait(false);
        foreach (var (tenant, chain) in recorded)
        {
            var name = tenant == Everything ? "journal" : tenant;
            var actual = found.GetValueOrDefault(tenant, ChainHead.Origin);
            found.Remove(tenant);
            if (actual.Count != chain.Count)
            {
                findings.Add(name, actual.Count + 1, string.Create(
                    CultureInfo.InvariantCulture, $"missing: {chain.Count} events were written, {actual.Count} are there."));
            }
            else if (!actual.Hash.AsSpan().SequenceEqual(chain.Hash))
            {
                findings.Add(name, chain.Count, "swapped: the events are not the ones that were written, or not in their order.");
            }
        }

        foreach (var tenant in found.Keys)
        {
            findings.Add(tenant == Everything ? "journal" : tenant, 1, "missing: events are there, and the record of how many is not.");
        }
    }

    private const string Everything = "*";

    private static async Task<Dictionary<string, ChainHead>> FoldAsync(
        JournalDatabase.Snapshot snapshot, string scope, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, ChainHead>(StringComparer.Ordinal);
        var last = long.MinValue;
        while (true)
        {
            var page = await snapshot.QueryAsync(
                """
                SELECT e.position, s.tenant, e.hash FROM events e LEFT JOIN streams s ON s.id = e.stream_id
                WHERE e.position > $1 AND ($2 = '' OR s.tenant = $2) ORDER BY e.position LIMIT $3
                """,
                reader => (Position: reader.GetInt64(0), Tenant: reader.IsDBNull(1) ? string.Empty : reader.GetString(1),
                    Hash: reader.GetFieldValue<byte[]>(2)),
                cancellationToken, last, scope, PageSize).ConfigureAwait(false);
            foreach (var (position, tenant, hash) in page)
            {
                found[tenant] = found.GetValueOrDefault(tenant, ChainHead.Origin).With(hash);
                if (scope.Length == 0)
                {
                    found[Everything] = found.GetValueOrDefault(Everything, ChainHead.Origin).With(hash);
                }

                last = position;
            }

            if (page.Count < PageSize)
            {
                return found;
            }
        }
    }

    private sealed class Findings
    {
        public const int DefectsMax = 100;

        private readonly ImmutableArray<AuditDefect>.Builder defects = ImmutableArray.CreateBuilder<AuditDefect>();

        public long Streams { get; set; }

        public long Events { get; set; }

        public long Erased { get; set; }

        public HashSet<string> ErasedTenants { get; } = new(StringComparer.Ordinal);

        public void Add(string stream, long version, string problem)
        {
            if (defects.Count < DefectsMax)
            {
                defects.Add(new AuditDefect(stream, version, problem));
            }
        }

        public AuditReport Report() => new(Streams, Events, defects.ToImmutable(), Erased);
    }

    private sealed record StoredRow(string Tenant, string Stream, long HeadVersion, byte[] HeadHash, EventRow Event)
    {
        public static StoredRow Read(DbDataReader reader)
        {
            var known = !reader.IsDBNull(0);
            return new StoredRow(
                known ? reader.GetString(0) : string.Empty, known ? reader.GetString(1) : string.Empty, known ? reader.GetInt64(2) : 0,
                known ? reader.GetFieldValue<byte[]>(3) : [],
                new EventRow(
                    reader.GetInt64(4), reader.GetInt64(5), reader.GetInt64(6), reader.GetString(7), reader.GetFieldValue<byte[]>(8),
                    reader.GetString(9), reader.GetInt64(10) == 1, reader.GetString(11), reader.GetInt64(12), reader.GetFieldValue<byte[]>(13),
                    reader.GetFieldValue<byte[]>(14)));
        }
    }

    /// <summary>One stream, event by event. Its first defect is told; what follows from it is not.</summary>
    private sealed class StreamWalk(StoredRow first)
    {
        private readonly string name = first.Stream.Length == 0
            ? string.Create(CultureInfo.InvariantCulture, $"stream {first.Event.StreamId}")
            : $"{first.Tenant}/{first.Stream}";

        private long version;
        private byte[] hash = EventHash.Origin;
        private string command = string.Empty;
        private bool broken;

        public long StreamId => first.Event.StreamId;

        public void Next(StoredRow row, Findings findings)
        {
            if (row.Event.Body.Length == 0)
            {
                findings.Erased++;
            }

            if (!broken && Problem(row, findings) is { } problem)
            {
                findings.Add(name, version + 1, problem);
                broken = true;
            }

            version = row.Event.Version;
            hash = row.Event.Hash;
            command = row.Event.Command;
        }

        public void End(Findings findings)
        {
            if (!broken && version != first.HeadVersion)
            {
                findings.Add(name, version + 1, string.Create(
                    CultureInfo.InvariantCulture, $"truncated: the stream's head is version {first.HeadVersion}, and the last event is version {version}."));
            }
            else if (!broken && !hash.AsSpan().SequenceEqual(first.HeadHash))
            {
                findings.Add(name, version, "edited: the last event's hash is not the one that the stream's head recorded.");
            }
        }

        private string? Problem(StoredRow row, Findings findings)
        {
            if (row.Stream.Length == 0)
            {
                return "missing: the stream's head is gone, and its events are there.";
            }

            if (row.Event.Version != version + 1)
            {
                return string.Create(CultureInfo.InvariantCulture, $"missing: the event after version {version} is version {row.Event.Version}.");
            }

            if (!row.Event.PreviousHash.AsSpan().SequenceEqual(hash))
            {
                return "swapped: the event's link is to another event than the one before it.";
            }

            if (row.Event.Body.Length == 0)
            {
                return findings.ErasedTenants.Contains(row.Tenant) ? null : "edited: the event's content is gone, and its tenant was not erased.";
            }

            var computed = EventHash.Of(hash, row.Tenant, row.Stream, row.Event);
            if (!computed.AsSpan().SequenceEqual(row.Event.Hash))
            {
                return "edited: the event is not the one that its hash was made from.";
            }

            return row.Event.StartsCommand == (row.Event.Command != command)
                ? null
                : "edited: the mark of a command's first event stands elsewhere.";
        }
    }
}
