using Countersign.Api.Contracts.Notifications;

namespace Countersign.Web.Notifications;

/// <summary>Webhooks in words.</summary>
internal static class WebhookText
{
    /// <summary>What a webhook can be told of, as the API names it, and what that is.</summary>
    public static IReadOnlyList<(string Topic, string Title)> Topics { get; } =
    [
        ("ideas", "ideas that are raised, decided and executed"),
        ("orders", "orders and their fills"),
        ("positions", "positions that open, change and close"),
        ("accounts", "money, margin and terms of accounts"),
        ("risk", "limits, blackouts and trading states"),
        ("strategies", "strategies, their versions and whether they are active"),
        ("backtests", "backtests that begin and end"),
    ];

    /// <summary>The statuses of deliveries, as the API names them; the empty one is all.</summary>
    public static IReadOnlyList<(string Status, string Title)> Statuses { get; } =
        [("", "All"), ("waiting", "Waiting"), ("delivered", "Delivered"), ("dead", "Dead letters")];

    /// <summary>Whether messages go out, in a word that is a style too.</summary>
    public static string State(Webhook webhook) => webhook switch { { Active: true } => "active", { Disabled: not null } => "disabled", _ => "off" };

    public static string Status(WebhookDelivery delivery) => delivery.Status switch
    {
        "dead" => "dead letter",
        "waiting" when delivery.Attempts > 0 => "tried in vain",
        _ => delivery.Status,
    };

    public static string Subject(WebhookDelivery delivery) => delivery.Type == "webhook.test" ? "a test" : delivery.Type;

    /// <summary>What came back: a status, how long it took, what was wrong.</summary>
    public static string Answer(WebhookDelivery delivery) => (delivery.Answer, delivery.DurationMs) switch
    {
        ({ } status, { } took) => FormattableString.Invariant($"{status} in {took:#,0} ms"),
        (null, > 0 and var took) => FormattableString.Invariant($"none in {took:#,0} ms"),
        _ => "",
    };
}
