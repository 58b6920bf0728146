namespace Countersign.Api.Contracts.Markets;

/// <summary>When Asia, London and New York trade.</summary>
/// <param name="At">The time that was asked for, UTC.</param>
/// <param name="Open">Which are open then: <c>asia</c>, <c>london</c>, <c>newYork</c>.</param>
/// <param name="Sessions">Those of the days that were asked for, by their opening.</param>
/// <param name="Overlaps">Where two of them are open together.</param>
/// <param name="Market">The hours of the instrument that was asked for; null where none was.</param>
public sealed record TradingSessions(
    DateTimeOffset At, IReadOnlyList<string> Open, IReadOnlyList<SessionHours> Sessions, IReadOnlyList<SessionOverlap> Overlaps,
    MarketHours? Market);

/// <summary>One session of one day.</summary>
/// <param name="Session"><c>asia</c>, <c>london</c> or <c>newYork</c>.</param>
/// <param name="From">First instant, UTC.</param>
/// <param name="Until">First instant after it, UTC.</param>
public sealed record SessionHours(string Session, DateTimeOffset From, DateTimeOffset Until);

/// <summary>Two sessions together.</summary>
/// <param name="First">The one that opened first.</param>
/// <param name="Second">The other.</param>
/// <param name="From">First instant, UTC.</param>
/// <param name="Until">First instant after it, UTC.</param>
public sealed record SessionOverlap(string First, string Second, DateTimeOffset From, DateTimeOffset Until);

/// <summary>Whether an instrument can be traded.</summary>
/// <param name="Symbol">Which instrument.</param>
/// <param name="Hours"><c>always</c>, <c>fx</c>, <c>metal</c> or <c>usEquity</c>.</param>
/// <param name="IsOpen">Whether its market is open at the time that was asked for.</param>
/// <param name="NextOpen">When it opens next, UTC; the time itself where it is open.</param>
/// <param name="Holiday">Whether its trading date is a holiday or a weekend.</param>
/// <param name="TradingDate">The trading date of the time: of FX the day that ends 17:00 New York.</param>
public sealed record MarketHours(string Symbol, string Hours, bool IsOpen, DateTimeOffset NextOpen, bool Holiday, DateOnly TradingDate);
