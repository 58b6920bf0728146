namespace Countersign.Domain.Markets;

/// <summary>When an instrument's market is open, daylight saving and holidays known. <see cref="TradingHours"/> says what the hours are.</summary>
public static class SessionCalendar
{
    /// <summary>Longer stretches are not counted day by day.</summary>
    public const int OpenTimeDaysMax = 400;

    /// <summary>More days than any market stays closed.</summary>
    private const int ClosedDaysMax = 30;

    private static readonly TimeSpan MetalRest = TimeSpan.FromHours(1);

    public static bool IsOpen(Symbol symbol, DateTimeOffset time) => IsOpen(HoursOf(symbol), time);

    // The order's path asks this of FX: the trading date alone tells, without the day's bounds.
    public static bool IsOpen(TradingHours hours, DateTimeOffset time) => hours switch
    {
        TradingHours.Always => true,
        TradingHours.Fx => !IsFxClosed(FxDay.DateAt(time)),
        _ => On(hours, DateOf(hours, time))?.Holds(time) ?? false,
    };

    /// <summary>The time itself where the market is open then.</summary>
    public static DateTimeOffset NextOpen(Symbol symbol, DateTimeOffset time) => NextOpen(HoursOf(symbol), time);

    /// <summary>The time itself where the market is open then.</summary>
    public static DateTimeOffset NextOpen(TradingHours hours, DateTimeOffset time)
    {
        var date = DateOf(hours, time);
        for (var i = 0; i < ClosedDaysMax; i++)
        {
            if (On(hours, date.AddDays(i)) is { } open && time < open.Until)
            {
                return time > open.From ? time : open.From;
            }
        }

        throw new InvalidOperationException($"{hours} has no opening within {ClosedDaysMax} days.");
    }

    /// <summary>How much of a stretch of time the market was open: a weekend without ticks is no outage.</summary>
    public static TimeSpan OpenTime(Symbol symbol, DateTimeOffset from, DateTimeOffset until) => OpenTime(HoursOf(symbol), from, until);

    /// <summary>
    /// How much of a stretch of time the market was open. Stretches beyond <see cref="OpenTimeDaysMax"/> days count whole.
    /// </summary>
    public static TimeSpan OpenTime(TradingHours hours, DateTimeOffset from, DateTimeOffset until)
    {
        if (until <= from || hours == TradingHours.Always || until - from > TimeSpan.FromDays(OpenTimeDaysMax))
        {
            return until <= from ? TimeSpan.Zero : until - from;
        }

        var open = TimeSpan.Zero;
        var stretch = new TimeRange(from, until);
        var last = DateOf(hours, until);
        for (var date = DateOf(hours, from); date <= last; date = date.AddDays(1))
        {
            open += On(hours, date)?.Overlap(stretch)?.Length ?? TimeSpan.Zero;
        }

        return open;
    }

    /// <summary>When the market is open on a trading date; null where not at all.</summary>
    /// <param name="date">Of FX and metals the FX day (see <see cref="FxDay"/>), of equities New York's date, else UTC's.</param>
    public static TimeRange? On(TradingHours hours, DateOnly date) => hours switch
    {
        TradingHours.Always => new TimeRange(Midnight(date), Midnight(date.AddDays(1))),
        TradingHours.Fx => IsFxClosed(date) ? null : Fx(date, TimeSpan.Zero),
        TradingHours.Metal => IsFxClosed(date) || date == CalendarDates.GoodFriday(date.Year) ? null : Fx(date, MetalRest),
        TradingHours.UsEquity => UsEquityCalendar.Day(date) is { } day ? new TimeRange(day.Open, day.Close) : null,
        TradingHours.UsEquityExtended => UsEquityCalendar.Day(date) is { } day ? new TimeRange(day.PreOpen, day.PostClose) : null,
        _ => throw new ArgumentOutOfRangeException(nameof(hours), hours, "There are no such hours."),
    };

    /// <summary>The trading date that a time belongs to, or would if the market were open.</summary>
    public static DateOnly DateOf(TradingHours hours, DateTimeOffset time) => hours switch
    {
        TradingHours.Always => DateOnly.FromDateTime(time.UtcDateTime),
        TradingHours.Fx or TradingHours.Metal => FxDay.DateAt(time),
        _ => DateOnly.FromDateTime(MarketZone.NewYork.Local(time)),
    };

    /// <summary>
    /// The hours of a symbol. One that the desk was not told of keeps FX hours where it reads as a pair (six letters or more), and those of
    /// US equities where it reads as a ticker (one to five letters).
    /// </summary>
    public static TradingHours HoursOf(Symbol symbol) => Instruments.Find(symbol) is { } known
        ? HoursOf(known.BaseCurrency.Value)
        : symbol.Value.Length < 6 && symbol.Value.All(c => c is '.' or (>= 'A' and <= 'Z'))
            ? TradingHours.UsEquity
            : HoursOf(symbol.Value[..Math.Min(3, symbol.Value.Length)]);

    private static TradingHours HoursOf(string baseCurrency) => baseCurrency switch
    {
        "BTC" or "ETH" or "XBT" or "SOL" or "XRP" or "LTC" or "ADA" or "DOT" => TradingHours.Always,
        "XAU" or "XAG" or "XPT" or "XPD" => TradingHours.Metal,
        _ => TradingHours.Fx,
    };

    private static bool IsFxClosed(DateOnly date) => CalendarDates.IsWeekend(date) || date is { Month: 12, Day: 25 } or { Month: 1, Day: 1 };

    private static TimeRange Fx(DateOnly date, TimeSpan rest)
    {
        var day = FxDay.On(date);
        return new TimeRange(day.Start + rest, day.End);
    }

    private static DateTimeOffset Midnight(DateOnly date) => new(date.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
}
