using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Countersign.Domain.Strategies;

/// <summary>
/// Reads the properties of one JSON object and collects every error with its path. A value that is missing or wrong reads as null after
/// its error has been noted, so that reading goes on and finds the next one.
/// </summary>
internal sealed class JsonFields
{
    private readonly ErrorList errors;
    private readonly Dictionary<string, JsonElement> fields = new(StringComparer.Ordinal);

    private JsonFields(string path, ErrorList errors)
    {
        Path = path;
        this.errors = errors;
    }

    public string Path { get; }

    /// <summary>The object's properties; null, with an error, where it is no object. Unknown and repeated properties are errors.</summary>
    public static JsonFields? Of(JsonElement element, string path, ErrorList errors, params ReadOnlySpan<string> known)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            errors.Add(path, $"This is {Kind(element)}.", $"An object with {string.Join(", ", known)}.");
            return null;
        }

        var result = new JsonFields(path, errors);
        foreach (var property in element.EnumerateObject())
        {
            var at = $"{path}.{property.Name}";
            if (!known.Contains(property.Name))
            {
                errors.Add(at, $"There is no property '{Short(property.Name)}'.", $"Known here: {string.Join(", ", known)}.");
            }
            else if (!result.fields.TryAdd(property.Name, property.Value))
            {
                errors.Add(at, $"'{property.Name}' stands here twice.", "Give it once.");
            }
        }

        return result;
    }

    public bool Has(string name) => fields.ContainsKey(name);

    public string At(string name) => $"{Path}.{name}";

    /// <summary>The value, or null; a missing required value is an error.</summary>
    public JsonElement? Get(string name, string? hintIfRequired = null)
    {
        if (fields.TryGetValue(name, out var value))
        {
            return value;
        }

        if (hintIfRequired is not null)
        {
            errors.Add(At(name), $"'{name}' is missing.", hintIfRequired);
        }

        return null;
    }

    public string? Text(string name, int lengthMin, int lengthMax, bool required, string hint)
    {
        if (Get(name, required ? hint : null) is not { } element)
        {
            return null;
        }

        if (element.ValueKind != JsonValueKind.String)
        {
            errors.Add(At(name), $"This is {Kind(element)}.", hint);
            return null;
        }

        var text = element.GetString()!;
        if (text.Trim().Length < lengthMin || text.Length > lengthMax || text.Any(c => char.IsControl(c) && c != '\n'))
        {
            errors.Add(At(name), "This text is too short, too long, or has control characters.", hint);
            return null;
        }

        return text;
    }

    public bool? Flag(string name)
    {
        if (Get(name) is not { } element)
        {
            return null;
        }

        if (element.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return element.GetBoolean();
        }

        errors.Add(At(name), $"This is {Kind(element)}.", "true or false.");
        return null;
    }

    /// <summary>A whole number from min to max.</summary>
    public int? Whole(string name, int min, int max)
    {
        if (Get(name) is not { } element)
        {
            return null;
        }

        if (element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out var value) && value >= min && value <= max)
        {
            return value;
        }

        var hint = string.Create(CultureInfo.InvariantCulture, $"A whole number from {min} to {max}.");
        errors.Add(At(name), $"This is {Kind(element)}.", hint);
        return null;
    }

    /// <summary>A number more than 0 (or from 0, where that is allowed) and at most max.</summary>
    public decimal? Amount(string name, decimal max, bool zeroAllowed = false)
    {
        if (Get(name) is not { } element)
        {
            return null;
        }

        if (element.ValueKind == JsonValueKind.Number && element.TryGetDecimal(out var value)
            && (value > 0m || (zeroAllowed && value == 0m)) && value <= max)
        {
            return value;
        }

        var least = zeroAllowed ? "from 0" : "more than 0,";
        errors.Add(At(name), $"This is {Kind(element)}.", string.Create(CultureInfo.InvariantCulture, $"A number {least} at most {max}."));
        return null;
    }

    /// <summary>The elements of an array with their paths; null, with an error, where it is no array or has not min to max elements.</summary>
    public ImmutableArray<(JsonElement Element, string Path)>? List(string name, int min, int max, string hint, bool required)
    {
        if (Get(name, required ? hint : null) is not { } element)
        {
            return null;
        }

        return Elements(element, At(name), min, max, hint, errors);
    }

    public static ImmutableArray<(JsonElement Element, string Path)>? Elements(
        JsonElement element, string path, int min, int max, string hint, ErrorList errors)
    {
        if (element.ValueKind != JsonValueKind.Array)
        {
            errors.Add(path, $"This is {Kind(element)}.", hint);
            return null;
        }

        var length = element.GetArrayLength();
        if (length < min || length > max)
        {
            errors.Add(path, string.Create(CultureInfo.InvariantCulture, $"This list has {length} elements."), hint);
            return null;
        }

        return [.. element.EnumerateArray().Select((item, i) => (item, string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]")))];
    }

    /// <summary>What stands there, in words, for messages.</summary>
    public static string Kind(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => $"the text '{Short(element.GetString()!)}'",
        JsonValueKind.Number => Short(element.GetRawText()),
        JsonValueKind.Null => "null",
        _ => element.GetRawText(),
    };

    public static string Short(string text) => text.Length <= 40 ? text : text[..40] + "…";
}

/// <summary>The errors of one reading, bounded.</summary>
internal sealed class ErrorList
{
    private readonly ImmutableArray<StrategyError>.Builder errors = ImmutableArray.CreateBuilder<StrategyError>();

    public bool IsEmpty => errors.Count == 0;

    public int Count => errors.Count;

    public void Add(string path, string message, string hint)
    {
        if (errors.Count < StrategyJson.ErrorsMax)
        {
            errors.Add(new StrategyError(path, message, hint));
        }
    }

    public ImmutableArray<StrategyError> ToImmutable() => errors.ToImmutable();
}
