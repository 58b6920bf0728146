using System.Collections.Frozen;
using System.Collections.Immutable;
using System.ComponentModel;
using Countersign.Api.Problems;
using Countersign.Api.Requests;
using Countersign.Api.Tenants;
using Countersign.Domain.Markets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace Countersign.Api.Notifications;

/// <summary>The live stream: events that say what changed, quotes and bars.</summary>
internal static class LiveEndpoints
{
    private const int SymbolsMax = 50;
    private const int TopicsLengthMax = 200;
    private const int SymbolsLengthMax = SymbolsMax * 21;

    private const int IdLengthMax = 64;

    public static void MapLive(this IEndpointRouteBuilder api) =>
        api.MapFor(Access.SignedIn, "Live").MapGet("/live", OpenAsync).WithMetadata(new ImportanceMark(Importance.Stream))
            .WithSummary("What changes, as it changes")
            .WithDescription(
                "Server-Sent Events; the same as WebSocket messages {\"event\", \"id\", \"data\"} where the request asks for an upgrade. Events: idea, "
                + "account, strategy, backtest, risk (data: id), order and position (data: id, accountId), notification (data: subject, text, kind, about, at), bar "
                + "(data: the bar) and quote (data: the quote, of each symbol the newest); heartbeat, reset where it is not known any more what was "
                + "missed since Last-Event-ID, and cut (data: reason) where the desk ends the stream. Notices say what to read again. A topic asks for what its list asks for.")
            .WithName("OpenLive");

    private static async Task<Results<LiveResult, ProblemResult>> OpenAsync(
        [QueryNames(typeof(LiveTopicNames), Several = true), Description("Comma-separated; where absent, all but bars.")] string? topics,
        [Description("Quotes and bars of these instruments, comma-separated, at most 50; where absent, of those that have a feed.")] string? symbols,
        [QueryNames(typeof(Timeframes), Several = true), Description("Bars of these timeframes, comma-separated; where absent, all.")] string? timeframes,
        [Description("The id of the last event seen, to go on after it, where the header Last-Event-ID cannot be sent.")] string? lastEventId,
        HttpContext context,
        Desk desk,
        LiveHub hub,
        LiveAccess access,
        SessionGate sessions,
        ApiKeyGate keys,
        IOptions<ApiOptions> options,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var input = new Input();
        var wantedTopics = ReadTopics(input, topics);
        if (await access.DeniedAsync(context.User, wantedTopics) is not LiveTopics.None and var denied)
        {
            // Who names no topics gets those that are open to him.
            if (topics is not null || (wantedTopics & ~denied) == LiveTopics.None)
            {
                return ApiProblems.TopicsDenied(LiveTopicNames.Of(denied));
            }

            wantedTopics &= ~denied;
        }

        var wanted = ReadSymbols(input, symbols);
        var wantedTimeframes = ReadTimeframes(input, timeframes);
        var header = context.Request.Headers["Last-Event-ID"].ToString();
        var resumeAfter = input.OptionalText("lastEventId", header.Length > 0 ? header : lastEventId, IdLengthMax);
        if (input.Problem is { } problem)
        {
            return problem;
        }

        var needsSymbols = (wantedTopics & (LiveTopics.Quotes | LiveTopics.Bars)) != LiveTopics.None;
        var shown = !needsSymbols ? [] : wanted ?? await WithFeedAsync(desk, cancellationToken);
        var token = context.Token();
        var wish = new LiveWish(
            wantedTopics, shown.Select(symbol => symbol.Value).ToFrozenSet(StringComparer.Ordinal), wantedTimeframes, resumeAfter);
        if (await hub.OpenAsync(new LiveCaller(token, Standing(context, token, sessions, keys)), wish, cancellationToken) is not { } subscription)
        {
            return ApiProblems.DeskBusy(options.Value.RetryAfterSeconds);
        }

        // Not left to the sending: a client that is gone already may never be sent anything.
        context.Response.RegisterForDisposeAsync(subscription);
        return new LiveResult(subscription.Client, time);
    }

    // What let the caller in is looked at again while the stream is open; the request itself is not to be held for that.
    private static Func<CancellationToken, Task<bool>> Standing(HttpContext context, AccessToken token, SessionGate sessions, ApiKeyGate keys)
    {
        if (token.Key is null)
        {
            return async stop => await sessions.CheckAsync(token, stop) is null;
        }

        var (text, address) = (BearerAuthenticationHandler.TextOf(context.Request), context.Connection.RemoteIpAddress);
        return async stop => await keys.CheckAsync(text, address, stop) is not null;
    }

    private static LiveTopics ReadTopics(Input input, string? text)
    {
        if (input.OptionalText("topics", text, TopicsLengthMax) is not { } given)
        {
            return LiveTopics.Usual;
        }

        var topics = LiveTopics.None;
        foreach (var name in given.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (LiveTopicNames.Find(name) is { } topic)
            {
                topics |= topic;
            }
            else
            {
                input.Error("topics", $"There is no topic '{name}': {string.Join(", ", LiveTopicNames.All)} are right.");
            }
        }

        return topics == LiveTopics.None ? LiveTopics.Usual : topics;
    }

    private static FrozenSet<string> ReadTimeframes(Input input, string? text)
    {
        var all = Timeframes.All.Select(timeframe => timeframe.ToString());
        var given = input.OptionalText("timeframes", text, TopicsLengthMax)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        foreach (var name in given.Except(all))
        {
            input.Error("timeframes", $"There is no timeframe '{name}': {string.Join(", ", all)} are right.");
        }

        return (given.Length == 0 ? all : given).ToFrozenSet(StringComparer.Ordinal);
    }

    private static ImmutableArray<Symbol>? ReadSymbols(Input input, string? text)
    {
        if (input.OptionalText("symbols", text, SymbolsLengthMax) is not { } given)
        {
            return null;
        }

        var parts = given.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length > SymbolsMax)
        {
            input.Error("symbols", $"{parts.Length} symbols: at most {SymbolsMax} are right.");
            return null;
        }

        return [.. parts.Select(p => input.Required<Symbol>("symbols", p)).Distinct()];
    }

    private static async Task<ImmutableArray<Symbol>> WithFeedAsync(Desk desk, CancellationToken cancellationToken) =>
        [.. (await desk.Markets.FeedsAsync(cancellationToken)).Select(f => f.Symbol).Take(SymbolsMax)];
}
