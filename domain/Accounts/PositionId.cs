using System.Text.Json.Serialization;
using Countersign.Domain.Audit;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Accounts;

/// <summary>
/// A position of an account. A netting account has one a symbol and its id is the symbol's; in a hedging account every opening order makes one of
/// its own, named after it. Text form <c>p-…</c>.
/// </summary>
[JsonConverter(typeof(TextIdJsonConverter<PositionId>))]
public readonly record struct PositionId : ITextValue<PositionId>, IComparable<PositionId>
{
    public const string Prefix = "p-";

    private readonly string? value;

    private PositionId(string value) => this.value = value;

    public string Value => value ?? string.Empty;

    /// <summary>The one position in a symbol of a netting account.</summary>
    public static PositionId Of(Symbol symbol) => new(Prefix + symbol.Value.ToLowerInvariant());

    /// <summary>The position that an order opens in a hedging account.</summary>
    public static PositionId OpenedBy(OrderId order) => new(Prefix + order.Value);

    /// <summary>Reads an id.</summary>
    /// <exception cref="FormatException">It lacks the prefix <c>p-</c>, or has other than lower-case letters, digits and hyphens.</exception>
    public static PositionId Parse(string text) => new(IdText.Require(Prefix, text));

    public int CompareTo(PositionId other) => string.CompareOrdinal(Value, other.Value);

    public override string ToString() => Value;
}
