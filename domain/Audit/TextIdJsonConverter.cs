using System.Text.Json;
using System.Text.Json.Serialization;

namespace Countersign.Domain.Audit;

/// <summary>A value that is written as one string: an id, a symbol, an actor.</summary>
/// <typeparam name="T">The value's own type.</typeparam>
public interface ITextValue<T> where T : struct, ITextValue<T>
{
    string Value { get; }

    /// <summary>Reads the text form.</summary>
    /// <exception cref="FormatException">The text is not of this type's form; the message says what would be.</exception>
    static abstract T Parse(string text);
}

/// <summary>Writes an <see cref="ITextValue{T}"/> as a JSON string, also where it is a dictionary key.</summary>
public sealed class TextIdJsonConverter<T> : JsonConverter<T> where T : struct, ITextValue<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Parse(reader.GetString());

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);

    public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Parse(reader.GetString());

    public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value.Value);

    private static T Parse(string? text)
    {
        try
        {
            return T.Parse(text ?? string.Empty);
        }
        catch (FormatException e)
        {
            throw new JsonException(e.Message, e);
        }
    }
}
