using System.Collections.Immutable;

namespace Countersign.Domain.Strategies;

/// <summary>Leaves by the clock.</summary>
/// <param name="Bars">
/// Bars of the timeframe after which to leave, that of the entry included; counted by the clock, so that a weekend counts. Null where that does not
/// matter.
/// </param>
/// <param name="At">A time before which to leave; null where there is none.</param>
public sealed record TimeExit(int? Bars, WeeklyTime? At)
{
    /// <summary>The close of this bar is the time to leave a position.</summary>
    /// <param name="openedAt">When it was opened, before the bar's end.</param>
    /// <param name="start">Of the bar.</param>
    /// <param name="end">Of the bar.</param>
    /// <param name="length">Of a bar.</param>
    public bool IsDue(DateTimeOffset openedAt, DateTimeOffset start, DateTimeOffset end, TimeSpan length) =>
        // The entry stands somewhere in its bar, hence one bar less.
        (Bars is { } bars && start - openedAt > (bars - 2) * length)
        || (At is { } at && at.LastBefore(end + length) > TimeZoneInfo.ConvertTime(openedAt, at.Zone).DateTime);

    /// <summary>What opens now would have to be left at the same close.</summary>
    public bool IsNear(DateTimeOffset end, TimeSpan length) =>
        At is { } at && at.LastBefore(end + length) >= TimeZoneInfo.ConvertTime(end, at.Zone).DateTime;
}

/// <summary>A time of day on some days of the week, by a zone's clock.</summary>
/// <param name="Days">At least one, in order from Monday.</param>
public sealed record WeeklyTime(TimeOnly Time, TimeZoneInfo Zone, ImmutableArray<DayOfWeek> Days)
{
    /// <summary>The last such time before an instant, by the zone's clock.</summary>
    public DateTime LastBefore(DateTimeOffset instant)
    {
        var local = TimeZoneInfo.ConvertTime(instant, Zone).DateTime;
        var last = local.Date + Time.ToTimeSpan();
        while (last >= local || !Days.Contains(last.DayOfWeek))
        {
            last = last.AddDays(-1);
        }

        return last;
    }
}
