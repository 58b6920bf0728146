using Countersign.Grains.Backtests;
using Countersign.Silo.Audit;
using Microsoft.Extensions.Options;

namespace Countersign.Silo.Backtests;

/// <summary>Adds backtests to a host.</summary>
internal static class BacktestServices
{
    private const string FileName = "backtests.db";

    /// <summary>Registers <see cref="IBacktestRunner"/>, <see cref="IBacktestResults"/> and the quotas. A host that runs them adds <see cref="BacktestWorkers"/> as a hosted service.</summary>
    /// <exception cref="OptionsValidationException">An option cannot be; the message names every such key.</exception>
    public static IServiceCollection AddBacktests(this IServiceCollection services, JournalOptions journal, BacktestOptions options)
    {
        var valid = new BacktestOptionsValidator().Validate(null, options);
        if (valid.Failed)
        {
            throw new OptionsValidationException(BacktestOptions.Section, typeof(BacktestOptions), valid.Failures);
        }

        services.AddSingleton(options);
        services.AddSingleton(options.Quotas());
        services.AddSingleton<IBacktestResults>(s => Open(journal, options, s.GetRequiredService<TimeProvider>()));
        services.AddSingleton(_ => new ParallelWorkers(1 + options.StudyThreads));
        services.AddSingleton<BacktestExecution>();
        services.AddSingleton<BacktestWorkers>();
        services.AddSingleton<IBacktestRunner>(s => s.GetRequiredService<BacktestWorkers>());
        return services;
    }

    /// <summary>Opens the results that stand beside a journal.</summary>
    public static BacktestResultStore Open(JournalOptions journal, BacktestOptions options, TimeProvider time) =>
        journal.PostgresConnection is { } postgres
            ? new PostgresResults(postgres, journal.LockWaitMs, options, time)
            : new SqliteResults(
                Path.Combine(Path.GetDirectoryName(Path.GetFullPath(journal.SqlitePath))!, FileName), journal.LockWaitMs, options, time);
}
