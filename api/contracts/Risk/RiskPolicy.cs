namespace Countersign.Api.Contracts.Risk;

/// <summary>Limits and trading state of one level: the platform, a tenant, an account or a strategy.</summary>
/// <param name="Level"><c>platform</c>, <c>tenant</c>, <c>account</c> or <c>strategy</c>.</param>
/// <param name="Target">Its id: <c>t-…</c>, <c>a-…</c> or <c>s-…</c>; <c>platform</c> for the platform.</param>
/// <param name="Limits">Its own limits. The tightest of all levels holds.</param>
/// <param name="Blackouts">When nothing may be opened; an account has none of its own.</param>
/// <param name="TradingState"><c>active</c>, <c>reducing</c> (only orders that make a position smaller) or <c>halted</c> (no orders; cancels
/// pass). The most restrictive of all levels holds.</param>
/// <param name="Reason">Why the trading state is what it is; null before its first change.</param>
/// <param name="Cause">The figures of a halt that the desk made by itself; null where a person changed the state.</param>
/// <param name="FlattenSince">Since when positions are to be closed, UTC; null where they stay.</param>
/// <param name="ChangedBy">Who changed the trading state last: <c>user:u-…</c> or <c>system:…</c>.</param>
/// <param name="ChangedAt">When, UTC.</param>
/// <param name="CalendarBlackouts">Around which releases of the economic calendar nothing may be opened; an account has none of its
/// own.</param>
/// <param name="PlatformState">Of a tenant: the platform's own trading state, which holds for it too; null for the other levels.</param>
public sealed record RiskPolicy(
    string Level, string Target, RiskLimits Limits, IReadOnlyList<Blackout> Blackouts, string TradingState, string? Reason,
    HaltCause? Cause, DateTimeOffset? FlattenSince, string? ChangedBy, DateTimeOffset? ChangedAt,
    IReadOnlyList<CalendarBlackout> CalendarBlackouts, string? PlatformState = null);

/// <summary>Why the desk halted by itself.</summary>
/// <param name="Code">Stable and dotted: <c>halt.daily_loss</c>.</param>
/// <param name="Message">A sentence with the figures.</param>
/// <param name="Figure">What was measured; null where there is no number.</param>
/// <param name="Limit">What it was held against.</param>
public sealed record HaltCause(string Code, string Message, decimal? Figure, decimal? Limit);

/// <summary>A time in which nothing is opened, such as the minutes around a figure's release.</summary>
/// <param name="From">First instant, UTC.</param>
/// <param name="Until">First instant after it, UTC.</param>
/// <param name="Currency">Concerns instruments with this currency; null concerns all.</param>
/// <param name="Title">What happens, for people.</param>
public sealed record Blackout(DateTimeOffset From, DateTimeOffset Until, string? Currency, string Title);

/// <summary>Makes blackout windows of the economic calendar.</summary>
/// <param name="ImpactMin">Releases of at least this impact: <c>low</c>, <c>medium</c> or <c>high</c>.</param>
/// <param name="MinutesBefore">The window begins so many minutes before the release, 0 to 1,440.</param>
/// <param name="MinutesAfter">It ends so many minutes after it, 0 to 1,440.</param>
/// <param name="Currency">Releases of this currency only; null takes all. A release concerns the instruments with its currency.</param>
public sealed record CalendarBlackout(string ImpactMin, int MinutesBefore, int MinutesAfter, string? Currency);
