using Countersign.Domain.Audit;
using Countersign.Domain.Tenants;
using Countersign.Grains.Markets;
using Countersign.Grains.Notifications;
using Countersign.Grains.Tenants;
using Countersign.Silo.Audit;
using Countersign.Silo.Markets;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Hosting;
using Orleans.TestingHost;
using Xunit;

namespace Countersign.Tests.Grains.Markets;

/// <summary>The desk's grains on one silo, with a journal in a file.</summary>
public sealed class CalendarCluster : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("countersign-calendar-").FullName;
    private readonly InProcessTestCluster cluster;

    public CalendarCluster() => cluster = new InProcessTestClusterBuilder(1).ConfigureSilo((_, silo) =>
    {
        silo.AddMemoryStreams(DeskStreams.Provider).AddMemoryGrainStorage("PubSubStore").AddMemoryGrainStorage(MarketStorage.Name);
        silo.AddCountersignGrains();
        silo.Services.AddJournal(new JournalOptions { SqlitePath = Path.Combine(folder, "journal.db") });
        silo.Services.AddMarketRecords();
        silo.Services.AddSingleton<IMarketClock, SystemMarketClock>();
    }).Build();

    public IGrainFactory Grains => cluster.Client;

    /// <summary>Whose calls follow.</summary>
    public static void Act(Roles roles, string? tenant = null) =>
        CallerContext.Set(new Caller(tenant is null ? null : TenantId.Parse(tenant), Actor.Parse("user:u-anna"), roles));

    public async ValueTask InitializeAsync() => await cluster.DeployAsync();

    public async ValueTask DisposeAsync()
    {
        await cluster.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
