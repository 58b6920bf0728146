using Countersign.Domain.Audit;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;
using Countersign.Grains.Tenants;
using Countersign.Silo.Hosting;
using Orleans;

namespace Countersign.Silo.Audit;

/// <summary>Asks for the snapshots that are taken on schedule. One that fails is taken at its next time.</summary>
internal sealed partial class SnapshotService(
    IGrainFactory grains, DeskReadiness readiness, TimeProvider time, ILogger<SnapshotService> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await readiness.SetUp.WaitAsync(stoppingToken);
            await Task.WhenAll(
                TakeAsync(SnapshotKind.Market, SnapshotPeriods.Market, stoppingToken),
                TakeAsync(SnapshotKind.Calendar, SnapshotPeriods.Calendar, stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The desk stops.
        }
    }

    private async Task TakeAsync(SnapshotKind kind, TimeSpan period, CancellationToken stoppingToken)
    {
        var schedule = grains.GetGrain<ISnapshotScheduleGrain>(GrainKeys.SnapshotSchedule);
        using var timer = new PeriodicTimer(period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                CallerContext.Set(new Caller(null, Actor.Desk, Roles.Desk));
                await schedule.TakeAsync(kind, stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogFailed(logger, e, kind);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The snapshot of {Kind} could not be taken; the next is tried at its time.")]
    private static partial void LogFailed(ILogger logger, Exception e, SnapshotKind kind);
}
