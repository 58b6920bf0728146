using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Countersign.Web.Strategies;

/// <summary>Definitions as people edit them.</summary>
internal static class DefinitionText
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonSerializerOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(JsonElement definition) => JsonSerializer.Serialize(definition, Readable);

    public static string Write(JsonNode definition) => definition.ToJsonString(Readable);

    /// <summary>A part of one, in one line.</summary>
    public static string WriteLine(JsonNode part) => part.ToJsonString(OneLine);

    public static bool TryRead(string text, out JsonElement definition, [NotNullWhen(false)] out string? mistake)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            (definition, mistake) = (document.RootElement.Clone(), null);
            return true;
        }
        catch (JsonException e)
        {
            (definition, mistake) = (default, $"Line {e.LineNumber + 1}, place {e.BytePositionInLine + 1}: this is no JSON. {e.Message.Split(" LineNumber", 2)[0]}");
            return false;
        }
    }
}
