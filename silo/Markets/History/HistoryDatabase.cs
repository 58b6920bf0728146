using System.Data.Common;
using Countersign.Grains.Markets;

namespace Countersign.Silo.Markets.History;

/// <summary>Which series. A timeframe of <c>""</c> are ticks.</summary>
internal readonly record struct SeriesName(string Symbol, string Timeframe, string Source);

/// <summary>A series and what of it is stored.</summary>
internal sealed record StoredSeries(long Id, SeriesName Name, long Rows, long First, long Last);

/// <summary>Rows of one series within one stretch of time. Times are UTC in units of 100 ns.</summary>
internal sealed record StoredChunk(long Start, int Rows, long First, long Last, byte[] Body);

/// <summary>A database that holds market history: SQL that both know, and where they differ, what each does.</summary>
internal abstract class HistoryDatabase : IDisposable
{
    private const string SeriesColumns = "id, symbol, timeframe, source, row_count, first, last";

    /// <summary>Brings the schema to <see cref="HistorySchema.Newest"/>.</summary>
    /// <exception cref="InvalidOperationException">The schema is newer than this program.</exception>
    public abstract void Migrate();

    public abstract void Dispose();

    /// <exception cref="HistoryUnavailableException">The database does not answer.</exception>
    public Task<List<StoredSeries>> SeriesAsync(CancellationToken cancellationToken) => ReadAsync(
        $"SELECT {SeriesColumns} FROM history_series ORDER BY symbol, timeframe, source", ReadSeries, cancellationToken);

    /// <summary>The series of a symbol and timeframe, one a source.</summary>
    public Task<List<StoredSeries>> SeriesAsync(string symbol, string timeframe, CancellationToken cancellationToken) => ReadAsync(
        $"SELECT {SeriesColumns} FROM history_series WHERE symbol = $1 AND timeframe = $2 ORDER BY source", ReadSeries, cancellationToken,
        symbol, timeframe);

    /// <summary>Chunks by their start, at most so many; of the newest where asked, the newest first.</summary>
    public Task<List<StoredChunk>> ChunksAsync(
        long series, long from, long until, int countMax, bool newestFirst, CancellationToken cancellationToken) => ReadAsync(
        "SELECT start, row_count, first, last, body FROM history_chunks WHERE series = $1 AND start >= $2 AND start < $3 "
        + $"ORDER BY start {(newestFirst ? "DESC" : "ASC")} LIMIT $4",
        ReadChunk, cancellationToken, series, from, until, (long)countMax);

    public async Task<ImportPosition?> FindImportAsync(string import, CancellationToken cancellationToken)
    {
        var found = await ReadAsync(
            "SELECT line, row_count, done FROM history_imports WHERE import = $1",
            r => new ImportPosition(import, r.GetInt64(0), r.GetInt64(1), r.GetInt64(2) != 0), cancellationToken, import).ConfigureAwait(false);
        return found is [var position] ? position : null;
    }

    /// <summary>Changes chunks of a series in one transaction.</summary>
    /// <param name="starts">Which, in order.</param>
    /// <param name="merge">From the chunks that are stored to those that are to be.</param>
    /// <exception cref="HistoryUnavailableException">The database does not answer; nothing was written.</exception>
    public async Task WriteAsync(
        SeriesName name, IReadOnlyList<long> starts, Func<IReadOnlyDictionary<long, StoredChunk>, List<StoredChunk>> merge, ImportPosition? position,
        CancellationToken cancellationToken)
    {
        try
        {
            await PrepareAsync(starts, cancellationToken).ConfigureAwait(false);
            await using var connection = await ConnectAsync(cancellationToken).ConfigureAwait(false);
            await using var transaction = await BeginWriteAsync(connection, cancellationToken).ConfigureAwait(false);
            if (starts.Count > 0)
            {
                var series = await RequireSeriesAsync(connection, name, cancellationToken).ConfigureAwait(false);
                var before = (await QueryAsync(
                    connection, "SELECT start, row_count, first, last, body FROM history_chunks WHERE series = $1 AND start >= $2 AND start <= $3",
                    ReadChunk, [series, starts[0], starts[^1]], cancellationToken).ConfigureAwait(false)).ToDictionary(c => c.Start);
                var after = merge(before);
                await PutAsync(connection, series, after, cancellationToken).ConfigureAwait(false);
                await ExecuteAsync(
                    connection,
                    """
                    UPDATE history_series SET row_count = row_count + $2,
                        first = CASE WHEN first < $3 THEN first ELSE $3 END, last = CASE WHEN last > $4 THEN last ELSE $4 END
                    WHERE id = $1
                    """,
                    [
                        series, after.Sum(c => (long)c.Rows) - after.Sum(c => before.TryGetValue(c.Start, out var old) ? old.Rows : 0L),
                        after.Min(c => c.First), after.Max(c => c.Last),
                    ],
                    cancellationToken).ConfigureAwait(false);
            }

            if (position is not null)
            {
                await ExecuteAsync(
                    connection,
                    """
                    INSERT INTO history_imports (import, line, row_count, done) VALUES ($1, $2, $3, $4)
                    ON CONFLICT (import) DO UPDATE SET line = excluded.line, row_count = excluded.row_count, done = excluded.done
                    """,
                    [position.Import, position.Line, position.Rows, position.Done ? 1L : 0L], cancellationToken).ConfigureAwait(false);
            }

            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (DbException e)
        {
            throw new HistoryUnavailableException("The market history cannot be written: " + e.Message, e);
        }
    }

    protected abstract ValueTask<DbConnection> ConnectAsync(CancellationToken cancellationToken);

    protected abstract DbParameter CreateParameter(int number, object value);

    /// <summary>Begins a transaction that no other writer of the history runs beside.</summary>
    protected abstract ValueTask<DbTransaction> BeginWriteAsync(DbConnection connection, CancellationToken cancellationToken);

    /// <summary>What must stand before rows of these chunks can be written.</summary>
    protected abstract ValueTask PrepareAsync(IReadOnlyList<long> starts, CancellationToken cancellationToken);

    /// <summary>Writes chunks in place of those that start as they do.</summary>
    protected abstract Task PutAsync(DbConnection connection, long series, IReadOnlyList<StoredChunk> chunks, CancellationToken cancellationToken);

    protected async Task<int> ExecuteAsync(DbConnection connection, string sql, object[] values, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, sql, values);
        return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<long> RequireSeriesAsync(DbConnection connection, SeriesName name, CancellationToken cancellationToken)
    {
        await ExecuteAsync(
            connection,
            """
            INSERT INTO history_series (id, symbol, timeframe, source, row_count, first, last)
            VALUES ((SELECT coalesce(max(id), 0) + 1 FROM history_series), $1, $2, $3, 0, $4, $5)
            ON CONFLICT (symbol, timeframe, source) DO NOTHING
            """,
            [name.Symbol, name.Timeframe, name.Source, long.MaxValue, 0L], cancellationToken).ConfigureAwait(false);
        return (await QueryAsync(
            connection, "SELECT id FROM history_series WHERE symbol = $1 AND timeframe = $2 AND source = $3", r => r.GetInt64(0),
            [name.Symbol, name.Timeframe, name.Source], cancellationToken).ConfigureAwait(false))[0];
    }

    private async Task<List<T>> ReadAsync<T>(
        string sql, Func<DbDataReader, T> read, CancellationToken cancellationToken, params object[] values)
    {
        try
        {
            return await ReadOnceAsync(sql, read, values, cancellationToken).ConfigureAwait(false);
        }
        catch (DbException e) when (e.IsTransient)
        {
            // A pooled connection may have died while it was idle; a second one says whether the database has.
            return await ReadAgainAsync(sql, read, values, cancellationToken).ConfigureAwait(false);
        }
        catch (DbException e)
        {
            throw Unreadable(e);
        }
    }

    private async Task<List<T>> ReadAgainAsync<T>(string sql, Func<DbDataReader, T> read, object[] values, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadOnceAsync(sql, read, values, cancellationToken).ConfigureAwait(false);
        }
        catch (DbException e)
        {
            throw Unreadable(e);
        }
    }

    private async Task<List<T>> ReadOnceAsync<T>(string sql, Func<DbDataReader, T> read, object[] values, CancellationToken cancellationToken)
    {
        await using var connection = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        return await QueryAsync(connection, sql, read, values, cancellationToken).ConfigureAwait(false);
    }

    private async Task<List<T>> QueryAsync<T>(
        DbConnection connection, string sql, Func<DbDataReader, T> read, object[] values, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, sql, values);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    private DbCommand Command(DbConnection connection, string sql, object[] values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters.Add(CreateParameter(i + 1, values[i]));
        }

        return command;
    }

    private static StoredSeries ReadSeries(DbDataReader reader) => new(
        reader.GetInt64(0), new SeriesName(reader.GetString(1), reader.GetString(2), reader.GetString(3)), reader.GetInt64(4), reader.GetInt64(5),
        reader.GetInt64(6));

    private static StoredChunk ReadChunk(DbDataReader reader) => new(
        reader.GetInt64(0), (int)reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetFieldValue<byte[]>(4));

    private static HistoryUnavailableException Unreadable(DbException cause) => new("The market history cannot be read: " + cause.Message, cause);
}
