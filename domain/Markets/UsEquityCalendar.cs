namespace Countersign.Domain.Markets;

/// <summary>
/// Trading days of the New York Stock Exchange, by its rules (NYSE rule 7.2 and its published holiday schedules), from 1998 on. Days that no
/// rule foretells, such as a day of mourning, are listed.
/// </summary>
public static class UsEquityCalendar
{
    private const int JuneteenthSince = 2022;

    /// <summary>Until then the day after a Thursday's Independence Day closed early, since then the day before.</summary>
    private const int EveOfThursdaySince = 2013;

    private static readonly TimeSpan PreOpen = TimeSpan.FromHours(4);
    private static readonly TimeSpan Open = new(9, 30, 0);
    private static readonly TimeSpan Close = TimeSpan.FromHours(16);
    private static readonly TimeSpan EarlyClose = TimeSpan.FromHours(13);
    private static readonly TimeSpan AfterHours = TimeSpan.FromHours(4);

    private static readonly DateOnly[] SpecialCloses =
    [
        new(2001, 9, 11), new(2001, 9, 12), new(2001, 9, 13), new(2001, 9, 14), // attacks of 11 September
        new(2004, 6, 11), // mourning for President Reagan
        new(2007, 1, 2), // President Ford
        new(2012, 10, 29), new(2012, 10, 30), // hurricane Sandy
        new(2018, 12, 5), // President G. H. W. Bush
        new(2025, 1, 9), // President Carter
    ];

    private static readonly DateOnly SpecialEarlyClose = new(2003, 12, 26);

    /// <summary>The hours of a date; null where the exchange is closed all day.</summary>
    public static ExchangeDay? Day(DateOnly date)
    {
        if (CalendarDates.IsWeekend(date) || IsHoliday(date))
        {
            return null;
        }

        var early = ClosesEarly(date);
        var close = early ? EarlyClose : Close;
        return new ExchangeDay(date, At(date, PreOpen), At(date, Open), At(date, close), At(date, close + AfterHours), early);
    }

    /// <summary>The exchange is closed for a holiday or a special reason, not for the weekend.</summary>
    public static bool IsHoliday(DateOnly date) => IsHolidayByRule(date) || SpecialCloses.Contains(date);

    private static bool IsHolidayByRule(DateOnly date)
    {
        var year = date.Year;
        return date.Month switch
        {
            // A New Year's Day on a Saturday would be kept on the last day of the year, which is not given.
            1 => date == CalendarDates.SundayToMonday(new(year, 1, 1)) || date == CalendarDates.Nth(year, 1, DayOfWeek.Monday, 3),
            2 => date == CalendarDates.Nth(year, 2, DayOfWeek.Monday, 3),
            3 or 4 => date == CalendarDates.GoodFriday(year),
            5 => date == CalendarDates.Last(year, 5, DayOfWeek.Monday),
            6 => year >= JuneteenthSince && date == CalendarDates.ToNearestWeekday(new(year, 6, 19)),
            7 => date == CalendarDates.ToNearestWeekday(new(year, 7, 4)),
            9 => date == CalendarDates.Nth(year, 9, DayOfWeek.Monday, 1),
            11 => date == CalendarDates.Nth(year, 11, DayOfWeek.Thursday, 4),
            12 => date == CalendarDates.ToNearestWeekday(new(year, 12, 25)),
            _ => false,
        };
    }

    private static bool ClosesEarly(DateOnly date) => date.Month switch
    {
        7 => date == IndependenceEarlyClose(date.Year),
        11 => date == CalendarDates.Nth(date.Year, 11, DayOfWeek.Thursday, 4).AddDays(1),
        12 => (date.Day == 24 && date.DayOfWeek != DayOfWeek.Friday) || date == SpecialEarlyClose,
        _ => false,
    };

    private static DateOnly IndependenceEarlyClose(int year)
    {
        var holiday = new DateOnly(year, 7, 4);
        return holiday.DayOfWeek == DayOfWeek.Thursday && year < EveOfThursdaySince ? holiday.AddDays(1) : holiday.AddDays(-1);
    }

    private static DateTimeOffset At(DateOnly date, TimeSpan time) => MarketZone.NewYork.At(date, time);
}

/// <summary>A trading day of an exchange; times UTC.</summary>
/// <param name="Date">In New York.</param>
/// <param name="PreOpen">Trading before the market begins: 04:00 New York.</param>
/// <param name="Open">09:30 New York.</param>
/// <param name="Close">16:00 New York, or 13:00.</param>
/// <param name="PostClose">Trading after the market ends: 20:00 New York, or 17:00.</param>
public sealed record ExchangeDay(
    DateOnly Date, DateTimeOffset PreOpen, DateTimeOffset Open, DateTimeOffset Close, DateTimeOffset PostClose, bool IsEarlyClose);
