namespace Countersign.Api.Contracts.Notifications;

/// <summary>Data of the live stream's <c>idea</c>, <c>account</c>, <c>strategy</c> and <c>backtest</c> events: something changed, read it again.</summary>
/// <param name="Id">The changed thing: <c>i-…</c>, <c>a-…</c>, <c>s-…</c> or <c>b-…</c>.</param>
public sealed record LiveNotice(string Id);

/// <summary>Data of the live stream's <c>cut</c> event, its last: the desk ends the stream.</summary>
/// <param name="Reason"><c>slow</c>: the client reads slower than events come. <c>expired</c>: the access token ran out; connect again with
/// a
/// new one. <c>stopping</c>: the desk stops.</param>
public sealed record LiveCut(string Reason);

/// <summary>Data of the live stream's <c>heartbeat</c> event, which comes first and then as long as the stream is open.</summary>
/// <param name="Time">The desk's clock, UTC.</param>
public sealed record LiveHeartbeat(DateTimeOffset Time);
