using System.Text.Json.Serialization;
using Countersign.Domain.Audit;

namespace Countersign.Domain.Notifications;

/// <summary>An address outside that a tenant's messages go to. Text form <c>w-…</c>.</summary>
[JsonConverter(typeof(TextIdJsonConverter<WebhookId>))]
public readonly record struct WebhookId : ITextValue<WebhookId>
{
    public const string Prefix = "w-";

    private readonly string? value;

    private WebhookId(string value) => this.value = value;

    public string Value => value ?? string.Empty;

    /// <summary>Reads an id.</summary>
    /// <exception cref="FormatException">It lacks the prefix <c>w-</c>, or has other than lower-case letters, digits and hyphens.</exception>
    public static WebhookId Parse(string text) => new(IdText.Require(Prefix, text));

    public override string ToString() => Value;
}
