using System.Collections.Immutable;
using System.Globalization;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;
using Countersign.Grains.Tenants;
using Countersign.Silo.Audit.ReadModels;
using Orleans.Runtime;

namespace Countersign.Silo.Audit;

/// <summary>
/// Takes a tenant's content out of the journal's database. Of an event stay its place, type, time and hash: every chain, the tenant's and the
/// journal's, holds as before, and nobody can read what was in it. Rows of lists, states and messages are deleted. It works in small parts
/// through the journal's writer, so that others are written in between, and can begin again after a crash.
/// </summary>
internal sealed class TenantErasing(JournalDatabase database, JournalWriter writer)
{
    /// <summary>Holds for an event, <c>e</c>, that has its content. A body is JSON and never empty while it is there.</summary>
    public const string Readable = "length(e.body) > 0";

    private const int PartSize = 500;

    private const int Begun = 1;
    private const int Done = 2;

    /// <summary>Each table that names a tenant in its rows, but for the chains and streams, which say nothing but names and hashes.</summary>
    internal static readonly ImmutableArray<string> Tables =
    [
        "snapshots", "accounts", "strategies", "trade_ideas", "orders", "executions", "positions", "decisions", "logins", "ledger_entries", "controls",
        "trades", "equity_points", "news", "snapshot_contents", "snapshot_times", "backtests", "webhook_cursors", "webhook_deliveries",
        "webhook_failures",
    ];

    private static readonly ImmutableArray<string> GrainTables = ["grain_states", "reminders"];

    private static readonly RowStatement Mark = new("UPDATE chains SET erasure = $2 WHERE tenant = $1");

    private static readonly RowStatement Blank = new(
        """
        UPDATE events SET body = $4, actor = '', command_id = '', starts_command = 0
        WHERE position >= $2 AND position <= $3 AND length(body) > 0 AND type NOT IN ($5, $6)
        AND stream_id IN (SELECT id FROM streams WHERE tenant = $1)
        """,
        Overwrites: true);

    /// <summary>The stored name of the event that says so.</summary>
    public static string BegunType { get; } = EventTypes.All.Single(t => t.Value == typeof(TenantErasureBegun)).Key;

    private static readonly string DoneType = EventTypes.All.Single(t => t.Value == typeof(TenantErased)).Key;

    private readonly ImmutableArray<RowStatement> deletes =
    [
        .. Tables.Select(table => new RowStatement(
            $"DELETE FROM {table} WHERE {database.RowPlace} IN (SELECT {database.RowPlace} FROM {table} WHERE tenant = $1 LIMIT {PartSize.ToString(CultureInfo.InvariantCulture)})",
            Overwrites: true)),
    ];

    /// <summary>The stream in which the erasure itself is recorded: the only one of the tenant that is still written.</summary>
    public static string Record(TenantId tenant) => $"tenant/{tenant}";

    /// <summary>Marks the tenant in the transaction of the event, so that no append comes after it.</summary>
    public static void Project(in PlacedEvent placed, List<RowChange> rows) =>
        rows.Add(new RowChange(Mark, [placed.Tenant, placed.Event is TenantErased ? Done : Begun]));

    /// <summary>The tenants that are erased, and whether that is recorded as done.</summary>
    public async Task<IReadOnlyList<(TenantId Tenant, bool IsDone)>> ListAsync(CancellationToken cancellationToken) => await database.QueryAsync(
        "SELECT tenant, erasure FROM chains WHERE erasure <> 0 ORDER BY tenant",
        r => (TenantId.Parse(r.GetString(0)), r.GetInt64(1) == Done), cancellationToken).ConfigureAwait(false);

    /// <summary>Erases what there is of a tenant; a second time finds nothing.</summary>
    public async Task<ErasedCounts> EraseAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        var rows = 0L;
        foreach (var delete in deletes)
        {
            int deleted;
            do
            {
                deleted = await WriteAsync(delete, cancellationToken, tenant.Value).ConfigureAwait(false);
                rows += deleted;
            }
            while (deleted > 0);
        }

        foreach (var table in GrainTables)
        {
            rows += await EraseGrainsAsync(table, tenant, cancellationToken).ConfigureAwait(false);
        }

        return new ErasedCounts(await BlankAsync(tenant, cancellationToken).ConfigureAwait(false), rows);
    }

    private async Task<long> EraseGrainsAsync(string table, TenantId tenant, CancellationToken cancellationToken)
    {
        var delete = new RowStatement($"DELETE FROM {table} WHERE grain = $1", Overwrites: true);
        var grains = await database.QueryAsync(
            $"SELECT DISTINCT grain FROM {table} WHERE grain LIKE $1", r => r.GetString(0), cancellationToken, $"%/{tenant}%").ConfigureAwait(false);
        var rows = 0L;
        foreach (var grain in grains.Where(g => GrainId.TryParse(g, null, out var id) && GrainKeys.TenantOf(id.Key.ToString()!) == tenant))
        {
            rows += await WriteAsync(delete, cancellationToken, grain).ConfigureAwait(false);
        }

        return rows;
    }

    private async Task<long> BlankAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        var events = 0L;
        var after = 0L;
        while (true)
        {
            var part = await database.QueryAsync(
                """
                SELECT e.position FROM events e JOIN streams s ON s.id = e.stream_id WHERE s.tenant = $1 AND e.position > $2 ORDER BY e.position LIMIT $3
                """,
                r => r.GetInt64(0), cancellationToken, tenant.Value, after, PartSize).ConfigureAwait(false);
            if (part.Count == 0)
            {
                return events;
            }

            after = part[^1];
            events += await WriteAsync(Blank, cancellationToken, tenant.Value, part[0], after, Array.Empty<byte>(), BegunType, DoneType).ConfigureAwait(false);
        }
    }

    private Task<int> WriteAsync(RowStatement statement, CancellationToken cancellationToken, params Cell[] cells) =>
        writer.WriteAsync(new RowWork(new RowChange(statement, cells), cancellationToken));
}

/// <param name="Events">Events whose content was erased.</param>
/// <param name="Rows">Rows that were deleted.</param>
internal readonly record struct ErasedCounts(long Events, long Rows);
