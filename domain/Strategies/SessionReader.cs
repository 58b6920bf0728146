using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Countersign.Domain.Strategies;

/// <summary>Reads the hours in which a strategy may open positions.</summary>
internal static class SessionReader
{
    public static ImmutableArray<DayOfWeek> Week { get; } =
    [
        DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday, DayOfWeek.Saturday, DayOfWeek.Sunday,
    ];

    /// <summary><c>Mon</c> to <c>Sun</c>.</summary>
    public static string NameOf(DayOfWeek day) => day.ToString()[..3];

    public static ImmutableArray<SessionWindow> Read(JsonFields fields, ErrorList errors)
    {
        const string hint =
            "A list of at most 20 windows, such as [{\"from\": \"08:00\", \"to\": \"17:00\", \"zone\": \"Europe/London\", \"days\": [\"Mon\"]}].";
        if (fields.List("sessions", 0, StrategyBounds.SessionsMax, hint, required: false) is not { } items)
        {
            return [];
        }

        var windows = items.Select(item => ReadWindow(item.Element, item.Path, errors)).ToList();
        return [.. windows.OfType<SessionWindow>()];
    }

    private static SessionWindow? ReadWindow(JsonElement element, string path, ErrorList errors)
    {
        if (JsonFields.Of(element, path, errors, StrategyTerms.Session.AsSpan()) is not { } window)
        {
            return null;
        }

        var from = ReadTime(window, "from", errors);
        var to = ReadTime(window, "to", errors);
        var zone = ReadZone(window, errors);
        var days = ReadDays(window, errors);
        return from is null || to is null || zone is null || days is null
            ? null
            : new SessionWindow(from.Value, to.Value, zone, days.Value);
    }

    /// <summary>A time of the week: <c>at</c>, <c>zone</c> and <c>days</c>.</summary>
    public static WeeklyTime? ReadWeekly(JsonFields fields, ErrorList errors)
    {
        var time = ReadTime(fields, "at", errors);
        var zone = ReadZone(fields, errors);
        var days = ReadDays(fields, errors);
        return time is null || zone is null || days is null ? null : new WeeklyTime(time.Value, zone, days.Value);
    }

    private static TimeOnly? ReadTime(JsonFields window, string name, ErrorList errors)
    {
        const string hint = "A time of day such as \"08:00\".";
        if (window.Text(name, 1, 20, required: true, hint) is not { } text)
        {
            return null;
        }

        if (TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            return time;
        }

        errors.Add(window.At(name), $"'{text}' is not a time of day.", hint);
        return null;
    }

    private static TimeZoneInfo? ReadZone(JsonFields window, ErrorList errors)
    {
        const string hint = "An IANA time zone such as \"Europe/London\" or \"UTC\".";
        if (window.Text("zone", 1, StrategyBounds.ZoneLengthMax, required: true, hint) is not { } text)
        {
            return null;
        }

        // An identifier becomes a file name on some systems: letters only, and no way up.
        if (text.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '-' or '+')
            && TimeZoneInfo.TryFindSystemTimeZoneById(text, out var zone))
        {
            return zone;
        }

        errors.Add(window.At("zone"), $"There is no time zone '{JsonFields.Short(text)}'.", hint);
        return null;
    }

    private static ImmutableArray<DayOfWeek>? ReadDays(JsonFields window, ErrorList errors)
    {
        const string hint = "A list of days out of Mon, Tue, Wed, Thu, Fri, Sat, Sun; without it, every day.";
        if (!window.Has("days"))
        {
            return Week;
        }

        if (window.List("days", 1, 7, hint, required: false) is not { } items)
        {
            return null;
        }

        var days = new HashSet<DayOfWeek>();
        foreach (var (element, path) in items)
        {
            var text = element.ValueKind == JsonValueKind.String ? element.GetString() : null;
            var known = Week.Where(day => NameOf(day) == text).ToArray();
            if (known.Length == 0 || !days.Add(known[0]))
            {
                errors.Add(path, $"This is {JsonFields.Kind(element)}, no day or one named before.", hint);
            }
        }

        return [.. Week.Where(days.Contains)];
    }
}
