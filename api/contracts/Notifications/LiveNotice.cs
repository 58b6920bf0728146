namespace Countersign.Api.Contracts.Notifications;

/// <summary>Data of the live stream's <c>idea</c> and <c>account</c> notices: something changed, read it again.</summary>
/// <param name="Id">The changed thing, <c>i-…</c> or <c>a-…</c>.</param>
public sealed record LiveNotice(string Id);

/// <summary>Data of the live stream's <c>cut</c> event, its last: the desk ends the stream.</summary>
/// <param name="Reason"><c>slow</c>: the client reads slower than events come. <c>expired</c>: the access token ran out; connect again with a
/// new one. <c>stopping</c>: the desk stops.</param>
public sealed record LiveCut(string Reason);
