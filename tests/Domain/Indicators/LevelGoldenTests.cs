using System.Globalization;
using Countersign.Domain.Indicators;
using Countersign.Tests.Fixtures;
using Xunit;

namespace Countersign.Tests.Domain.Indicators;

/// <summary>
/// Swings are given here on the bar that confirms them; the reference writes them back onto the past. Each test draws back what was confirmed and
/// compares the drawing.
/// </summary>
public sealed class LevelGoldenTests
{
    private static readonly string[] LevelNames = ["pivot", "s1", "s2", "s3", "r1", "r2", "r3"];

    [Fact]
    public void ChaosBands_OnSkendersDays_EqualSkenderFromTheFirstValue()
    {
        GoldenComparison.AssertEqualsSkender("fcb", "upperBand", "fcb(2)");
        GoldenComparison.AssertEqualsSkender("fcb", "lowerBand", "fcb(2).lower");
    }

    [Fact]
    public void Fractals_DrawnBackTwoBars_AreSkenders()
    {
        var golden = GoldenSeries.Skender("fractal");

        GoldenComparison.AssertSame("tops", golden.Columns["fractalBear"], DrawnBack(GoldenComparison.Compute("fractal(2)", golden.Bars), 2));
        GoldenComparison.AssertSame("bottoms", golden.Columns["fractalBull"], DrawnBack(GoldenComparison.Compute("fractal(2).low", golden.Bars), 2));
    }

    [Theory]
    [InlineData("high", 0.0, 1.0)]
    [InlineData("low", 2.0, 3.0)]
    public void Pivots_DrawnBackWithTheirLines_AreSkenders(string side, double whenHigher, double whenLower)
    {
        var golden = GoldenSeries.Skender("pivots");
        var points = DrawnBack(GoldenComparison.Compute($"pivots(2,2,20).{side}", golden.Bars), 2);
        var trends = DrawnBack(GoldenComparison.Compute($"pivots(2,2,20).{side}_trend", golden.Bars), 2);
        var slopes = DrawnBack(GoldenComparison.Compute($"pivots(2,2,20).{side}_slope", golden.Bars), 2);

        double?[] line = [.. points];
        var words = new double?[points.Length];
        var last = -1;
        for (var i = 0; i < points.Length; i++)
        {
            if (points[i] is not { } point)
            {
                continue;
            }

            if (trends[i] is 1.0 or -1.0)
            {
                for (var between = last + 1; between <= i; between++)
                {
                    line[between] = point - ((i - between) * slopes[i]!.Value);
                    words[between] = trends[i] > 0 ? whenHigher : whenLower;
                }
            }

            last = i;
        }

        GoldenComparison.AssertSame("points", golden.Columns[$"{side}Point"], points);
        GoldenComparison.AssertSame("lines", golden.Columns[$"{side}Line"], line);
        GoldenComparison.AssertSame("trends", golden.Columns[$"{side}Trend"], words);
    }

    [Theory]
    [InlineData("zigzag")]
    [InlineData("zigzag-close")]
    public void Zigzag_DrawnBackFromItsConfirmedPoints_IsSkenders(string file)
    {
        var golden = GoldenSeries.Skender(file);
        var points = ConfirmedPoints(golden.Bars);
        var count = golden.Bars.Length;

        // The leg after the last confirmed point is drawn to the last close.
        var line = new double?[count];
        Draw(line, [.. points.Select(each => (each.Bar, each.Price)), (count - 1, golden.Bars[^1].Close)]);
        var isTopLast = points[^1].Kind > 0;
        var tops = new double?[count];
        Draw(tops, [.. points.Where(each => each.Kind > 0).Select(each => (each.Bar, each.Price)), .. isTopLast ? [] : new[] { (count - 1, golden.Bars[^1].Close) }]);
        var bottoms = new double?[count];
        Draw(bottoms, [.. points.Where(each => each.Kind < 0).Select(each => (each.Bar, each.Price)), .. isTopLast ? new[] { (count - 1, golden.Bars[^1].Close) } : []]);

        GoldenComparison.AssertSame("line", golden.Columns["zigZag"], line);
        GoldenComparison.AssertSame("tops", golden.Columns["retraceHigh"], tops);
        GoldenComparison.AssertSame("bottoms", golden.Columns["retraceLow"], bottoms);
        Assert.Equal(
            GoldenSeries.SkenderWords(file, "pointType").Select((word, bar) => (word, bar)).Where(each => each.word is not null),
            points.Select(each => ((string?)(each.Kind > 0 ? "H" : "L"), each.Bar)));
    }

    [Fact]
    public void PivotLevels_OfTheLastMonthAndOfTwentyBars_EqualSkenders()
    {
        var days = File.ReadLines(SharedFiles.Require("data/equity/daily/skender_default.csv")).Skip(1)
            .Select(line => DateOnly.ParseExact(line[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture).DayNumber).ToArray();
        var months = GoldenSeries.Skender("pivot-points");
        var rolling = GoldenSeries.Skender("rolling-pivots");
        BarInput[] bars = [.. months.Bars.Select((bar, i) => bar with { Day = days[i] })];
        foreach (var name in LevelNames)
        {
            var field = name == "pivot" ? "pp" : name;
            GoldenComparison.AssertSame(name, months.Columns[field], GoldenComparison.Compute($"pivot_points(2,0).{name}", bars));
            GoldenComparison.AssertSame(name, rolling.Columns[field], GoldenComparison.Compute($"rolling_pivots(20,0,0).{name}", bars));
        }

        string[] empty = ["s4", "r4"];
        foreach (var name in empty)
        {
            Assert.All(months.Columns[name].Concat(GoldenComparison.Compute($"pivot_points(2,0).{name}", bars)), value => Assert.Null(value));
            Assert.All(rolling.Columns[name].Concat(GoldenComparison.Compute($"rolling_pivots(20,0,0).{name}", bars)), value => Assert.Null(value));
        }
    }

    /// <summary>A window of open 10, high 14, low 8, close 12, and a next one that opens at 13.</summary>
    [Theory]
    [InlineData(0, "11.3333333333 8.6666666667 5.3333333333 2.6666666667 - 14.6666666667 17.3333333333 20.6666666667 -")]
    [InlineData(1, "12 11.45 10.9 10.35 8.7 12.55 13.1 13.65 15.3")]
    [InlineData(2, "12 10 - - - 16 - - -")]
    [InlineData(3, "11.3333333333 9.0413333333 7.6253333333 5.3333333333 - 13.6253333333 15.0413333333 17.3333333333 -")]
    [InlineData(4, "12 10 6 4 - 16 18 22 -")]
    public void PivotLevels_OfEveryMethod_AreTheFormulas(int method, string expected)
    {
        var pivots = new CalendarPivots(0, method);
        pivots.Update(new BarInput(10, 14, 8, 12, 1, Day: 5));
        pivots.Update(new BarInput(13, 13, 13, 13, 1, Day: 6));

        string[] actual = [.. Enumerable.Range(0, 9).Select(i => double.IsNaN(pivots[i]) ? "-" : Math.Round(pivots[i], 10).ToString(CultureInfo.InvariantCulture))];
        Assert.Equal(expected.Split(' '), actual);
    }

    private static double?[] DrawnBack(double?[] values, int bars) => [.. values[bars..], .. new double?[bars]];

    private static List<(int Bar, double Price, double Kind)> ConfirmedPoints(BarInput[] bars)
    {
        var zigzag = IndicatorCatalogue.TryParse("zigzag_close(5)", out var series, out _) ? IndicatorCatalogue.Create(((SeriesReference.OfIndicator)series).Spec) : null;
        var points = new List<(int, double, double)>();
        for (var i = 0; i < bars.Length; i++)
        {
            zigzag!.Update(in bars[i]);
            if (!double.IsNaN(zigzag[0]))
            {
                points.Add((i - (int)zigzag[2], zigzag[0], zigzag[1]));
            }
        }

        return points;
    }

    private static void Draw(double?[] line, (int Bar, double Price)[] points)
    {
        foreach (var (from, to) in points.Zip(points.Skip(1)))
        {
            for (var i = from.Bar; i <= to.Bar; i++)
            {
                line[i] = from.Price + ((to.Price - from.Price) * (i - from.Bar) / (to.Bar - from.Bar));
            }
        }
    }
}
