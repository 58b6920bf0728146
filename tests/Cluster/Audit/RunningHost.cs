using Countersign.Domain.Audit;
using Countersign.Domain.Markets;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;
using Countersign.Grains.Markets;
using Countersign.Grains.Tenants;
using Countersign.Silo.Audit;
using Countersign.Silo.Hosting;
using Countersign.Silo.Markets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Xunit;

namespace Countersign.Tests.Cluster.Audit;

/// <summary>One of several desks on the same PostgreSQL journal, with nothing else in common: as in a process of its own.</summary>
internal sealed class RunningHost : IAsyncDisposable
{
    private readonly string data = Directory.CreateTempSubdirectory("countersign-cluster-").FullName;
    private readonly WebApplication app;

    private RunningHost(string connection) => app = DeskHost.BuildWithoutFeed(
        new StoreOptions(data, connection),
        services => services.AddSingleton<IJournal>(s => new CountingJournal(ActivatorUtilities.CreateInstance<JournalStore>(s))));

    public IServiceProvider Services => app.Services;

    /// <summary>How often another desk was quicker.</summary>
    public int Conflicts => ((CountingJournal)Services.GetRequiredService<IJournal>()).Conflicts;

    public static async Task<RunningHost> StartAsync(string connection)
    {
        var host = new RunningHost(connection);
        await host.app.StartAsync(TestContext.Current.CancellationToken);
        return host;
    }

    /// <summary>A grain as this desk holds it.</summary>
    public T Grain<T>(string key) where T : IGrainWithStringKey => Services.GetRequiredService<IGrainFactory>().GetGrain<T>(key);

    /// <summary>Gives this desk one quote of now.</summary>
    public async Task QuoteAsync(Symbol symbol, decimal bid, decimal ask)
    {
        var time = Services.GetRequiredService<TimeProvider>();
        var sink = new StreamTickSink(Services.GetRequiredService<IClusterClient>(), time);
        var session = new FeedSession("test", symbol, new FeedDescription("test", Simulated: true, Recorded: false));
        await sink.BeginAsync(session, TestContext.Current.CancellationToken);
        await sink.SendAsync(
            new TickBatch(session, [new Tick(time.GetUtcNow(), new Price(bid), new Price(ask))], null), TestContext.Current.CancellationToken);
        await sink.DrainAsync(session, TestContext.Current.CancellationToken);
    }

    public static void ActAs(TenantId tenant, Roles roles) => CallerContext.Set(new Caller(tenant, Actor.Desk, roles));

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync(CancellationToken.None);
        await app.DisposeAsync();
        Directory.Delete(data, recursive: true);
    }
}
