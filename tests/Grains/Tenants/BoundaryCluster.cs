using Countersign.Domain.Execution;
using Countersign.Grains.Execution;
using Countersign.Grains.Markets;
using Countersign.Grains.Notifications;
using Countersign.Grains.Tenants;
using Countersign.Silo.Audit;
using Countersign.Silo.Backtests;
using Countersign.Silo.Execution;
using Countersign.Silo.Hosting;
using Countersign.Silo.Markets;
using Countersign.Silo.Markets.History;
using Countersign.Silo.Notifications;
using Countersign.Silo.Tenants;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Hosting;
using Orleans.TestingHost;
using Xunit;

namespace Countersign.Tests.Grains.Tenants;

/// <summary>The desk's grains on one silo with a journal of their own.</summary>
public sealed class BoundaryCluster : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("countersign-boundary-").FullName;
    private readonly InProcessTestCluster cluster;

    public BoundaryCluster() => cluster = new InProcessTestClusterBuilder(1).ConfigureSilo((_, silo) =>
    {
        silo.AddMemoryStreams(DeskStreams.Provider);
        silo.AddMemoryGrainStorage("PubSubStore");
        silo.AddMemoryGrainStorage(MarketStorage.Name);
        silo.AddCountersignGrains();
        silo.AddIncomingGrainCallFilter<BehindTheBoundary>();
        silo.Services.AddJournal(new JournalOptions { SqlitePath = Path.Combine(folder, "journal.db") });
        silo.Services.AddMarketRecords();
        silo.Services.AddMarketHistory(new JournalOptions { SqlitePath = Path.Combine(folder, "journal.db") }, new MarketHistoryOptions());
        silo.Services.AddBacktests(new JournalOptions { SqlitePath = Path.Combine(folder, "journal.db") }, new BacktestOptions());
        silo.Services.AddSingleton<DeskReadiness>();
        silo.Services.AddSingleton<IBroker, PaperBroker>();
        silo.Services.AddSingleton(PaperRules.Default);
        silo.Services.AddSingleton<INotifier, LogNotifier>();
        silo.Services.AddSingleton<ITenantEraser, TenantEraser>();
        silo.Services.AddHistoryImports(folder);
        silo.Services.AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider());
        silo.Services.AddWebhooks(new ConfigurationBuilder().Build());
        silo.Services.AddSingleton<IMarketClock, SystemMarketClock>();
    }).Build();

    public IGrainFactory Grains => cluster.Client;

    public async ValueTask InitializeAsync() => await cluster.DeployAsync();

    public async ValueTask DisposeAsync()
    {
        await cluster.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
