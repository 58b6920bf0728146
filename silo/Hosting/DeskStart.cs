using Countersign.Domain.Audit;
using Countersign.Domain.Tenants;
using Countersign.Grains.Accounts;
using Countersign.Grains.Audit;
using Countersign.Grains.Markets;
using Countersign.Grains.Strategies;
using Countersign.Grains.Tenants;
using Countersign.Grains.TradeIdeas;
using Countersign.Silo.Tenants;
using Orleans;

namespace Countersign.Silo.Hosting;

/// <summary>
/// Brings the desk to work after a start: makes the demo tenant where there is no tenant, finishes what a crash interrupted, wakes the
/// strategies; then goes on finishing what is left over (expired ideas, orders without an outcome) every few seconds.
/// </summary>
internal sealed partial class DeskStart(
    IGrainFactory grains, IReadModels reads, IMarketClock clock, TenantSetup setup, DeskReadiness readiness, TimeProvider time, TextWriter output,
    IHostApplicationLifetime lifetime, ILogger<DeskStart> logger) : BackgroundService
{
    private const int StrategiesMax = 10_000;
    private const int UnfinishedMax = 500;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!await IsStartedAsync(stoppingToken))
        {
            return;
        }

        await setup.CreateDemoAsync(output, stoppingToken);
        await FinishAsync(stoppingToken);
        await WakeStrategiesAsync(stoppingToken);
        readiness.Ready();
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await FinishAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogFailed(logger, e);
            }
        }
    }

    /// <summary>
    /// Waits until the process listens. A start that fails because the port is taken must not have made users whose passwords it then cannot
    /// tell.
    /// </summary>
    private async Task<bool> IsStartedAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var listening = lifetime.ApplicationStarted.Register(() => started.TrySetResult(true));
        using var stopping = stoppingToken.Register(() => started.TrySetResult(false));
        return await started.Task;
    }

    private async Task WakeStrategiesAsync(CancellationToken cancellationToken)
    {
        foreach (var row in await reads.ActiveStrategiesAsync(StrategiesMax, cancellationToken))
        {
            ActFor(row.Tenant);
            await grains.GetGrain<IStrategyGrain>(GrainKeys.Strategy(row.Tenant, row.Id)).WakeAsync(cancellationToken);
        }
    }

    private async Task FinishAsync(CancellationToken cancellationToken)
    {
        var now = clock.Now;
        foreach (var row in await reads.UnfinishedAsync(now, UnfinishedMax, cancellationToken))
        {
            ActFor(row.Tenant);
            if (row.Account is { } account)
            {
                await grains.GetGrain<IAccountGrain>(GrainKeys.Account(row.Tenant, account)).RecoverAsync(cancellationToken);
            }

            if (row.Idea is { } idea)
            {
                await grains.GetGrain<ITradeIdeaGrain>(GrainKeys.TradeIdea(row.Tenant, idea)).SettleAsync(now, cancellationToken);
            }
        }
    }

    private static void ActFor(TenantId tenant) => CallerContext.Set(new Caller(tenant, Actor.Desk, Roles.Desk));

    [LoggerMessage(Level = LogLevel.Error, Message = "What is left over could not be finished; it is tried again.")]
    private static partial void LogFailed(ILogger logger, Exception e);
}
