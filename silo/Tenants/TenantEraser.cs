using Countersign.Domain.Audit;
using Countersign.Domain.Tenants;
using Countersign.Grains.Backtests;
using Countersign.Grains.Tenants;
using Countersign.Silo.Audit;
using Countersign.Silo.Hosting;
using Orleans;

namespace Countersign.Silo.Tenants;

/// <summary>
/// Erases tenants in the background: when the platform orders it, at every start (what a crash cut short, and what a grain that was still in
/// memory wrote meanwhile), and every minute what another process ordered or what failed.
/// </summary>
internal sealed partial class TenantEraser(
    TenantErasing erasing, IBacktestResults results, IGrainFactory grains, DeskReadiness readiness, TimeProvider time, ILogger<TenantEraser> logger)
    : BackgroundService, ITenantEraser
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim woken = new(0, 1);
    private readonly HashSet<TenantId> swept = [];

    public void Wake()
    {
        try
        {
            woken.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is awake.
        }
    }

    /// <summary>Carries out what is ordered.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var (tenant, isDone) in await erasing.ListAsync(cancellationToken))
        {
            if (isDone && swept.Contains(tenant))
            {
                continue;
            }

            await results.EraseAsync(tenant, cancellationToken);
            var counts = await erasing.EraseAsync(tenant, cancellationToken);
            swept.Add(tenant);
            if (!isDone)
            {
                CallerContext.Set(new Caller(tenant, Actor.Desk, Roles.Desk));
                await grains.GetGrain<ITenantGrain>(GrainKeys.Tenant(tenant)).CompleteErasureAsync(
                    new CompleteErasure(CommandId.Parse("erased"), Actor.Desk, counts.Events, counts.Rows), cancellationToken);
                LogErased(logger, tenant, counts.Events, counts.Rows);
            }
        }
    }

    public override void Dispose()
    {
        woken.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await readiness.SetUp.WaitAsync(stoppingToken);
            while (true)
            {
                await RunOnceAsync(stoppingToken);
                await WaitAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The desk stops.
        }
    }

    private async Task RunOnceAsync(CancellationToken stoppingToken)
    {
        try
        {
            await RunAsync(stoppingToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogFailed(logger, e);
        }
    }

    private async Task WaitAsync(CancellationToken stoppingToken)
    {
        using var period = new CancellationTokenSource(Period, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(period.Token, stoppingToken);
        try
        {
            await woken.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
        {
            // The period is over.
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Tenant} is erased: the content of {Events} events and {Rows} rows are gone.")]
    private static partial void LogErased(ILogger logger, TenantId tenant, long events, long rows);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A tenant could not be erased whole; it is tried again.")]
    private static partial void LogFailed(ILogger logger, Exception e);
}
