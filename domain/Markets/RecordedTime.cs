using System.Globalization;

namespace Countersign.Domain.Markets;

/// <summary>How a recording writes its times.</summary>
public enum RecordedTimeStyle
{
    /// <summary><c>2014-05-06T00:05:10.112Z</c>, <c>2014-05-06 00:05</c> or <c>2014-05-06</c>.</summary>
    Iso,

    /// <summary><c>20140506 000510</c> or <c>20140506 000510112</c>.</summary>
    Compact,

    /// <summary><c>06.05.2014 00:05:10.112</c>, with or without <c> GMT+0200</c> behind it.</summary>
    DayFirst,

    /// <summary><c>2014.05.06</c>, and <c>00:05:10.112</c> behind a space or in a column of its own.</summary>
    Dotted,

    /// <summary>Seconds since 1970, UTC.</summary>
    UnixSeconds,

    /// <summary>Milliseconds since 1970, UTC.</summary>
    UnixMilliseconds,

    /// <summary>A .NET format string of the user's.</summary>
    Pattern,
}

/// <summary>Reads the times of recordings without allocating.</summary>
internal static class RecordedTime
{
    private const int YearMin = 1970;
    private const int YearMax = 2199;

    /// <param name="offset">Where the text says how far from UTC it is, that; the recording's zone does not matter then.</param>
    public static bool TryParse(RecordedTimeStyle style, string? pattern, ReadOnlySpan<char> text, out DateTime time, out TimeSpan? offset)
    {
        offset = null;
        switch (style)
        {
            case RecordedTimeStyle.Iso:
                if (!text.IsEmpty && text[^1] == 'Z')
                {
                    offset = TimeSpan.Zero;
                    text = text[..^1];
                }

                return TryDateFirst(text, '-', out time);
            case RecordedTimeStyle.Dotted:
                return TryDateFirst(text, '.', out time);
            case RecordedTimeStyle.DayFirst:
                return TryOffset(ref text, ref offset) & TryDayFirst(text, out time);
            case RecordedTimeStyle.Compact:
                return TryCompact(text, out time);
            case RecordedTimeStyle.UnixSeconds or RecordedTimeStyle.UnixMilliseconds:
                offset = TimeSpan.Zero;
                return TryUnix(style, text, out time);
            case RecordedTimeStyle.Pattern:
                return DateTime.TryParseExact(text, pattern, CultureInfo.InvariantCulture, DateTimeStyles.AllowWhiteSpaces, out time)
                    && time.Year is >= YearMin and <= YearMax;
            default:
                throw new ArgumentOutOfRangeException(nameof(style), style, "There is no such style.");
        }
    }

    /// <summary>A time of day such as <c>00:05</c>, <c>00:05:10</c> or <c>00:05:10.112</c>.</summary>
    public static bool TryTimeOfDay(ReadOnlySpan<char> text, out long ticks)
    {
        ticks = 0;
        if (text.Length < 5 || text[2] != ':'
            || !RecordedNumber.TryDigits(text[..2], out var hour) || hour > 23
            || !RecordedNumber.TryDigits(text[3..5], out var minute) || minute > 59)
        {
            return false;
        }

        var second = 0;
        if (text.Length > 5 && (text.Length < 8 || text[5] != ':' || !RecordedNumber.TryDigits(text[6..8], out second) || second > 59))
        {
            return false;
        }

        ticks = (((hour * 60L) + minute) * 60L + second) * TimeSpan.TicksPerSecond;
        return text.Length <= 8 || TryFraction(text[8..], ref ticks);
    }

    private static bool TryDateFirst(ReadOnlySpan<char> text, char separator, out DateTime time)
    {
        time = default;
        return text.Length >= 10 && text[4] == separator && text[7] == separator
            && TryDate(text[..4], text[5..7], text[8..10], out var date) && TryRest(text[10..], date, out time);
    }

    private static bool TryDayFirst(ReadOnlySpan<char> text, out DateTime time)
    {
        time = default;
        return text.Length >= 10 && text[2] == '.' && text[5] == '.'
            && TryDate(text[6..10], text[3..5], text[..2], out var date) && TryRest(text[10..], date, out time);
    }

    private static bool TryCompact(ReadOnlySpan<char> text, out DateTime time)
    {
        time = default;
        if (text.Length is not (15 or 18) || text[8] != ' ' || !TryDate(text[..4], text[4..6], text[6..8], out var date)
            || !RecordedNumber.TryDigits(text[9..11], out var hour) || hour > 23
            || !RecordedNumber.TryDigits(text[11..13], out var minute) || minute > 59
            || !RecordedNumber.TryDigits(text[13..15], out var second) || second > 59)
        {
            return false;
        }

        var millisecond = 0;
        time = date.AddTicks((((hour * 60L) + minute) * 60L + second) * TimeSpan.TicksPerSecond);
        if (text.Length == 18 && !RecordedNumber.TryDigits(text[15..], out millisecond))
        {
            return false;
        }

        time = time.AddTicks(millisecond * TimeSpan.TicksPerMillisecond);
        return true;
    }

    private static bool TryUnix(RecordedTimeStyle style, ReadOnlySpan<char> text, out DateTime time)
    {
        time = default;
        var unit = style == RecordedTimeStyle.UnixSeconds ? TimeSpan.TicksPerSecond : TimeSpan.TicksPerMillisecond;
        if (!RecordedNumber.TryParse(text, out var number) || number < 0m
            || number > new DateTime(YearMax, 1, 1).Subtract(DateTime.UnixEpoch).Ticks / unit)
        {
            return false;
        }

        time = new DateTime(DateTime.UnixEpoch.Ticks + (long)(number * unit));
        return true;
    }

    private static bool TryRest(ReadOnlySpan<char> text, DateTime date, out DateTime time)
    {
        time = date;
        if (text.IsEmpty)
        {
            return true;
        }

        if (text[0] is not ('T' or ' ') || !TryTimeOfDay(text[1..], out var ticks))
        {
            return false;
        }

        time = date.AddTicks(ticks);
        return true;
    }

    private static bool TryDate(ReadOnlySpan<char> yearText, ReadOnlySpan<char> monthText, ReadOnlySpan<char> dayText, out DateTime date)
    {
        date = default;
        if (!RecordedNumber.TryDigits(yearText, out var year) || year is < YearMin or > YearMax
            || !RecordedNumber.TryDigits(monthText, out var month) || month is < 1 or > 12
            || !RecordedNumber.TryDigits(dayText, out var day) || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        date = new DateTime(year, month, day);
        return true;
    }

    private static bool TryOffset(ref ReadOnlySpan<char> text, ref TimeSpan? offset)
    {
        var at = text.IndexOf(" GMT", StringComparison.Ordinal);
        if (at < 0)
        {
            return true;
        }

        var sign = text[(at + 4)..];
        text = text[..at];
        if (sign.Length != 5 || sign[0] is not ('+' or '-') || !RecordedNumber.TryDigits(sign[1..3], out var hours) || hours > 14
            || !RecordedNumber.TryDigits(sign[3..], out var minutes) || minutes > 59)
        {
            return false;
        }

        offset = new TimeSpan(hours, minutes, 0) * (sign[0] == '-' ? -1 : 1);
        return true;
    }

    private static bool TryFraction(ReadOnlySpan<char> text, ref long ticks)
    {
        if (text[0] != '.' || text.Length is < 2 or > 8 || !RecordedNumber.TryDigits(text[1..], out var fraction))
        {
            return false;
        }

        for (var digits = text.Length - 1; digits < 7; digits++)
        {
            fraction *= 10;
        }

        ticks += fraction;
        return true;
    }
}
