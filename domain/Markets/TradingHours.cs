namespace Countersign.Domain.Markets;

/// <summary>When a kind of instrument can be traded.</summary>
public enum TradingHours
{
    /// <summary>Day and night, every day: crypto assets.</summary>
    Always,

    /// <summary>
    /// From Sunday 17:00 to Friday 17:00 New York (21:00 or 22:00 UTC by New York's daylight saving), but for the FX days of Christmas and New Year.
    /// </summary>
    Fx,

    /// <summary>As FX, but for an hour's rest from 17:00 New York every day, and for Good Friday.</summary>
    Metal,

    /// <summary>The main session of the New York Stock Exchange.</summary>
    UsEquity,

    /// <summary>The same with the trading before and after it.</summary>
    UsEquityExtended,
}

/// <summary>A stretch of time, UTC.</summary>
/// <param name="From">First instant.</param>
/// <param name="Until">First instant after it.</param>
public readonly record struct TimeRange(DateTimeOffset From, DateTimeOffset Until)
{
    public TimeSpan Length => Until - From;

    public bool Holds(DateTimeOffset time) => time >= From && time < Until;

    /// <summary>What two stretches have in common; null where nothing.</summary>
    public TimeRange? Overlap(TimeRange other)
    {
        var from = From > other.From ? From : other.From;
        var until = Until < other.Until ? Until : other.Until;
        return from < until ? new TimeRange(from, until) : null;
    }
}
