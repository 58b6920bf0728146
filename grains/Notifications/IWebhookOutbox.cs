using System.Collections.Immutable;
using Countersign.Domain.Audit;
using Countersign.Domain.Notifications;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;

namespace Countersign.Grains.Notifications;

/// <summary>An event where the whole journal has it.</summary>
/// <param name="Position">Its number in the journal, over all tenants.</param>
/// <param name="Stream">The name of its stream.</param>
/// <param name="Type">Its stored name.</param>
/// <param name="RecordedAt">When it was written, UTC.</param>
/// <param name="Hash">Its place in the chain, 64 hexadecimal digits.</param>
public sealed record OutboxEvent(long Position, string Stream, string Type, DomainEvent Event, DateTimeOffset RecordedAt, string Hash);

/// <summary>
/// The messages that webhooks are to get, beside the journal that they come from. A tenant's messages are made from its events in their order, behind a
/// cursor that moves only after they are stored: a crash makes some of them again, under the same ids, and loses none.
/// </summary>
public interface IWebhookOutbox
{
    /// <summary>The tenants that have, or had, a webhook.</summary>
    Task<ImmutableArray<TenantId>> TenantsAsync(CancellationToken cancellationToken);

    /// <summary>From now on the tenant's events are looked at; does nothing where they are.</summary>
    Task BeginAsync(TenantId tenant, CancellationToken cancellationToken);

    /// <summary>How far the tenant's events were looked at; null where they never are.</summary>
    Task<long?> CursorAsync(TenantId tenant, CancellationToken cancellationToken);

    /// <summary>The tenant's events after a position, and up to where they were looked for.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="after">The cursor.</param>
    /// <param name="countMax">1 to 1,000.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    Task<(ImmutableArray<OutboxEvent> Events, long UpTo)> ReadAsync(TenantId tenant, long after, int countMax, CancellationToken cancellationToken);

    /// <summary>Stores messages; those that are stored already stay as they are.</summary>
    Task AddAsync(ImmutableArray<WebhookDelivery> deliveries, CancellationToken cancellationToken);

    Task MoveAsync(TenantId tenant, long position, CancellationToken cancellationToken);

    /// <summary>How many messages wait, by webhook.</summary>
    Task<ImmutableDictionary<WebhookId, int>> WaitingAsync(TenantId tenant, CancellationToken cancellationToken);

    /// <summary>Messages whose time has come, the longest due first.</summary>
    Task<ImmutableArray<WebhookDelivery>> DueAsync(TenantId tenant, DateTimeOffset now, int countMax, CancellationToken cancellationToken);

    /// <summary>Stores how a message stands.</summary>
    Task SettleAsync(WebhookDelivery delivery, CancellationToken cancellationToken);

    /// <summary>Notes that a webhook fails, and answers since when it has without a success between.</summary>
    Task<DateTimeOffset> FailedAsync(TenantId tenant, WebhookId webhook, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Notes that a webhook works.</summary>
    Task WorkedAsync(TenantId tenant, WebhookId webhook, CancellationToken cancellationToken);

    /// <summary>A webhook's messages, the newest first.</summary>
    /// <exception cref="FormatException">The cursor is not one of this list's.</exception>
    Task<Page<WebhookDelivery>> ListAsync(
        TenantId tenant, WebhookId webhook, WebhookStatus? status, PageRequest page, CancellationToken cancellationToken);

    Task<WebhookDelivery?> FindAsync(TenantId tenant, WebhookId webhook, string id, CancellationToken cancellationToken);

    /// <summary>How many dead letters a webhook has.</summary>
    Task<int> DeadAsync(TenantId tenant, WebhookId webhook, CancellationToken cancellationToken);

    /// <summary>Lets all messages of a webhook wait again that were dead letters at a time and still are.</summary>
    Task ReplayAsync(TenantId tenant, WebhookId webhook, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Drops all that is kept for a webhook.</summary>
    Task RemoveAsync(TenantId tenant, WebhookId webhook, CancellationToken cancellationToken);

    /// <summary>Drops a tenant's messages that were made before these times.</summary>
    Task ForgetAsync(TenantId tenant, DateTimeOffset deliveredBefore, DateTimeOffset deadBefore, CancellationToken cancellationToken);
}
