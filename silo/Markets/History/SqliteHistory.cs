using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Countersign.Silo.Markets.History;

/// <summary>Market history in an SQLite file of its own: an import takes no turn from the journal's writer, and a backup of the journal stays small.</summary>
internal sealed class SqliteHistory : HistoryDatabase
{
    private readonly string path;
    private readonly string connectionString;

    public SqliteHistory(string path, int lockWaitMs)
    {
        this.path = Path.GetFullPath(path);
        SQLitePCL.Batteries_V2.Init();
        connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = this.path,
            Mode = SqliteOpenMode.ReadWriteCreate,
            Pooling = true,
            DefaultTimeout = Math.Max(1, lockWaitMs / 1_000),
        }.ToString();
    }

    public override void Migrate()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var connection = new SqliteConnection(connectionString);
        connection.Open();
        Run(connection, "PRAGMA journal_mode = WAL");
        using var transaction = connection.BeginTransaction(deferred: false);
        Run(connection, "CREATE TABLE IF NOT EXISTS history_schema (version INTEGER NOT NULL PRIMARY KEY)");
        var found = (long)Run(connection, "SELECT coalesce(max(version), 0) FROM history_schema")!;
        if (found > HistorySchema.Newest)
        {
            throw new InvalidOperationException(HistorySchema.TooNew(found));
        }

        for (var version = (int)found + 1; version <= HistorySchema.Newest; version++)
        {
            Run(connection, HistorySchema.ForSqlite(HistorySchema.Steps[version - 1]));
            Run(connection, FormattableString.Invariant($"INSERT INTO history_schema (version) VALUES ({version})"));
        }

        transaction.Commit();
    }

    public override void Dispose()
    {
        using var pool = new SqliteConnection(connectionString);
        SqliteConnection.ClearPool(pool);
    }

    protected override async ValueTask<DbConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(connectionString);
        await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
        return connection;
    }

    protected override DbParameter CreateParameter(int number, object value) =>
        new SqliteParameter(string.Create(CultureInfo.InvariantCulture, $"${number}"), value);

    protected override ValueTask<DbTransaction> BeginWriteAsync(DbConnection connection, CancellationToken cancellationToken) =>
        new(((SqliteConnection)connection).BeginTransaction(deferred: false));

    protected override ValueTask PrepareAsync(IReadOnlyList<long> starts, CancellationToken cancellationToken) => default;

    protected override async Task PutAsync(
        DbConnection connection, long series, IReadOnlyList<StoredChunk> chunks, CancellationToken cancellationToken)
    {
        foreach (var chunk in chunks)
        {
            await ExecuteAsync(
                connection, "INSERT OR REPLACE INTO history_chunks (series, start, row_count, first, last, body) VALUES ($1, $2, $3, $4, $5, $6)",
                [series, chunk.Start, (long)chunk.Rows, chunk.First, chunk.Last, chunk.Body], cancellationToken).ConfigureAwait(false);
        }
    }

    private static object? Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
