using Countersign.Grains.Audit;
using SQLitePCL;

namespace Countersign.Silo.Audit;

/// <summary>Writes batches to the SQLite file: WAL, synchronous=FULL, one <c>BEGIN IMMEDIATE</c> transaction a batch.</summary>
internal sealed class SqliteWriteStore(string path, int lockWaitMs, SqliteCheckpoints checkpoints, StatementGate? gate = null) : IWriteStore
{
    private SqliteHandle? connection;

    public BatchFacts Begin(ReadOnlySpan<JournalWork> works)
    {
        var open = Open();
        open.Prepare("BEGIN IMMEDIATE").Run();
        var facts = new BatchFacts();
        ReadChain(open, facts);
        foreach (var work in works)
        {
            if (work is AppendWork append)
            {
                ReadStream(open, facts, append.Append);
            }
        }

        return facts;
    }

    public void Write(BatchPlan plan)
    {
        var open = Open();
        foreach (var (stream, head) in plan.NewStreams)
        {
            open.Prepare("INSERT INTO streams (id, tenant, name, version, hash) VALUES ($1, $2, $3, $4, $5)")
                .Bind(head.Id, stream.Tenant.Value, stream.Name, head.Version, head.Hash).Run();
        }

        foreach (var head in plan.ChangedStreams.Values)
        {
            open.Prepare("UPDATE streams SET version = $1, hash = $2 WHERE id = $3").Bind(head.Version, head.Hash, head.Id).Run();
        }

        foreach (var row in plan.Events)
        {
            open.Prepare(
                """
                INSERT INTO events (position, stream_id, version, type, body, command_id, starts_command, actor, recorded_at, previous_hash, hash)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
                """).Bind(
                row.Position, row.StreamId, row.Version, row.Type, row.Body, row.Command, row.StartsCommand ? 1 : 0, row.Actor, row.RecordedAt,
                row.PreviousHash, row.Hash).Run();
        }

        WriteRows(open, plan);
        WriteChains(open, plan);
    }

    public void Commit() => Open().Prepare("COMMIT").Run();

    public void Rollback()
    {
        if (connection is { InTransaction: true } open)
        {
            open.Prepare("ROLLBACK").Run();
        }
    }

    public void Drop()
    {
        connection?.Dispose();
        connection = null;
    }

    public bool? Holds(BatchPlan plan)
    {
        if (plan.Events is not [.., var last])
        {
            return null;
        }

        var query = Open().Prepare("SELECT hash FROM events WHERE position = $1").Bind(last.Position);
        var holds = query.Next() && query.Bytes(0).AsSpan().SequenceEqual(last.Hash);
        query.Reset();
        return holds;
    }

    public bool IsDataError(Exception exception) =>
        exception is SqliteFailure { Code: raw.SQLITE_CONSTRAINT or raw.SQLITE_MISMATCH or raw.SQLITE_TOOBIG or raw.SQLITE_RANGE };

    public void Probe()
    {
        var open = Open();
        open.Prepare("BEGIN IMMEDIATE").Run();
        open.Prepare("INSERT INTO probes (id, at) VALUES (1, 1) ON CONFLICT (id) DO UPDATE SET at = probes.at + 1").Run();
        open.Prepare("COMMIT").Run();
    }

    public void Tidy(bool idle)
    {
        if (connection is { } open)
        {
            checkpoints.Consider(open, idle);
        }
    }

    public void Dispose()
    {
        checkpoints.Dispose();
        Drop();
    }

    private static void ReadChain(SqliteHandle open, BatchFacts facts)
    {
        var query = open.Prepare("SELECT event_count, stream_count, hash FROM chains WHERE tenant = '*'");
        if (!query.Next())
        {
            throw new InvalidDataException("The journal's own chain is missing: the file is damaged.");
        }

        facts.Journal = new ChainHead(query.Integer(0), query.Bytes(2));
        facts.LastStreamId = query.Integer(1);
        query.Reset();
    }

    private static void ReadStream(SqliteHandle open, BatchFacts facts, JournalAppend append)
    {
        var (tenant, name) = append.Stream;
        if (!facts.Tenants.ContainsKey(tenant))
        {
            var chain = open.Prepare("SELECT event_count, hash, erasure FROM chains WHERE tenant = $1").Bind(tenant.Value);
            var begun = chain.Next();
            facts.Tenants.Add(tenant, begun ? new ChainHead(chain.Integer(0), chain.Bytes(1)) : ChainHead.Origin);
            if (begun && chain.Integer(2) != 0)
            {
                facts.Erased.Add(tenant);
            }

            chain.Reset();
        }

        if (!facts.Heads.TryGetValue(append.Stream, out var head))
        {
            var stream = open.Prepare("SELECT id, version, hash FROM streams WHERE tenant = $1 AND name = $2").Bind(tenant.Value, name);
            var exists = stream.Next();
            head = exists ? new StreamHead(stream.Integer(0), stream.Integer(1), stream.Bytes(2)) : default;
            stream.Reset();
            if (!exists)
            {
                return;
            }

            facts.Heads.Add(append.Stream, head);
        }

        var command = open.Prepare("SELECT 1 FROM events WHERE stream_id = $1 AND command_id = $2 AND starts_command = 1")
            .Bind(head.Id, append.Command.Value);
        if (command.Next())
        {
            facts.KnownCommands.Add((append.Stream, append.Command.Value));
        }

        command.Reset();
    }

    private static void WriteRows(SqliteHandle open, BatchPlan plan)
    {
        var counted = 0;
        for (var i = 0; i < plan.Rows.Count; i++)
        {
            open.Overwrites = plan.Rows[i].Statement.Overwrites;
            var changes = open.Prepare(plan.Rows[i].Statement.Sql).Bind(plan.Rows[i].Cells).Run();
            if (counted < plan.CountedRows.Count && plan.CountedRows[counted].Row == i)
            {
                plan.CountedRows[counted++].Work.Result = changes;
            }
        }
    }

    private static void WriteChains(SqliteHandle open, BatchPlan plan)
    {
        if (plan.Events.Count == 0)
        {
            return;
        }

        foreach (var (tenant, chain) in plan.Tenants)
        {
            WriteChain(open, tenant.Value, chain, 0);
        }

        WriteChain(open, "*", plan.Journal, plan.LastStreamId);
    }

    private static void WriteChain(SqliteHandle open, string tenant, ChainHead chain, long streams) => open.Prepare(
        """
        INSERT INTO chains (tenant, event_count, stream_count, hash) VALUES ($1, $2, $3, $4)
        ON CONFLICT (tenant) DO UPDATE
        SET event_count = excluded.event_count, stream_count = excluded.stream_count, hash = excluded.hash
        """).Bind(tenant, chain.Count, streams, chain.Hash).Run();

    private SqliteHandle Open() => connection ??= new SqliteHandle(path, lockWaitMs, gate);
}
