using System.Text.Json;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Strategies;

/// <summary>Reads one symbol of a strategy's JSON.</summary>
internal static class SymbolReader
{
    public static Symbol? Read(JsonElement element, string path, ErrorList errors)
    {
        try
        {
            return Symbol.Parse(element.ValueKind == JsonValueKind.String ? element.GetString()! : string.Empty);
        }
        catch (FormatException)
        {
            errors.Add(path, $"This is {JsonFields.Kind(element)}.", "1 to 20 upper-case letters, digits and dots, such as \"EURUSD\".");
            return null;
        }
    }
}
