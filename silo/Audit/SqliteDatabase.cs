using System.Data.Common;
using Countersign.Silo.Audit.ReadModels;
using Microsoft.Data.Sqlite;

namespace Countersign.Silo.Audit;

/// <summary>A journal in one SQLite file.</summary>
internal sealed class SqliteDatabase : JournalDatabase
{
    private readonly string path;
    private readonly int lockWaitMs;
    private readonly string connectionString;

    public SqliteDatabase(JournalOptions options)
        : base(options.ReadersMax)
    {
        path = Path.GetFullPath(options.SqlitePath);
        lockWaitMs = options.LockWaitMs;
        SQLitePCL.Batteries_V2.Init();
        connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadWrite,
            Pooling = true,
            DefaultTimeout = Math.Max(1, lockWaitMs / 1_000),
        }.ToString();
    }

    public override string RowPlace => "rowid";

    public override void Migrate()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var connection = new SqliteHandle(path, MigrationWaitMs);
        connection.Execute("BEGIN IMMEDIATE");
        connection.Execute("CREATE TABLE IF NOT EXISTS journal_schema (version INTEGER NOT NULL PRIMARY KEY)");
        var query = connection.Prepare("SELECT coalesce(max(version), 0) FROM journal_schema");
        query.Next();
        var found = query.Integer(0);
        query.Reset();
        if (found > Migrations.Newest)
        {
            throw new InvalidOperationException(Migrations.TooNew(found));
        }

        for (var version = (int)found + 1; version <= Migrations.Newest; version++)
        {
            connection.Execute(Migrations.ForSqlite(Migrations.Steps[version - 1]));
            connection.Prepare("INSERT INTO journal_schema (version) VALUES ($1)").Bind(version).Run();
        }

        if (found < Migrations.ListsSince)
        {
            ListRebuild.Run(sql => connection.Execute(sql), (after, countMax) => ReadEvents(connection, after, countMax), rows =>
            {
                foreach (var row in rows)
                {
                    connection.Prepare(row.Statement.Sql).Bind(row.Cells).Run();
                }
            });
        }

        connection.Execute("COMMIT");
    }

    public override IWriteStore CreateWriteStore(StatementGate? gate) =>
        new SqliteWriteStore(path, lockWaitMs, new SqliteCheckpoints(() => new SqliteHandle(path, lockWaitMs), () => SqliteFileFlush.Flush(path)), gate);

    public override void Dispose()
    {
        base.Dispose();
        using var pool = new SqliteConnection(connectionString);
        SqliteConnection.ClearPool(pool);
    }

    protected override async ValueTask<DbConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(connectionString);
        await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
        return connection;
    }

    // Deferred: a reader must not take the writer's lock.
    protected override DbTransaction BeginSnapshot(DbConnection connection) => ((SqliteConnection)connection).BeginTransaction(deferred: true);

    protected override DbParameter CreateParameter(int number, object value) => new SqliteParameter(
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"${number}"), value);

    private static List<RecordedEvent> ReadEvents(SqliteHandle connection, long after, int countMax)
    {
        var query = connection.Prepare(ListRebuild.Select).Bind(after, countMax);
        var events = new List<RecordedEvent>();
        while (query.Next())
        {
            events.Add(new RecordedEvent(
                query.Integer(0), query.Text(1), query.Text(2), query.Integer(3), query.Text(4), query.Bytes(5), query.Text(6)));
        }

        query.Reset();
        return events;
    }
}
