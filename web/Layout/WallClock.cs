using System.Globalization;

namespace Countersign.Web.Layout;

/// <summary>Writes times in the reader's zone.</summary>
internal sealed class WallClock(TimeZoneInfo zone)
{
    public TimeZoneInfo Zone => zone;

    /// <summary>The zone's name for people, such as <c>Europe/Berlin</c>.</summary>
    public string ZoneName => zone.Id;

    public string Time(DateTimeOffset time) => Write(time, "HH:mm:ss");

    public string Minute(DateTimeOffset time) => Write(time, "HH:mm");

    public string Day(DateTimeOffset time) => Write(time, "yyyy-MM-dd");

    public DateOnly Date(DateTimeOffset time) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time, zone).DateTime);

    public string DayAndTime(DateTimeOffset time) => Write(time, "yyyy-MM-dd HH:mm:ss");

    /// <summary>The time alone where it is of the same day as <paramref name="now"/>, and the day with it where it is not.</summary>
    public string Short(DateTimeOffset time, DateTimeOffset? now) => now is { } n && Day(n) == Day(time) ? Time(time) : Write(time, "MM-dd HH:mm");

    /// <summary>With its offset, for who must know exactly.</summary>
    public string Full(DateTimeOffset time) => Write(time, "yyyy-MM-dd HH:mm:ss zzz");

    /// <summary>When a day of this zone begins.</summary>
    public DateTimeOffset StartOf(DateOnly day) => At(day.ToDateTime(TimeOnly.MinValue));

    /// <summary>What a clock in this zone shows.</summary>
    public DateTime Local(DateTimeOffset time) => TimeZoneInfo.ConvertTime(time, zone).DateTime;

    /// <summary>When a clock in this zone shows it; of a time that the clocks jump over, the first instant after it.</summary>
    public DateTimeOffset At(DateTime local)
    {
        while (zone.IsInvalidTime(local))
        {
            local = local.AddMinutes(30);
        }

        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }

    /// <summary>Seconds since 1970 as a clock in this zone would show them: charts know no zones.</summary>
    public long ChartSeconds(DateTimeOffset time) => time.ToUnixTimeSeconds() + (long)zone.GetUtcOffset(time).TotalSeconds;

    private string Write(DateTimeOffset time, string format) => TimeZoneInfo.ConvertTime(time, zone).ToString(format, CultureInfo.InvariantCulture);
}
