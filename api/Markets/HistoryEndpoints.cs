using System.ComponentModel;
using System.Globalization;
using Countersign.Api.Contracts;
using Countersign.Api.Problems;
using Countersign.Api.Requests;
using Countersign.Domain.Markets;
using Countersign.Grains.Markets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Body = Countersign.Api.Contracts.Markets;

namespace Countersign.Api.Markets;

/// <summary>Recorded and imported markets.</summary>
internal static class HistoryEndpoints
{
    private const int BarsDefault = 1_000;
    private const int BarsMax = 5_000;
    private const int SourceLengthMax = 32;


    public static void MapHistory(this IEndpointRouteBuilder api)
    {
        var reads = api.MapReads("Markets");
        reads.MapGet("/history", ListAsync).WithSummary("What the market history holds").WithName("ListHistorySeries");
        reads.MapGet("/history/{symbol}/bars", BarsAsync)
            .WithSummary("Stored bars of an instrument, oldest first")
            .WithDescription(
                "Of several sources the first in rank that has a period is read, and each bar tells its source. Follow next for more; an instrument of "
                + "which nothing is stored has an empty list.")
            .WithName("ListHistoryBars");
    }

    private static async Task<Ok<ListPage<Body.HistorySeries>>> ListAsync(Desk desk, CancellationToken cancellationToken) =>
        TypedResults.Ok(new ListPage<Body.HistorySeries>([.. (await desk.History.ListAsync(cancellationToken)).Select(ToBody)], Next: null));

    private static async Task<Results<Ok<ListPage<Body.HistoryBar>>, ProblemResult>> BarsAsync(
        string symbol,
        [QueryNames(typeof(Timeframes)), Description("Of this length; M1 where absent.")] string? timeframe,
        [Description("Not before this time, RFC 3339.")] string? from,
        [Description("Before this time, RFC 3339.")] string? to,
        [QueryNames(typeof(BarSides)), Description("Which prices; both where absent.")] string? side,
        [Description("Only of this source; the best of each period where absent.")] string? source,
        [Description("At most so many bars, 1 to 5000; 1000 where absent.")] string? limit,
        [Description("What the page before said in next.")] string? cursor,
        Desk desk,
        CancellationToken cancellationToken)
    {
        var input = new Input();
        var period = MarketEndpoints.ReadTimeframe(input, timeframe);
        var first = input.OptionalTime("from", from) ?? DateTimeOffset.MinValue;
        var last = input.OptionalTime("to", to) ?? DateTimeOffset.MaxValue;
        var which = input.OptionalOf("side", side, BarSides.All) ?? BarSides.Both;
        var only = input.OptionalText("source", source, SourceLengthMax);
        var count = input.Whole("limit", limit, BarsDefault, 1, BarsMax);
        var after = ReadCursor(input, cursor);
        if (input.Problem is { } problem)
        {
            return problem;
        }

        if (!PathId.TryRead<Symbol>(symbol, out var id))
        {
            return ApiProblems.NotFound();
        }

        var query = new HistoryQuery(id, after > first ? after : first, last, only is null ? [] : [only]);
        var bars = await desk.History.BarsAsync(query, period, count + 1, cancellationToken);
        return TypedResults.Ok(new ListPage<Body.HistoryBar>(
            [.. bars.Take(count).Select(b => ToBody(b, which))],
            bars.Length > count ? bars[count].Bar.Start.UtcTicks.ToString(CultureInfo.InvariantCulture) : null));
    }

    private static DateTimeOffset ReadCursor(Input input, string? cursor)
    {
        if (cursor is null)
        {
            return DateTimeOffset.MinValue;
        }

        if (long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTimeOffset.MaxValue.UtcTicks)
        {
            return new DateTimeOffset(ticks, TimeSpan.Zero);
        }

        input.Error("cursor", "It is none of this list's: the next of the page before is right.");
        return default;
    }

    private static Body.HistorySeries ToBody(HistorySeries s) =>
        new(s.Symbol.Value, s.Timeframe?.ToString() ?? "ticks", s.Source, s.Rows, s.First, s.Last);

    private static Body.HistoryBar ToBody(HistoryBar stored, string side)
    {
        var bar = stored.Bar;
        return new Body.HistoryBar(
            bar.Start, bar.End, stored.Source, side is BarSides.Both or BarSides.Bid ? bar.Bid.ToBody() : null, side is BarSides.Both or BarSides.Ask ? bar.Ask.ToBody() : null,
            side == BarSides.Mid ? Ohlc.Mid(bar.Bid, bar.Ask).ToBody() : null, bar.Volume.Value);
    }
}
