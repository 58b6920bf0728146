namespace Countersign.Domain.Markets;

/// <summary>What can be wrong with recorded data. Closed set.</summary>
public enum DataDefect
{
    /// <summary>A line that could not be read.</summary>
    Malformed,

    /// <summary>A row of the time of the row before it. Ticks may share a time: what they say can differ.</summary>
    DuplicateTime,

    /// <summary>A row that repeats the row before it whole.</summary>
    DuplicateRow,

    /// <summary>A row that is older than one before it.</summary>
    OutOfOrder,

    /// <summary>Periods without a bar while the market was open; or no tick for longer than <see cref="DataCheckRules.SilenceMax"/>.</summary>
    Gap,

    /// <summary>low &lt;= open, close &lt;= high does not hold, or a price is not above zero.</summary>
    Inconsistent,

    /// <summary>The bid is above the ask; of bars, the closing ones.</summary>
    Crossed,

    /// <summary>Bid and ask are equal, where the recording has both sides; of bars, the closing ones.</summary>
    Locked,

    /// <summary>A bar whose sides are equal in all four prices; of ticks, <see cref="DataCheckRules.LockedInARow"/> locked ones in a row, once.</summary>
    ZeroSpread,

    /// <summary>A move that no other of its neighbourhood comes near, by robust z-score.</summary>
    Outlier,

    /// <summary>A lasting move by a ratio of small whole numbers, as a split of shares makes.</summary>
    SplitLike,

    /// <summary>The price has not moved for longer than <see cref="DataCheckRules.StaleMax"/> while the market was open.</summary>
    Stale,

    /// <summary>A day's bar of a Saturday or Sunday, in a market that is closed then: a few hours of an evening that belong to Monday.</summary>
    WeekendBar,

    /// <summary>Any other row of a time when the market was closed: before the week opens, in a daily rest, on a holiday.</summary>
    ClosedMarket,
}

/// <summary>A defect that was found.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Detail">A sentence with the figures.</param>
public sealed record DataFinding(DataDefect Defect, long Line, DateTimeOffset? Time, string Detail);

/// <summary>What a check counts as wrong.</summary>
/// <param name="SilenceMax">Of ticks: an open market that is silent for longer has a gap.</param>
/// <param name="StaleMax">An open market whose price stands still for longer is stale; of bars at least three periods.</param>
/// <param name="OutlierScore">Robust z-score of a return from which it is an outlier: distance from the median in units of 1.4826 times the
/// median absolute deviation, of the returns before it.</param>
/// <param name="OutlierMove">Smaller moves, as a fraction of the price, are never outliers: where hardly anything moves any move stands out.</param>
/// <param name="SplitMove">A move of this fraction of the price is looked at as a split.</param>
/// <param name="SplitTolerance">How far from a ratio of small numbers a split may be, as a fraction.</param>
/// <param name="LockedInARow">So many locked ticks one after the other are a feed without a spread.</param>
public sealed record DataCheckRules(
    TimeSpan SilenceMax, TimeSpan StaleMax, double OutlierScore, double OutlierMove, double SplitMove, double SplitTolerance,
    int LockedInARow)
{
    public static DataCheckRules Default { get; } = new(TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), 15.0, 0.005, 0.2, 0.03, 10);
}
