using Countersign.Api.Contracts.Markets;

namespace Countersign.Web.Markets;

/// <summary>One output of an indicator, as a chart draws it.</summary>
/// <param name="Name">In the chart's legend.</param>
/// <param name="Pane">0 is the prices' own.</param>
/// <param name="Style"><c>line</c>, <c>histogram</c> or <c>dots</c>.</param>
/// <param name="Tone">Which of the six colours of lines, from 1.</param>
/// <param name="Points">Times with their values; null is a gap.</param>
public sealed record ChartLine(string Name, int Pane, string Style, int Tone, IReadOnlyList<(DateTimeOffset At, double? Value)> Points)
{
    private const int Tones = 6;

    /// <summary>All outputs of all indicators; each indicator that does not lie on the prices has a pane of its own.</summary>
    public static IReadOnlyList<ChartLine> Of(IndicatorSeriesSet set)
    {
        var lines = new List<ChartLine>();
        var panes = 0;
        foreach (var series in set.Items)
        {
            var pane = series.Pane == "price" ? 0 : ++panes;
            foreach (var output in series.Outputs)
            {
                lines.Add(new ChartLine(
                    series.Outputs.Count == 1 ? series.Text : $"{series.Text}.{output.Name}", pane, output.Style == "flag" ? "histogram" : output.Style,
                    (lines.Count % Tones) + 1, [.. set.Times.Zip(output.Values)]));
            }
        }

        return lines;
    }
}
