using Countersign.Domain.Backtests.Jobs;
using Countersign.Domain.Backtests.Reports;
using Countersign.Tests.Domain.Backtests.Reports;
using Xunit;

namespace Countersign.Tests.Domain.Backtests.Jobs;

public sealed class StudyReportTests
{
    public static TheoryData<StudyKind, string, string[]> Studies => new()
    {
        { StudyKind.Optimisation, StudyScene.Grid, ["Parameters", "Variants", "Robustness"] },
        { StudyKind.MonteCarlo, """{"paths":50}""", ["Monte Carlo", "Chance", "Costs"] },
        { StudyKind.Stress, "{}", ["Scenarios"] },
        { StudyKind.LeakCheck, """{"cuts":3}""", ["Knowledge of the future", "Warm-up"] },
    };

    [Theory]
    [MemberData(nameof(Studies))]
    public void Report_OfAStudy_ShowsWhatItFoundBeforeTheRun(StudyKind kind, string plan, string[] sections)
    {
        var outcome = StudyScene.Run(kind, plan);

        var html = ReportPage.Of(outcome.Ran.Result, input => input.With(outcome.Found)).Html;

        Assert.Equal(Html(outcome), Html(outcome));
        var places = sections.Select(s => html.IndexOf($">{s}</h2>", StringComparison.Ordinal)).ToArray();
        Assert.DoesNotContain(-1, places);
        Assert.All(places, place => Assert.InRange(place, 0, html.IndexOf(">Account value and drawdown</h2>", StringComparison.Ordinal)));
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Report_OfAGrid_HasItsHeatMapAndMarksTheVariantItIsOf()
    {
        var outcome = StudyScene.Run(StudyKind.Optimisation, StudyScene.Grid);
        var page = ReportPage.Of(outcome.Ran.Result, input => (input with { Metrics = outcome.Ran.Metrics! }).With(outcome.Found));

        Assert.Equal(12, page.Section("Parameters")!.Descendants("td").Count());
        var chosen = ((StudyResult.Optimisation)outcome.Found).Chosen;
        Assert.Equal($"[{chosen}]", page.Section("Variants")!.Descendants("tbody").Single().Elements("tr").First().Elements().First().Value);
        Assert.Contains(page.Warnings, w => w.Contains("one of 12 variants", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\"from\":4,\"to\":12,\"step\":4", 0, true)]
    [InlineData("\"from\":4,\"to\":12,\"step\":4", 1, false)]
    [InlineData("\"from\":4,\"to\":12,\"step\":4", 2, true)]
    [InlineData("\"values\":[4,12]", 0, false)]
    public void Report_OfAVariantAtTheEdgeOfThreeValuesOrMore_WarnsOfIt(string values, int chosen, bool warns)
    {
        var plan = StudyScene.Grid.Replace("\"from\":4,\"to\":12,\"step\":4", values, StringComparison.Ordinal)
            .Replace("\"from\":20,\"to\":50,\"step\":10", "\"values\":[30]", StringComparison.Ordinal);
        var outcome = StudyScene.Run(StudyKind.Optimisation, plan);
        var found = ((StudyResult.Optimisation)outcome.Found) with { Chosen = chosen };

        var page = ReportPage.Of(outcome.Ran.Result, input => input.With(found));

        Assert.Equal(warns, page.Warnings.Any(w => w.Contains("at the edge of what was varied (fast", StringComparison.Ordinal)));
    }

    [Fact]
    public void Report_OfALongScenario_LetsItsNameWrapSoThatTheFiguresAreSeen()
    {
        var html = Html(StudyScene.Run(StudyKind.Stress));

        Assert.Contains("<table class=\"named\">", html, StringComparison.Ordinal);
        Assert.Contains(".named tbody th{white-space:normal", html, StringComparison.Ordinal);
    }

    private static string Html(BacktestOutcome.Study outcome) =>
        BacktestReport.Html(BacktestReportInput.Of(StudyScene.Plan(), outcome.Ran.Result, outcome.Ran.Metrics).With(outcome.Found));
}
