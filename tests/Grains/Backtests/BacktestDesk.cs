#if !ORLEANS
using Countersign.Domain.Audit;
using Countersign.Domain.Backtests.Jobs;
using Countersign.Domain.Strategies;
using Countersign.Domain.Tenants;
using Countersign.Embedded.Simulation;
using Countersign.Grains.Audit;
using Countersign.Grains.Backtests;
using Countersign.Grains.Markets;
using Countersign.Grains.Notifications;
using Countersign.Grains.Strategies;
using Countersign.Grains.Tenants;
using Countersign.Silo.Markets;
using Countersign.Tests.Grains.Desk;
using Countersign.Tests.Grains.TradeIdeas;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Hosting;
using Xunit;
using static Countersign.Tests.Grains.Backtests.BacktestSamples;

namespace Countersign.Tests.Grains.Backtests;

/// <summary>Two tenants' queues on the desk's own grains in virtual time. The test is the worker.</summary>
internal sealed class BacktestDesk
{
    private readonly SimulatedDisk disk = new();
    private readonly SimulatedCluster cluster;
    private int commands;

    public BacktestDesk(BacktestQuota? quota = null) => cluster = new SimulatedCluster(1, (simulated, silo) =>
    {
        silo.AddMemoryGrainStorage("PubSubStore").AddMemoryGrainStorage(MarketStorage.Name).AddMemoryStreams(DeskStreams.Provider);
        silo.AddCountersignGrains();
        Runner = new ManualRunner();
        silo.Services.AddSingleton<IMarketClock>(new ReplayMarketClock(Start));
        silo.Services.AddSingleton<IJournal>(new DamagedJournal(
            new SimulatedJournal(disk, new SimulatedFaults(1, simulated.TimeProvider), simulated.TimeProvider), Damage));
        silo.Services.AddSingleton<IReadModels>(new SimulatedLists(disk));
        silo.Services.AddSingleton<IMarketHistory>(History);
        silo.Services.AddSingleton<IBacktestResults>(Results);
        silo.Services.AddSingleton<IBacktestRunner>(Runner);
        silo.Services.AddSingleton(new BacktestQuotas(quota ?? BacktestQuota.Default));
    });

    public Damage Damage { get; } = new();

    public MemoryHistory History { get; } = new();

    public MemoryResults Results { get; } = new();

    public ManualRunner Runner { get; private set; } = null!;

    /// <summary>The process dies and starts again, and wakes the queues.</summary>
    public void Restart()
    {
        cluster.Restart();
        foreach (var tenant in (ReadOnlySpan<TenantId>)[North, South])
        {
            On(tenant, Roles.Desk, async queue =>
            {
                await queue.WakeAsync(default);
                return true;
            });
        }
    }

    public Reply<BacktestView> Submit(BacktestWish wish, TenantId? tenant = null, Roles roles = Roles.PortfolioManager) =>
        On(tenant ?? North, roles, queue => queue.SubmitAsync(wish, default));

    /// <summary>What a worker is given; null for nothing.</summary>
    public BacktestJob? Take(TenantId? tenant = null) => On(tenant ?? North, Roles.Desk, queue => queue.TakeAsync(default));

    public void End(BacktestJob job, BacktestEnd? end = null) => On(North, Roles.Desk, async queue =>
    {
        await queue.EndAsync(job.Id, job.Attempts, end ?? new BacktestEnd.Finished(Summary, new string('a', 64), 10), default);
        return true;
    });

    public bool Progress(BacktestJob job, long done, long total) =>
        On(North, Roles.Desk, queue => queue.ProgressAsync(job.Id, new BacktestProgress(done, total), default));

    public Reply<BacktestView> Cancel(string id, TenantId? tenant = null) => On(
        tenant ?? North, Roles.PortfolioManager, queue => queue.CancelAsync(BacktestJobId.Parse(id), new CancelBacktest(Next(), Anna), default));

    public Reply<BacktestView> Remove(string id, TenantId? tenant = null) => On(
        tenant ?? North, Roles.PortfolioManager, queue => queue.RemoveAsync(BacktestJobId.Parse(id), new RemoveBacktest(Next(), Anna), default));

    public Reply<BacktestView> Get(string id, TenantId? tenant = null, Roles roles = Roles.Analyst) =>
        On(tenant ?? North, roles, queue => queue.GetAsync(BacktestJobId.Parse(id), default));

    public Reply<BacktestContent> Result(string id) => cluster.Run(client =>
    {
        Act(North, Roles.Analyst);
        return client.GetGrain<IBacktestGrain>(GrainKeys.Backtest(North, BacktestJobId.Parse(id))).ReadResultAsync(default);
    });

    public void Define(StrategyId id, params StrategyDefinition[] versions) => cluster.Run(async client =>
    {
        Act(North, Roles.PortfolioManager);
        var strategy = client.GetGrain<IStrategyGrain>(GrainKeys.Strategy(North, id));
        Done(await strategy.CreateAsync(new CreateStrategy(Next(), Anna, id, versions[0]), default));
        foreach (var version in versions.Skip(1))
        {
            Done(await strategy.ReviseAsync(new ReviseStrategy(Next(), Anna, version), default));
        }

        return true;
    });

    public T On<T>(TenantId tenant, Roles roles, Func<IBacktestQueueGrain, Task<T>> act) => cluster.Run(client =>
    {
        Act(tenant, roles);
        return act(client.GetGrain<IBacktestQueueGrain>(GrainKeys.Backtests(tenant)));
    });

    public static T Done<T>(Reply<T> reply) => reply is Reply<T>.Done done
        ? done.Value
        : throw new InvalidOperationException(string.Join("; ", ((Reply<T>.Refused)reply).Refusals));

    public static Refusal Refused<T>(Reply<T> reply) => Assert.Single(Assert.IsType<Reply<T>.Refused>(reply).Refusals);

    private static void Act(TenantId tenant, Roles roles) => CallerContext.Set(new Caller(tenant, roles == Roles.Desk ? Actor.Desk : Anna, roles));

    private CommandId Next() => CommandId.Parse($"c-{++commands}");
}

/// <summary>Remembers what it is told; runs nothing.</summary>
internal sealed class ManualRunner : IBacktestRunner
{
    public List<TenantId> Offers { get; } = [];

    public List<BacktestJobId> Cancelled { get; } = [];

    public void Offer(TenantId tenant) => Offers.Add(tenant);

    public void Cancel(TenantId tenant, BacktestJobId id) => Cancelled.Add(id);

    public bool IsRunning(TenantId tenant, BacktestJobId id) => false;
}
#endif
