namespace Countersign.Domain.Markets;

/// <summary>Counts what is missing between two rows, for each trading day that it is missing from.</summary>
/// <param name="timeframe">Null for ticks, of which a silence counts.</param>
/// <param name="silenceMax">Of ticks: shorter silences are none.</param>
internal sealed class MissingPeriods(TradingHours hours, Timeframe? timeframe, TimeSpan silenceMax)
{
    /// <param name="from">Time of the row before.</param>
    /// <param name="until">Time of the row after; at least a period later.</param>
    /// <param name="onDay">Told of each day with something missing: bars that are not there; of ticks, 1.</param>
    /// <returns>Bars that are missing; of ticks, whole minutes. 0 where the market was closed.</returns>
    public long Between(DateTimeOffset from, DateTimeOffset until, Action<DateOnly, long> onDay) => timeframe switch
    {
        null => Silence(from, until, onDay),
        Timeframe.D1 => Days(from, until, onDay),
        { } bars => Bars(from + bars.Length, until, bars.Length, onDay),
    };

    // Days are told by their dates: some recordings begin them at midnight, others at the market's opening.
    private long Days(DateTimeOffset from, DateTimeOffset until, Action<DateOnly, long> onDay)
    {
        var absent = 0L;
        var end = SessionCalendar.DateOf(hours, until);
        for (var date = SessionCalendar.DateOf(hours, from).AddDays(1); date < end; date = date.AddDays(1))
        {
            if (SessionCalendar.On(hours, date) is not null)
            {
                absent++;
                onDay(date, 1);
            }
        }

        return absent;
    }

    private long Bars(DateTimeOffset from, DateTimeOffset until, TimeSpan length, Action<DateOnly, long> onDay)
    {
        var open = TimeSpan.Zero;
        var absent = 0L;
        foreach (var (date, share) in OpenTimes(from, until))
        {
            // Of what the days before had left over, the next day makes its bars.
            open += share;
            var sinceThen = (long)Math.Floor(open / length) - absent;
            if (sinceThen > 0)
            {
                absent += sinceThen;
                onDay(date, sinceThen);
            }
        }

        return absent;
    }

    private long Silence(DateTimeOffset from, DateTimeOffset until, Action<DateOnly, long> onDay)
    {
        var days = OpenTimes(from, until);
        var open = days.Aggregate(TimeSpan.Zero, (sum, day) => sum + day.Share);
        if (open <= silenceMax)
        {
            return 0;
        }

        foreach (var (date, _) in days)
        {
            onDay(date, 1);
        }

        return (long)open.TotalMinutes;
    }

    private List<(DateOnly Date, TimeSpan Share)> OpenTimes(DateTimeOffset from, DateTimeOffset until)
    {
        var days = new List<(DateOnly, TimeSpan)>();
        var stretch = new TimeRange(from, until);
        var last = SessionCalendar.DateOf(hours, until);
        for (var date = SessionCalendar.DateOf(hours, from); date <= last; date = date.AddDays(1))
        {
            if (SessionCalendar.On(hours, date)?.Overlap(stretch) is { } open)
            {
                days.Add((date, open.Length));
            }
        }

        return days;
    }
}
