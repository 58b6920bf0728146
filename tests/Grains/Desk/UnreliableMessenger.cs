using Countersign.Grains.Notifications;

namespace Countersign.Tests.Grains.Desk;

/// <summary>Takes every message and fails at every second one, as a messenger without a network does.</summary>
internal sealed class UnreliableMessenger : INotifier
{
    public List<Notification> Asked { get; } = [];

    public ValueTask NotifyAsync(Notification notification, CancellationToken cancellationToken)
    {
        Asked.Add(notification);
        return Asked.Count % 2 == 0 ? throw new IOException("The messenger cannot be reached.") : ValueTask.CompletedTask;
    }
}
