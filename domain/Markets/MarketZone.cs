namespace Countersign.Domain.Markets;

/// <summary>The time zones that markets keep. They come from the system's tables, so that every year's daylight saving is its own.</summary>
internal static class MarketZone
{
    public static TimeZoneInfo NewYork { get; } = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");

    public static TimeZoneInfo London { get; } = TimeZoneInfo.FindSystemTimeZoneById("Europe/London");

    public static TimeZoneInfo Tokyo { get; } = TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo");

    /// <summary>The date and time of day that clocks in a zone show.</summary>
    public static DateTime Local(this TimeZoneInfo zone, DateTimeOffset time) => TimeZoneInfo.ConvertTime(time, zone).DateTime;

    /// <summary>The instant, UTC, of a time of day that is far from the small hours in which clocks change: it exists once.</summary>
    public static DateTimeOffset At(this TimeZoneInfo zone, DateOnly date, TimeSpan timeOfDay)
    {
        var local = date.ToDateTime(TimeOnly.FromTimeSpan(timeOfDay));
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }
}
