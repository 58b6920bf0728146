using System.Text.Json.Serialization;
using Countersign.Domain.Audit;

namespace Countersign.Domain.Execution;

/// <summary>An order of an account; given by the client, it is also the idempotency key. Text form <c>o-…</c>.</summary>
[JsonConverter(typeof(TextIdJsonConverter<OrderId>))]
public readonly record struct OrderId : ITextValue<OrderId>
{
    public const string Prefix = "o-";

    private readonly string? value;

    private OrderId(string value) => this.value = value;

    public string Value => value ?? string.Empty;

    /// <summary>An id made from randomness that the caller brings.</summary>
    public static OrderId New(Guid random) => new(Prefix + random.ToString("n"));

    /// <summary>Reads an id.</summary>
    /// <exception cref="FormatException">It lacks the prefix <c>o-</c>, or has other than lower-case letters, digits and hyphens.</exception>
    public static OrderId Parse(string text) => new(IdText.Require(Prefix, text));

    public override string ToString() => Value;
}
