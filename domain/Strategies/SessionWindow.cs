using System.Collections.Immutable;

namespace Countersign.Domain.Strategies;

/// <summary>
/// Hours of the week in a time zone: from <paramref name="From"/> (included) to <paramref name="To"/> (excluded), by the zone's clock and its
/// daylight saving. Where <paramref name="To"/> is not after <paramref name="From"/> the window runs past midnight, and its days are those on
/// which it begins.
/// </summary>
/// <param name="Zone">IANA name, such as <c>Europe/London</c>.</param>
/// <param name="Days">Days on which the window begins, at least one, in order from Monday.</param>
public sealed record SessionWindow(TimeOnly From, TimeOnly To, TimeZoneInfo Zone, ImmutableArray<DayOfWeek> Days)
{
    /// <summary>True while the window is open.</summary>
    public bool Contains(DateTimeOffset instant)
    {
        var local = TimeZoneInfo.ConvertTime(instant, Zone);
        var time = TimeOnly.FromTimeSpan(local.TimeOfDay);
        if (From < To)
        {
            return time >= From && time < To && Days.Contains(local.DayOfWeek);
        }

        return (time >= From && Days.Contains(local.DayOfWeek))
            || (time < To && Days.Contains(local.AddDays(-1).DayOfWeek));
    }

    /// <summary>True where no window is given or one is open.</summary>
    public static bool AnyContains(ImmutableArray<SessionWindow> windows, DateTimeOffset instant)
    {
        foreach (var window in windows)
        {
            if (window.Contains(instant))
            {
                return true;
            }
        }

        return windows.IsEmpty;
    }
}
