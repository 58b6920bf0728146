using System.Collections.Immutable;
using Countersign.Domain.Audit;
using Countersign.Domain.Notifications;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;
using Countersign.Grains.Tenants;
using Orleans;

namespace Countersign.Grains.Notifications;

/// <summary>A tenant's webhooks and what was sent to them. Its key is <see cref="GrainKeys.Webhooks"/>.</summary>
public interface IWebhooksGrain : IGrainWithStringKey
{
    [AllowRoles(Roles.TenantAdmin | Roles.Desk)]
    Task<ImmutableArray<Webhook>> ListAsync(CancellationToken cancellationToken);

    [AllowRoles(Roles.TenantAdmin)]
    Task<Reply<Webhook>> GetAsync(WebhookId id, CancellationToken cancellationToken);

    /// <summary>Registers, changes, rotates, disables or removes a webhook.</summary>
    /// <returns>The webhook as it is now; null where it has been removed.</returns>
    [AllowRoles(Roles.TenantAdmin | Roles.Desk)]
    Task<Reply<Webhook?>> ChangeAsync(WebhookCommand command, CancellationToken cancellationToken);

    /// <summary>Sends a message that says nothing. The same command is one message.</summary>
    [AllowRoles(Roles.TenantAdmin)]
    Task<Reply<WebhookDelivery>> TestAsync(WebhookId id, CommandId command, CancellationToken cancellationToken);

    /// <summary>What was sent and what waits, the newest first.</summary>
    /// <exception cref="FormatException">The cursor is not one of this list's.</exception>
    [AllowRoles(Roles.TenantAdmin)]
    Task<Reply<Page<WebhookDelivery>>> DeliveriesAsync(
        WebhookId id, WebhookStatus? status, PageRequest page, CancellationToken cancellationToken);

    /// <summary>Sends a message again, with all its tries before it. The same command does so once.</summary>
    [AllowRoles(Roles.TenantAdmin)]
    Task<Reply<WebhookDelivery>> RedeliverAsync(RedeliverWebhookMessage command, CancellationToken cancellationToken);

    /// <summary>Sends all dead letters again; answers how many they are, which the command need not know. The same command does so once.</summary>
    [AllowRoles(Roles.TenantAdmin)]
    Task<Reply<int>> ReplayAsync(ReplayDeadLetters command, CancellationToken cancellationToken);
}

/// <summary>Makes and sends a tenant's messages. Its key is <see cref="GrainKeys.WebhookDispatch"/>.</summary>
public interface IWebhookDispatchGrain : IGrainWithStringKey
{
    /// <summary>Makes messages of the events since the last time, and sends what is due, as many as are sent at one time.</summary>
    /// <returns>Whether there may be more to do at once.</returns>
    [AllowRoles(Roles.Desk)]
    Task<bool> RunAsync(CancellationToken cancellationToken);
}
