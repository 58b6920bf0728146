using System.Data.Common;
using System.Globalization;
using Npgsql;

namespace Countersign.Silo.Backtests;

/// <summary>Results in the journal's PostgreSQL database, on connections of their own.</summary>
internal sealed class PostgresResults : BacktestResultStore
{
    // Any number that is nobody else's: one process makes the table, and one at a time writes.
    private const long Lock = 0x436F756E42616374;

    private const string Schema = """
        CREATE TABLE IF NOT EXISTS backtest_results (
            tenant TEXT COLLATE "C" NOT NULL, id TEXT COLLATE "C" NOT NULL, stored_at BIGINT NOT NULL, bytes BIGINT NOT NULL, body BYTEA NOT NULL,
            PRIMARY KEY (tenant, id))
        """;

    private readonly NpgsqlDataSource source;

    public PostgresResults(string connectionString, int lockWaitMs, BacktestOptions options, TimeProvider time)
        : base(options, time)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = "countersign-backtests",
            MaxPoolSize = 8,
            Timeout = Math.Max(1, lockWaitMs / 1_000),
            CommandTimeout = 60,
            Options = "-c lock_timeout=" + (10 * lockWaitMs).ToString(CultureInfo.InvariantCulture),
        };
        source = NpgsqlDataSource.Create(settings.ConnectionString);
    }

    public override void Dispose()
    {
        base.Dispose();
        source.Dispose();
    }

    protected override async ValueTask<DbConnection> ConnectAsync(CancellationToken cancellationToken) =>
        await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);

    protected override DbParameter CreateParameter(int number, object value) => new NpgsqlParameter { Value = value };

    protected override async ValueTask<DbTransaction> BeginWriteAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await ExecuteAsync(connection, FormattableString.Invariant($"SELECT pg_advisory_xact_lock({Lock})"), [], cancellationToken)
            .ConfigureAwait(false);
        return transaction;
    }

    protected override async Task MigrateAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        await using var transaction = await BeginWriteAsync(connection, cancellationToken).ConfigureAwait(false);
        await ExecuteAsync(connection, Schema, [], cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }
}
