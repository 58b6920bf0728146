using Countersign.Api.Contracts.Markets;

namespace Countersign.Api.Contracts.Notifications;

/// <summary>
/// Data of the live stream's <c>idea</c>, <c>account</c>, <c>strategy</c>, <c>backtest</c> and <c>risk</c> events: something changed, read it again.
/// </summary>
/// <param name="Id">The changed thing: <c>i-…</c>, <c>a-…</c>, <c>s-…</c>, <c>b-…</c>, or the tenant's.</param>
public sealed record LiveNotice(string Id);

/// <summary>Data of the live stream's <c>cut</c> event, its last: the desk ends the stream.</summary>
/// <param name="Reason"><c>slow</c>: the client reads slower than events come. <c>expired</c>: the access token ran out; connect again with
/// a
/// new one. <c>revoked</c>: the session, the key or the tenant was ended, or the user's rights changed. <c>stopping</c>: the desk stops.</param>
public sealed record LiveCut(string Reason);

/// <summary>Data of the live stream's <c>heartbeat</c> event, which comes first and then as long as the stream is open.</summary>
/// <param name="Time">The desk's clock, UTC.</param>
public sealed record LiveHeartbeat(DateTimeOffset Time);

/// <summary>Data of the live stream's <c>order</c> and <c>position</c> events: it changed, read it again.</summary>
/// <param name="Id">The order or position.</param>
/// <param name="AccountId">Its account.</param>
public sealed record LivePart(string Id, string AccountId);

/// <summary>Data of the live stream's <c>notification</c> event: a message for people.</summary>
/// <param name="Subject">What it is about, one line.</param>
/// <param name="Text">The message.</param>
/// <param name="Kind"><c>ideas</c>, <c>orders</c>, <c>risk</c>, <c>backtests</c> or <c>webhooks</c>, as in the setting <c>notifications.kinds</c>.</param>
/// <param name="About">The id of what it concerns: <c>i-…</c>, <c>o-…</c>, <c>a-…</c>, <c>s-…</c>, <c>b-…</c>, <c>w-…</c>, or the tenant's.</param>
/// <param name="At">When it came to be, UTC; in a replay by the market's clock.</param>
public sealed record LiveNotification(string Subject, string Text, string Kind, string About, DateTimeOffset At);

/// <summary>Data of the live stream's <c>bar</c> event: a bar is complete.</summary>
/// <param name="Symbol">Of which instrument.</param>
/// <param name="Timeframe">M1, M5, M15, M30, H1, H4 or D1.</param>
/// <param name="Simulated">Made up by the desk.</param>
/// <param name="Bar">The bar.</param>
public sealed record LiveBar(string Symbol, string Timeframe, bool Simulated, Bar Bar);

/// <summary>Data of the live stream's <c>reset</c> event: what came after the named event is not kept; read the lists again.</summary>
/// <param name="LastEventId">What was asked for.</param>
public sealed record LiveReset(string LastEventId);
