using Countersign.Grains.Notifications;

namespace Countersign.Silo.Notifications;

/// <summary>
/// Writes notifications to the program's log: what a desk without any other channel has. At level debug, because a replayed day has dozens:
/// <c>Logging:LogLevel:Countersign.Silo.Notifications</c> shows them.
/// </summary>
internal sealed partial class LogNotifier(ILogger<LogNotifier> logger) : INotifier
{
    public ValueTask NotifyAsync(Notification notification, CancellationToken cancellationToken)
    {
        LogNotification(logger, notification.Tenant.Value, notification.Subject, notification.Text);
        return ValueTask.CompletedTask;
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Tenant}: {Subject}. {Text}")]
    private static partial void LogNotification(ILogger logger, string tenant, string subject, string text);
}
