using System.Data;
using System.Data.Common;
using Countersign.Silo.Audit.ReadModels;
using Npgsql;

namespace Countersign.Silo.Audit;

/// <summary>A journal in a PostgreSQL database, which several processes may share.</summary>
internal sealed class PostgresDatabase : JournalDatabase
{
    // Any number that is nobody else's: it keeps processes that start together from migrating together.
    private const long MigrationLock = 0x436F756E74657273;

    private readonly NpgsqlDataSource readers;
    private readonly NpgsqlDataSource writers;

    public PostgresDatabase(JournalOptions options)
        : base(options.ReadersMax)
    {
        var settings = new NpgsqlConnectionStringBuilder(options.PostgresConnection)
        {
            MaxAutoPrepare = 64,
            AutoPrepareMinUsages = 2,
            ApplicationName = "countersign-journal",
            MaxPoolSize = options.ReadersMax,
            Timeout = Math.Max(1, options.LockWaitMs / 1_000),
            CommandTimeout = 30,
        };
        readers = NpgsqlDataSource.Create(settings.ConnectionString);
        settings.Pooling = false;
        settings.Options = "-c synchronous_commit=on -c lock_timeout=" + options.LockWaitMs.ToString(System.Globalization.CultureInfo.InvariantCulture);
        writers = NpgsqlDataSource.Create(settings.ConnectionString);
    }

    public override string RowPlace => "ctid";

    public override void Migrate()
    {
        using var connection = writers.OpenConnection();
        using var transaction = connection.BeginTransaction();
        Execute(connection, FormattableString.Invariant($"SET LOCAL lock_timeout = {MigrationWaitMs}"));
        Execute(connection, FormattableString.Invariant($"SELECT pg_advisory_xact_lock({MigrationLock})"));
        Execute(connection, "CREATE TABLE IF NOT EXISTS journal_schema (version BIGINT NOT NULL PRIMARY KEY)");
        var found = (long)Execute(connection, "SELECT coalesce(max(version), 0) FROM journal_schema")!;
        if (found > Migrations.Newest)
        {
            throw new InvalidOperationException(Migrations.TooNew(found));
        }

        for (var version = (int)found + 1; version <= Migrations.Newest; version++)
        {
            Execute(connection, Migrations.ForPostgres(Migrations.Steps[version - 1]));
            Execute(connection, FormattableString.Invariant($"INSERT INTO journal_schema (version) VALUES ({version})"));
        }

        if (found < Migrations.ListsSince)
        {
            ListRebuild.Run(
                sql => Execute(connection, sql), (after, countMax) => ReadEvents(connection, after, countMax), rows => Write(connection, rows));
        }

        transaction.Commit();
    }

    public override IWriteStore CreateWriteStore(StatementGate? gate) => new PostgresWriteStore(writers.OpenConnection, gate);

    public override void Dispose()
    {
        base.Dispose();
        readers.Dispose();
        writers.Dispose();
    }

    protected override async ValueTask<DbConnection> ConnectAsync(CancellationToken cancellationToken) =>
        await readers.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);

    protected override DbTransaction BeginSnapshot(DbConnection connection) => connection.BeginTransaction(IsolationLevel.RepeatableRead);

    protected override DbParameter CreateParameter(int number, object value) => new NpgsqlParameter { Value = value };

    private static List<RecordedEvent> ReadEvents(NpgsqlConnection connection, long after, int countMax)
    {
        using var command = connection.CreateCommand();
        command.CommandText = ListRebuild.Select;
        command.Parameters.Add(new NpgsqlParameter { Value = after });
        command.Parameters.Add(new NpgsqlParameter { Value = (long)countMax });
        using var reader = command.ExecuteReader();
        var events = new List<RecordedEvent>();
        while (reader.Read())
        {
            events.Add(new RecordedEvent(
                reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetInt64(3), reader.GetString(4),
                reader.GetFieldValue<byte[]>(5), reader.GetString(6)));
        }

        return events;
    }

    private static void Write(NpgsqlConnection connection, List<RowChange> rows)
    {
        using var batch = connection.CreateBatch();
        foreach (var row in rows)
        {
            PostgresWriteStore.Add(batch, row);
        }

        batch.ExecuteNonQuery();
    }

    private static object? Execute(NpgsqlConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = MigrationWaitMs / 1_000;
        return command.ExecuteScalar();
    }
}
