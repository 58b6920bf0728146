using Countersign.Domain.Audit;
using Countersign.Domain.Tenants;
using Countersign.Grains.Notifications;
using Countersign.Grains.Tenants;
using Countersign.Silo.Hosting;
using Microsoft.Extensions.Options;
using Orleans;

namespace Countersign.Silo.Notifications;

/// <summary>Asks each tenant's dispatcher again and again whether there is something to send. Several processes may ask: a grain does one thing at a time.</summary>
internal sealed partial class WebhookPump(
    IGrainFactory grains, IWebhookOutbox outbox, DeskReadiness readiness, IOptions<WebhookOptions> options, TimeProvider time, ILogger<WebhookPump> logger)
    : BackgroundService
{
    private const int RoundsMax = 20;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await readiness.SetUp.WaitAsync(stoppingToken);
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(options.Value.PollMilliseconds), time);
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await RunAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The desk stops.
        }
    }

    private async Task RunAsync(CancellationToken stoppingToken)
    {
        try
        {
            // Side by side: the receivers of one tenant, which may be slow, hold up no other's.
            await Task.WhenAll((await outbox.TenantsAsync(stoppingToken)).Select(tenant => RunAsync(tenant, stoppingToken)));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogFailed(logger, e);
        }
    }

    private async Task RunAsync(TenantId tenant, CancellationToken stoppingToken)
    {
        CallerContext.Set(new Caller(tenant, Actor.Desk, Roles.Desk));
        var dispatch = grains.GetGrain<IWebhookDispatchGrain>(GrainKeys.WebhookDispatch(tenant));
        for (var round = 0; round < RoundsMax && await dispatch.RunAsync(stoppingToken); round++)
        {
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Messages to webhooks could not be made or sent; they are tried again.")]
    private static partial void LogFailed(ILogger logger, Exception e);
}
