using System.Text.Json.Serialization;
using Countersign.Domain.Audit;

namespace Countersign.Domain.Markets;

/// <summary>A currency or crypto asset by its code: 3 to 6 upper-case letters, such as <c>USD</c>.</summary>
[JsonConverter(typeof(TextIdJsonConverter<Currency>))]
public readonly record struct Currency : ITextValue<Currency>, IComparable<Currency>
{
    private readonly string? value;

    private Currency(string value) => this.value = value;

    public string Value => value ?? string.Empty;

    /// <summary>Reads a currency code.</summary>
    /// <exception cref="FormatException">It is not 3 to 6 upper-case letters.</exception>
    public static Currency Parse(string text)
    {
        if (text is not { Length: >= 3 and <= 6 } || text.Any(c => c is not (>= 'A' and <= 'Z')))
        {
            throw new FormatException($"'{text}' is not a currency: 3 to 6 upper-case letters are, such as USD.");
        }

        return new Currency(text);
    }

    public int CompareTo(Currency other) => string.CompareOrdinal(Value, other.Value);

    public override string ToString() => Value;
}
