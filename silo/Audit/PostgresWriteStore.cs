using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;
using Npgsql;

namespace Countersign.Silo.Audit;

/// <summary>
/// Writes batches to PostgreSQL: two round trips and a commit a batch, however many appends it holds. The row of the whole journal's chain is
/// locked first, so the writers of several processes take turns, positions have no gap, and no two of them can deadlock.
/// </summary>
internal sealed class PostgresWriteStore(Func<NpgsqlConnection> connect, StatementGate? gate) : IWriteStore
{
    private NpgsqlConnection? connection;
    private NpgsqlTransaction? transaction;

    public BatchFacts Begin(ReadOnlySpan<JournalWork> works)
    {
        var appends = new List<JournalAppend>();
        foreach (var work in works)
        {
            if (work is AppendWork append)
            {
                appends.Add(append.Append);
            }
        }

        gate?.Invoke("BEGIN");
        connection ??= connect();
        transaction = connection.BeginTransaction();
        using var batch = NewBatch();
        Add(batch, "SELECT event_count, stream_count, hash FROM chains WHERE tenant = '*' FOR UPDATE");
        AddFactQueries(batch, appends);
        gate?.Invoke("read the facts");
        using var reader = batch.ExecuteReader();
        return ReadFacts(reader);
    }

    public void Write(BatchPlan plan)
    {
        using var batch = NewBatch();
        if (plan.Events.Count > 0)
        {
            AddStreams(batch, plan);
            AddEvents(batch, plan.Events);
            AddChains(batch, plan);
        }

        var firstRow = batch.BatchCommands.Count;
        foreach (var row in plan.Rows)
        {
            Add(batch, row);
        }

        gate?.Invoke("write");
        batch.ExecuteNonQuery();
        gate?.Invoke("written");
        foreach (var (row, work) in plan.CountedRows)
        {
            work.Result = (int)batch.BatchCommands[firstRow + row].Rows;
        }
    }

    public void Commit()
    {
        gate?.Invoke("COMMIT");
        transaction!.Commit();
        EndTransaction();
        gate?.Invoke("committed");
    }

    public void Rollback()
    {
        if (transaction is { } open)
        {
            open.Rollback();
            EndTransaction();
        }
    }

    public void Drop()
    {
        transaction = null;
        var dropped = connection;
        connection = null;
        dropped?.Dispose();
    }

    public bool? Holds(BatchPlan plan)
    {
        if (plan.Events is not [.., var last])
        {
            return null;
        }

        connection ??= connect();

        // The lock waits for a commit that the server is still working on.
        using var check = connection.BeginTransaction();
        using var batch = NewBatch();
        Add(batch, "SELECT 1 FROM chains WHERE tenant = '*' FOR UPDATE");
        Add(batch, "SELECT count(*) FROM events WHERE position = $1 AND hash = $2", last.Position, last.Hash);
        using var reader = batch.ExecuteReader();
        reader.NextResult();
        return reader.Read() && reader.GetInt64(0) == 1;
    }

    // Class 22 is bad data, 23 a constraint, 54 a limit: the connection is well, the values are not.
    public bool IsDataError(Exception exception) =>
        exception is PostgresException { SqlState: ['2', '2' or '3', ..] or ['5', '4', ..] };

    public void Probe()
    {
        gate?.Invoke("probe");
        connection ??= connect();
        using var command = connection.CreateCommand();
        command.CommandText = "INSERT INTO probes (id, at) VALUES (1, 1) ON CONFLICT (id) DO UPDATE SET at = probes.at + 1";
        command.ExecuteNonQuery();
    }

    public void Tidy(bool idle)
    {
        // PostgreSQL does its own housekeeping.
    }

    public void Dispose() => Drop();

    /// <summary>Adds a row's change to a batch.</summary>
    public static void Add(NpgsqlBatch batch, in RowChange row) =>
        Add(batch, row.Statement.Sql, [.. row.Cells.Select(c => Clean(c.ToParameter()))]);

    private static void AddFactQueries(NpgsqlBatch batch, List<JournalAppend> appends)
    {
        var tenants = appends.ConvertAll(a => a.Stream.Tenant.Value).ToArray();
        var names = appends.ConvertAll(a => a.Stream.Name).ToArray();
        var commands = appends.ConvertAll(a => a.Command.Value).ToArray();
        Add(batch, "SELECT tenant, event_count, hash, erasure FROM chains WHERE tenant = ANY ($1)", (object)tenants.Distinct().ToArray());
        Add(
            batch,
            """
            SELECT DISTINCT s.tenant, s.name, s.id, s.version, s.hash
            FROM unnest($1, $2) AS asked (tenant, name) JOIN streams s ON s.tenant = asked.tenant AND s.name = asked.name
            """,
            tenants, names);
        Add(
            batch,
            """
            SELECT s.tenant, s.name, e.command_id
            FROM unnest($1, $2, $3) AS asked (tenant, name, command_id)
            JOIN streams s ON s.tenant = asked.tenant AND s.name = asked.name
            JOIN events e ON e.stream_id = s.id AND e.command_id = asked.command_id AND e.starts_command = 1
            """,
            tenants, names, commands);
    }

    private static BatchFacts ReadFacts(NpgsqlDataReader reader)
    {
        if (!reader.Read())
        {
            throw new InvalidDataException("The journal's own chain is missing: the database is damaged.");
        }

        var facts = new BatchFacts
        {
            Journal = new ChainHead(reader.GetInt64(0), reader.GetFieldValue<byte[]>(2)),
            LastStreamId = reader.GetInt64(1),
        };
        reader.NextResult();
        while (reader.Read())
        {
            var tenant = TenantId.Parse(reader.GetString(0));
            facts.Tenants[tenant] = new ChainHead(reader.GetInt64(1), reader.GetFieldValue<byte[]>(2));
            if (reader.GetInt64(3) != 0)
            {
                facts.Erased.Add(tenant);
            }
        }

        reader.NextResult();
        while (reader.Read())
        {
            facts.Heads[Stream(reader)] = new StreamHead(reader.GetInt64(2), reader.GetInt64(3), reader.GetFieldValue<byte[]>(4));
        }

        reader.NextResult();
        while (reader.Read())
        {
            facts.KnownCommands.Add((Stream(reader), reader.GetString(2)));
        }

        return facts;
    }

    private static JournalStream Stream(NpgsqlDataReader reader) => new(TenantId.Parse(reader.GetString(0)), reader.GetString(1));

    private static void AddStreams(NpgsqlBatch batch, BatchPlan plan)
    {
        if (plan.NewStreams.Count > 0)
        {
            Add(
                batch,
                "INSERT INTO streams (id, tenant, name, version, hash) SELECT * FROM unnest($1, $2, $3, $4, $5)",
                plan.NewStreams.Values.Select(h => h.Id).ToArray(), plan.NewStreams.Keys.Select(s => s.Tenant.Value).ToArray(),
                plan.NewStreams.Keys.Select(s => s.Name).ToArray(), plan.NewStreams.Values.Select(h => h.Version).ToArray(),
                plan.NewStreams.Values.Select(h => h.Hash).ToArray());
        }

        if (plan.ChangedStreams.Count > 0)
        {
            Add(
                batch,
                """
                UPDATE streams s SET version = new.version, hash = new.hash
                FROM unnest($1, $2, $3) AS new (id, version, hash) WHERE s.id = new.id
                """,
                plan.ChangedStreams.Values.Select(h => h.Id).ToArray(), plan.ChangedStreams.Values.Select(h => h.Version).ToArray(),
                plan.ChangedStreams.Values.Select(h => h.Hash).ToArray());
        }
    }

    private static void AddEvents(NpgsqlBatch batch, List<EventRow> events) => Add(
        batch,
        """
        INSERT INTO events (position, stream_id, version, type, body, command_id, starts_command, actor, recorded_at, previous_hash, hash)
        SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        """,
        events.Select(e => e.Position).ToArray(), events.Select(e => e.StreamId).ToArray(), events.Select(e => e.Version).ToArray(),
        events.Select(e => e.Type).ToArray(), events.Select(e => e.Body).ToArray(), events.Select(e => e.Command).ToArray(),
        events.Select(e => e.StartsCommand ? 1L : 0L).ToArray(), events.Select(e => e.Actor).ToArray(),
        events.Select(e => e.RecordedAt).ToArray(), events.Select(e => e.PreviousHash).ToArray(), events.Select(e => e.Hash).ToArray());

    private static void AddChains(NpgsqlBatch batch, BatchPlan plan)
    {
        var names = plan.Tenants.Keys.Select(t => t.Value).Append("*").ToArray();
        var heads = plan.Tenants.Values.Append(plan.Journal).ToArray();
        Add(
            batch,
            """
            INSERT INTO chains (tenant, event_count, stream_count, hash)
            SELECT tenant, event_count, CASE WHEN tenant = '*' THEN $4 ELSE 0 END, hash FROM unnest($1, $2, $3) AS new (tenant, event_count, hash)
            ON CONFLICT (tenant) DO UPDATE
            SET event_count = excluded.event_count, stream_count = excluded.stream_count, hash = excluded.hash
            """,
            names, heads.Select(h => h.Count).ToArray(), heads.Select(h => h.Hash).ToArray(), plan.LastStreamId);
    }

    private NpgsqlBatch NewBatch() => new(connection, transaction);

    private void EndTransaction()
    {
        transaction?.Dispose();
        transaction = null;
    }

    // PostgreSQL's text has no NUL character; a name that holds one is stored without it in the lists, and whole in its event.
    private static object Clean(object value) => value is string text && text.Contains('\0', StringComparison.Ordinal)
        ? text.Replace("\0", string.Empty, StringComparison.Ordinal)
        : value;

    private static void Add(NpgsqlBatch batch, string sql, params object[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        batch.BatchCommands.Add(command);
    }
}
