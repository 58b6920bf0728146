namespace Countersign.Domain.Markets;

/// <summary>Dates that holidays are told by.</summary>
internal static class CalendarDates
{
    /// <summary>The first, second, … such weekday of a month; <paramref name="number"/> is from 1.</summary>
    public static DateOnly Nth(int year, int month, DayOfWeek day, int number)
    {
        var first = new DateOnly(year, month, 1);
        return first.AddDays((((int)day - (int)first.DayOfWeek + 7) % 7) + (7 * (number - 1)));
    }

    /// <summary>The last such weekday of a month.</summary>
    public static DateOnly Last(int year, int month, DayOfWeek day)
    {
        var last = new DateOnly(year, month, DateTime.DaysInMonth(year, month));
        return last.AddDays(-(((int)last.DayOfWeek - (int)day + 7) % 7));
    }

    /// <summary>Easter Sunday, by the anonymous Gregorian algorithm (Meeus, Astronomical Algorithms, chapter 8).</summary>
    public static DateOnly Easter(int year)
    {
        var (a, b, c) = (year % 19, year / 100, year % 100);
        var h = ((19 * a) + b - (b / 4) - ((b - ((b + 8) / 25) + 1) / 3) + 15) % 30;
        var l = (32 + (2 * (b % 4)) + (2 * (c / 4)) - h - (c % 4)) % 7;
        var m = (a + (11 * h) + (22 * l)) / 451;
        var sum = h + l - (7 * m) + 114;
        return new DateOnly(year, sum / 31, (sum % 31) + 1);
    }

    /// <summary>The Friday before Easter.</summary>
    public static DateOnly GoodFriday(int year) => Easter(year).AddDays(-2);

    /// <summary>A holiday on a Sunday is kept on Monday; one on a Saturday is lost.</summary>
    public static DateOnly SundayToMonday(DateOnly date) => date.DayOfWeek == DayOfWeek.Sunday ? date.AddDays(1) : date;

    /// <summary>A holiday on a Sunday is kept on Monday, one on a Saturday on Friday.</summary>
    public static DateOnly ToNearestWeekday(DateOnly date) => date.DayOfWeek == DayOfWeek.Saturday ? date.AddDays(-1) : SundayToMonday(date);

    public static bool IsWeekend(DateOnly date) => date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
}
