using System.Collections.Concurrent;
using Countersign.Domain.Audit;
using Countersign.Domain.Backtests.Jobs;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;
using Countersign.Grains.Backtests;
using Countersign.Grains.Tenants;
using Countersign.Silo.Hosting;
using Orleans;

namespace Countersign.Silo.Backtests;

/// <summary>
/// Runs backtests, a few at a time. A worker that is free asks the queue of the tenant whose turn it is; a tenant that has more stands at the end
/// of the turns again, so that one with a thousand waiting does not keep out one with a single one.
/// </summary>
internal sealed partial class BacktestWorkers(
    IGrainFactory grains, IReadModels reads, BacktestExecution execution, BacktestOptions options, DeskReadiness readiness, TimeProvider time,
    ILogger<BacktestWorkers> logger) : BackgroundService, IBacktestRunner
{
    private const int UnfinishedMax = 10_000;
    private const int TellsMax = 600;
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ProgressPeriod = TimeSpan.FromSeconds(1);

    private readonly TenantTurns turns = new();
    private readonly ConcurrentDictionary<(TenantId Tenant, BacktestJobId Id), CancellationTokenSource> running = new();

    public void Offer(TenantId tenant) => turns.Add(tenant);

    public void Cancel(TenantId tenant, BacktestJobId id)
    {
        if (running.TryGetValue((tenant, id), out var run))
        {
            run.Cancel();
        }
    }

    public bool IsRunning(TenantId tenant, BacktestJobId id) => running.ContainsKey((tenant, id));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await readiness.SetUp.WaitAsync(stoppingToken);
            await WakeAsync(stoppingToken);
            await Task.WhenAll(Enumerable.Range(0, options.Workers).Select(_ => WorkAsync(stoppingToken)));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The desk stops. What runs is run again at its next start.
        }
    }

    /// <summary>Tenants with unfinished backtests: their queues find again what was interrupted.</summary>
    private async Task WakeAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                foreach (var tenant in (await reads.UnfinishedBacktestsAsync(null, UnfinishedMax, stoppingToken)).Select(r => r.Tenant).Distinct())
                {
                    await QueueOf(tenant).WakeAsync(stoppingToken);
                }

                return;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogNotAsked(logger, e);
                await Task.Delay(RetryPause, time, stoppingToken);
            }
        }
    }

    private async Task WorkAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            var tenant = await turns.NextAsync(stoppingToken);
            try
            {
                if (await QueueOf(tenant).TakeAsync(stoppingToken) is { } job)
                {
                    turns.Add(tenant);
                    await RunAsync(tenant, job, stoppingToken);
                }
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogNotAsked(logger, e);
                await Task.Delay(RetryPause, time, stoppingToken);
                turns.Add(tenant);
            }
        }
    }

    private async Task RunAsync(TenantId tenant, BacktestJob job, CancellationToken stoppingToken)
    {
        using var run = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        running[(tenant, job.Id)] = run;
        var meter = new BacktestMeter();
        var reporting = ReportAsync(tenant, job.Id, meter, run, over.Token);
        try
        {
            await TellAsync(tenant, job, await EndOfAsync(tenant, job, meter, run.Token, stoppingToken), stoppingToken);
        }
        finally
        {
            await over.CancelAsync();
            await reporting;
            running.TryRemove((tenant, job.Id), out _);
        }
    }

    private async Task<BacktestEnd> EndOfAsync(
        TenantId tenant, BacktestJob job, BacktestMeter meter, CancellationToken cancellationToken, CancellationToken stoppingToken)
    {
        try
        {
            return await execution.RunAsync(tenant, job, meter, cancellationToken);
        }
        catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
        {
            return new BacktestEnd.Stopped();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogFailed(logger, e, job.Id, tenant);
            return new BacktestEnd.Failed(BacktestRefusals.Failed(e.Message));
        }
    }

    /// <summary>While the journal cannot write, nothing else could be begun either: the worker waits for it.</summary>
    private async Task TellAsync(TenantId tenant, BacktestJob job, BacktestEnd end, CancellationToken stoppingToken)
    {
        for (var tell = 1; ; tell++)
        {
            try
            {
                await QueueOf(tenant).EndAsync(job.Id, job.Attempts, end, stoppingToken);
                return;
            }
            catch (Exception e) when (e is not OperationCanceledException && tell < TellsMax)
            {
                LogNotTold(logger, e, job.Id, tenant);
                await Task.Delay(RetryPause, time, stoppingToken);
            }
        }
    }

    private async Task ReportAsync(
        TenantId tenant, BacktestJobId id, BacktestMeter meter, CancellationTokenSource run, CancellationToken over)
    {
        using var timer = new PeriodicTimer(ProgressPeriod, time);
        try
        {
            while (await timer.WaitForNextTickAsync(over))
            {
                if (!await IsWantedAsync(tenant, id, meter.Read(), over))
                {
                    await run.CancelAsync();
                    return;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }

    private async Task<bool> IsWantedAsync(TenantId tenant, BacktestJobId id, BacktestProgress progress, CancellationToken cancellationToken)
    {
        try
        {
            return await QueueOf(tenant).ProgressAsync(id, progress, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The queue cannot be asked now; the next time says more.
            LogNotAsked(logger, e);
            return true;
        }
    }

    private IBacktestQueueGrain QueueOf(TenantId tenant)
    {
        CallerContext.Set(new Caller(tenant, Actor.Desk, Roles.Desk));
        return grains.GetGrain<IBacktestQueueGrain>(GrainKeys.Backtests(tenant));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A queue of backtests could not be asked; it is asked again.")]
    private static partial void LogNotAsked(ILogger logger, Exception e);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The end of {Backtest} of {Tenant} could not be put on record; it is tried again.")]
    private static partial void LogNotTold(ILogger logger, Exception e, BacktestJobId backtest, TenantId tenant);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Backtest} of {Tenant} ended in an error.")]
    private static partial void LogFailed(ILogger logger, Exception e, BacktestJobId backtest, TenantId tenant);
}
