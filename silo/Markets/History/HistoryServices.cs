using System.Data.Common;
using Countersign.Grains.Markets;
using Countersign.Silo.Audit;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Countersign.Silo.Markets.History;

/// <summary>How the history is read.</summary>
public sealed class MarketHistoryOptions
{
    /// <summary>Sources by rank, the best first: where several have a period, the first one's is read. Others follow by name.</summary>
    public IList<string> Sources { get; set; } = [];

    /// <summary>What an import over the API may have at most, bytes.</summary>
    public long ImportBytesMax { get; set; } = 512 * 1024 * 1024;
}

/// <summary>Adds the market history to a host.</summary>
internal static class HistoryServices
{
    private const string FileName = "market.db";

    /// <summary>Registers <see cref="IMarketHistory"/>; the schema is migrated when it is first asked for.</summary>
    public static IServiceCollection AddMarketHistory(this IServiceCollection services, JournalOptions journal, MarketHistoryOptions options)
    {
        services.TryAddSingleton(options);
        services.AddSingleton<IMarketHistory>(_ => Open(journal, options));
        return services;
    }

    /// <summary>Registers <see cref="IHistoryImports"/>; a host that runs them adds <see cref="HistoryImports"/> as a hosted service.</summary>
    /// <param name="dataFolder">Contents wait in a folder of it.</param>
    public static IServiceCollection AddHistoryImports(this IServiceCollection services, string dataFolder)
    {
        services.AddSingleton(new HistoryImportFolder(Path.Combine(Path.GetFullPath(dataFolder), "imports")));
        services.AddSingleton<HistoryImports>();
        services.AddSingleton<IHistoryImports>(s => s.GetRequiredService<HistoryImports>());
        return services;
    }

    /// <summary>What the environment says (<c>History__Sources__0</c> …): a command ranks sources as the desk does.</summary>
    public static MarketHistoryOptions OptionsOfEnvironment()
    {
        var options = new MarketHistoryOptions();
        new ConfigurationBuilder().AddEnvironmentVariables().Build().GetSection("History").Bind(options);
        return options;
    }

    /// <summary>Opens the history that stands beside a journal.</summary>
    /// <exception cref="HistoryUnavailableException">It cannot be reached or read, or a newer program made it.</exception>
    public static MarketHistoryStore Open(JournalOptions journal, MarketHistoryOptions options)
    {
        HistoryDatabase database = journal.PostgresConnection is { } postgres
            ? new PostgresHistory(postgres, journal.LockWaitMs)
            : new SqliteHistory(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(journal.SqlitePath))!, FileName), journal.LockWaitMs);
        try
        {
            database.Migrate();
        }
        catch (Exception e) when (e is DbException or InvalidOperationException)
        {
            database.Dispose();
            throw new HistoryUnavailableException("The market history cannot be opened: " + e.Message, e);
        }

        return new MarketHistoryStore(database, options);
    }
}
