namespace Countersign.Domain.Markets;

/// <summary>The server time of most FX brokers: UTC+2, and UTC+3 while the European Union keeps summer time.</summary>
public static class MetaTraderTime
{
    private static readonly TimeSpan Winter = TimeSpan.FromHours(2);
    private static readonly TimeSpan Summer = TimeSpan.FromHours(3);

    /// <summary>
    /// The instant of a server time. The hour that the clocks repeat in October is read as summer's, the one that they skip in March as
    /// winter's; both fall on a Sunday morning, when the FX market is closed.
    /// </summary>
    public static DateTimeOffset ToUtc(DateTime serverTime)
    {
        var asSummer = new DateTimeOffset(serverTime, Summer).ToUniversalTime();
        return IsSummer(asSummer) ? asSummer : new DateTimeOffset(serverTime, Winter).ToUniversalTime();
    }

    /// <summary>The server time of an instant.</summary>
    public static DateTime FromUtc(DateTimeOffset time) => time.UtcDateTime + (IsSummer(time) ? Summer : Winter);

    // Since 1996: from 01:00 UTC on the last Sunday of March to 01:00 UTC on the last Sunday of October.
    private static bool IsSummer(DateTimeOffset time)
    {
        var utc = time.UtcDateTime;
        return utc >= LastSunday(utc.Year, 3).AddHours(1) && utc < LastSunday(utc.Year, 10).AddHours(1);
    }

    private static DateTime LastSunday(int year, int month)
    {
        var last = new DateTime(year, month, DateTime.DaysInMonth(year, month));
        return last.AddDays(-(int)last.DayOfWeek);
    }
}
