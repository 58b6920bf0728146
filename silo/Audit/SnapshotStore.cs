using System.Data.Common;
using System.Text;
using Countersign.Domain.Audit;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;
using Countersign.Silo.Audit.ReadModels;

namespace Countersign.Silo.Audit;

/// <summary>Snapshots in the journal's database: contents by their hash, and when each was taken.</summary>
internal sealed class SnapshotStore(JournalDatabase database, JournalWriter writer) : ISnapshotStore
{
    private static readonly RowStatement PutContent = new(
        """
        INSERT INTO snapshot_contents (tenant, id, kind, body, last_at, keep) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (tenant, id) DO UPDATE SET
            last_at = CASE WHEN excluded.last_at > snapshot_contents.last_at THEN excluded.last_at ELSE snapshot_contents.last_at END,
            keep = CASE WHEN excluded.keep > snapshot_contents.keep THEN excluded.keep ELSE snapshot_contents.keep END
        """);

    private static readonly RowStatement PutTime = new(
        "INSERT INTO snapshot_times (tenant, at, kind, id) VALUES ($1, $2, $3, $4) ON CONFLICT (tenant, at, kind, id) DO NOTHING");

    private static readonly RowStatement ForgetTimes = new(
        """
        DELETE FROM snapshot_times WHERE at < $1 AND NOT EXISTS (
            SELECT 1 FROM snapshot_contents c WHERE c.tenant = snapshot_times.tenant AND c.id = snapshot_times.id AND c.keep = 1)
        """);

    private static readonly RowStatement ForgetContents = new("DELETE FROM snapshot_contents WHERE keep = 0 AND last_at < $1");

    public Task KeepAsync(SnapshotTaken taken, CancellationToken cancellationToken)
    {
        var (owner, kind) = (taken.Owner.Value, taken.Kind.ToString());
        return Task.WhenAll(
            WriteAsync(PutContent, cancellationToken, owner, taken.Id.Value, kind, taken.Content.ToArray(), taken.At, taken.ForDecision ? 1L : 0L),
            WriteAsync(PutTime, cancellationToken, owner, taken.At, kind, taken.Id.Value));
    }

    public async Task<SnapshotContent?> FindAsync(TenantId tenant, SnapshotId id, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync(
            "SELECT kind, body FROM snapshot_contents WHERE tenant IN ($1, $2) AND id = $3 LIMIT 1",
            reader => new SnapshotContent(
                id, Enum.Parse<SnapshotKind>(reader.GetString(0)), Encoding.UTF8.GetString(reader.GetFieldValue<byte[]>(1))),
            cancellationToken, tenant.Value, TenantId.Platform.Value, id.Value).ConfigureAwait(false);
        return rows is [var row] ? row : null;
    }

    public async Task<Page<SnapshotRow>> ListAsync(
        TenantId tenant, SnapshotFilter filter, PageRequest page, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(page.Limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(page.Limit, PageRequest.LimitMax);
        var (at, key) = Cursor.Timed(page.After, 2, newestFirst: !page.Reversed);
        var (beyond, order) = page.Reversed ? (">", "") : ("<", " DESC");
        var rows = await database.QueryAsync(
            $"""
            SELECT id, kind, at FROM snapshot_times
            WHERE tenant IN ($1, $2) AND ($3 = '' OR kind = $3) AND at >= $4 AND at < $5 AND (at, kind, id) {beyond} ($6, $7, $8)
            ORDER BY at{order}, kind{order}, id{order} LIMIT $9
            """,
            Read, cancellationToken, tenant.Value, TenantId.Platform.Value, filter.Kind?.ToString() ?? string.Empty,
            (filter.From ?? DateTimeOffset.MinValue).UtcTicks, filter.To?.UtcTicks ?? long.MaxValue, at, key[0], key[1],
            page.Limit + 1).ConfigureAwait(false);
        var last = rows.Count > page.Limit ? rows[page.Limit - 1] : null;
        return new Page<SnapshotRow>(
            [.. rows.Take(page.Limit)], last is null ? null : page.Next(Cursor.Write(last.At, last.Kind.ToString(), last.Id.Value)));
    }

    // In this order: a content that a crash leaves behind is forgotten the next time.
    public async Task ForgetAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        await WriteAsync(ForgetTimes, cancellationToken, before).ConfigureAwait(false);
        await WriteAsync(ForgetContents, cancellationToken, before).ConfigureAwait(false);
    }

    private Task<int> WriteAsync(RowStatement statement, CancellationToken cancellationToken, params Cell[] cells) =>
        writer.WriteAsync(new RowWork(new RowChange(statement, cells), cancellationToken));

    private static SnapshotRow Read(DbDataReader reader) => new(
        SnapshotId.Parse(reader.GetString(0)), Enum.Parse<SnapshotKind>(reader.GetString(1)),
        new DateTimeOffset(reader.GetInt64(2), TimeSpan.Zero));
}
