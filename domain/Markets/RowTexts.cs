using System.Globalization;

namespace Countersign.Domain.Markets;

/// <summary>Reads the texts of a record that calendars and news have in common. What is wrong is said by a <see cref="FormatException"/>.</summary>
internal static class RowTexts
{
    private const int SourceMax = 32;

    private static readonly string[] WithOffset = ["yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK", "yyyy-MM-ddTHH:mmK", "yyyy-MM-dd HH:mm:ssK"];

    private static readonly string[] Dates = ["yyyy-MM-dd", "yyyy.MM.dd", "yyyy/MM/dd", "MM-dd-yyyy", "MM/dd/yyyy"];

    private static readonly string[] TimesOfDay = ["HH:mm", "HH:mm:ss", "h:mmtt", "h:mm tt"];

    /// <exception cref="ArgumentException">It is not 1 to 32 lower-case letters, digits and hyphens.</exception>
    public static void CheckSource(string source)
    {
        if (source.Length is 0 or > SourceMax || source.Any(c => c is not ((>= 'a' and <= 'z') or (>= '0' and <= '9') or '-')))
        {
            throw new ArgumentException($"'{source}' is not a source: 1 to {SourceMax} lower-case letters, digits and hyphens are.", nameof(source));
        }
    }

    /// <summary>The record's time; true with it where it has a day only.</summary>
    public static (DateTimeOffset Time, bool AllDay) Time(NamedRow row, TimeZoneInfo zone)
    {
        var date = row["date", "datetime", "timestamp"];
        var time = row["time"];
        return (date, time) switch
        {
            (null, null) => throw new FormatException("It has no time."),
            (null, { } only) => Parse(only, zone),
            ({ } only, null) => Parse(only, zone),
            ({ } day, { } clock) => IsNoTime(clock) ? (Parse(day, zone).Time, true) : Parse($"{day} {clock}", zone),
        };
    }

    public static string? Short(string field, string? text, int lengthMax) => text is null || text.Length <= lengthMax
        ? text
        : throw new FormatException(FormattableString.Invariant($"Its {field} has {text.Length} characters: at most {lengthMax} are right."));

    private static bool IsNoTime(string text) => text.Equals("all day", StringComparison.OrdinalIgnoreCase)
        || text.Equals("tentative", StringComparison.OrdinalIgnoreCase) || text.StartsWith("day ", StringComparison.OrdinalIgnoreCase);

    private static (DateTimeOffset Time, bool AllDay) Parse(string text, TimeZoneInfo zone)
    {
        var hasOffset = text.EndsWith('Z') || (text.Length > 16 && (text[^6] is '+' or '-' || text[^5] is '+' or '-'));
        if (hasOffset && DateTimeOffset.TryParseExact(text, WithOffset, CultureInfo.InvariantCulture, DateTimeStyles.None, out var exact))
        {
            return (exact.ToUniversalTime(), false);
        }

        var parts = text.Split([' ', 'T'], 2);
        if (!DateOnly.TryParseExact(parts[0], Dates, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            throw Wrong(text);
        }

        if (parts.Length == 1)
        {
            return (new DateTimeOffset(date.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero), true);
        }

        if (!TimeOnly.TryParseExact(parts[1].ToUpperInvariant(), TimesOfDay, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            throw Wrong(text);
        }

        // Of an hour that a zone's clocks show twice, the first is meant; one that they skip is read by the offset before it.
        var local = date.ToDateTime(time);
        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return (new DateTimeOffset(local, offset).ToUniversalTime(), false);
    }

    private static FormatException Wrong(string text) =>
        new($"'{RecordedRefusal.Shorten(text)}' is no time: 2026-01-31T13:30:00Z or 2026-01-31 13:30 is.");
}
