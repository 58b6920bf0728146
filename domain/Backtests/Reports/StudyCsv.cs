using System.Collections.Immutable;
using System.Text.Json;
using Countersign.Domain.Backtests.Jobs;
using Countersign.Domain.Backtests.Research;

namespace Countersign.Domain.Backtests.Reports;

/// <summary>The trials of a study as comma-separated values: a header, then one line a row, ended by LF.</summary>
public static class StudyCsv
{
    /// <summary>
    /// Of an optimisation <c>trial,batch</c>, a column a parameter, <c>outcome,objective,violation</c> and a column a figure; of a walk forward a row a
    /// fold, with what was chosen, and the figures in sample and out of it.
    /// </summary>
    /// <returns>False, and nothing is written, where the study has no trials.</returns>
    public static bool WriteTrials(TextWriter writer, StudyResult found)
    {
        switch (found)
        {
            case StudyResult.Optimisation optimisation:
                WriteTrials(writer, optimisation);
                return true;
            case StudyResult.WalkForward walk:
                WriteFolds(writer, walk);
                return true;
            default:
                return false;
        }
    }

    private static void WriteTrials(TextWriter writer, StudyResult.Optimisation found)
    {
        Line(
            writer,
            ["trial", "batch", .. found.Parameters.Select(p => p.Name), "outcome", "objective", "violation", .. ResearchMetric.All.Select(m => m.Name)]);
        foreach (var trial in found.Trials)
        {
            var scored = trial.Outcome as PointOutcome.Scored;
            Line(
                writer,
                [
                    ExportText.Of((decimal)trial.Number), ExportText.Of((decimal)trial.Batch),
                    .. StudyParameter.ValuesOf(found.Parameters, trial.Point).Select(Value),
                    scored is null ? "infeasible" : scored.IsFeasible ? "feasible" : "breaks_bounds", Text(scored?.Objective), Text(scored?.Violation),
                    .. FiguresOf(scored?.Figures),
                ]);
        }
    }

    private static void WriteFolds(TextWriter writer, StudyResult.WalkForward found)
    {
        Line(
            writer,
            [
                "fold", "in_sample_from", "in_sample_to", "out_of_sample_from", "out_of_sample_to", .. found.Parameters.Select(p => p.Name), "tried",
                "deflated_sharpe", "efficiency", "final_cash", .. ResearchMetric.All.Select(m => "in_" + m.Name), .. ResearchMetric.All.Select(m => "out_" + m.Name),
            ]);
        foreach (var fold in found.Folds)
        {
            Line(
                writer,
                [
                    ExportText.Of((decimal)fold.Fold.Number), ExportText.Of(fold.Fold.InSampleFrom), ExportText.Of(fold.Fold.InSampleTo),
                    ExportText.Of(fold.Fold.OutOfSampleFrom), ExportText.Of(fold.Fold.OutOfSampleTo),
                    .. fold.Values is { } values ? values.Select(Value) : found.Parameters.Select(_ => string.Empty), ExportText.Of((decimal)fold.Tried),
                    Text(fold.DeflatedSharpe), Text(fold.Efficiency), ExportText.Of(fold.FinalCash), .. FiguresOf(fold.InSample), .. FiguresOf(fold.OutOfSample),
                ]);
        }
    }

    private static IEnumerable<string> FiguresOf(PointFigures? figures) =>
        ResearchMetric.All.Select(metric => figures is null ? string.Empty : Text(metric.Of(figures)));

    private static string Text(double? value) => value is { } number ? ExportText.Of(number) : string.Empty;

    /// <summary>
    /// A text may come from anybody: it is quoted where it has a comma or a quote, and one that a spreadsheet would take for a formula gets an
    /// apostrophe before it.
    /// </summary>
    private static string Value(string json)
    {
        if (json.Length == 0 || json[0] != '"')
        {
            return json;
        }

        var text = JsonSerializer.Deserialize<string>(json)!;
        text = text.Length > 0 && "=+-@\t\r".Contains(text[0], StringComparison.Ordinal) ? "'" + text : text;
        return text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    private static void Line(TextWriter writer, ImmutableArray<string> cells)
    {
        writer.Write(string.Join(',', cells));
        writer.Write('\n');
    }
}
