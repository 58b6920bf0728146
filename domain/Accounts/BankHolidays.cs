using System.Collections.Immutable;
using Countersign.Domain.Markets;
using static Countersign.Domain.Markets.CalendarDates;

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

    // One that falls on a Saturday is not kept by the Federal Reserve's banks.
    private static ImmutableArray<DateOnly> Dollar(int year) =>
    [
        Kept(year, 1, 1), Nth(year, 1, DayOfWeek.Monday, 3), Nth(year, 2, DayOfWeek.Monday, 3), Last(year, 5, DayOfWeek.Monday),
        .. year >= JuneteenthSince ? [Kept(year, 6, 19)] : ImmutableArray<DateOnly>.Empty,
        Kept(year, 7, 4), Nth(year, 9, DayOfWeek.Monday, 1), Nth(year, 10, DayOfWeek.Monday, 2), Kept(year, 11, 11),
        Nth(year, 11, DayOfWeek.Thursday, 4), Kept(year, 12, 25),
    ];

    private static ImmutableArray<DateOnly> Euro(int year)
    {
        var easter = Easter(year);
        return [new(year, 1, 1), easter.AddDays(-2), easter.AddDays(1), new(year, 5, 1), new(year, 12, 25), new(year, 12, 26)];
    }

    private static DateOnly Kept(int year, int month, int day) => SundayToMonday(new(year, month, day));
}
