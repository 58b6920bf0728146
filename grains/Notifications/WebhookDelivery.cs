using System.Collections.Immutable;
using Countersign.Domain.Notifications;
using Countersign.Domain.Tenants;

namespace Countersign.Grains.Notifications;

/// <summary>Where a message to a webhook stands.</summary>
public enum WebhookStatus
{
    /// <summary>It is sent at its time.</summary>
    Waiting,

    /// <summary>The webhook took it.</summary>
    Delivered,

    /// <summary>Given up: a dead letter, which can be sent again.</summary>
    Dead,
}

/// <summary>One message to one webhook.</summary>
/// <param name="Id">The header <c>webhook-id</c>: the same in every try.</param>
/// <param name="Type">What the message is about: an event of the live stream, such as <c>order</c>.</param>
/// <param name="Body">JSON, UTF-8, exactly as it is signed.</param>
/// <param name="Attempts">Tries so far.</param>
/// <param name="NextAt">When it is tried next, where it waits.</param>
/// <param name="Last">How the last try went; null before it.</param>
public sealed record WebhookDelivery(
    TenantId Tenant, WebhookId Webhook, string Id, string Type, DateTimeOffset CreatedAt, ImmutableArray<byte> Body, WebhookStatus Status, int Attempts,
    DateTimeOffset NextAt, WebhookTry? Last);

/// <summary>One try to deliver.</summary>
/// <param name="At">When it began.</param>
/// <param name="Answer">The HTTP status; null where none came.</param>
/// <param name="DurationMs">How long it took.</param>
/// <param name="Error">Why it failed, at most 500 characters; null where it did not.</param>
public sealed record WebhookTry(DateTimeOffset At, int? Answer, int DurationMs, string? Error)
{
    public const int ErrorLengthMax = 500;

    /// <summary>The receiver wants nothing more, ever.</summary>
    public bool Gone => Answer == 410;
}
