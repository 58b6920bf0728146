using System.Globalization;
using System.Text.Json;

namespace Countersign.Domain.Backtests.Research;

/// <summary>Where a scalar of a JSON text stands, in bytes.</summary>
internal readonly record struct JsonPlace(int Start, int Length, JsonTokenType Kind);

/// <summary>Finds every scalar of a JSON text by its path, such as <c>$.entry.long.above[0]</c>.</summary>
internal static class JsonPlaces
{
    public static Dictionary<string, JsonPlace> Of(byte[] utf8)
    {
        var places = new Dictionary<string, JsonPlace>(StringComparer.Ordinal);
        var reader = new Utf8JsonReader(utf8);
        reader.Read();
        Visit(ref reader, "$", places);
        return places;
    }

    private static void Visit(ref Utf8JsonReader reader, string path, Dictionary<string, JsonPlace> places)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    var inner = $"{path}.{reader.GetString()}";
                    reader.Read();
                    Visit(ref reader, inner, places);
                }

                break;
            case JsonTokenType.StartArray:
                for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
                {
                    Visit(ref reader, string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]"), places);
                }

                break;
            default:
                var start = (int)reader.TokenStartIndex;
                places[path] = new JsonPlace(start, (int)reader.BytesConsumed - start, reader.TokenType);
                break;
        }
    }
}
