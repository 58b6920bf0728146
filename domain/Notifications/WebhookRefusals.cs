using Countersign.Domain.Audit;

namespace Countersign.Domain.Notifications;

public static class WebhookRefusals
{
    public static Refusal NotFound { get; } = new("webhook.not_found", "There is no such webhook.");

    public static Refusal DeliveryNotFound { get; } = new("webhook.delivery_not_found", "There is no such delivery.");

    public static Refusal Exists { get; } = new("webhook.exists", "There is a webhook of this id already.");

    public static Refusal Inactive { get; } = new("webhook.inactive", "The webhook is not active: make it active first.");

    public static Refusal Url(bool loopbackAllowed) => new(
        "webhook.url",
        FormattableString.Invariant($"A webhook's address is https, has a host and no user, password or fragment, and {WebhookDecider.UrlLengthMax} characters at most.")
        + (loopbackAllowed ? " Here http to this machine is right too." : " This machine itself is not taken."));

    public static Refusal Topics { get; } = new(
        "webhook.topics", $"A webhook has at least one topic, each once, of {string.Join(", ", WebhookTopics.All)}.");

    public static Refusal Description { get; } = new(
        "webhook.description", FormattableString.Invariant($"A description has {WebhookDecider.DescriptionLengthMax} characters at most."));

    public static Refusal Full(int limit) => new(
        "webhook.full", FormattableString.Invariant($"The tenant may have {limit} webhooks: remove one first."));
}
