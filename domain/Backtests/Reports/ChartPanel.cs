using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Countersign.Domain.Backtests.Reports;

/// <summary>
/// Charts as SVG that grows with the page while its text does not: the drawing lies in an inner picture that is stretched, labels stand outside of
/// it at percentages. A panel is a strip of a chart's height; in it x goes from 0 (left) to 1 and y from 0 (bottom) to 1.
/// </summary>
/// <param name="Top">Percent of the chart's height.</param>
/// <param name="Height">Percent of the chart's height.</param>
internal readonly record struct ChartPanel(HtmlText Page, double Top, double Height)
{
    // The inner picture's own units.
    private const double Size = 1000.0;
    private const double LabelRoom = 0.03;
    private const int FewLabels = 4;

    /// <param name="id">Of this chart alone in its page.</param>
    public static void Begin(HtmlText page, string id, string title, string description, string style = "") => page.Add(
        $"""<svg class="chart {style}" role="img" aria-labelledby="{id}-t {id}-d"><title id="{id}-t">{title}</title><desc id="{id}-d">{description}</desc>""");

    public static void End(HtmlText page) => page.AddMarkup("</svg>");

    public void Rows(Axis axis)
    {
        foreach (var tick in axis.Ticks)
        {
            Page.Add($"""<line class="grid" x1="0" x2="100%" y1="{AtY(tick.Share)}%" y2="{AtY(tick.Share)}%"/>""");
        }
    }

    public void Columns(ImmutableArray<AxisTick> ticks)
    {
        foreach (var tick in ticks)
        {
            Page.Add($"""<line class="grid" x1="{Share(tick.Share)}%" x2="{Share(tick.Share)}%" y1="{Top:0.##}%" y2="{Top + Height:0.##}%"/>""");
        }
    }

    /// <summary>A line across at a share of the height.</summary>
    public void Across(double y) => Page.Add($"""<line class="zero" x1="0" x2="100%" y1="{AtY(y)}%" y2="{AtY(y)}%"/>""");

    /// <summary>A line upright at a share of the width.</summary>
    public void Upright(double x) =>
        Page.Add($"""<line class="zero" x1="{Share(x)}%" x2="{Share(x)}%" y1="{Top:0.##}%" y2="{Top + Height:0.##}%"/>""");

    /// <summary>
    /// Numbers of the rows, above their lines at the left (one at the top below, none on the very edge): after what is drawn, so that they stay
    /// legible.
    /// </summary>
    public void RowLabels(Axis axis, string unit = "")
    {
        foreach (var tick in axis.Ticks.Where(t => t.Share is > 0.0 and < 1.0))
        {
            var below = tick.Share > 1.0 - LabelRoom;
            Page.Add($"""<text x="2" y="{AtY(tick.Share)}%" dy="{(below ? 12 : -4)}">{tick.Label}{unit}</text>""");
        }
    }

    /// <summary>Labels below the panel; of many every second one gives way where there is little room, and none is cut at an end.</summary>
    public void ColumnLabels(ImmutableArray<AxisTick> ticks, string unit = "")
    {
        for (var i = 0; i < ticks.Length; i++)
        {
            var share = ticks[i].Share;
            if (share is > LabelRoom and < 1.0 - LabelRoom)
            {
                Page.Add(
                    $"""<text class="{(i % 2 == 1 && ticks.Length > FewLabels ? "minor" : "major")}" x="{Share(share)}%" y="{Top + Height:0.##}%" dy="16" text-anchor="middle">{ticks[i].Label}{unit}</text>""");
            }
        }
    }

    public void BeginPlot() => Page.Add(
        $"""<svg class="plot" x="0" y="{Top:0.##}%" width="100%" height="{Height:0.##}%" viewBox="0 0 1000 1000" preserveAspectRatio="none">""");

    public void EndPlot() => Page.AddMarkup("</svg>");

    public void Line(string style, IEnumerable<(double X, double Y)> points) => Path(style, Points(points).ToString());

    /// <summary>The area between points and a level.</summary>
    public void Area(string style, IReadOnlyList<(double X, double Y)> points, double level)
    {
        if (points.Count > 0)
        {
            Path(style, Points([(points[0].X, level), .. points, (points[^1].X, level)]).Append('Z').ToString());
        }
    }

    /// <summary>Round dots, as ends of lines without length.</summary>
    public void Dots(string style, IEnumerable<(double X, double Y)> points)
    {
        var path = new StringBuilder();
        foreach (var (x, y) in points)
        {
            path.Append(CultureInfo.InvariantCulture, $"M{x * Size:0.#} {(1.0 - y) * Size:0.#}h.01");
        }

        Path("dots " + style, path.ToString());
    }

    /// <summary>A bar from the bottom, with what it says when it is pointed at.</summary>
    public void Bar(string style, double from, double to, double height, string says) => Page.Add(
        $"""<rect class="{style}" x="{from * Size:0.##}" y="{(1.0 - height) * Size:0.##}" width="{(to - from) * Size:0.##}" height="{height * Size:0.##}"><title>{says}</title></rect>""");

    private static StringBuilder Points(IEnumerable<(double X, double Y)> points)
    {
        var path = new StringBuilder();
        foreach (var (x, y) in points)
        {
            path.Append(CultureInfo.InvariantCulture, $"{(path.Length == 0 ? 'M' : 'L')}{x * Size:0.#} {(1.0 - y) * Size:0.#}");
        }

        return path;
    }

    private static string Share(double share) => (share * 100.0).ToString("0.##", CultureInfo.InvariantCulture);

    private string AtY(double share) => (Top + (Height * (1.0 - share))).ToString("0.##", CultureInfo.InvariantCulture);

    private void Path(string style, string path)
    {
        if (path.Length > 0)
        {
            Page.Add($"""<path class="{style}" d="{path}"/>""");
        }
    }
}
