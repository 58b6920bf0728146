using Countersign.Domain.Markets;

namespace Countersign.Domain.Risk;

/// <summary>
/// When an instrument's market is open. The FX week runs from Sunday 17:00 to Friday 17:00 New York (21:00 or 22:00 UTC by New York's daylight
/// saving); metals rest from 17:00 to 18:00 New York every day besides; crypto assets trade always. What the desk does not know keeps FX hours.
/// </summary>
public static class SessionCalendar
{
    private static readonly TimeSpan Close = TimeSpan.FromHours(17);
    private static readonly TimeSpan MetalOpen = TimeSpan.FromHours(18);
    private static readonly TimeZoneInfo NewYork = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");

    public static bool IsOpen(Symbol symbol, DateTimeOffset time) => HoursOf(symbol) switch
    {
        Hours.Always => true,
        Hours.Metal => InFxWeek(time, out var local) && !IsMetalBreak(local),
        _ => InFxWeek(time, out _),
    };

    /// <summary>The time itself where the market is open then.</summary>
    public static DateTimeOffset NextOpen(Symbol symbol, DateTimeOffset time)
    {
        if (IsOpen(symbol, time))
        {
            return time;
        }

        // Closing hours begin and end at full hours of New York, so the next opening is at one of the hours to come.
        var hour = new DateTimeOffset(time.UtcDateTime.Date.AddHours(time.UtcDateTime.Hour), TimeSpan.Zero);
        do
        {
            hour = hour.AddHours(1);
        }
        while (!IsOpen(symbol, hour));
        return hour;
    }

    /// <summary>How much of a stretch of time the market was open: a weekend without ticks is no outage. Stretches beyond 60 days count whole.</summary>
    public static TimeSpan OpenTime(Symbol symbol, DateTimeOffset from, DateTimeOffset until)
    {
        if (until <= from || HoursOf(symbol) == Hours.Always || until - from > TimeSpan.FromDays(60))
        {
            return until <= from ? TimeSpan.Zero : until - from;
        }

        var open = TimeSpan.Zero;
        for (var at = from; at < until;)
        {
            var hour = new DateTimeOffset(at.UtcDateTime.Date.AddHours(at.UtcDateTime.Hour + 1), TimeSpan.Zero);
            var end = hour < until ? hour : until;
            open += IsOpen(symbol, at) ? end - at : TimeSpan.Zero;
            at = end;
        }

        return open;
    }

    private static bool InFxWeek(DateTimeOffset time, out DateTime local)
    {
        local = TimeZoneInfo.ConvertTime(time, NewYork).DateTime;
        return local.DayOfWeek switch
        {
            DayOfWeek.Saturday => false,
            DayOfWeek.Sunday => local.TimeOfDay >= Close,
            DayOfWeek.Friday => local.TimeOfDay < Close,
            _ => true,
        };
    }

    private static bool IsMetalBreak(DateTime local) => local.TimeOfDay >= Close && local.TimeOfDay < MetalOpen;

    private static Hours HoursOf(Symbol symbol) => Instruments.Find(symbol)?.BaseCurrency.Value switch
    {
        "BTC" or "ETH" => Hours.Always,
        "XAU" or "XAG" => Hours.Metal,
        _ => Hours.Fx,
    };

    private enum Hours
    {
        Fx,
        Metal,
        Always,
    }
}
