using System.Collections.Immutable;

namespace Countersign.Domain.Markets;

/// <summary>The three parts of the FX market's day, by the banking hours of the place that leads it.</summary>
public enum TradingSession
{
    /// <summary>09:00 to 18:00 in Tokyo, which has no daylight saving.</summary>
    Asia,

    /// <summary>08:00 to 17:00 in London.</summary>
    London,

    /// <summary>08:00 to 17:00 in New York.</summary>
    NewYork,
}

/// <summary>One session of one day.</summary>
/// <param name="Date">By the clocks of the session's place.</param>
public sealed record SessionHours(TradingSession Session, DateOnly Date, TimeRange Hours);

/// <summary>Where two sessions are open together.</summary>
public sealed record SessionOverlap(TradingSession First, TradingSession Second, TimeRange Hours);

/// <summary>
/// When Asia, London and New York trade. Each keeps its own clocks, so in the weeks in which only one of London and New York has changed them
/// their overlap is an hour longer. There is no session on a day on which the FX market is closed.
/// </summary>
public static class TradingSessions
{
    /// <summary>The longest range that is told in one answer, days.</summary>
    public const int DaysMax = 92;

    private static readonly ImmutableArray<TradingSession> All = [TradingSession.Asia, TradingSession.London, TradingSession.NewYork];

    /// <summary>The sessions that are open at a time, in the order of the day.</summary>
    public static ImmutableArray<TradingSession> At(DateTimeOffset time) =>
        [.. All.Where(s => On(s, DateOnly.FromDateTime(PlaceOf(s).Zone.Local(time)))?.Hours.Holds(time) ?? false)];

    /// <summary>A date's session; null where there is none.</summary>
    /// <param name="date">By the clocks of the session's place.</param>
    public static SessionHours? On(TradingSession session, DateOnly date)
    {
        var (zone, open, close) = PlaceOf(session);
        var hours = new TimeRange(zone.At(date, open), zone.At(date, close));

        // None of the three reaches over 17:00 New York, so that one instant of it tells of the whole.
        return SessionCalendar.IsOpen(TradingHours.Fx, hours.From) ? new SessionHours(session, date, hours) : null;
    }

    /// <summary>The sessions of which any part lies in a range, by their opening.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range is longer than <see cref="DaysMax"/> days.</exception>
    public static ImmutableArray<SessionHours> Between(TimeRange range)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(range.Length, TimeSpan.FromDays(DaysMax), nameof(range));
        var sessions = ImmutableArray.CreateBuilder<SessionHours>();
        var last = DateOnly.FromDateTime(range.Until.UtcDateTime).AddDays(1);
        for (var date = DateOnly.FromDateTime(range.From.UtcDateTime).AddDays(-1); date <= last; date = date.AddDays(1))
        {
            sessions.AddRange(All.Select(s => On(s, date)).OfType<SessionHours>().Where(s => s.Hours.Overlap(range) is not null));
        }

        return [.. sessions.OrderBy(s => s.Hours.From).ThenBy(s => s.Session)];
    }

    /// <summary>Where sessions overlap: Asia with London, London with New York.</summary>
    public static ImmutableArray<SessionOverlap> Overlaps(ImmutableArray<SessionHours> sessions)
    {
        var overlaps = ImmutableArray.CreateBuilder<SessionOverlap>();
        for (var i = 0; i < sessions.Length; i++)
        {
            for (var j = i + 1; j < sessions.Length && sessions[j].Hours.From < sessions[i].Hours.Until; j++)
            {
                if (sessions[i].Hours.Overlap(sessions[j].Hours) is { } both)
                {
                    overlaps.Add(new SessionOverlap(sessions[i].Session, sessions[j].Session, both));
                }
            }
        }

        return overlaps.ToImmutable();
    }

    private static (TimeZoneInfo Zone, TimeSpan Open, TimeSpan Close) PlaceOf(TradingSession session) => session switch
    {
        TradingSession.Asia => (MarketZone.Tokyo, TimeSpan.FromHours(9), TimeSpan.FromHours(18)),
        TradingSession.London => (MarketZone.London, TimeSpan.FromHours(8), TimeSpan.FromHours(17)),
        TradingSession.NewYork => (MarketZone.NewYork, TimeSpan.FromHours(8), TimeSpan.FromHours(17)),
        _ => throw new ArgumentOutOfRangeException(nameof(session), session, "There is no such session."),
    };
}
