using System.Collections.Immutable;
using System.Data.Common;
using Countersign.Domain.Audit;
using Countersign.Grains.Audit;
using Countersign.Silo.Audit.ReadModels;

namespace Countersign.Silo.Audit;

/// <summary>The journal over either database: serialises and projects on the caller's thread, writes through the process's one writer.</summary>
internal sealed class JournalStore(JournalDatabase database, JournalWriter writer) : IJournal
{
    private const int EventsMax = 100;
    private const int ReadMax = 1_000;
    private const int StreamNameMax = 128;

    private const string Columns = "e.version, e.type, e.body, e.command_id, e.actor, e.recorded_at, e.hash";

    // Losing the race to a newer snapshot is no loss.
    private static readonly RowStatement PutSnapshot = new(
        """
        INSERT INTO snapshots (tenant, stream, version, schema, state) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (tenant, stream) DO UPDATE
        SET version = excluded.version, schema = excluded.schema, state = excluded.state
        WHERE excluded.version >= snapshots.version
        """);

    public async ValueTask<AppendResult> AppendAsync(JournalAppend append, CancellationToken cancellationToken)
    {
        Check(append);
        cancellationToken.ThrowIfCancellationRequested();
        var stored = new StoredEvent[append.Events.Length];
        var rows = new List<RowChange>();
        for (var i = 0; i < stored.Length; i++)
        {
            var e = append.Events[i];
            stored[i] = new StoredEvent(EventTypes.NameOf(e), EventTypes.Serialize(e));
            Projections.Project(new PlacedEvent(append.Stream, append.ExpectedVersion + i + 1, e, append.Actor), rows);
        }

        var answer = await writer.WriteAsync(new AppendWork(append, stored, rows, cancellationToken)).ConfigureAwait(false);
        return answer.Kind switch
        {
            AppendWork.AnswerKind.Appended => new AppendResult.Appended(answer.Version),
            AppendWork.AnswerKind.VersionConflict => new AppendResult.VersionConflict(answer.Version),
            AppendWork.AnswerKind.Erased => throw new TenantErasedException(append.Stream.Tenant),
            _ => new AppendResult.DuplicateCommand(
                await FindCommandAsync(append.Stream, append.Command, cancellationToken).ConfigureAwait(false)),
        };
    }

    public async ValueTask<ImmutableArray<JournaledEvent>> ReadAsync(
        JournalStream stream, long afterVersion, int countMax, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(afterVersion);
        ArgumentOutOfRangeException.ThrowIfLessThan(countMax, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(countMax, ReadMax);
        var rows = await database.QueryAsync(
            $"""
            SELECT {Columns} FROM streams s JOIN events e ON e.stream_id = s.id
            WHERE s.tenant = $1 AND s.name = $2 AND e.version > $3 AND {TenantErasing.Readable} ORDER BY e.version LIMIT $4
            """,
            reader => ReadEvent(stream, reader), cancellationToken, stream.Tenant.Value, stream.Name, afterVersion, countMax).ConfigureAwait(false);
        return [.. rows];
    }

    public async ValueTask<ImmutableArray<JournaledEvent>> FindCommandAsync(
        JournalStream stream, CommandId command, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync(
            $"""
            SELECT {Columns}
            FROM streams s
            JOIN events f ON f.stream_id = s.id AND f.command_id = $3 AND f.starts_command = 1
            JOIN events e ON e.stream_id = s.id AND e.version >= f.version AND e.version < f.version + $4 AND e.command_id = $3
            WHERE s.tenant = $1 AND s.name = $2 AND {TenantErasing.Readable} ORDER BY e.version
            """,
            reader => ReadEvent(stream, reader), cancellationToken, stream.Tenant.Value, stream.Name, command.Value, EventsMax).ConfigureAwait(false);
        return [.. rows];
    }

    public async ValueTask<JournaledSnapshot?> ReadSnapshotAsync(JournalStream stream, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync(
            "SELECT version, schema, state FROM snapshots WHERE tenant = $1 AND stream = $2",
            reader => new JournaledSnapshot(reader.GetInt64(0), reader.GetString(1), reader.GetFieldValue<byte[]>(2)),
            cancellationToken, stream.Tenant.Value, stream.Name).ConfigureAwait(false);
        return rows is [var snapshot] ? snapshot : null;
    }

    public async ValueTask WriteSnapshotAsync(JournalStream stream, JournaledSnapshot snapshot, CancellationToken cancellationToken)
    {
        var change = new RowChange(
            PutSnapshot, [stream.Tenant.Value, stream.Name, snapshot.Version, snapshot.Schema, snapshot.State.ToArray()]);
        await writer.WriteAsync(new RowWork(change, cancellationToken)).ConfigureAwait(false);
    }

    private static void Check(JournalAppend append)
    {
        ArgumentNullException.ThrowIfNull(append);
        if (append.Events.IsDefaultOrEmpty || append.Events.Length > EventsMax)
        {
            throw new ArgumentException($"A command appends 1 to {EventsMax} events.", nameof(append));
        }

        if (append.Stream.Tenant.Value.Length == 0 || append.Stream.Name is not { Length: > 0 and <= StreamNameMax })
        {
            throw new ArgumentException($"A stream has a tenant, and a name of 1 to {StreamNameMax} characters.", nameof(append));
        }

        if (append.Command.Value.Length == 0 || append.Actor.Value.Length == 0)
        {
            throw new ArgumentException("An append names its command and its actor.", nameof(append));
        }

        ArgumentOutOfRangeException.ThrowIfNegative(append.ExpectedVersion);
    }

    private static JournaledEvent ReadEvent(JournalStream stream, DbDataReader reader)
    {
        var type = reader.GetString(1);
        return new JournaledEvent(
            stream, reader.GetInt64(0), type, EventTypes.Deserialize(type, reader.GetFieldValue<byte[]>(2)), CommandId.Parse(reader.GetString(3)),
            Actor.Parse(reader.GetString(4)), new DateTimeOffset(reader.GetInt64(5), TimeSpan.Zero),
            Convert.ToHexStringLower(reader.GetFieldValue<byte[]>(6)));
    }
}
