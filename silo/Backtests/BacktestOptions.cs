using Countersign.Domain.Backtests.Jobs;
using Countersign.Grains.Backtests;
using Microsoft.Extensions.Options;

namespace Countersign.Silo.Backtests;

/// <summary>How much of the machine backtests take, section <c>Backtests</c>.</summary>
public sealed class BacktestOptions
{
    public const string Section = "Backtests";

    /// <summary>Backtests that this process runs at one time; 1 to 64. By default half of the processors, 1 at least.</summary>
    public int Workers { get; set; } = Math.Max(1, Environment.ProcessorCount / 2);

    /// <summary>
    /// Threads that work on studies beside their workers, shared by all that run; 0 to 64. By default all processors but
    /// two: the desk's own work comes first.
    /// </summary>
    public int StudyThreads { get; set; } = Math.Max(0, Environment.ProcessorCount - 2);

    /// <summary>What each tenant may have.</summary>
    public TenantBacktestOptions PerTenant { get; set; } = new();

    /// <summary>Tenants with limits of their own, by id.</summary>
    public IDictionary<string, TenantBacktestOptions> Tenants { get; set; } = new Dictionary<string, TenantBacktestOptions>(StringComparer.Ordinal);

    /// <summary>How often a backtest is begun that the desk's stops interrupt; 1 to 100, 3 by default.</summary>
    public int AttemptsMax { get; set; } = 3;

    /// <summary>Bytes of one stored result, compressed; 64 KB to 512 MB, 64 MB by default. A larger one fails its backtest.</summary>
    public long ResultBytesMax { get; set; } = 64L << 20;

    /// <summary>Bytes of a tenant's stored results; 1 MB to 1 TB, 2 GB by default. Beyond, its oldest results go.</summary>
    public long TenantBytesMax { get; set; } = 2L << 30;

    /// <summary>Days that a result is kept; 1 to 3,650, 180 by default. The summary stays.</summary>
    public int ResultDaysMax { get; set; } = 180;

    internal BacktestQuotas Quotas() => new(
        QuotaOf(PerTenant), Tenants.ToDictionary(t => t.Key, t => QuotaOf(t.Value), StringComparer.Ordinal));

    private BacktestQuota QuotaOf(TenantBacktestOptions tenant) => new(
        tenant.RunningMax, tenant.QueuedMax, AttemptsMax, tenant.BarsMax, tenant.TrialsMax, tenant.StudyBarsMax);
}

/// <summary>What one tenant may have.</summary>
public sealed class TenantBacktestOptions
{
    /// <summary>Running at one time; 1 to 64, 2 by default.</summary>
    public int RunningMax { get; set; } = 2;

    /// <summary>Waiting at one time; 1 to 1,000, 50 by default.</summary>
    public int QueuedMax { get; set; } = 50;

    /// <summary>Bars that one backtest may read; 1,000 to 100,000,000, 5,000,000 by default (about 60 bytes of memory each).</summary>
    public long BarsMax { get; set; } = 5_000_000;

    /// <summary>Variants that one study may try; 1 to 200,000, 20,000 by default (about 500 bytes of its result each).</summary>
    public int TrialsMax { get; set; } = 20_000;

    /// <summary>Bars that one study may run through, as often as it does; 1 million to 10 trillion, 20 billion by default (an hour or two of a core).</summary>
    public long StudyBarsMax { get; set; } = 20_000_000_000;
}

/// <summary>Names every option that cannot be, with its key.</summary>
public sealed class BacktestOptionsValidator : IValidateOptions<BacktestOptions>
{
    public ValidateOptionsResult Validate(string? name, BacktestOptions options)
    {
        var errors = new List<string>();
        Within(errors, nameof(BacktestOptions.Workers), options.Workers, 1, 64);
        Within(errors, nameof(BacktestOptions.StudyThreads), options.StudyThreads, 0, 64);
        Within(errors, nameof(BacktestOptions.AttemptsMax), options.AttemptsMax, 1, 100);
        Within(errors, nameof(BacktestOptions.ResultBytesMax), options.ResultBytesMax, 64L << 10, 512L << 20);
        Within(errors, nameof(BacktestOptions.TenantBytesMax), options.TenantBytesMax, 1L << 20, 1L << 40);
        Within(errors, nameof(BacktestOptions.ResultDaysMax), options.ResultDaysMax, 1, 3_650);
        Check(errors, nameof(BacktestOptions.PerTenant), options.PerTenant);
        foreach (var (tenant, own) in options.Tenants)
        {
            Check(errors, $"{nameof(BacktestOptions.Tenants)}:{tenant}", own);
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static void Check(List<string> errors, string key, TenantBacktestOptions tenant)
    {
        Within(errors, $"{key}:{nameof(TenantBacktestOptions.RunningMax)}", tenant.RunningMax, 1, 64);
        Within(errors, $"{key}:{nameof(TenantBacktestOptions.QueuedMax)}", tenant.QueuedMax, 1, 1_000);
        Within(errors, $"{key}:{nameof(TenantBacktestOptions.BarsMax)}", tenant.BarsMax, 1_000, 100_000_000);
        Within(errors, $"{key}:{nameof(TenantBacktestOptions.TrialsMax)}", tenant.TrialsMax, 1, 200_000);
        Within(errors, $"{key}:{nameof(TenantBacktestOptions.StudyBarsMax)}", tenant.StudyBarsMax, 1_000_000, 10_000_000_000_000);
    }

    private static void Within(List<string> errors, string key, long value, long least, long most)
    {
        if (value < least || value > most)
        {
            errors.Add(FormattableString.Invariant($"{BacktestOptions.Section}:{key} is {value}; it must be {least} to {most}."));
        }
    }
}
