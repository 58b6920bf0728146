using System.Text.Json.Serialization;
using Countersign.Domain.Audit;

namespace Countersign.Domain.Markets;

/// <summary>An instrument's symbol: 1 to 20 upper-case letters, digits and dots, such as <c>EURUSD</c>.</summary>
[JsonConverter(typeof(TextIdJsonConverter<Symbol>))]
public readonly record struct Symbol : ITextValue<Symbol>, IComparable<Symbol>
{
    private const int LengthMax = 20;

    private readonly string? value;

    private Symbol(string value) => this.value = value;

    public string Value => value ?? string.Empty;

    /// <summary>Reads a symbol.</summary>
    /// <exception cref="FormatException">It is empty, too long, or has other than upper-case letters, digits and dots.</exception>
    public static Symbol Parse(string text)
    {
        if (string.IsNullOrEmpty(text) || text.Length > LengthMax
            || text.Any(c => c is not ((>= 'A' and <= 'Z') or (>= '0' and <= '9') or '.')))
        {
            throw new FormatException($"'{text}' is not a symbol: 1 to {LengthMax} upper-case letters, digits and dots are, such as EURUSD.");
        }

        return new Symbol(text);
    }

    public int CompareTo(Symbol other) => string.CompareOrdinal(Value, other.Value);

    public override string ToString() => Value;
}
