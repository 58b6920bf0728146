using System.Collections.Immutable;
using System.Globalization;
using Countersign.Domain.Backtests.Metrics;

namespace Countersign.Domain.Backtests.Reports;

/// <summary>The pictures of a report, each with a title and a sentence for those who do not see it.</summary>
internal static class ReportCharts
{
    public const int PointsMax = 1_000;

    private const int DotsMax = 1_000;
    private const int StepsMax = 300;
    private const int BarsWanted = 32;
    private const int BarsMax = 64;

    // Share of the values on either side that the outermost bars take in, so that one outlier does not squeeze the rest.
    private const double Outliers = 0.005;

    public static void Equity(HtmlText page, BacktestResult result, DrawdownMetrics drawdown)
    {
        var curve = result.Equity;
        var values = curve.Values.AsSpan();
        var falls = Falls(result);
        var money = Axis.Of(Math.Min(curve.Values.Min(), (double)result.StartCash), Math.Max(curve.Values.Max(), (double)result.StartCash));
        var depth = Axis.Of(Math.Min(falls.Min(), -0.001), 0.0, 4, room: false);
        var times = Axis.Times(curve.Times[0], curve.Times[^1]);
        var (upper, lower) = (new ChartPanel(page, 1.0, 64.0), new ChartPanel(page, 70.0, 23.0));
        var described = string.Create(
            CultureInfo.InvariantCulture,
            $"The account went from {result.StartCash:#,##0.00} to {result.FinalValue:#,##0.00}; its deepest fall was {drawdown.MaxPercent:0.00} %.");
        ChartPanel.Begin(page, "equity", "Account value and, below it, drawdown in percent", described, "tall");
        upper.Columns(times);
        upper.Rows(money);
        upper.Across(money.ShareOf((double)result.StartCash));
        upper.BeginPlot();
        upper.Line("value", CurveSample.Of(values, PointsMax).Select(i => (XAt(curve, i), money.ShareOf(curve.Values[i]))));
        upper.EndPlot();
        upper.RowLabels(money);
        lower.Columns(times);
        lower.Rows(depth);
        lower.BeginPlot();
        (double X, double Y)[] fallen = [.. CurveSample.Of(falls, PointsMax).Select(i => (XAt(curve, i), depth.ShareOf(falls[i])))];
        lower.Area("under", fallen, 1.0);
        lower.Line("fall", fallen);
        lower.EndPlot();
        lower.RowLabels(depth, " %");
        lower.ColumnLabels(times);
        ChartPanel.End(page);
    }

    /// <summary>How often values lie in each of about thirty equal stretches; the outermost hold everything beyond.</summary>
    public static void Histogram(HtmlText page, string id, string title, ImmutableArray<double> values, string unit)
    {
        var sorted = values.Sort();
        var (low, high) = (sorted[(int)(Outliers * (sorted.Length - 1))], sorted[(int)Math.Ceiling((1.0 - Outliers) * (sorted.Length - 1))]);
        var width = high > low ? Axis.StepOf((high - low) / BarsWanted) : Math.Max(Math.Abs(low), 1.0) / 10.0;

        // Zero is an edge: no bar holds both gains and losses.
        var first = Math.Floor(low / width);
        var counts = new int[Math.Clamp((int)(Math.Floor(high / width) - first) + 1, 1, BarsMax)];
        foreach (var value in sorted)
        {
            counts[Math.Clamp((int)(Math.Floor(value / width) - first), 0, counts.Length - 1)]++;
        }

        var across = Axis.Of(first * width, (first + counts.Length) * width, 6, room: false);
        var up = Axis.Of(0.0, counts.Max() * 1.08, 4, room: false);
        var described = string.Create(
            CultureInfo.InvariantCulture,
            $"{values.Length} values, median {sorted[sorted.Length / 2]:0.####}{unit}, from {sorted[0]:0.####}{unit} to {sorted[^1]:0.####}{unit}.");
        var panel = new ChartPanel(page, 1.0, 87.0);
        ChartPanel.Begin(page, id, title, described);
        panel.Rows(up);
        panel.BeginPlot();
        for (var i = 0; i < counts.Length; i++)
        {
            var (from, to) = ((first + i) * width, (first + i + 1) * width);
            var gap = 0.06 / counts.Length;
            var says = string.Create(
                CultureInfo.InvariantCulture,
                $"{(i == 0 ? "below" : ReportNumber.Tick(from) + " to")} {ReportNumber.Tick(to)}{(i == counts.Length - 1 ? " and beyond" : "")}{unit}: {counts[i]}");
            panel.Bar(from < 0.0 ? "bar-loss" : "bar-gain", across.ShareOf(from) + gap, across.ShareOf(to) - gap, up.ShareOf(counts[i]), says);
        }

        panel.EndPlot();
        panel.RowLabels(up);
        panel.ColumnLabels(across.Ticks, unit);
        ChartPanel.End(page);
    }

    /// <summary>A dot a trade: how far the price went against it (or in its favour) across, what came of it upwards, both in percent.</summary>
    public static void Excursions(HtmlText page, string id, string title, ImmutableArray<BacktestTrade> trades, Func<BacktestTrade, double> excursion)
    {
        var shown = Spread(trades);
        var across = Axis.Of(0.0, shown.Max(excursion) * 1.03, 6, room: false);
        var up = Axis.Of(shown.Min(t => t.MovePercent), shown.Max(t => t.MovePercent));
        var panel = new ChartPanel(page, 1.0, 87.0);
        ChartPanel.Begin(page, id, title, $"{ReportNumber.Count(shown.Length)} of {ReportNumber.Count(trades.Length)} trades, a dot each.");
        panel.Rows(up);
        panel.Across(up.ShareOf(0.0));
        panel.BeginPlot();
        panel.Dots("dots-loss", shown.Where(t => t.Net <= 0m).Select(t => (across.ShareOf(excursion(t)), up.ShareOf(t.MovePercent))));
        panel.Dots("dots-gain", shown.Where(t => t.Net > 0m).Select(t => (across.ShareOf(excursion(t)), up.ShareOf(t.MovePercent))));
        panel.EndPlot();
        panel.RowLabels(up, " %");
        panel.ColumnLabels(across.Ticks, " %");
        ChartPanel.End(page);
    }

    public static void Fan(HtmlText page, MonteCarloFan fan)
    {
        int[] steps = [.. Enumerable.Range(0, Math.Min(fan.Steps.Length, StepsMax)).Select(i => (int)((long)i * (fan.Steps.Length - 1) / (Math.Min(fan.Steps.Length, StepsMax) - 1)))];
        var up = Axis.Of(fan.Steps.Min(s => s.Min()), fan.Steps.Max(s => s.Max()));
        var across = Axis.Of(0.0, fan.Steps.Length - 1, 6, room: false);
        var panel = new ChartPanel(page, 1.0, 87.0);
        var last = fan.Percents.Length - 1;
        IEnumerable<(double X, double Y)> Along(int percent) => steps.Select(s => (across.ShareOf(s), up.ShareOf(fan.Steps[s][percent])));
        var ends = string.Join("; ", fan.Percents.Select((p, i) => string.Create(
            CultureInfo.InvariantCulture, $"{p:0.##} %: {fan.Steps[^1][i]:#,##0.00}")));
        ChartPanel.Begin(page, "fan", $"Percentiles of the account value over {ReportNumber.Count(fan.Runs)} runs", $"At the end: {ends}.");
        panel.Rows(up);
        panel.BeginPlot();
        for (var i = 0; i < last - i; i++)
        {
            panel.Line("band", Along(i).Concat(Along(last - i).Reverse()));
        }

        if (last % 2 == 0)
        {
            panel.Line("value", Along(last / 2));
        }

        panel.EndPlot();
        panel.RowLabels(up);
        panel.ColumnLabels(across.Ticks);
        ChartPanel.End(page);
    }

    private static double XAt(EquityCurve curve, int index) => curve.Times[^1] == curve.Times[0]
        ? 0.5
        : (curve.Times[index] - curve.Times[0]) / (double)(curve.Times[^1] - curve.Times[0]);

    private static double[] Falls(BacktestResult result)
    {
        var peak = (double)result.StartCash;
        var falls = new double[result.Equity.Count];
        for (var i = 0; i < falls.Length; i++)
        {
            peak = Math.Max(peak, result.Equity.Values[i]);
            falls[i] = (result.Equity.Values[i] - peak) / peak * 100.0;
        }

        return falls;
    }

    // All where there are few; else those with the largest and smallest result of each stretch, in order of time.
    private static ImmutableArray<BacktestTrade> Spread(ImmutableArray<BacktestTrade> trades) =>
        [.. CurveSample.Of([.. trades.Select(t => t.MovePercent)], DotsMax).Select(i => trades[i])];
}
