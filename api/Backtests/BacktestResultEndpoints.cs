using System.Globalization;
using Countersign.Api.Problems;
using Countersign.Api.Requests;
using Countersign.Api.Tenants;
using Countersign.Domain.Backtests.Jobs;
using Countersign.Domain.Backtests.Metrics;
using Countersign.Domain.Backtests.Reports;
using Countersign.Grains.Audit;
using Countersign.Grains.Backtests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Body = Countersign.Api.Contracts.Backtests;

namespace Countersign.Api.Backtests;

/// <summary>What came of a backtest: as JSON, as a report, as tables.</summary>
internal static class BacktestResultEndpoints
{
    private const string Csv = "text/csv";
    private const string Html = "text/html";

    public static void MapBacktestResults(this IEndpointRouteBuilder api)
    {
        var reads = api.MapReads("Backtests").Refuses("backtest");
        reads.MapGet("/backtests/{backtestId}/result", ResultAsync)
            .WithSummary("The whole result: figures, trades, fills and equity").WithName("GetBacktestResult");
        reads.MapGet("/backtests/{backtestId}/study", StudyAsync)
            .WithSummary("What a study found: variants, folds, paths, scenarios or leaks")
            .WithName("GetBacktestStudy");
        reads.MapGet("/backtests/{backtestId}/trials.csv", TrialsAsync).Produces<string>(StatusCodes.Status200OK, Csv)
            .WithSummary("The variants of an optimisation, or the folds of a walk forward, as a table").WithName("ExportBacktestTrials");
        reads.MapGet("/backtests/{backtestId}/report", ReportAsync).Produces<string>(StatusCodes.Status200OK, Html)
            .WithSummary("The result as one HTML file").WithName("ExportBacktestReport");
        reads.MapGet("/backtests/{backtestId}/trades.csv", TradesAsync).Produces<string>(StatusCodes.Status200OK, Csv)
            .WithSummary("The trades as a table").WithName("ExportBacktestTrades");
        reads.MapGet("/backtests/{backtestId}/fills.csv", FillsAsync).Produces<string>(StatusCodes.Status200OK, Csv)
            .WithSummary("The fills as a table").WithName("ExportBacktestFills");
        reads.MapGet("/backtests/{backtestId}/equity.csv", EquityAsync).Produces<string>(StatusCodes.Status200OK, Csv)
            .WithSummary("The account's value bar by bar as a table").WithName("ExportBacktestEquity");
    }

    private static async Task<Results<Ok<Body.BacktestResult>, ProblemResult>> ResultAsync(
        string backtestId, HttpContext context, Desk desk, CancellationToken cancellationToken) =>
        PathId.TryRead<BacktestJobId>(backtestId, out var id)
            ? (await desk.Backtest(context.Token(), id).ReadResultAsync(cancellationToken)).ToOk(ToResult)
            : ApiProblems.NotFound();

    private static Body.BacktestResult ToResult(BacktestContent content)
    {
        var main = OutcomeOf(content).Main;
        return main.Result.ToBody(content.Job, main.Metrics ?? MetricsSettings.Default);
    }

    private static async Task<Results<Ok<Body.BacktestStudy>, ProblemResult>> StudyAsync(
        string backtestId, HttpContext context, Desk desk, CancellationToken cancellationToken)
    {
        if (!PathId.TryRead<BacktestJobId>(backtestId, out var id))
        {
            return ApiProblems.NotFound();
        }

        return await desk.Backtest(context.Token(), id).ReadResultAsync(cancellationToken) switch
        {
            Reply<BacktestContent>.Done { Value: { Job.Terms.Task: BacktestTask.Study } content } =>
                TypedResults.Ok(((BacktestOutcome.Study)OutcomeOf(content)).ToBody(content.Job)),
            Reply<BacktestContent>.Done => RefusalProblems.Of([BacktestRefusals.NoStudy]),
            Reply<BacktestContent>.Refused refused => RefusalProblems.Of(refused.Refusals),
            var reply => throw new InvalidOperationException($"{reply.GetType().Name} is no reply."),
        };
    }

    private static Task<IResult> TrialsAsync(string backtestId, HttpContext context, Desk desk, CancellationToken cancellationToken) => FileAsync(
        backtestId, "trials.csv", Csv, (_, o) => o is BacktestOutcome.Study { Found: var found } ? Trials(found) : null, context, desk, cancellationToken);

    private static Task<IResult> ReportAsync(string backtestId, HttpContext context, Desk desk, CancellationToken cancellationToken) => FileAsync(
        backtestId, "report.html", Html, (job, outcome) => BacktestReport.Html(ReportOf(job, outcome)), context, desk, cancellationToken,
        BacktestReport.ContentSecurityPolicy);

    private static Task<IResult> TradesAsync(string backtestId, HttpContext context, Desk desk, CancellationToken cancellationToken) =>
        FileAsync(backtestId, "trades.csv", Csv, (_, o) => Table(w => BacktestCsv.WriteTrades(w, o.Main.Result)), context, desk, cancellationToken);

    private static Task<IResult> FillsAsync(string backtestId, HttpContext context, Desk desk, CancellationToken cancellationToken) =>
        FileAsync(backtestId, "fills.csv", Csv, (_, o) => Table(w => BacktestCsv.WriteFills(w, o.Main.Result)), context, desk, cancellationToken);

    private static Task<IResult> EquityAsync(string backtestId, HttpContext context, Desk desk, CancellationToken cancellationToken) =>
        FileAsync(backtestId, "equity.csv", Csv, (_, o) => Table(w => BacktestCsv.WriteEquity(w, o.Main.Result)), context, desk, cancellationToken);

    /// <param name="write">Null where the backtest's kind has nothing of the sort.</param>
    private static async Task<IResult> FileAsync(
        string backtestId, string name, string mediaType, Func<BacktestJob, BacktestOutcome, string?> write, HttpContext context, Desk desk,
        CancellationToken cancellationToken, string? policy = null)
    {
        if (!PathId.TryRead<BacktestJobId>(backtestId, out var id))
        {
            return ApiProblems.NotFound();
        }

        return await desk.Backtest(context.Token(), id).ReadResultAsync(cancellationToken) switch
        {
            Reply<BacktestContent>.Done { Value: var content } => write(content.Job, OutcomeOf(content)) is { } text
                ? new BacktestFile($"{id}-{name}", mediaType, text, policy)
                : RefusalProblems.Of([BacktestRefusals.NoTrials]),
            Reply<BacktestContent>.Refused refused => RefusalProblems.Of(refused.Refusals),
            var reply => throw new InvalidOperationException($"{reply.GetType().Name} is no reply."),
        };
    }

    private static string? Trials(StudyResult found)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        return StudyCsv.WriteTrials(text, found) ? text.ToString() : null;
    }

    private static string Table(Action<TextWriter> write)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        write(text);
        return text.ToString();
    }

    private static BacktestReportInput ReportOf(BacktestJob job, BacktestOutcome outcome)
    {
        var (definition, terms, main) = (job.Strategy.Definition, job.Terms, outcome.Main);
        var report = new BacktestReportInput
        {
            StrategyName = definition.Name,
            StrategyDescription = definition.Description,
            Result = main.Result,
            IsOneSided = main.IsOneSided,
            Metrics = main.Metrics ?? MetricsSettings.Default,
            Facts =
            [
                .. main.Facts,
                new("Strategy", job.Strategy.Id is { } id ? $"{id}, version {job.Strategy.Version}" : "Given with the request"),
                new("Period asked for", FormattableString.Invariant($"{terms.From:u} to {terms.To:u}")),
                new("Sources", terms.Sources.IsEmpty ? "Every one, by rank" : string.Join(", ", terms.Sources)),
                new("Backtest", job.Id.Value),
                new("Digest", job.Digest ?? string.Empty),
            ],
        };
        return outcome is BacktestOutcome.Study study ? report.With(study.Found) : report;
    }

    private static BacktestOutcome OutcomeOf(BacktestContent content) => BacktestArchive.Unpack(content.Body);
}
