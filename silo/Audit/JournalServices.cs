using Countersign.Grains.Audit;
using Countersign.Silo.Audit.ReadModels;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Countersign.Silo.Audit;

/// <summary>Adds the journal to a host.</summary>
public static class JournalServices
{
    /// <summary>The tag that the readiness endpoint asks for.</summary>
    public const string ReadyTag = "ready";

    /// <summary>Registers <see cref="IJournal"/>, <see cref="IJournalAudit"/>, <see cref="IReadModels"/>, <see cref="ISnapshotStore"/> and the health check <c>journal</c>. The schema is migrated at start.</summary>
    /// <exception cref="OptionsValidationException">An option cannot be; the message names every such key.</exception>
    public static IServiceCollection AddJournal(this IServiceCollection services, JournalOptions options)
    {
        var valid = new JournalOptionsValidator().Validate(null, options);
        if (valid.Failed)
        {
            throw new OptionsValidationException("Journal", typeof(JournalOptions), valid.Failures);
        }

        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton(_ => OpenDatabase(options));
        services.AddSingleton<JournalHealth>();
        services.AddSingleton(provider => new JournalWriter(
            provider.GetRequiredService<JournalDatabase>().CreateWriteStore(gate: null), provider.GetRequiredService<JournalHealth>(), options,
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IJournal, JournalStore>();
        services.AddSingleton<TenantErasing>();
        services.AddSingleton<IJournalAudit, JournalAudit>();
        services.AddSingleton<IReadModels, ReadModelStore>();
        services.AddSingleton<ISnapshotStore, SnapshotStore>();
        services.AddHostedService<JournalStart>();
        services.AddHealthChecks().AddCheck<JournalHealthCheck>("journal", tags: [ReadyTag]);
        return services;
    }

    internal static JournalDatabase OpenDatabase(JournalOptions options)
    {
        JournalDatabase database = options.PostgresConnection is null ? new SqliteDatabase(options) : new PostgresDatabase(options);
        database.Migrate();
        return database;
    }

    // The schema must be right before the first request, not at it.
    private sealed class JournalStart(JournalWriter writer) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            ArgumentNullException.ThrowIfNull(writer);
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
