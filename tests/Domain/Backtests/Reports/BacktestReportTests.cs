using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Countersign.Domain.Backtests;
using Countersign.Domain.Backtests.Metrics;
using Countersign.Domain.Backtests.Reports;
using Countersign.Domain.Backtests.Research;
using Countersign.Domain.Markets;
using Countersign.Tests.Domain.Backtests.Metrics;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Countersign.Tests.Domain.Backtests.Reports;

public sealed partial class BacktestReportTests
{
    private const int BytesMax = 2_000_000;

    private const string Hostile = "</title><script>alert(1)</script>\"'><img src=x onerror=alert(2)>&amp;<svg/onload=alert(3)>{{7*7}}\u202e";

    [Fact]
    public void Report_OfTheReferenceRun_AsksForNothingElse()
    {
        var page = ReportPage.Of(ReferenceRun.Result());

        Assert.True(Encoding.UTF8.GetByteCount(page.Html) < BytesMax);
        Assert.DoesNotMatch(Outside(), page.Html);
        Assert.Empty(page.All("script"));
        Assert.DoesNotContain(
            page.All("html").Single().DescendantsAndSelf().Attributes(),
            a => a.Name.LocalName is "style" or "src" or "href" or "xlink" || a.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
    }

    [Fact]
    public void Report_ItsPolicy_AllowsItsOwnStyleByHashAndNothingMore()
    {
        var page = ReportPage.Of(ResultScene.OfTrades());

        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Assert.Single(page.All("style")).Value)));
        Assert.Equal($"default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'", BacktestReport.ContentSecurityPolicy);
        Assert.Contains(page.All("meta"), m => (string?)m.Attribute("content") == BacktestReport.ContentSecurityPolicy);
    }

    [Fact]
    public void Report_OfAHostileStrategy_ShowsItsTextsAndRunsNothing()
    {
        var page = ReportPage.Of(ReferenceRun.Result(), input => input with
        {
            StrategyName = Hostile, StrategyDescription = Hostile, Facts = [new ReportFact(Hostile, Hostile)], Warnings = [Hostile],
            HeatMap = new ParameterHeatMap(Hostile, Hostile, [Hostile], Hostile, [Hostile], [1.0]),
        });

        Assert.Equal(Hostile, Assert.Single(page.All("h1")).Value);
        Assert.Equal("Backtest of " + Hostile, page.All("head").Single().Element("title")!.Value);
        Assert.Contains(Hostile, page.Warnings);
        Assert.Empty(page.All("script"));
        Assert.Empty(page.All("img"));
        Assert.DoesNotContain("<script", page.Html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", page.Html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<svg/", page.Html, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Report_MadeTwice_IsTheSameToTheByte()
    {
        var input = new BacktestReportInput { StrategyName = "Twice", Result = ReferenceRun.Result() };

        Assert.Equal(BacktestReport.Html(input), BacktestReport.Html(input with { Metrics = new MetricsSettings() }));
    }

    [Fact]
    public void Report_ForThoseWhoDoNotSeeIt_NamesEverything()
    {
        var page = ReportPage.Of(ReferenceRun.Result());
        string[] ids = [.. page.All("html").Single().Descendants().Attributes("id").Select(a => a.Value)];
        var referred = page.All("html").Single().Descendants().Attributes("aria-labelledby").SelectMany(a => a.Value.Split(' '));

        Assert.Equal(ids.Distinct(), ids);
        Assert.All(referred, id => Assert.Contains(id, ids));
        Assert.All(page.All("table"), table => Assert.NotEqual("", table.Element("caption")!.Value));
        Assert.All(page.All("svg").Where(s => (string?)s.Attribute("role") == "img"), svg => Assert.NotEqual("", svg.Element("title")!.Value));
        Assert.All(page.All("th"), th => Assert.NotNull(th.Attribute("scope")));
        Assert.Equal("en", (string?)page.All("html").Single().Attribute("lang"));
    }

    [Fact]
    public void Curve_OfManyBars_IsDrawnInAThousandPointsThatKeepItsExtremes()
    {
        double[] values = [.. Enumerable.Range(0, 50_000).Select(i => 100.0 + Math.Sin(i / 900.0))];
        (values[31_337], values[41_234]) = (180.0, 40.0);

        var page = ReportPage.Of(ResultScene.Of(ResultScene.Curve(TimeSpan.FromHours(1), [.. values])));

        var points = Points(page, "value");
        Assert.InRange(points.Length, 900, 1_000);
        Assert.Equal(points.Order(), points);

        // 40 to 180 with a twentieth of room: 180 lies at 1/22 from the top, 40 at 21/22.
        var heights = Heights(page, "value");
        Assert.Equal((1000.0 / 22.0, 21_000.0 / 22.0), (heights.Min(), heights.Max()), Close);
        Assert.InRange(Points(page, "fall").Length, 900, 1_000);
    }

    [Fact]
    public void Trades_MoreThanFiveHundred_AreListedUpToThatAndTheRestCounted()
    {
        var section = ReportPage.Of(ReferenceRun.Result()).Section("Trades")!;

        Assert.Equal(500, section.Descendants("tbody").Single().Elements("tr").Count());
        Assert.StartsWith("The first 500 of 1,402 trades; 902 more", section.Descendants("caption").Single().Value);
    }

    [Fact]
    public void Months_OfTheReferenceRun_CompoundToItsTotal()
    {
        var rows = ReportPage.Of(ReferenceRun.Result()).Section("Monthly returns")!.Descendants("tbody").Single().Elements("tr").ToArray();
        var total = rows.Aggregate(1.0, (product, row) => product * (1.0 + (Number(row.Elements("td").Last().Value) / 100.0)));

        Assert.Equal(12, rows.Length);
        Assert.All(rows, row => Assert.Equal(13, row.Elements("td").Count()));

        // Twelve years, each rounded to a hundredth of a percent.
        Assert.Equal(0.97728, total, 3);
    }

    [Fact]
    public void Breakdowns_OfTheReferenceRun_AreSixTables() => Assert.Equal(
        ["By month", "By weekday", "By session", "By symbol", "By side", "By exit reason"],
        ReportPage.Of(ReferenceRun.Result()).Section("Where it came from")!.Descendants("caption").Select(c => c.Value));

    [Fact]
    public void Warnings_OfWhatMakesFiguresDoubtful_AreSaid()
    {
        var warnings = ReportPage.Of(
            ResultScene.Of(ResultScene.Daily(101.0, 98.98, 101.9494, -1.0), 100m, ResultScene.Trade(1m)) with { Denied = 3 },
            input => input with { IsOneSided = true, IsSimulated = true, Metrics = new MetricsSettings(Trials: 1_234), Warnings = ["Mind the gap."] }).Warnings;

        Assert.Equal("Mind the gap.", warnings[0]);
        string[] expected = ["simulated", "No spread", "1,234 variants", "1 closed trades", "3 orders were refused", "ruined"];
        Assert.All(expected, part => Assert.Contains(warnings, w => w.Contains(part, StringComparison.Ordinal)));
    }

    [Fact]
    public void Input_OfAPlan_TellsItsSettingsAndThatNoSpreadWasPaid()
    {
        var strategy = ReferenceRun.Strategy;
        var bars = new BarSeriesBuilder(ResultScene.EurUsd, strategy.Timeframe);
        var plan = new BacktestPlan([new BacktestStrategy(strategy)], new BacktestData([bars.Build()]), ReferenceRun.Settings);

        var input = BacktestReportInput.Of(plan, ResultScene.OfTrades());

        Assert.Equal((strategy.Name, strategy.Description, true), (input.StrategyName, input.StrategyDescription, input.IsOneSided));
        Assert.Contains(new ReportFact("Timeframe", "H1"), input.Facts);
        Assert.Contains(new ReportFact("Commission", "0.002 % of each fill"), input.Facts);
        Assert.Contains(new ReportFact("Spread", "Left out: everything trades at the bid"), input.Facts);
    }

    [Fact]
    public void HeatMap_OfASearch_KeepsItsRowsAndColumns()
    {
        var found = new HeatMap("slow", "fast", ["30", "50", "70"], ["5", "10"], [[1.0, 2.0, 3.0], [4.0, null, 6.0]]);

        var page = ReportPage.Of(ResultScene.OfTrades(), i => i with { HeatMap = ParameterHeatMap.Of(found, "Sharpe") });

        Assert.Equal(["1.00", "2.00", "3.00", "4.00", "–", "6.00"], page.Section("Parameters")!.Descendants("td").Select(c => c.Value));
        Assert.Equal(["fast \\ slow", "30", "50", "70", "5", "10"], page.Section("Parameters")!.Descendants("th").Select(c => c.Value));
    }

    [Fact]
    public void HeatMap_Cells_ShadeTheValuesAndFrameTheBest()
    {
        var map = new ParameterHeatMap("Sharpe", "slow", ["30", "50"], "fast", ["5", "10"], [0.1, null, 0.9, -0.5]);

        var cells = ReportPage.Of(ResultScene.OfTrades(), i => i with { HeatMap = map }).Section("Parameters")!.Descendants("td").ToArray();

        Assert.Equal(["0.10", "–", "0.90", "-0.50"], cells.Select(c => c.Value));
        Assert.Equal(["q3", "none", "q7 best", "q0"], cells.Select(c => c.Attribute("class")!.Value));
    }

    [Fact]
    public void Fan_Percentiles_AreBandsAroundTheMedian()
    {
        var fan = new MonteCarloFan(1_000, [5, 50, 95], [[100, 100, 100], [90, 101, 112], [80, 102, 125]]);

        var section = ReportPage.Of(ResultScene.OfTrades(), i => i with { Fan = fan }).Section("Monte Carlo")!;

        Assert.Equal(["band", "value"], section.Descendants("path").Select(p => p.Attribute("class")!.Value));
        Assert.Equal(["80.00", "102.00", "125.00"], section.Descendants("td").Select(td => td.Value));
    }

    [Fact]
    public void Extras_NotOfTheirOwnSize_AreRefused()
    {
        var map = new ParameterHeatMap("Sharpe", "slow", ["30", "50"], "fast", ["5"], [0.1]);
        var fan = new MonteCarloFan(10, [50], [[1.0], [double.NaN]]);

        Assert.Throws<ArgumentException>(() => ReportPage.Of(ResultScene.OfTrades(), i => i with { HeatMap = map }));
        Assert.Throws<ArgumentException>(() => ReportPage.Of(ResultScene.OfTrades(), i => i with { Fan = fan }));
    }

    [Fact]
    public void Report_OfNothing_SaysSo()
    {
        var page = ReportPage.Of(ResultScene.Of(EquityCurve.Empty));

        Assert.Contains("No trade was closed.", page.Section("Trades")!.Value);
        Assert.Null(page.Section("Account value and drawdown"));
    }

    [Fact]
    public void Report_OfAHugeResult_StaysBelowTwoMegabytes()
    {
        ImmutableArray<double> values = [.. Enumerable.Range(0, 300_000).Select(i => 1e6 + (i * 0.37 % 5000.0))];
        ImmutableArray<BacktestTrade> trades = [.. Enumerable.Range(0, 50_000).Select(i => ResultScene.Trade((i % 7) - 3.3m, i, symbol: i % 2 == 0 ? "EURUSD" : "GBPUSD"))];
        ImmutableArray<string> axis = [.. Enumerable.Range(0, ParameterHeatMap.AxisMax).Select(i => $"{i}")];
        var map = new ParameterHeatMap("Sharpe", "slow", axis, "fast", axis, [.. Enumerable.Range(0, 64 * 64).Select(i => (double?)(i * 17 % 100))]);

        var page = ReportPage.Of(ResultScene.Of(ResultScene.Curve(TimeSpan.FromHours(1), values), 1e6m, trades), i => i with { HeatMap = map });

        Assert.True(Encoding.UTF8.GetByteCount(page.Html) < BytesMax, $"{page.Html.Length} characters");
    }

    [Fact]
    public void Report_OfAnyCurveAndTrades_IsWholeAndHasNoNumberThatIsNone() => Prop.ForAll(AnyBacktest.Values, AnyBacktest.Trades, (values, trades) =>
    {
        var page = ReportPage.Of(ResultScene.Of(ResultScene.Daily([.. values]), 100m, [.. trades]), i => i with { Metrics = new MetricsSettings(Trials: 9) });

        Assert.DoesNotMatch(NoNumber(), page.Html);
    }).Check(AnyBacktest.Runs);

    private static bool Close((double Low, double High) expected, (double Low, double High) actual) =>
        Math.Abs(expected.Low - actual.Low) < 0.2 && Math.Abs(expected.High - actual.High) < 0.2;

    private static double[] Points(ReportPage page, string style) => [.. Coordinates(page, style).Select(p => p[0])];

    private static double[] Heights(ReportPage page, string style) => [.. Coordinates(page, style).Select(p => p[1])];

    private static IEnumerable<double[]> Coordinates(ReportPage page, string style) =>
        page.All("path").Single(p => (string?)p.Attribute("class") == style).Attribute("d")!.Value
            .Split(['M', 'L'], StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split(' ').Select(Number).ToArray());

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex("://|@import|url\\(|<link|<iframe|<object|<embed|<base")]
    private static partial Regex Outside();

    [GeneratedRegex("NaN|Infinity|∞")]
    private static partial Regex NoNumber();
}
