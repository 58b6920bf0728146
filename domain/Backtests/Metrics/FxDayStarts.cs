using System.Collections.Concurrent;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Backtests.Metrics;

/// <summary>
/// When FX days begin, kept year by year: a search runs through the same years a thousand times, and the time zone need be asked once only.
/// What is kept is what <see cref="FxDay"/> says, 3 kB a year, whoever asks.
/// </summary>
internal static class FxDayStarts
{
    private static readonly ConcurrentDictionary<int, long[]> Years = new();

    // 17:00 New York is 21:00 or 22:00 UTC: this much later the date in UTC is that of the FX day or the next.
    private static readonly long DayFromEarliestClose = TimeSpan.FromHours(3).Ticks;

    /// <summary>First instant of a date's day, UTC ticks.</summary>
    public static long Of(DateOnly date) => Years.GetOrAdd(date.Year, Compute)[date.DayOfYear - 1];

    /// <summary>The date of the day that holds a time.</summary>
    /// <param name="ticks">UTC.</param>
    public static DateOnly DateAt(long ticks)
    {
        var date = DateOnly.FromDateTime(new DateTime(ticks + DayFromEarliestClose, DateTimeKind.Utc));
        return ticks < Of(date) ? date.AddDays(-1) : date;
    }

    private static long[] Compute(int year)
    {
        var first = new DateOnly(year, 1, 1);
        return [.. Enumerable.Range(0, DateTime.IsLeapYear(year) ? 366 : 365).Select(day => FxDay.On(first.AddDays(day)).Start.UtcTicks)];
    }
}
