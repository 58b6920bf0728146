using System.Text.Json.Serialization;
using Countersign.Domain.Audit;

namespace Countersign.Domain.Tenants;

/// <summary>A tenant: the boundary that nothing of a customer's crosses. Text form <c>t-…</c>.</summary>
[JsonConverter(typeof(TextIdJsonConverter<TenantId>))]
public readonly record struct TenantId : ITextValue<TenantId>
{
    public const string Prefix = "t-";

    /// <summary>Whose the platform's own history is. No tenant can be created under this name.</summary>
    public static readonly TenantId Platform = new("t-platform");

    private readonly string? value;

    private TenantId(string value) => this.value = value;

    public string Value => value ?? string.Empty;

    /// <summary>An id made from randomness that the caller brings.</summary>
    public static TenantId New(Guid random) => new(Prefix + random.ToString("n"));

    /// <summary>Reads an id.</summary>
    /// <exception cref="FormatException">It lacks the prefix <c>t-</c>, or has other than lower-case letters, digits and hyphens.</exception>
    public static TenantId Parse(string text) => new(IdText.Require(Prefix, text));

    public override string ToString() => Value;
}
