using Countersign.Domain.Tenants;

namespace Countersign.Grains.Notifications;

/// <summary>Tells people outside the desk. Delivery is at least once; a failure never holds up a trade.</summary>
public interface INotifier
{
    /// <summary>Sends one message.</summary>
    /// <exception cref="IOException">It cannot be sent.</exception>
    /// <exception cref="TimeoutException">It took too long.</exception>
    ValueTask NotifyAsync(Notification notification, CancellationToken cancellationToken);
}

/// <summary>A message for a tenant's people.</summary>
/// <param name="Tenant">Whose.</param>
/// <param name="Subject">What it is about, one line.</param>
/// <param name="Text">At most 1,000 characters.</param>
public sealed record Notification(TenantId Tenant, string Subject, string Text);
