using System.Text.Json.Serialization;
using Countersign.Domain.Audit;

namespace Countersign.Domain.Tenants;

/// <summary>A person or program that signs in, within one tenant. Text form <c>u-…</c>.</summary>
[JsonConverter(typeof(TextIdJsonConverter<UserId>))]
public readonly record struct UserId : ITextValue<UserId>
{
    public const string Prefix = "u-";

    private readonly string? value;

    private UserId(string value) => this.value = value;

    public string Value => value ?? string.Empty;

    /// <summary>An id made from randomness that the caller brings.</summary>
    public static UserId New(Guid random) => new(Prefix + random.ToString("n"));

    /// <summary>Reads an id.</summary>
    /// <exception cref="FormatException">It lacks the prefix <c>u-</c>, or has other than lower-case letters, digits and hyphens.</exception>
    public static UserId Parse(string text) => new(IdText.Require(Prefix, text));

    public override string ToString() => Value;
}
