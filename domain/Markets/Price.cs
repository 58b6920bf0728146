using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Countersign.Domain.Markets;

/// <summary>A price in units of the quote currency for one unit of the base. Two prices subtract to a plain distance; they do not multiply.</summary>
[JsonConverter(typeof(PriceJsonConverter))]
public readonly record struct Price(decimal Value) : IComparable<Price>
{
    public static decimal operator -(Price left, Price right) => left.Value - right.Value;

    /// <summary>The middle of two sides.</summary>
    public static Price Mid(Price bid, Price ask) => new((bid.Value + ask.Value) / 2m);

    public static Price operator +(Price price, decimal distance) => new(price.Value + distance);

    public static Price operator -(Price price, decimal distance) => new(price.Value - distance);

    public static bool operator <(Price left, Price right) => left.Value < right.Value;

    public static bool operator >(Price left, Price right) => left.Value > right.Value;

    public static bool operator <=(Price left, Price right) => left.Value <= right.Value;

    public static bool operator >=(Price left, Price right) => left.Value >= right.Value;

    public int CompareTo(Price other) => Value.CompareTo(other.Value);

    /// <summary>The seam to statistics: indicators and models work in <see cref="double"/>.</summary>
    public double ToDouble() => (double)Value;

    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);

    private sealed class PriceJsonConverter : JsonConverter<Price>
    {
        public override Price Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetDecimal());

        public override void Write(Utf8JsonWriter writer, Price value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Value);
    }
}
