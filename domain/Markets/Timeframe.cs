using System.Collections.Immutable;

namespace Countersign.Domain.Markets;

/// <summary>The lengths of bar that the desk keeps, smallest first. Each period lies inside one period of every larger timeframe.</summary>
public enum Timeframe
{
    M1,
    M5,
    M15,
    M30,
    H1,
    H4,
    D1,
}

public static class Timeframes
{
    /// <summary>All seven, smallest first.</summary>
    public static ImmutableArray<Timeframe> All { get; } = [.. Enum.GetValues<Timeframe>()];

    extension(Timeframe timeframe)
    {
        /// <summary>
        /// The nominal length. In the two weeks of the year in which New York changes its clocks one H4 and one D1 period is an hour shorter or
        /// longer; <see cref="PeriodAt(Timeframe, DateTimeOffset)"/> knows.
        /// </summary>
        public TimeSpan Length => timeframe switch
        {
            Timeframe.M1 => TimeSpan.FromMinutes(1),
            Timeframe.M5 => TimeSpan.FromMinutes(5),
            Timeframe.M15 => TimeSpan.FromMinutes(15),
            Timeframe.M30 => TimeSpan.FromMinutes(30),
            Timeframe.H1 => TimeSpan.FromHours(1),
            Timeframe.H4 => TimeSpan.FromHours(4),
            Timeframe.D1 => TimeSpan.FromDays(1),
            _ => throw new ArgumentOutOfRangeException(nameof(timeframe)),
        };

        /// <summary>
        /// The period that holds a time. Up to H1 periods are whole units of UTC. D1 is the FX day, 17:00 to 17:00 New York. H4 periods
        /// are counted from the start of the FX day; where that day has 23 or 25 hours its last one is cut, or an hour is left over.
        /// </summary>
        /// <param name="day">The FX day that holds <paramref name="time"/>.</param>
        public BarPeriod PeriodAt(DateTimeOffset time, FxDay day)
        {
            switch (timeframe)
            {
                case Timeframe.D1:
                    return new BarPeriod(day.Start, day.End, day.Date);
                case Timeframe.H4:
                    var elapsed = (time - day.Start).Ticks;
                    var start = day.Start.AddTicks(elapsed - (elapsed % timeframe.Length.Ticks));
                    var end = start + timeframe.Length;
                    return new BarPeriod(start, end < day.End ? end : day.End, day.Date);
                default:
                    var floor = new DateTimeOffset(time.UtcTicks - (time.UtcTicks % timeframe.Length.Ticks), TimeSpan.Zero);
                    return new BarPeriod(floor, floor + timeframe.Length, day.Date);
            }
        }

        /// <inheritdoc cref="PeriodAt(Timeframe, DateTimeOffset, FxDay)"/>
        public BarPeriod PeriodAt(DateTimeOffset time) => timeframe.PeriodAt(time, FxDay.At(time));
    }
}

/// <summary>A bar's period: start included, end excluded, both UTC, and the FX day that it belongs to.</summary>
public readonly record struct BarPeriod(DateTimeOffset Start, DateTimeOffset End, DateOnly Day)
{
    public bool Holds(DateTimeOffset time) => time >= Start && time < End;
}
