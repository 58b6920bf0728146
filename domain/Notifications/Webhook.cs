using System.Collections.Immutable;
using Countersign.Domain.Audit;

namespace Countersign.Domain.Notifications;

/// <summary>An address that is told what changes.</summary>
/// <param name="Topics">What of, some of <see cref="WebhookTopics.All"/>; at least one.</param>
/// <param name="Secret">What messages are signed with, encrypted: only the desk can read it.</param>
/// <param name="Previous">The secret before, which signs too for a while; null where there is none.</param>
/// <param name="Active">Whether messages are sent.</param>
/// <param name="Disabled">Why the desk stopped sending; null where it did not.</param>
public sealed record Webhook(
    WebhookId Id, string Url, ImmutableArray<string> Topics, string Description, bool Active, string Secret, RetiringKey? Previous, Actor By,
    DateTimeOffset CreatedAt, string? Disabled)
{
    /// <summary>The secrets that a message is signed with now, the newest first.</summary>
    public ImmutableArray<string> SecretsAt(DateTimeOffset now) => Previous is { } old && now < old.Until ? [Secret, old.Secret] : [Secret];
}

/// <summary>An encrypted secret that was replaced and signs until then.</summary>
public sealed record RetiringKey(string Secret, DateTimeOffset Until);

/// <summary>A tenant's webhooks, by id.</summary>
public sealed record Webhooks(ImmutableSortedDictionary<string, Webhook> All)
{
    public static Webhooks None { get; } = new(ImmutableSortedDictionary.Create<string, Webhook>(StringComparer.Ordinal));

    public Webhook? Find(WebhookId id) => All.GetValueOrDefault(id.Value);
}

/// <summary>What a webhook can be told of: the topics of the live stream that are on record.</summary>
public static class WebhookTopics
{
    public static ImmutableArray<string> All { get; } = ["ideas", "orders", "positions", "accounts", "risk", "strategies", "backtests"];

    /// <summary>The topic of a message's type: <c>ideas</c> of <c>idea</c>.</summary>
    public static string Of(string type) => type switch { "strategy" => "strategies", "risk" => "risk", _ => type + "s" };
}

/// <summary>What webhooks may take of the desk.</summary>
/// <param name="WebhooksMax">Of a tenant.</param>
/// <param name="LoopbackAllowed">Whether addresses on this machine are taken, also over plain HTTP: for trying things out.</param>
/// <param name="InFlightMax">Messages of a tenant that are sent at one time.</param>
/// <param name="WaitingMax">Messages of a webhook that wait; more become dead letters at once.</param>
/// <param name="DisableAfter">How long a webhook may fail, without a success between, before it is disabled.</param>
/// <param name="AttemptsMax">How often a message is tried.</param>
/// <param name="FirstDelay">Between the first two tries; three times as long between each two after them.</param>
/// <param name="DeliveredKept">How long a message that arrived is listed.</param>
/// <param name="DeadKept">How long one that did not can be sent again.</param>
public sealed record WebhookRules(
    int WebhooksMax, bool LoopbackAllowed, int InFlightMax, int WaitingMax, TimeSpan DisableAfter, int AttemptsMax, TimeSpan FirstDelay,
    TimeSpan DeliveredKept, TimeSpan DeadKept)
{
    public static WebhookRules Default { get; } = new(
        20, false, 8, 10_000, TimeSpan.FromDays(5), 10, TimeSpan.FromSeconds(10), TimeSpan.FromDays(7), TimeSpan.FromDays(30));
}
