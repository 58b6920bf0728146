using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Countersign.Web.Audit;

/// <summary>One recorded figure, for people.</summary>
/// <param name="Label">What it is.</param>
/// <param name="Text">As it is read.</param>
/// <param name="At">Where it is a time.</param>
/// <param name="Figure">It is a number.</param>
public sealed record Fact(string Label, string Text, DateTimeOffset? At = null, bool Figure = false);

/// <summary>Reads recorded JSON as rows of a table. Whatever a record holds is shown, also what this program has no words for.</summary>
internal static class JsonFacts
{
    private const string None = "–";

    /// <summary>What stands at a path; null where nothing does.</summary>
    public static JsonElement? At(this JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
            {
                return null;
            }
        }

        return element.ValueKind == JsonValueKind.Null ? null : element;
    }

    public static decimal? Number(this JsonElement element, params ReadOnlySpan<string> path) =>
        element.At(path) is { ValueKind: JsonValueKind.Number } value && value.TryGetDecimal(out var number) ? number : null;

    public static DateTimeOffset? Time(this JsonElement element, params ReadOnlySpan<string> path) => element.At(path) is { } value ? TimeOf(value) : null;

    public static string? Text(this JsonElement element, params ReadOnlySpan<string> path) =>
        element.At(path) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    public static IEnumerable<JsonElement> Items(this JsonElement? list) =>
        list is { ValueKind: JsonValueKind.Array } items ? items.EnumerateArray().ToArray() : [];

    public static IEnumerable<JsonProperty> Members(this JsonElement? element) =>
        element is { ValueKind: JsonValueKind.Object } members ? members.EnumerateObject().ToArray() : [];

    /// <summary>Every figure of an object, those of inner ones behind their names.</summary>
    /// <param name="element">An object; anything else is one figure.</param>
    /// <param name="label">What it is called; empty where its members' names say enough.</param>
    /// <param name="without">Members that are shown elsewhere.</param>
    public static IEnumerable<Fact> Flat(JsonElement? element, string label = "", params string[] without)
    {
        if (element is not { ValueKind: not JsonValueKind.Null } value)
        {
            return [];
        }

        return value.ValueKind == JsonValueKind.Object
            ? Members(value).Where(m => !without.Contains(m.Name))
                .SelectMany(m => Flat(m.Value, label.Length == 0 ? Words(m.Name) : $"{label}: {Words(m.Name).ToLowerInvariant()}"))
            : [Of(label, value)];
    }

    public static Fact Of(string label, JsonElement value) => new(label, Write(value), TimeOf(value), value.ValueKind == JsonValueKind.Number);

    /// <summary>As it is read in a cell.</summary>
    public static string Write(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => None,
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        JsonValueKind.Number when value.TryGetDecimal(out var number) => Figure(number),
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Array when value.GetArrayLength() == 0 => "none",
        JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(Write)),
        JsonValueKind.Object => string.Join(", ", Members(value).Select(m => $"{Words(m.Name).ToLowerInvariant()} {Write(m.Value)}")),
        _ => value.GetRawText(),
    };

    /// <summary>To eight decimals: whoever needs every digit has the JSON.</summary>
    public static string Figure(decimal number) =>
        number.ToString("#,0.########", CultureInfo.InvariantCulture).Replace("-", "\u2212", StringComparison.Ordinal);

    /// <summary><c>realisedToday</c> as "Realised today".</summary>
    public static string Words(string name)
    {
        if (name == "$type")
        {
            return "Kind";
        }

        var words = new StringBuilder();
        foreach (var letter in name)
        {
            words.Append(words.Length == 0 ? char.ToUpperInvariant(letter).ToString() : char.IsUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : letter.ToString());
        }

        return words.ToString();
    }

    private static DateTimeOffset? TimeOf(JsonElement value) => value.ValueKind == JsonValueKind.String && value.GetString() is { Length: >= 19 } text && text[10] == 'T'
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
