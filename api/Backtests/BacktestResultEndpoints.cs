using Countersign.Api.Problems;
using Countersign.Api.Requests;
using Countersign.Api.Tenants;
using Countersign.Domain.Backtests.Jobs;
using Countersign.Grains.Audit;
using Countersign.Grains.Backtests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Body = Countersign.Api.Contracts.Backtests;
using Ran = Countersign.Domain.Backtests;

namespace Countersign.Api.Backtests;

/// <summary>What came of a backtest: as JSON, as tables.</summary>
internal static class BacktestResultEndpoints
{
    private const string Csv = "text/csv";

    public static void MapBacktestResults(this IEndpointRouteBuilder api)
    {
        var reads = api.MapReads("Backtests");
        reads.MapGet("/backtests/{backtestId}/result", ResultAsync)
            .WithSummary("The whole result: figures, trades, fills and equity").WithName("showBacktestResult");
        reads.MapGet("/backtests/{backtestId}/trades.csv", TradesAsync).Produces<string>(StatusCodes.Status200OK, Csv)
            .WithSummary("The trades as a table").WithName("exportBacktestTrades");
        reads.MapGet("/backtests/{backtestId}/fills.csv", FillsAsync).Produces<string>(StatusCodes.Status200OK, Csv)
            .WithSummary("The fills as a table").WithName("exportBacktestFills");
        reads.MapGet("/backtests/{backtestId}/equity.csv", EquityAsync).Produces<string>(StatusCodes.Status200OK, Csv)
            .WithSummary("The account's value bar by bar as a table").WithName("exportBacktestEquity");
    }

    private static async Task<Results<Ok<Body.BacktestResult>, ProblemResult>> ResultAsync(
        string backtestId, HttpContext context, Desk desk, CancellationToken cancellationToken) =>
        PathId.TryRead<BacktestJobId>(backtestId, out var id)
            ? (await desk.Backtest(context.Token(), id).ReadResultAsync(cancellationToken)).ToOk(c => ResultOf(c).ToBody(c.Job))
            : ApiProblems.NotFound();

    private static Task<IResult> TradesAsync(string backtestId, HttpContext context, Desk desk, CancellationToken cancellationToken) =>
        FileAsync(backtestId, "trades.csv", Csv, (_, result) => BacktestTables.Trades(result), context, desk, cancellationToken);

    private static Task<IResult> FillsAsync(string backtestId, HttpContext context, Desk desk, CancellationToken cancellationToken) =>
        FileAsync(backtestId, "fills.csv", Csv, (_, result) => BacktestTables.Fills(result), context, desk, cancellationToken);

    private static Task<IResult> EquityAsync(string backtestId, HttpContext context, Desk desk, CancellationToken cancellationToken) =>
        FileAsync(backtestId, "equity.csv", Csv, (_, result) => BacktestTables.Equity(result), context, desk, cancellationToken);

    private static async Task<IResult> FileAsync(
        string backtestId, string name, string mediaType, Func<BacktestJob, Ran.BacktestResult, string> write, HttpContext context, Desk desk,
        CancellationToken cancellationToken)
    {
        if (!PathId.TryRead<BacktestJobId>(backtestId, out var id))
        {
            return ApiProblems.NotFound();
        }

        return await desk.Backtest(context.Token(), id).ReadResultAsync(cancellationToken) switch
        {
            Reply<BacktestContent>.Done { Value: var content } => new BacktestFile($"{id}-{name}", mediaType, write(content.Job, ResultOf(content))),
            Reply<BacktestContent>.Refused refused => RefusalProblems.Of(refused.Refusals),
            var reply => throw new InvalidOperationException($"{reply.GetType().Name} is no reply."),
        };
    }

    private static Ran.BacktestResult ResultOf(BacktestContent content) => BacktestArchive.Unpack(content.Body) switch
    {
        BacktestOutcome.Single single => single.Result,
        var other => throw new InvalidOperationException($"{other.GetType().Name} has no single result."),
    };
}
