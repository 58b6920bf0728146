using System.Data.Common;
using Countersign.Grains.Audit;

namespace Countersign.Silo.Audit;

/// <summary>A database that holds a journal: how it is made ready, read and written. What is read is written once for both, in SQL that both know.</summary>
internal abstract class JournalDatabase(int readersMax) : IDisposable
{
    /// <summary>How long a starting process waits for another one's migration, which may write the lists of a long journal anew.</summary>
    protected const int MigrationWaitMs = 600_000;

    private readonly SemaphoreSlim readers = new(readersMax, readersMax);

    /// <summary>What the database calls the place of a row.</summary>
    public abstract string RowPlace { get; }

    /// <summary>Brings the schema to <see cref="Migrations.Newest"/> in one transaction; of several processes that start at once, one does.</summary>
    /// <exception cref="InvalidOperationException">The schema is newer than this program.</exception>
    public abstract void Migrate();

    public abstract IWriteStore CreateWriteStore(StatementGate? gate);

    /// <summary>Reads rows.</summary>
    /// <param name="sql">With parameters <c>$1</c>, <c>$2</c>, …</param>
    /// <param name="read">Called once a row.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <param name="cells">The parameters' values.</param>
    /// <exception cref="JournalUnavailableException">The database does not answer.</exception>
    public async ValueTask<List<T>> QueryAsync<T>(string sql, Func<DbDataReader, T> read, CancellationToken cancellationToken, params Cell[] cells)
    {
        await readers.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await QueryOnceAsync(sql, read, cells, cancellationToken).ConfigureAwait(false);
        }
        catch (DbException e) when (e.IsTransient)
        {
            // A pooled connection may have died while it was idle; a second one says whether the database has.
            return await QueryAgainAsync(sql, read, cells, cancellationToken).ConfigureAwait(false);
        }
        catch (DbException e)
        {
            throw Unreadable(e);
        }
        finally
        {
            readers.Release();
        }
    }

    /// <summary>Reads many times from one state of the database, whatever is appended meanwhile.</summary>
    public async ValueTask<T> ReadSnapshotAsync<T>(Func<Snapshot, Task<T>> read, CancellationToken cancellationToken)
    {
        await readers.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await using var connection = await ConnectAsync(cancellationToken).ConfigureAwait(false);
            await using var transaction = BeginSnapshot(connection);
            return await read(new Snapshot(this, connection, transaction)).ConfigureAwait(false);
        }
        catch (DbException e)
        {
            throw Unreadable(e);
        }
        finally
        {
            readers.Release();
        }
    }

    public virtual void Dispose() => readers.Dispose();

    protected abstract ValueTask<DbConnection> ConnectAsync(CancellationToken cancellationToken);

    protected abstract DbTransaction BeginSnapshot(DbConnection connection);

    protected abstract DbParameter CreateParameter(int number, object value);

    private async Task<List<T>> QueryAgainAsync<T>(string sql, Func<DbDataReader, T> read, Cell[] cells, CancellationToken cancellationToken)
    {
        try
        {
            return await QueryOnceAsync(sql, read, cells, cancellationToken).ConfigureAwait(false);
        }
        catch (DbException e)
        {
            throw Unreadable(e);
        }
    }

    private async Task<List<T>> QueryOnceAsync<T>(string sql, Func<DbDataReader, T> read, Cell[] cells, CancellationToken cancellationToken)
    {
        await using var connection = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        return await QueryAsync(connection, null, sql, read, cells, cancellationToken).ConfigureAwait(false);
    }

    private async Task<List<T>> QueryAsync<T>(
        DbConnection connection, DbTransaction? transaction, string sql, Func<DbDataReader, T> read, Cell[] cells,
        CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        for (var i = 0; i < cells.Length; i++)
        {
            command.Parameters.Add(CreateParameter(i + 1, cells[i].ToParameter()));
        }

        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    private static JournalUnavailableException Unreadable(DbException cause) => new("The journal cannot be read: " + cause.Message, cause);

    /// <summary>One state of the database.</summary>
    public sealed class Snapshot(JournalDatabase database, DbConnection connection, DbTransaction transaction)
    {
        public Task<List<T>> QueryAsync<T>(string sql, Func<DbDataReader, T> read, CancellationToken cancellationToken, params Cell[] cells) =>
            database.QueryAsync(connection, transaction, sql, read, cells, cancellationToken);
    }
}
