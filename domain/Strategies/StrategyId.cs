using System.Text.Json.Serialization;
using Countersign.Domain.Audit;

namespace Countersign.Domain.Strategies;

/// <summary>A strategy of a tenant. Text form <c>s-…</c>.</summary>
[JsonConverter(typeof(TextIdJsonConverter<StrategyId>))]
public readonly record struct StrategyId : ITextValue<StrategyId>
{
    public const string Prefix = "s-";

    private readonly string? value;

    private StrategyId(string value) => this.value = value;

    public string Value => value ?? string.Empty;

    /// <summary>An id made from randomness that the caller brings.</summary>
    public static StrategyId New(Guid random) => new(Prefix + random.ToString("n"));

    /// <summary>Reads an id.</summary>
    /// <exception cref="FormatException">It lacks the prefix <c>s-</c>, or has other than lower-case letters, digits and hyphens.</exception>
    public static StrategyId Parse(string text) => new(IdText.Require(Prefix, text));

    public override string ToString() => Value;
}
