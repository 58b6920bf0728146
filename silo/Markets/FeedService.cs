using Countersign.Grains.Markets;
using Countersign.Silo.Hosting;
using Orleans;

namespace Countersign.Silo.Markets;

/// <summary>Runs the desk's feed once the desk is set up.</summary>
internal sealed partial class FeedService(
    IMarketFeed feed, IClusterClient client, DeskReadiness readiness, TimeProvider time, ILogger<FeedService> logger) : BackgroundService
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);
    private const int FailuresMax = 60;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await readiness.SetUp.WaitAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }

        for (var failures = 0; failures < FailuresMax; failures++)
        {
            try
            {
                LogBegins(logger, feed.Description.Name);
                await feed.RunAsync(new StreamTickSink(client, time), stoppingToken);
                LogEnded(logger, feed.Description.Name);
                return;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (!feed.Description.Recorded)
            {
                LogFailed(logger, e, feed.Description.Name);
                await Task.Delay(RetryPause, time, stoppingToken);
            }
            catch (Exception e)
            {
                // A recording that was sent in part cannot be begun again without sending its first part twice.
                LogFailed(logger, e, feed.Description.Name);
                return;
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Feed begins: {Feed}")]
    private static partial void LogBegins(ILogger logger, string feed);

    [LoggerMessage(Level = LogLevel.Information, Message = "Feed ended: {Feed}")]
    private static partial void LogEnded(ILogger logger, string feed);

    [LoggerMessage(Level = LogLevel.Error, Message = "Feed failed: {Feed}")]
    private static partial void LogFailed(ILogger logger, Exception e, string feed);
}
