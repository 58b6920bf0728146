using System.Text.Json.Serialization;
using Countersign.Domain.Audit;

namespace Countersign.Domain.Accounts;

/// <summary>A trading account of a tenant. Text form <c>a-…</c>.</summary>
[JsonConverter(typeof(TextIdJsonConverter<AccountId>))]
public readonly record struct AccountId : ITextValue<AccountId>
{
    public const string Prefix = "a-";

    private readonly string? value;

    private AccountId(string value) => this.value = value;

    public string Value => value ?? string.Empty;

    /// <summary>An id made from randomness that the caller brings.</summary>
    public static AccountId New(Guid random) => new(Prefix + random.ToString("n"));

    /// <summary>Reads an id.</summary>
    /// <exception cref="FormatException">It lacks the prefix <c>a-</c>, or has other than lower-case letters, digits and hyphens.</exception>
    public static AccountId Parse(string text) => new(IdText.Require(Prefix, text));

    public override string ToString() => Value;
}
