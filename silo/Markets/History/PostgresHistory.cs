using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using Npgsql;
using NpgsqlTypes;

namespace Countersign.Silo.Markets.History;

/// <summary>Market history in PostgreSQL: a table partitioned by year, loaded with COPY.</summary>
internal sealed class PostgresHistory : HistoryDatabase
{
    // Any numbers that are nobody else's: one migrates or makes a partition at a time, and one writes.
    private const long SchemaLock = 0x436F756E48697374;
    private const long WriteLock = 0x436F756E48697375;

    private readonly NpgsqlDataSource source;
    private readonly ConcurrentDictionary<int, bool> years = new();

    public PostgresHistory(string connectionString, int lockWaitMs)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = "countersign-history",
            MaxPoolSize = 8,
            Timeout = Math.Max(1, lockWaitMs / 1_000),
            CommandTimeout = 60,
            Options = "-c lock_timeout=" + (10 * lockWaitMs).ToString(CultureInfo.InvariantCulture),
        };
        source = NpgsqlDataSource.Create(settings.ConnectionString);
    }

    public override void Migrate()
    {
        using var connection = source.OpenConnection();
        using var transaction = connection.BeginTransaction();
        Run(connection, FormattableString.Invariant($"SELECT pg_advisory_xact_lock({SchemaLock})"));
        Run(connection, "CREATE TABLE IF NOT EXISTS history_schema (version BIGINT NOT NULL PRIMARY KEY)");
        var found = (long)Run(connection, "SELECT coalesce(max(version), 0) FROM history_schema")!;
        if (found > HistorySchema.Newest)
        {
            throw new InvalidOperationException(HistorySchema.TooNew(found));
        }

        for (var version = (int)found + 1; version <= HistorySchema.Newest; version++)
        {
            Run(connection, HistorySchema.ForPostgres(HistorySchema.Steps[version - 1]));
            Run(connection, FormattableString.Invariant($"INSERT INTO history_schema (version) VALUES ({version})"));
        }

        transaction.Commit();
    }

    public override void Dispose() => source.Dispose();

    protected override async ValueTask<DbConnection> ConnectAsync(CancellationToken cancellationToken) =>
        await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);

    protected override DbParameter CreateParameter(int number, object value) => new NpgsqlParameter { Value = value };

    protected override async ValueTask<DbTransaction> BeginWriteAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await ExecuteAsync(connection, FormattableString.Invariant($"SELECT pg_advisory_xact_lock({WriteLock})"), [], cancellationToken)
            .ConfigureAwait(false);
        return transaction;
    }

    protected override async ValueTask PrepareAsync(IReadOnlyList<long> starts, CancellationToken cancellationToken)
    {
        foreach (var year in starts.Select(s => new DateTime(s, DateTimeKind.Utc).Year).Distinct().Where(y => !years.ContainsKey(y)))
        {
            await using var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            await ExecuteAsync(connection, FormattableString.Invariant($"SELECT pg_advisory_xact_lock({SchemaLock})"), [], cancellationToken)
                .ConfigureAwait(false);
            await ExecuteAsync(
                connection,
                FormattableString.Invariant(
                    $"""
                    CREATE TABLE IF NOT EXISTS history_chunks_{year:0000} PARTITION OF history_chunks
                    FOR VALUES FROM ({new DateTime(year, 1, 1).Ticks}) TO ({EndOf(year)})
                    """),
                [], cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            years[year] = true;
        }
    }

    protected override async Task PutAsync(
        DbConnection connection, long series, IReadOnlyList<StoredChunk> chunks, CancellationToken cancellationToken)
    {
        await ExecuteAsync(
            connection, "DELETE FROM history_chunks WHERE series = $1 AND start = ANY ($2)", [series, chunks.Select(c => c.Start).ToArray()],
            cancellationToken).ConfigureAwait(false);
        await using var rows = await ((NpgsqlConnection)connection).BeginBinaryImportAsync(
            "COPY history_chunks (series, start, row_count, first, last, body) FROM STDIN (FORMAT BINARY)", cancellationToken).ConfigureAwait(false);
        foreach (var chunk in chunks)
        {
            await rows.StartRowAsync(cancellationToken).ConfigureAwait(false);
            await rows.WriteAsync(series, NpgsqlDbType.Bigint, cancellationToken).ConfigureAwait(false);
            await rows.WriteAsync(chunk.Start, NpgsqlDbType.Bigint, cancellationToken).ConfigureAwait(false);
            await rows.WriteAsync((long)chunk.Rows, NpgsqlDbType.Bigint, cancellationToken).ConfigureAwait(false);
            await rows.WriteAsync(chunk.First, NpgsqlDbType.Bigint, cancellationToken).ConfigureAwait(false);
            await rows.WriteAsync(chunk.Last, NpgsqlDbType.Bigint, cancellationToken).ConfigureAwait(false);
            await rows.WriteAsync(chunk.Body, NpgsqlDbType.Bytea, cancellationToken).ConfigureAwait(false);
        }

        await rows.CompleteAsync(cancellationToken).ConfigureAwait(false);
    }

    // Year 10000 has no date.
    private static long EndOf(int year) => year == DateTime.MaxValue.Year ? long.MaxValue : new DateTime(year + 1, 1, 1).Ticks;

    private static object? Run(NpgsqlConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
