using System.Text.Json.Serialization;
using Countersign.Domain.Audit;

namespace Countersign.Domain.TradeIdeas;

/// <summary>A trade idea of a tenant. Text form <c>i-…</c>.</summary>
[JsonConverter(typeof(TextIdJsonConverter<TradeIdeaId>))]
public readonly record struct TradeIdeaId : ITextValue<TradeIdeaId>
{
    public const string Prefix = "i-";

    private readonly string? value;

    private TradeIdeaId(string value) => this.value = value;

    public string Value => value ?? string.Empty;

    /// <summary>An id made from randomness that the caller brings.</summary>
    public static TradeIdeaId New(Guid random) => new(Prefix + random.ToString("n"));

    /// <summary>Reads an id.</summary>
    /// <exception cref="FormatException">It lacks the prefix <c>i-</c>, or has other than lower-case letters, digits and hyphens.</exception>
    public static TradeIdeaId Parse(string text) => new(IdText.Require(Prefix, text));

    public override string ToString() => Value;
}
