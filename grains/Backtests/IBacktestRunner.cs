using Countersign.Domain.Backtests.Jobs;
using Countersign.Domain.Tenants;

namespace Countersign.Grains.Backtests;

/// <summary>
/// The workers of this process. They run backtests outside of any grain's turn, take turns among the tenants, and tell the tenant's queue how far
/// they are. No call waits.
/// </summary>
public interface IBacktestRunner
{
    /// <summary>A tenant has something to run: a worker that is free asks its queue. Said twice it counts once.</summary>
    void Offer(TenantId tenant);

    /// <summary>Stops a run that nobody wants any more; one that does not run is no error.</summary>
    void Cancel(TenantId tenant, BacktestJobId id);

    /// <summary>Whether a worker of this process is at it.</summary>
    bool IsRunning(TenantId tenant, BacktestJobId id);
}

/// <summary>Results of backtests, kept beside the journal: they may have many megabytes, and can be made again.</summary>
/// <remarks>Every call throws <see cref="BacktestResultsUnavailableException"/> where the store does not answer.</remarks>
public interface IBacktestResults
{
    /// <summary>Keeps a result, all of it or nothing; one of the same job is replaced. The oldest go where there are too many.</summary>
    Task WriteAsync(TenantId tenant, BacktestJobId id, byte[] body, CancellationToken cancellationToken);

    /// <summary>A result; null where the tenant has none such, or has it no longer.</summary>
    Task<byte[]?> ReadAsync(TenantId tenant, BacktestJobId id, CancellationToken cancellationToken);

    /// <summary>Takes a result away; one that is not there is no error.</summary>
    Task DeleteAsync(TenantId tenant, BacktestJobId id, CancellationToken cancellationToken);

    /// <summary>Takes all results of a tenant away.</summary>
    Task EraseAsync(TenantId tenant, CancellationToken cancellationToken);
}

/// <summary>The store of results does not answer, or is full. What was to be written is not.</summary>
public sealed class BacktestResultsUnavailableException(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>How much of the desk each tenant's backtests may take.</summary>
public sealed class BacktestQuotas(BacktestQuota all, IReadOnlyDictionary<string, BacktestQuota>? own = null)
{
    /// <summary>The tenant's own quota where it has one, otherwise everybody's.</summary>
    public BacktestQuota Of(TenantId tenant) => own?.GetValueOrDefault(tenant.Value) ?? all;
}
