using System.Data.Common;
using Orleans;
using Orleans.Runtime;

namespace Countersign.Silo.Audit.Settings;

/// <summary>Reminders in the journal's database: they outlive the process.</summary>
internal sealed class ReminderStore(JournalDatabase database, JournalWriter writer, string service) : IReminderTable
{
    private const string Columns = "grain, name, start_at, period, etag";

    private static readonly RowStatement Put = new(
        """
        INSERT INTO reminders (service, grain, name, grain_hash, start_at, period, etag) VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (service, grain, name) DO UPDATE
        SET start_at = excluded.start_at, period = excluded.period, etag = excluded.etag
        """);

    private static readonly RowStatement Delete = new(
        "DELETE FROM reminders WHERE service = $1 AND grain = $2 AND name = $3 AND etag = $4");

    private static readonly RowStatement DeleteAll = new("DELETE FROM reminders WHERE service = $1");

    public async Task<ReminderTableData> ReadRows(GrainId grainId) => new(await database.QueryAsync(
        $"SELECT {Columns} FROM reminders WHERE service = $1 AND grain = $2 ORDER BY name", Read, CancellationToken.None, service,
        grainId.ToString()).ConfigureAwait(false));

    public async Task<ReminderTableData> ReadRows(uint begin, uint end)
    {
        var within = begin < end ? "grain_hash > $2 AND grain_hash <= $3" : "(grain_hash > $2 OR grain_hash <= $3)";
        return new(await database.QueryAsync(
            $"SELECT {Columns} FROM reminders WHERE service = $1 AND {within} ORDER BY grain, name", Read, CancellationToken.None, service,
            (long)begin, (long)end).ConfigureAwait(false));
    }

    public async Task<ReminderEntry?> ReadRow(GrainId grainId, string reminderName)
    {
        var rows = await database.QueryAsync(
            $"SELECT {Columns} FROM reminders WHERE service = $1 AND grain = $2 AND name = $3", Read, CancellationToken.None, service,
            grainId.ToString(), reminderName).ConfigureAwait(false);
        return rows is [var row] ? row : null;
    }

    public async Task<string?> UpsertRow(ReminderEntry entry)
    {
        var etag = Guid.NewGuid().ToString("n");
        await WriteAsync(new RowChange(
            Put,
            [
                service, entry.GrainId.ToString(), entry.ReminderName, (long)entry.GrainId.GetUniformHashCode(), entry.StartAt.Ticks,
                entry.Period.Ticks, etag,
            ])).ConfigureAwait(false);
        return etag;
    }

    public async Task<bool> RemoveRow(GrainId grainId, string reminderName, string eTag) =>
        await WriteAsync(new RowChange(Delete, [service, grainId.ToString(), reminderName, eTag])).ConfigureAwait(false) == 1;

    public Task TestOnlyClearTable() => WriteAsync(new RowChange(DeleteAll, [service]));

    private static ReminderEntry Read(DbDataReader reader) => new()
    {
        GrainId = GrainId.Parse(reader.GetString(0)),
        ReminderName = reader.GetString(1),
        StartAt = new DateTime(reader.GetInt64(2), DateTimeKind.Utc),
        Period = new TimeSpan(reader.GetInt64(3)),
        ETag = reader.GetString(4),
    };

    private Task<int> WriteAsync(RowChange change) => writer.WriteAsync(new RowWork(change, CancellationToken.None));
}
