using System.Collections.Immutable;
using System.ComponentModel;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
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

/// <summary>The live stream: Server-Sent Events that say what changed, and quotes.</summary>
internal static class LiveEndpoints
{
    private const int SymbolsMax = 50;
    private static readonly TimeSpan CutGrace = TimeSpan.FromSeconds(5);
    private const int SymbolsLengthMax = SymbolsMax * 21;

    public static void MapLive(this IEndpointRouteBuilder api) =>
        api.MapReads("Live").MapGet("/live", OpenAsync)
            .WithSummary("What changes, as it changes")
            .WithDescription(
                "Events: idea, account and strategy (data: id), quote (data: the quote), heartbeat, and cut (data: reason) where the "
                + "desk ends the stream. Notices say what to read again; they can be missed while a client is not connected.")
            .WithName("live");

    private static async Task<Results<ServerSentEventsResult<string>, ProblemResult>> OpenAsync(
        [Description("Quotes of these instruments, comma-separated, at most 50; where absent, of those that have a feed.")] string? symbols,
        HttpContext context,
        Desk desk,
        LiveHub hub,
        IOptions<ApiOptions> options,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var input = new Input();
        var wanted = ReadSymbols(input, symbols);
        if (input.Problem is { } problem)
        {
            return problem;
        }

        var shown = wanted ?? await WithFeedAsync(desk, cancellationToken);
        var token = context.Token();
        if (await hub.OpenAsync(token.Tenant, shown, token.ExpiresAt, cancellationToken) is not { } subscription)
        {
            return ApiProblems.DeskBusy(options.Value.RetryAfterSeconds);
        }

        // Not left to the reading: a client that is gone already may never be read for.
        context.Response.RegisterForDisposeAsync(subscription);
        return TypedResults.ServerSentEvents(ReadAsync(subscription.Client, context, time, cancellationToken));
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

    private static async IAsyncEnumerable<SseItem<string>> ReadAsync(
        LiveClient client, HttpContext context, TimeProvider time, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A client that reads nothing at all never gets to the reason for which it is cut: its connection goes.
        await using var abort = time.CreateTimer(
            c => ((HttpContext)c!).Abort(), context, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        await using var cut = client.WasCut.Register(() => abort.Change(CutGrace, Timeout.InfiniteTimeSpan));
        await foreach (var item in client.ReadAsync(cancellationToken))
        {
            yield return item;
        }
    }
}
