using System.Text;
using System.Text.Json;

namespace Countersign.Domain.Strategies;

/// <summary>Reads and writes strategies. The format is described in <c>docs/strategies.md</c>; unknown properties are errors.</summary>
public static class StrategyJson
{
    /// <summary>Longest text that is read, in bytes of UTF-8.</summary>
    public const int BytesMax = 64 * 1024;

    /// <summary>Deepest nesting of objects and arrays.</summary>
    public const int DepthMax = 32;

    /// <summary>Most conditions in one strategy, with those that join others.</summary>
    public const int ConditionsMax = 64;

    /// <summary>Most errors that one reading reports.</summary>
    public const int ErrorsMax = 100;

    // Beyond DepthMax, so that depth becomes an error with its path, and well below what could exhaust the stack.
    private const int ReaderDepthMax = 256;

    private static readonly JsonWriterOptions Indented = new() { Indented = true, NewLine = "\n" };

    /// <summary>Reads a strategy; reports every error that it finds, not only the first.</summary>
    public static StrategyParseResult Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        var bytes = Encoding.UTF8.GetBytes(json.Length <= BytesMax ? json : json[..(BytesMax + 1)]);
        if (bytes.Length > BytesMax)
        {
            return Invalid(new StrategyError("$", $"The text is longer than {BytesMax:N0} bytes.", "Shorten it."));
        }

        try
        {
            using var document = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = ReaderDepthMax });
            return UnreadableText(document.RootElement, "$") is { } path
                ? Invalid(new StrategyError(path, "This text has half of a surrogate pair.", "Write the character itself."))
                : new StrategyReader().Read(document.RootElement);
        }
        catch (JsonException e)
        {
            return Invalid(new StrategyError(
                "$",
                $"The text is not JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}.",
                "One object in double-quoted JSON without comments or trailing commas."));
        }
    }

    /// <summary>The canonical text: fixed order, every default written, canonical names of features, two spaces, LF.</summary>
    public static string Write(StrategyDefinition definition)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Indented))
        {
            StrategyWriter.Write(writer, definition);
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static StrategyParseResult.Invalid Invalid(StrategyError error) => new([error]);

    // The reader accepts an escape such as \ud800 and throws only when the text is asked for: find it before anything asks.
    private static string? UnreadableText(JsonElement element, string path)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                return IsReadable(element) ? null : path;
            case JsonValueKind.Array:
                return element.EnumerateArray().Select(item => UnreadableText(item, path)).FirstOrDefault(found => found is not null);
            case JsonValueKind.Object:
                return element.EnumerateObject()
                    .Select(property => IsReadable(property) ? UnreadableText(property.Value, $"{path}.{property.Name}") : path)
                    .FirstOrDefault(found => found is not null);
            default:
                return null;
        }
    }

    private static bool IsReadable(JsonElement element)
    {
        try
        {
            return element.GetString() is not null;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static bool IsReadable(JsonProperty property)
    {
        try
        {
            return property.Name is not null;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
