using System.Data.Common;
using Countersign.Domain.Backtests.Jobs;
using Countersign.Domain.Tenants;
using Countersign.Grains.Backtests;

namespace Countersign.Silo.Backtests;

/// <summary>
/// Results in a table of their own: in SQLite a file of its own, so that a full disk or a large result holds up no append to the journal.
/// A result is written in one transaction, which also lets those go that are too old or too many.
/// </summary>
internal abstract class BacktestResultStore(BacktestOptions options, TimeProvider time) : IBacktestResults, IDisposable
{
    private readonly SemaphoreSlim migrating = new(1);
    private bool isReady;

    public async Task WriteAsync(TenantId tenant, BacktestJobId id, byte[] body, CancellationToken cancellationToken)
    {
        if (body.LongLength > options.ResultBytesMax)
        {
            throw new BacktestResultsUnavailableException(FormattableString.Invariant(
                $"The result has {body.LongLength:N0} bytes; {options.ResultBytesMax:N0} are the most that one may have. Shorten the period."));
        }

        await WorkAsync("written", async connection =>
        {
            var now = time.GetUtcNow().UtcTicks;
            await using var transaction = await BeginWriteAsync(connection, cancellationToken).ConfigureAwait(false);
            await ExecuteAsync(
                connection, "DELETE FROM backtest_results WHERE stored_at < $1 OR (tenant = $2 AND id = $3)",
                [now - TimeSpan.FromDays(options.ResultDaysMax).Ticks, tenant.Value, id.Value], cancellationToken).ConfigureAwait(false);
            await ExecuteAsync(
                connection, "INSERT INTO backtest_results (tenant, id, stored_at, bytes, body) VALUES ($1, $2, $3, $4, $5)",
                [tenant.Value, id.Value, now, body.LongLength, body], cancellationToken).ConfigureAwait(false);
            await ExecuteAsync(
                connection,
                """
                DELETE FROM backtest_results WHERE tenant = $1 AND id <> $2 AND id IN (
                    SELECT id FROM (
                        SELECT id, sum(bytes) OVER (ORDER BY stored_at DESC, id DESC) AS total FROM backtest_results WHERE tenant = $1) kept
                    WHERE total > $3)
                """,
                [tenant.Value, id.Value, options.TenantBytesMax], cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }, cancellationToken).ConfigureAwait(false);
    }

    public Task<byte[]?> ReadAsync(TenantId tenant, BacktestJobId id, CancellationToken cancellationToken) => WorkAsync("read", async connection =>
    {
        await using var command = Command(connection, "SELECT body FROM backtest_results WHERE tenant = $1 AND id = $2", [tenant.Value, id.Value]);
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) as byte[];
    }, cancellationToken);

    public Task DeleteAsync(TenantId tenant, BacktestJobId id, CancellationToken cancellationToken) => WorkAsync(
        "deleted",
        connection => ExecuteAsync(
            connection, "DELETE FROM backtest_results WHERE tenant = $1 AND id = $2", [tenant.Value, id.Value], cancellationToken),
        cancellationToken);

    public Task EraseAsync(TenantId tenant, CancellationToken cancellationToken) => WorkAsync(
        "deleted", connection => ExecuteAsync(connection, "DELETE FROM backtest_results WHERE tenant = $1", [tenant.Value], cancellationToken), cancellationToken);

    public virtual void Dispose() => migrating.Dispose();

    protected abstract ValueTask<DbConnection> ConnectAsync(CancellationToken cancellationToken);

    protected abstract DbParameter CreateParameter(int number, object value);

    protected abstract ValueTask<DbTransaction> BeginWriteAsync(DbConnection connection, CancellationToken cancellationToken);

    /// <summary>Makes the table where it is missing.</summary>
    protected abstract Task MigrateAsync(DbConnection connection, CancellationToken cancellationToken);

    protected async Task<int> ExecuteAsync(DbConnection connection, string sql, object[] values, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, sql, values);
        return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<T> WorkAsync<T>(string what, Func<DbConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await ConnectAsync(cancellationToken).ConfigureAwait(false);
            await MigrateOnceAsync(connection, cancellationToken).ConfigureAwait(false);
            return await work(connection).ConfigureAwait(false);
        }
        catch (DbException e)
        {
            throw new BacktestResultsUnavailableException($"The backtest's result cannot be {what}: {e.Message}", e);
        }
    }

    // When it is first asked for: a desk that runs no backtests gets no file.
    private async Task MigrateOnceAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        await migrating.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!isReady)
            {
                await MigrateAsync(connection, cancellationToken).ConfigureAwait(false);
                isReady = true;
            }
        }
        finally
        {
            migrating.Release();
        }
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
}
