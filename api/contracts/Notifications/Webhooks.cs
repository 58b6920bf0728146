using System.ComponentModel.DataAnnotations;

namespace Countersign.Api.Contracts.Notifications;

/// <summary>Registers a webhook, or replaces what is not secret of one.</summary>
public sealed record WebhookRequest
{
    /// <summary>Where messages go, 1 to 500 characters: https, no user, no fragment, and an address of the public internet.</summary>
    [Required]
    public string? Url { get; init; }

    /// <summary>What of, at least one of <c>ideas</c>, <c>orders</c>, <c>positions</c>, <c>accounts</c>, <c>risk</c>, <c>strategies</c>, <c>backtests</c>.</summary>
    [Required]
    public IReadOnlyList<string>? Topics { get; init; }

    /// <summary>For people, at most 200 characters.</summary>
    public string? Description { get; init; }

    /// <summary>Whether messages are sent; absent is true.</summary>
    public bool? Active { get; init; }
}

/// <summary>Gives a webhook another secret.</summary>
public sealed record RotateWebhookRequest
{
    /// <summary>How long messages are signed with the old secret too, hours, 0 to 168; absent is 24.</summary>
    public int? OverlapHours { get; init; }
}

/// <summary>A webhook.</summary>
/// <param name="WebhookId"><c>w-…</c></param>
/// <param name="Url">Where messages go.</param>
/// <param name="Topics">What of.</param>
/// <param name="Description">For people.</param>
/// <param name="Active">Whether messages are sent.</param>
/// <param name="Disabled">Why the desk stopped sending; null where it did not.</param>
/// <param name="CreatedAt">When it was registered, UTC.</param>
/// <param name="OldSecretUntil">Until when the secret before the newest signs too, UTC; null where none does.</param>
/// <param name="Secret">What messages are signed with, <c>whsec_…</c>; told once, null ever after.</param>
public sealed record Webhook(
    string WebhookId, string Url, IReadOnlyList<string> Topics, string Description, bool Active, string? Disabled, DateTimeOffset CreatedAt,
    DateTimeOffset? OldSecretUntil, string? Secret);

/// <summary>A message to a webhook.</summary>
/// <param name="DeliveryId">The header <c>webhook-id</c>, <c>msg_…</c>: the same in every try.</param>
/// <param name="Type">What it is about: <c>idea</c>, <c>order</c>, <c>position</c>, <c>account</c>, <c>risk</c>, <c>strategy</c>, <c>backtest</c>, or
/// <c>webhook.test</c>.</param>
/// <param name="Status"><c>waiting</c>, <c>delivered</c> or <c>dead</c>.</param>
/// <param name="CreatedAt">When it was made, UTC.</param>
/// <param name="Attempts">Tries so far, since it was last asked for.</param>
/// <param name="NextAt">When it is tried next, UTC; null where it does not wait.</param>
/// <param name="TriedAt">When it was last tried, UTC; null where it never was.</param>
/// <param name="Answer">The last HTTP status; null where none came.</param>
/// <param name="DurationMs">How long the last try took, milliseconds; null where there was none.</param>
/// <param name="Error">Why the last try failed; null where it did not.</param>
public sealed record WebhookDelivery(
    string DeliveryId, string Type, string Status, DateTimeOffset CreatedAt, int Attempts, DateTimeOffset? NextAt, DateTimeOffset? TriedAt, int? Answer,
    int? DurationMs, string? Error);

/// <summary>What was put back to wait.</summary>
/// <param name="Messages">How many dead letters.</param>
public sealed record WebhookReplay(int Messages);

/// <summary>The body that a webhook gets.</summary>
/// <param name="Id">As the header <c>webhook-id</c>.</param>
/// <param name="Type">As in <see cref="WebhookDelivery.Type"/>.</param>
/// <param name="Time">When what it tells of went on record, UTC.</param>
/// <param name="Tenant">Whose, <c>t-…</c>.</param>
/// <param name="Change">What happened, as the journal names it (<c>order-filled.v1</c>); absent of a test. More of them come with the desk's versions.</param>
/// <param name="Data">The same as in the live stream's event.</param>
public sealed record WebhookMessage(string Id, string Type, DateTimeOffset Time, string Tenant, string? Change, WebhookData Data);

/// <summary>What changed, so that it is read again.</summary>
/// <param name="Id">Its id.</param>
/// <param name="AccountId">Of orders and positions their account; absent of others.</param>
public sealed record WebhookData(string Id, string? AccountId = null);
