using System.Globalization;
using System.Text;
using System.Text.Json;
using Countersign.Api.Backtests;
using Countersign.Domain.Backtests;
using Countersign.Domain.Backtests.Jobs;
using Countersign.Domain.Backtests.Metrics;
using Countersign.Domain.Backtests.Reports;
using Countersign.Domain.Backtests.Research;
using Countersign.Silo.Hosting;

namespace Countersign.Silo.Backtests;

/// <summary>Carries a study out over recordings, as the desk's jobs do, and says what it found.</summary>
internal sealed class StudyCommand(BacktestCommandOptions options, TextWriter output, TextWriter errors)
{
    /// <param name="text">The plan; null is a check for leaks.</param>
    public async Task<int> RunAsync(BacktestPlan plan, string? text)
    {
        var (definition, data) = (plan.Strategies[0].Definition, plan.Data);
        var (kind, reading) = text is null
            ? (StudyKind.LeakCheck, StudyPlanJson.Read(definition, StudyKind.LeakCheck, "{}"))
            : StudyPlanJson.ReadFile(definition, text);
        if (reading is not ResearchReading<StudyPlan>.Valid { Value: var study })
        {
            await errors.WriteLineAsync($"{options.Plan} is not a valid plan:");
            foreach (var error in ((ResearchReading<StudyPlan>.Invalid)reading).Errors)
            {
                await errors.WriteLineAsync($"  {error}");
            }

            return EntryPoint.Failed;
        }

        if (study.ProblemOver(options.From ?? data.From!.Value, data.To!.Value) is { } problem)
        {
            throw new RecordingException(problem.ToString());
        }

        var outcome = Run(study, plan);
        await WriteFilesAsync(plan, outcome);
        await output.WriteLineAsync(options.AsJson ? ToJson(plan, kind, outcome) : ToText(plan, outcome));
        return outcome.Found is StudyResult.LeakCheck { IsClean: false } ? EntryPoint.Failed : EntryPoint.Done;
    }

    private static BacktestOutcome.Study Run(StudyPlan study, BacktestPlan plan)
    {
        using var workers = new ParallelWorkers(Environment.ProcessorCount);
        try
        {
            return StudyRun.Run(study, plan, workers);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or NoVariantException)
        {
            throw new RecordingException(e.Message);
        }
    }

    private async Task WriteFilesAsync(BacktestPlan plan, BacktestOutcome.Study outcome)
    {
        var result = outcome.Ran.Result;
        await WriteAsync(options.Fills, writer => BacktestCsv.WriteFills(writer, result));
        await WriteAsync(options.Trades, writer => BacktestCsv.WriteTrades(writer, result));
        await WriteAsync(options.Equity, writer => BacktestCsv.WriteEquity(writer, result));
        await WriteAsync(options.Report, writer => writer.Write(BacktestReport.Html(ReportOf(plan, outcome))));
        await WriteAsync(options.Trials, writer =>
        {
            if (!StudyCsv.WriteTrials(writer, outcome.Found))
            {
                throw new RecordingException(BacktestRefusals.NoTrials.Message);
            }
        });
    }

    private static BacktestReportInput ReportOf(BacktestPlan plan, BacktestOutcome.Study outcome) =>
        (BacktestReportInput.Of(plan, outcome.Ran.Result, outcome.Ran.Metrics) with { Facts = outcome.Ran.Facts }).With(outcome.Found);

    private static string ToText(BacktestPlan plan, BacktestOutcome.Study outcome)
    {
        var report = ReportOf(plan, outcome);
        var (text, summary) = (new StringBuilder(), outcome.Summary);
        text.Append(CultureInfo.InvariantCulture, $"{report.StrategyName} on {string.Join(", ", outcome.Ran.Result.Symbols)} {plan.Strategies[0].Definition.Timeframe}\n");
        foreach (var fact in report.Facts.Where(f => f.Name is "Study" or "Variant"))
        {
            text.Append(CultureInfo.InvariantCulture, $"  {fact.Name,-14} {fact.Value}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"  value          {summary.StartCash:N2} -> {summary.FinalValue:N2}, drawdown {summary.MaxDrawdownPercent:N2} %, {summary.Trades:N0} trades\n");
        text.Append(CultureInfo.InvariantCulture, $"  Sharpe         {summary.Sharpe:0.00}, more than luck with a probability of {summary.DeflatedSharpe:0.000} (trials counted: {summary.Trials:N0})\n");
        foreach (var table in report.Tables)
        {
            TextTable.Write(text, table);
        }

        return text.ToString().TrimEnd();
    }

    private static string ToJson(BacktestPlan plan, StudyKind kind, BacktestOutcome.Study outcome)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            var metrics = outcome.Ran.Metrics ?? MetricsSettings.Default;
            writer.WriteStartObject();
            writer.WriteString("strategy", plan.Strategies[0].Definition.Name);
            writer.WriteString("timeframe", plan.Strategies[0].Definition.Timeframe.ToString());
            writer.WriteString("kind", BacktestTask.NameOf(kind));
            writer.WriteString("digest", BacktestArchive.Pack(outcome).Digest);
            BacktestJson.WriteSummary(
                writer, outcome.Ran.Result, BacktestMetrics.Of(outcome.Ran.Result, metrics), BacktestBreakdowns.Of(outcome.Ran.Result, metrics.Days));
            writer.WritePropertyName("study");
            StudyJson.Of(outcome.Found).WriteTo(writer);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private async Task WriteAsync(string? path, Action<TextWriter> write)
    {
        if (path is null)
        {
            return;
        }

        try
        {
            await using var file = new StreamWriter(path, append: false, new UTF8Encoding(false));
            write(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RecordingException($"{path} cannot be written: {e.Message}");
        }

        await errors.WriteLineAsync($"Written: {path}");
    }
}

/// <summary>A report's table for a terminal: columns as wide as their widest cell, names to the left, numbers to the right.</summary>
internal static class TextTable
{
    private const int NameMax = 110;

    public static void Write(StringBuilder text, ReportTable table)
    {
        var rows = table.Rows.Select(row => row.Select((cell, i) => i == 0 && cell.Length > NameMax ? cell[..(NameMax - 1)] + "…" : cell).ToArray()).Prepend([.. table.Columns]).ToArray();
        var widths = Enumerable.Range(0, table.Columns.Length).Select(i => rows.Max(row => row[i].Length)).ToArray();
        text.Append(CultureInfo.InvariantCulture, $"\n{table.Title}: {table.Caption}\n");
        foreach (var row in rows)
        {
            text.Append("  ").AppendJoin("  ", row.Select((cell, i) => i == 0 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i]))).Append('\n');
        }

        if (table.Note.Length > 0)
        {
            text.Append("  ").Append(table.Note).Append('\n');
        }
    }
}
