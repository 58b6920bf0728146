using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Countersign.Domain.Strategies;

namespace Countersign.Domain.Backtests.Research;

/// <summary>Reads parameters over one strategy; no place may be varied by two of them.</summary>
internal sealed class ParameterReader(byte[] strategy, ErrorList errors)
{
    private const string PlaceHint =
        "A path into the strategy's canonical JSON, such as \"$.stop.atr\", and behind # an argument of the indicator there: "
        + "\"$.entry.long.crossesAbove[0]#period\".";

    private const string ValuesHint = "Either from, to and step (or \"scale\": \"log\" and count), or a list of values.";

    private readonly Dictionary<string, JsonPlace> places = JsonPlaces.Of(strategy);
    private readonly HashSet<string> names = new(StringComparer.Ordinal);
    private readonly HashSet<(string, int?)> taken = [];

    public ResearchParameter? Read(JsonElement element, string path)
    {
        var fields = JsonFields.Of(
            element, path, errors, "name", "at", "argument", "from", "to", "step", "scale", "count", "whole", "values");
        if (fields is null)
        {
            return null;
        }

        var name = ReadName(fields);
        var targets = ReadTargets(fields);
        var levels = fields.Has("values") ? ReadList(fields) : new LevelRange(fields, errors).Read(ValuesHint);
        if (name is null || targets is not { } found || levels is not { } values)
        {
            return null;
        }

        var kind = found[0].Kind;
        if (found.FirstOrDefault(t => t.Kind != kind, found[0]) is { Path: var odd } && odd != found[0].Path)
        {
            errors.Add(fields.At("at"), $"{found[0].Path} is {Word(kind)}, but {odd} is not.", "Places of one kind; name others in a parameter of their own.");
            return null;
        }

        if (values.FirstOrDefault(level => KindOf(level) != kind) is { Json: { } wrong })
        {
            errors.Add(
                fields.At(fields.Has("values") ? "values" : "from"), $"{wrong} does not fit {found[0].Path}, which is {Word(kind)}.",
                $"Values that are each {Word(kind)}.");
            return null;
        }

        return new ResearchParameter(name, [.. found.Select(t => t.Target)], values, kind == JsonTokenType.Number);
    }

    private string? ReadName(JsonFields fields)
    {
        const string hint = "A letter, then letters, digits and underscores; at most 40.";
        if (fields.Text("name", 1, 40, required: true, hint) is not { } name)
        {
            return null;
        }

        if (!char.IsAsciiLetter(name[0]) || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
        {
            errors.Add(fields.At("name"), $"'{name}' is no name.", hint);
            return null;
        }

        if (!names.Add(name))
        {
            errors.Add(fields.At("name"), $"Two parameters are called '{name}'.", "Give each a name of its own.");
            return null;
        }

        return name;
    }

    private ImmutableArray<Place>? ReadTargets(JsonFields fields)
    {
        if (fields.Get("at", PlaceHint) is not { } at)
        {
            return null;
        }

        var argument = ReadArgument(fields);
        var items = at.ValueKind == JsonValueKind.String
            ? [(at, fields.At("at"))]
            : JsonFields.Elements(at, fields.At("at"), 1, ParameterSpace.TargetsMax, PlaceHint, errors);
        if (items is not { } elements)
        {
            return null;
        }

        var targets = elements.Select(item => ReadTarget(item.Element, item.Path, argument)).ToList();
        return targets.Contains(null) ? null : [.. targets.Select(target => target!)];
    }

    private string? ReadArgument(JsonFields fields)
    {
        switch (fields.Get("argument"))
        {
            case null:
                return null;
            case { ValueKind: JsonValueKind.Number } number:
                return number.GetRawText();
            case { ValueKind: JsonValueKind.String } text:
                return text.GetString();
            case { } other:
                errors.Add(fields.At("argument"), $"This is {JsonFields.Kind(other)}.", "The argument's position, from 0, or its name.");
                return null;
        }
    }

    private Place? ReadTarget(JsonElement element, string path, string? argument)
    {
        if (element.ValueKind != JsonValueKind.String)
        {
            errors.Add(path, $"This is {JsonFields.Kind(element)}.", PlaceHint);
            return null;
        }

        var parts = element.GetString()!.Split('#', 2);
        argument = parts.Length == 2 ? parts[1] : argument;
        if (!places.TryGetValue(parts[0], out var place))
        {
            errors.Add(
                path, $"The strategy has no number, text or flag at '{JsonFields.Short(parts[0])}'.",
                $"Known: {string.Join(", ", Nearest(parts[0]))}. A value that the strategy leaves to its default must be written into it first.");
            return null;
        }

        if (argument is null)
        {
            return Take(new ParameterTarget(parts[0], null), place.Kind == JsonTokenType.False ? JsonTokenType.True : place.Kind, path);
        }

        var text = place.Kind == JsonTokenType.String ? JsonSerializer.Deserialize<string>(strategy.AsSpan(place.Start, place.Length))! : string.Empty;
        if (IndicatorText.Read(text) is not { } indicator)
        {
            errors.Add(path, $"No indicator with arguments stands at {parts[0]}.", PlaceHint);
            return null;
        }

        if (indicator.Find(argument) is not { } index)
        {
            errors.Add(
                path, $"{text} has no argument '{JsonFields.Short(argument)}'.",
                $"One of {string.Join(", ", indicator.Names)}, or a position from 0 to {indicator.Arguments.Length - 1}.");
            return null;
        }

        return Take(new ParameterTarget(parts[0], index), JsonTokenType.Number, path);
    }

    private Place? Take(ParameterTarget target, JsonTokenType kind, string path)
    {
        if (taken.Add((target.Path, target.Argument)))
        {
            return new Place(target, kind);
        }

        errors.Add(path, $"Another place names {target.Path} too.", "Vary each place by one parameter.");
        return null;
    }

    private ImmutableArray<ParameterLevel>? ReadList(JsonFields fields)
    {
        if (fields.Has("from") || fields.Has("to") || fields.Has("step") || fields.Has("scale") || fields.Has("count") || fields.Has("whole"))
        {
            errors.Add(fields.Path, "Values are given as a list and as a range.", ValuesHint);
            return null;
        }

        var items = fields.List("values", 1, ParameterSpace.LevelsMax, "A list of 1 to 10,000 numbers, texts or flags.", required: true);
        if (items is not { } elements)
        {
            return null;
        }

        var levels = new List<ParameterLevel>();
        foreach (var (element, path) in elements)
        {
            var isNumber = element.ValueKind == JsonValueKind.Number;
            if (!isNumber && element.ValueKind is not (JsonValueKind.String or JsonValueKind.True or JsonValueKind.False))
            {
                errors.Add(path, $"This is {JsonFields.Kind(element)}.", "A number, a text or a flag.");
                return null;
            }

            var level = new ParameterLevel(element.GetRawText(), isNumber ? element.GetDouble() : double.NaN);
            if (levels.Any(known => known.Json == level.Json || known.Number == level.Number))
            {
                errors.Add(path, $"{level.Json} stands here twice.", "Give each value once.");
                return null;
            }

            levels.Add(level);
        }

        return [.. levels.OrderBy(level => level.Number)];
    }

    // The places that begin alike, so that a typing error is seen.
    private IEnumerable<string> Nearest(string path) => places.Keys
        .OrderByDescending(known => known.Zip(path).TakeWhile(pair => pair.First == pair.Second).Count())
        .ThenBy(known => known, StringComparer.Ordinal)
        .Take(4);

    private static JsonTokenType KindOf(ParameterLevel level) =>
        !double.IsNaN(level.Number) ? JsonTokenType.Number : level.Json[0] == '"' ? JsonTokenType.String : JsonTokenType.True;

    private static string Word(JsonTokenType kind) =>
        kind switch { JsonTokenType.Number => "a number", JsonTokenType.String => "a text", _ => "true or false" };

    private sealed record Place(ParameterTarget Target, JsonTokenType Kind)
    {
        public string Path => Target.Path;
    }
}

/// <summary>The levels of a range: equally far apart, or by equal factors.</summary>
internal sealed class LevelRange(JsonFields fields, ErrorList errors)
{
    private const int Digits = 6;

    public ImmutableArray<ParameterLevel>? Read(string hint)
    {
        if (!fields.Has("from") || !fields.Has("to"))
        {
            errors.Add(fields.Path, "The parameter has no values.", hint);
            return null;
        }

        var (from, to) = (Number("from"), Number("to"));
        var scale = fields.Text("scale", 3, 6, required: false, "\"linear\" or \"log\".") ?? "linear";
        if (from is not { } first || to is not { } last)
        {
            return null;
        }

        if (last < first)
        {
            errors.Add(fields.At("to"), "The range ends before it begins.", "A number that is not less than from.");
            return null;
        }

        switch (scale)
        {
            case "linear":
                return Linear(first, last);
            case "log":
                return Logarithmic(first, last);
            default:
                errors.Add(fields.At("scale"), $"There is no scale '{scale}'.", "\"linear\" or \"log\".");
                return null;
        }
    }

    private ImmutableArray<ParameterLevel>? Linear(decimal from, decimal to)
    {
        foreach (var other in new[] { "count", "whole" }.Where(fields.Has))
        {
            errors.Add(fields.At(other), $"'{other}' belongs to a logarithmic range.", "Give a step, or \"scale\": \"log\".");
            return null;
        }

        if (!fields.Has("step") && (from % 1m != 0m || to % 1m != 0m))
        {
            errors.Add(fields.At("step"), "'step' is missing.", "A number more than 0; only between whole numbers it is 1 by default.");
            return null;
        }

        var step = fields.Has("step") ? Number("step") : 1m;
        if (step is null)
        {
            return null;
        }

        if (step <= 0m || (to - from) / step >= ParameterSpace.LevelsMax)
        {
            errors.Add(fields.At("step"), "This step makes no levels, or too many.", "A number more than 0 that makes at most 10,000 levels.");
            return null;
        }

        var count = (int)((to - from) / step.Value) + 1;
        return [.. Enumerable.Range(0, count).Select(i => Level(from + (i * step.Value)))];
    }

    private ImmutableArray<ParameterLevel>? Logarithmic(decimal from, decimal to)
    {
        if (from <= 0m)
        {
            errors.Add(fields.At("from"), "A logarithmic range begins above 0.", "A number more than 0.");
            return null;
        }

        if (fields.Has("step"))
        {
            errors.Add(fields.At("step"), "A logarithmic range has a count and no step.", "Give count.");
            return null;
        }

        if (!fields.Has("count"))
        {
            errors.Add(fields.At("count"), "'count' is missing.", "A whole number from 2 to 10000.");
            return null;
        }

        if (fields.Whole("count", 2, ParameterSpace.LevelsMax) is not { } count)
        {
            return null;
        }

        var whole = fields.Flag("whole") ?? false;
        var ratio = Math.Log((double)to / (double)from);
        var values = Enumerable.Range(0, count)
            .Select(i => i == 0 ? from : i == count - 1 ? to : Round((double)from * Math.Exp(ratio * i / (count - 1)), whole))
            .Distinct();
        return [.. values.Select(Level)];
    }

    private static decimal Round(double value, bool whole)
    {
        var digits = whole ? 0 : Math.Clamp(Digits - 1 - (int)Math.Floor(Math.Log10(value)), 0, 15);
        return Math.Round((decimal)value, digits);
    }

    private decimal? Number(string name)
    {
        var element = fields.Get(name)!.Value;
        if (element.ValueKind == JsonValueKind.Number && element.TryGetDecimal(out var value) && Math.Abs(value) <= 1_000_000_000_000m)
        {
            return value;
        }

        errors.Add(fields.At(name), $"This is {JsonFields.Kind(element)}.", "A number of at most 12 digits before the point.");
        return null;
    }

    private static ParameterLevel Level(decimal value)
    {
        var plain = value / 1.0000000000000000000000000000m;
        return new ParameterLevel(plain.ToString(CultureInfo.InvariantCulture), (double)plain);
    }
}
