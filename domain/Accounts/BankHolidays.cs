using System.Collections.Immutable;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Accounts;

/// <summary>
/// Days on which the dollar (Federal Reserve) and the euro (TARGET) do not settle, by their rules, for the years 2000 to 2100. Other currencies
/// have New Year and Christmas at most; who needs their tables adds them with <see cref="SettlementCalendar.With"/>.
/// </summary>
public static class BankHolidays
{
    private const int FirstYear = 2000;
    private const int LastYear = 2100;

    /// <summary>Juneteenth was first kept in 2022.</summary>
    private const int JuneteenthSince = 2022;

    public static SettlementCalendar Standard { get; } = Instruments.Known
        .SelectMany(i => new[] { i.BaseCurrency, i.QuoteCurrency }).Distinct().Where(c => c.Value is not ("BTC" or "XAU"))
        .Aggregate(SettlementCalendar.WeekendsOnly, (calendar, currency) => calendar.With(currency, Years(year => Of(currency, year))));

    private static IEnumerable<DateOnly> Years(Func<int, IEnumerable<DateOnly>> of) =>
        Enumerable.Range(FirstYear, LastYear - FirstYear + 1).SelectMany(of);

    private static IEnumerable<DateOnly> Of(Currency currency, int year) => currency.Value switch
    {
        "USD" => Dollar(year),
        "EUR" => Euro(year),
        _ => [new(year, 1, 1), new(year, 12, 25)],
    };

    private static ImmutableArray<DateOnly> Dollar(int year) =>
    [
        Observed(year, 1, 1), Nth(year, 1, DayOfWeek.Monday, 3), Nth(year, 2, DayOfWeek.Monday, 3),
        Nth(year, 6, DayOfWeek.Monday, 1).AddDays(-7), .. year >= JuneteenthSince ? [Observed(year, 6, 19)] : ImmutableArray<DateOnly>.Empty,
        Observed(year, 7, 4), Nth(year, 9, DayOfWeek.Monday, 1), Nth(year, 10, DayOfWeek.Monday, 2), Observed(year, 11, 11),
        Nth(year, 11, DayOfWeek.Thursday, 4), Observed(year, 12, 25),
    ];

    private static ImmutableArray<DateOnly> Euro(int year)
    {
        var easter = Easter(year);
        return [new(year, 1, 1), easter.AddDays(-2), easter.AddDays(1), new(year, 5, 1), new(year, 12, 25), new(year, 12, 26)];
    }

    // A holiday on a Sunday is kept on Monday; one on a Saturday is not kept by the Federal Reserve's banks.
    private static DateOnly Observed(int year, int month, int day)
    {
        var date = new DateOnly(year, month, day);
        return date.DayOfWeek == DayOfWeek.Sunday ? date.AddDays(1) : date;
    }

    private static DateOnly Nth(int year, int month, DayOfWeek day, int number)
    {
        var first = new DateOnly(year, month, 1);
        return first.AddDays((((int)day - (int)first.DayOfWeek + 7) % 7) + (7 * (number - 1)));
    }

    /// <summary>Easter Sunday, by the anonymous Gregorian algorithm (Meeus, Astronomical Algorithms, chapter 8).</summary>
    private static DateOnly Easter(int year)
    {
        var (a, b, c) = (year % 19, year / 100, year % 100);
        var h = ((19 * a) + b - (b / 4) - ((b - ((b + 8) / 25) + 1) / 3) + 15) % 30;
        var l = (32 + (2 * (b % 4)) + (2 * (c / 4)) - h - (c % 4)) % 7;
        var m = (a + (11 * h) + (22 * l)) / 451;
        var sum = h + l - (7 * m) + 114;
        return new DateOnly(year, sum / 31, (sum % 31) + 1);
    }
}
