using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Countersign.Domain.Markets;

/// <summary>A quantity in units of the base currency (or shares). Signed where it is a position: positive is long.</summary>
[JsonConverter(typeof(QuantityJsonConverter))]
public readonly record struct Quantity(decimal Value) : IComparable<Quantity>
{
    public static Quantity Zero => default;

    public bool IsZero => Value == 0m;

    public static Quantity operator +(Quantity left, Quantity right) => new(left.Value + right.Value);

    public static Quantity operator -(Quantity left, Quantity right) => new(left.Value - right.Value);

    public static Quantity operator -(Quantity quantity) => new(-quantity.Value);

    public static bool operator <(Quantity left, Quantity right) => left.Value < right.Value;

    public static bool operator >(Quantity left, Quantity right) => left.Value > right.Value;

    public static bool operator <=(Quantity left, Quantity right) => left.Value <= right.Value;

    public static bool operator >=(Quantity left, Quantity right) => left.Value >= right.Value;

    public Quantity Abs() => new(Math.Abs(Value));

    public int CompareTo(Quantity other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);

    private sealed class QuantityJsonConverter : JsonConverter<Quantity>
    {
        public override Quantity Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            new(reader.GetDecimal());

        public override void Write(Utf8JsonWriter writer, Quantity value, JsonSerializerOptions options) =>
            writer.WriteNumberValue(value.Value);
    }
}
