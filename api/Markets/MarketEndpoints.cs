using System.ComponentModel;
using Countersign.Api.Contracts;
using Countersign.Api.Contracts.Markets;
using Countersign.Api.Problems;
using Countersign.Api.Requests;
using Countersign.Domain.Markets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Body = Countersign.Api.Contracts.Markets;

namespace Countersign.Api.Markets;

/// <summary>Instruments, bars and how good the feeds are: the same for every tenant.</summary>
internal static class MarketEndpoints
{
    private const int BarsDefault = 200;
    private const int BarsMax = 1_000;

    public static void MapMarkets(this IEndpointRouteBuilder api)
    {
        var reads = api.MapReads("Markets");
        reads.MapGet("/instruments", ListAsync).WithSummary("All instruments").WithName("ListInstruments");
        reads.MapGet("/instruments/{symbol}", ShowAsync).WithSummary("One instrument").WithName("GetInstrument");
        reads.MapGet("/instruments/{symbol}/bars", BarsAsync).WithSummary("An instrument's newest bars").WithName("ListBars");
        reads.MapGet("/feeds", FeedsAsync).WithSummary("How good the feeds are").WithName("ListFeeds");
    }

    private static async Task<Ok<ListPage<Body.Instrument>>> ListAsync(Desk desk, CancellationToken cancellationToken) =>
        TypedResults.Ok(new ListPage<Body.Instrument>(
            [.. (await desk.Markets.ListAsync(cancellationToken)).Select(MarketMapping.ToBody)], Next: null));

    private static async Task<Results<Ok<Body.Instrument>, ProblemResult>> ShowAsync(
        string symbol, Desk desk, CancellationToken cancellationToken) =>
        PathId.TryRead<Symbol>(symbol, out var id) && await desk.Instrument(id).GetAsync(cancellationToken) is { } view
            ? TypedResults.Ok(view.ToBody())
            : ApiProblems.NotFound();

    private static async Task<Results<Ok<Body.BarSeries>, ProblemResult>> BarsAsync(
        string symbol,
        [QueryNames(typeof(Timeframes)), Description("Of this length; M1 where absent.")] string? timeframe,
        [Description("The newest so many bars, 1 to 1000; 200 where absent.")] string? limit,
        Desk desk,
        CancellationToken cancellationToken)
    {
        var input = new Input();
        var period = ReadTimeframe(input, timeframe);
        var count = input.Whole("limit", limit, BarsDefault, 1, BarsMax);
        if (input.Problem is { } problem)
        {
            return problem;
        }

        if (!PathId.TryRead<Symbol>(symbol, out var id) || await desk.Instrument(id).GetAsync(cancellationToken) is not { } view)
        {
            return ApiProblems.NotFound();
        }

        return TypedResults.Ok((await desk.Instrument(id).GetBarsAsync(period, count, cancellationToken)).ToSeries(view, period));
    }

    private static async Task<Ok<ListPage<FeedReport>>> FeedsAsync(Desk desk, CancellationToken cancellationToken) =>
        TypedResults.Ok(new ListPage<FeedReport>(
            [.. (await desk.Markets.FeedsAsync(cancellationToken)).Select(MarketMapping.ToBody)], Next: null));

    public static Timeframe ReadTimeframe(Input input, string? text)
    {
        if (text is null)
        {
            return Timeframe.M1;
        }

        foreach (var timeframe in Timeframes.All)
        {
            if (timeframe.ToString() == text)
            {
                return timeframe;
            }
        }

        input.Error("timeframe", $"It is none of these: {string.Join(", ", Timeframes.All)}.");
        return Timeframe.M1;
    }
}
