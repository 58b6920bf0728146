using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Countersign.Domain.Audit;
using Countersign.Domain.Backtests.Jobs;
using Countersign.Domain.Markets;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;
using Countersign.Grains.Backtests;
using Countersign.Grains.Markets;
using Countersign.Grains.Notifications;
using Countersign.Grains.Tenants;
using Countersign.Silo.Audit;
using Countersign.Silo.Backtests;
using Countersign.Silo.Hosting;
using Countersign.Silo.Markets;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Hosting;
using Orleans.TestingHost;
using Xunit;

namespace Countersign.Tests.Grains.Backtests;

/// <summary>The desk's grains and workers on one silo, with a journal in a folder that outlives it.</summary>
internal sealed class WorkerDesk : IAsyncDisposable
{
    private readonly InProcessTestCluster cluster;

    private WorkerDesk(string folder, IMarketHistory history, BacktestOptions options, IBacktestResults? results) =>
        cluster = new InProcessTestClusterBuilder(1).ConfigureSilo((_, silo) =>
        {
            var journal = new JournalOptions { SqlitePath = Path.Combine(folder, "journal.db") };
            silo.AddMemoryStreams(DeskStreams.Provider).AddMemoryGrainStorage("PubSubStore").AddMemoryGrainStorage(MarketStorage.Name);
            silo.AddCountersignGrains();
            silo.Services.AddJournal(journal);
            silo.Services.AddMarketRecords();
            silo.Services.AddBacktests(journal, options);
            silo.Services.AddSingleton(history);
            if (results is not null)
            {
                silo.Services.AddSingleton(results);
            }

            silo.Services.AddSingleton<IMarketClock, SystemMarketClock>();
            var readiness = new DeskReadiness();
            readiness.Ready();
            silo.Services.AddSingleton(readiness);
            silo.Services.AddHostedService(s => s.GetRequiredService<BacktestWorkers>());
        }).Build();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<WorkerDesk> StartAsync(
        string folder, IMarketHistory history, BacktestOptions? options = null, IBacktestResults? results = null)
    {
        var desk = new WorkerDesk(folder, history, options ?? new BacktestOptions { Workers = 1 }, results);
        await desk.cluster.DeployAsync();
        return desk;
    }

    public async Task<BacktestJob> SubmitAsync(BacktestWish wish, TenantId? tenant = null) =>
        Done(await Queue(tenant ?? BacktestSamples.North).SubmitAsync(wish, Stop)).Job;

    public async Task<BacktestJob> CancelAsync(string id) => Done(await Queue(BacktestSamples.North).CancelAsync(
        BacktestJobId.Parse(id), new CancelBacktest(CommandId.Parse("cancel-" + id), BacktestSamples.Anna), Stop)).Job;

    /// <summary>Waits for a job's end.</summary>
    public async Task<BacktestJob> EndOfAsync(string id, TenantId? tenant = null)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            if (Done(await Queue(tenant ?? BacktestSamples.North).GetAsync(BacktestJobId.Parse(id), Stop)).Job is { IsEnded: true } ended)
            {
                return ended;
            }

            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    public async Task<byte[]> ResultAsync(string id)
    {
        Act(BacktestSamples.North);
        var grain = cluster.Client.GetGrain<IBacktestGrain>(GrainKeys.Backtest(BacktestSamples.North, BacktestJobId.Parse(id)));
        return Done(await grain.ReadResultAsync(Stop)).Body;
    }

    public ValueTask DisposeAsync() => cluster.DisposeAsync();

    private IBacktestQueueGrain Queue(TenantId tenant)
    {
        Act(tenant);
        return cluster.Client.GetGrain<IBacktestQueueGrain>(GrainKeys.Backtests(tenant));
    }

    private static void Act(TenantId tenant) => CallerContext.Set(new Caller(tenant, BacktestSamples.Anna, Roles.PortfolioManager));

    private static T Done<T>(Reply<T> reply) => reply is Reply<T>.Done done
        ? done.Value
        : throw new InvalidOperationException(string.Join("; ", ((Reply<T>.Refused)reply).Refusals));
}

/// <summary>A history whose first reading stops in the middle until it is let go or nobody wants it.</summary>
internal sealed class HeldHistory : IMarketHistory
{
    private const int HeldAt = 50;

    private readonly MemoryHistory history = new();
    private readonly TaskCompletionSource entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int readings;

    /// <summary>A reading is in the middle.</summary>
    public Task Entered => entered.Task;

    public void Release() => released.TrySetResult();

    public Task<ImmutableArray<HistorySeries>> ListAsync(CancellationToken cancellationToken) =>
        history.ListAsync(cancellationToken);

    public async IAsyncEnumerable<HistoryBar> ReadBarsAsync(
        HistoryQuery query, Timeframe timeframe, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var isFirst = Interlocked.Increment(ref readings) == 1;
        var bars = 0;
        await foreach (var bar in history.ReadBarsAsync(query, timeframe, cancellationToken))
        {
            if (isFirst && ++bars == HeldAt)
            {
                entered.TrySetResult();
                await released.Task.WaitAsync(cancellationToken);
            }

            yield return bar;
        }
    }

    public Task<ImportPosition?> FindImportAsync(string import, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task WriteBarsAsync(HistoryTarget target, IReadOnlyList<Bar> bars, ImportPosition? position, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task WriteTicksAsync(HistoryTarget target, IReadOnlyList<Tick> ticks, ImportPosition? position, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public IAsyncEnumerable<Tick> ReadTicksAsync(HistoryQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();
}

/// <summary>Results that are counted, or of which none can be kept.</summary>
internal sealed class WatchedResults : IBacktestResults
{
    public bool IsFull { get; set; }

    /// <summary>Whose were written, in order.</summary>
    public ConcurrentQueue<string> Written { get; } = [];

    public Task WriteAsync(TenantId tenant, BacktestJobId id, byte[] body, CancellationToken cancellationToken)
    {
        if (IsFull)
        {
            throw new BacktestResultsUnavailableException("The backtest's result cannot be written: database or disk is full.");
        }

        Written.Enqueue($"{tenant}/{id}");
        return Task.CompletedTask;
    }

    public Task<byte[]?> ReadAsync(TenantId tenant, BacktestJobId id, CancellationToken cancellationToken) => Task.FromResult<byte[]?>(null);

    public Task DeleteAsync(TenantId tenant, BacktestJobId id, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task EraseAsync(TenantId tenant, CancellationToken cancellationToken) => Task.CompletedTask;
}
