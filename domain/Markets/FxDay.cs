namespace Countersign.Domain.Markets;

/// <summary>
/// A trading day of the FX market: from 17:00 New York on the day before to 17:00 New York on its own date. That is 22:00 UTC in
/// New York's winter and 21:00 UTC in its summer. Sunday evening belongs to Monday.
/// </summary>
/// <param name="Date">The date in New York on which the day ends.</param>
/// <param name="Start">First instant, UTC.</param>
/// <param name="End">First instant of the next day, UTC.</param>
public readonly record struct FxDay(DateOnly Date, DateTimeOffset Start, DateTimeOffset End)
{
    private static readonly TimeSpan Close = TimeSpan.FromHours(17);

    /// <summary>The day that holds a time.</summary>
    public static FxDay At(DateTimeOffset time) => On(DateAt(time));

    /// <summary>The date of the day that holds a time.</summary>
    public static DateOnly DateAt(DateTimeOffset time)
    {
        var local = MarketZone.NewYork.Local(time);
        var date = DateOnly.FromDateTime(local);
        return local.TimeOfDay < Close ? date : date.AddDays(1);
    }

    /// <summary>The day of a date.</summary>
    public static FxDay On(DateOnly date) => new(date, CloseOf(date.AddDays(-1)), CloseOf(date));

    public bool Holds(DateTimeOffset time) => time >= Start && time < End;

    private static DateTimeOffset CloseOf(DateOnly date) => MarketZone.NewYork.At(date, Close);
}

/// <summary>Remembers the FX day last asked for: ticks come in order, so the time zone is consulted once a day.</summary>
internal sealed class FxCalendar
{
    private FxDay day;

    public FxDay DayAt(DateTimeOffset time)
    {
        if (!day.Holds(time))
        {
            day = FxDay.At(time);
        }

        return day;
    }
}
