using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Countersign.Silo.Backtests;

/// <summary>Results in an SQLite file beside the journal's. What is deleted gives its room back to the disk.</summary>
internal sealed class SqliteResults : BacktestResultStore
{
    private const string Schema = """
        CREATE TABLE IF NOT EXISTS backtest_results (
            tenant TEXT NOT NULL, id TEXT NOT NULL, stored_at INTEGER NOT NULL, bytes INTEGER NOT NULL, body BLOB NOT NULL,
            PRIMARY KEY (tenant, id))
        """;

    private readonly string connectionString;

    public SqliteResults(string path, int lockWaitMs, BacktestOptions options, TimeProvider time)
        : base(options, time)
    {
        SQLitePCL.Batteries_V2.Init();
        connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = Path.GetFullPath(path),
            Mode = SqliteOpenMode.ReadWriteCreate,
            Pooling = true,
            DefaultTimeout = Math.Max(1, lockWaitMs / 1_000),
        }.ToString();
    }

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
        // What is deleted is overwritten: an erased tenant's results must not stand in free pages.
        await ExecuteAsync(connection, "PRAGMA secure_delete = ON", [], cancellationToken).ConfigureAwait(false);
        return connection;
    }

    protected override DbParameter CreateParameter(int number, object value) =>
        new SqliteParameter(string.Create(CultureInfo.InvariantCulture, $"${number}"), value);

    protected override ValueTask<DbTransaction> BeginWriteAsync(DbConnection connection, CancellationToken cancellationToken) =>
        new(((SqliteConnection)connection).BeginTransaction(deferred: false));

    protected override async Task MigrateAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        // Before the first table, or it has no effect.
        await ExecuteAsync(connection, "PRAGMA auto_vacuum = FULL", [], cancellationToken).ConfigureAwait(false);
        await ExecuteAsync(connection, Schema, [], cancellationToken).ConfigureAwait(false);
    }
}
