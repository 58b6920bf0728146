using Countersign.Domain.Backtests.Jobs;
using Countersign.Domain.Backtests.Research;
using Xunit;

namespace Countersign.Tests.Domain.Backtests.Jobs;

public sealed class StudyPlanJsonTests
{
    private static readonly DateTimeOffset From = new(2014, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(StudyKind.MonteCarlo, """{"paths":1000000000}""", "$.paths", "from 1 to 20000")]
    [InlineData(StudyKind.MonteCarlo, """{"paths":1e400}""", "$.paths", "from 1 to 20000")]
    [InlineData(StudyKind.MonteCarlo, """{"ruinPercent":0}""", "$.ruinPercent", "more than 0")]
    [InlineData(StudyKind.MonteCarlo, """{"costs":[{"slippagePips":-1}]}""", "$.costs[0].slippagePips", "from 0")]
    [InlineData(StudyKind.MonteCarlo, """{"costs":7}""", "$.costs", "list")]
    [InlineData(StudyKind.MonteCarlo, """{"path":1}""", "$.path", "paths")]
    [InlineData(StudyKind.LeakCheck, """{"cuts":51}""", "$.cuts", "from 1 to 50")]
    [InlineData(StudyKind.Stress, """{"scenarios":[]}""", "$.scenarios", "1 to 20")]
    [InlineData(StudyKind.Stress, """{"scenarios":[{"kind":"war"}]}""", "$.scenarios[0].kind", "snb2015")]
    [InlineData(StudyKind.Stress, """{"scenarios":[{"kind":"gap","at":"2014-01-01T00:00:00Z"}]}""", "$.scenarios[0]", "range")]
    [InlineData(StudyKind.Stress, """{"scenarios":[{"kind":"gap","at":"2014-01-01T00:00:00Z","percent":1e999}]}""", "$.scenarios[0].percent", "million")]
    [InlineData(StudyKind.Stress, """{"scenarios":[{"kind":"snb2015","percent":-99}]}""", "$.scenarios[0].percent", "-15")]
    [InlineData(StudyKind.Stress, """{"scenarios":[{"kind":"crisis2008","from":"2014-01-01T00:00:00Z"}]}""", "$.scenarios[0].to", "2015")]
    [InlineData(StudyKind.Stress, """{"scenarios":[{"kind":"outage","from":"tomorrow or so","to":"2014-01-01T00:00:00Z"}]}""", "$.scenarios[0].from", "2015")]
    [InlineData(StudyKind.Stress, """{"symbol":"GBPUSD"}""", "$.symbol", "EURUSD")]
    [InlineData(StudyKind.Optimisation, "{}", "$.parameters", "A list")]
    [InlineData(StudyKind.LeakCheck, "[]", "$", "An object")]
    [InlineData(StudyKind.LeakCheck, """{"cuts":NaN}""", "$", "JSON")]
    public void Read_Wrong_IsToldWithPathAndWhatWouldBeRight(StudyKind kind, string json, string path, string hint)
    {
        var error = Assert.Single(StudyScene.Errors(kind, json), e => e.Path == path);

        Assert.Contains(hint, error.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_SearchWithWindowsOrWalkWithout_NamesTheOtherKind()
    {
        var windows = StudyScene.Grid.Replace("\"search\"", "\"walkForward\":{\"inSampleDays\":30,\"outOfSampleDays\":10},\"search\"", StringComparison.Ordinal);

        Assert.Contains("walkForward", Assert.Single(StudyScene.Errors(StudyKind.Optimisation, windows)).Hint, StringComparison.Ordinal);
        Assert.Equal("$.walkForward", Assert.Single(StudyScene.Errors(StudyKind.WalkForward, StudyScene.Grid)).Path);
        Assert.IsType<StudyPlan.WalkForward>(StudyScene.Read(StudyKind.WalkForward, windows));
    }

    [Theory]
    [InlineData("\"heatMap\":[\"fast\",\"fast\"]", "$.heatMap")]
    [InlineData("\"heatMap\":[\"fast\",\"quick\"]", "$.heatMap")]
    [InlineData("\"heatMap\":[1,2]", "$.heatMap")]
    [InlineData("\"choice\":\"worst\"", "$.choice")]
    [InlineData("\"earlierTrials\":-1", "$.earlierTrials")]
    public void Read_WrongExtras_AreToldByTheirPath(string extra, string path) => Assert.Equal(
        path, Assert.Single(StudyScene.Errors(StudyKind.Optimisation, StudyScene.Grid.Replace("\"search\"", extra + ",\"search\"", StringComparison.Ordinal))).Path);

    [Fact]
    public void Read_BoundBeyondAnyNumber_IsNoBound()
    {
        var plan = StudyScene.Grid.Replace(
            "\"metric\":\"return\"", $"\"metric\":\"return\",\"bounds\":[\"trades >= {new string('9', 400)}\"]", StringComparison.Ordinal);

        Assert.Equal("$.objective.bounds[0]", Assert.Single(StudyScene.Errors(StudyKind.Optimisation, plan)).Path);
    }

    [Fact]
    public void Read_TpeOfMoreTrialsThanItCanWeigh_NamesAnotherWay()
    {
        var plan = StudyScene.Grid.Replace("\"grid\",\"batch\":5", "\"tpe\",\"trials\":100000", StringComparison.Ordinal);

        Assert.Contains("genetic", Assert.Single(StudyScene.Errors(StudyKind.Optimisation, plan)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_ItsCost_IsKnownBeforeItIsRun()
    {
        var grid = StudyScene.Read(StudyKind.Optimisation, StudyScene.Grid);
        var walk = StudyScene.Read(
            StudyKind.WalkForward,
            StudyScene.Grid.Replace("\"search\"", "\"walkForward\":{\"inSampleDays\":30,\"outOfSampleDays\":10},\"search\"", StringComparison.Ordinal));

        Assert.Equal((12L, 14.0), (grid.TrialsOver(From, From.AddDays(60)), grid.PassesOver(From, From.AddDays(60))));
        Assert.Equal((36L, 19.0), (walk.TrialsOver(From, From.AddDays(60)), walk.PassesOver(From, From.AddDays(60))));
    }

    [Theory]
    [InlineData(30, 10, 39, "One fold takes 40 days, the period has 39")]
    [InlineData(1, 0.01, 100, "9,900 folds")]
    [InlineData(1, 0.0000001, 36500, "folds")]
    public void Plan_WindowsThatDoNotFitThePeriod_AreToldWithTheFigures(double inSample, double outOfSample, int days, string message)
    {
        var windows = new WalkForwardSettings(WalkForwardKind.Rolling, TimeSpan.FromDays(inSample), TimeSpan.FromDays(outOfSample));
        var plan = ((StudyPlan.Optimisation)StudyScene.Read(StudyKind.Optimisation, StudyScene.Grid)).Plan;

        var problem = new StudyPlan.WalkForward(plan, windows).ProblemOver(From, From.AddDays(days));

        Assert.Contains(message, problem!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"kind":"snb2015","at":"2031-01-15T09:30:00Z"}""", true)]
    [InlineData("""{"kind":"outage","from":"2013-01-01T00:00:00Z","to":"2013-02-01T00:00:00Z"}""", true)]
    [InlineData("""{"kind":"crisis2008","from":"2013-01-01T00:00:00Z","to":"2014-01-02T00:00:00Z"}""", false)]
    [InlineData("""{"kind":"snb2015"}""", false)]
    public void Plan_WithAScenarioThatNothingIsSeenOf_IsToldWhere(string scenario, bool isOutside)
    {
        var plan = StudyScene.Read(StudyKind.Stress, $$"""{"scenarios":[{"kind":"crisis2008"},{{scenario}}]}""");

        Assert.Equal(isOutside ? "$.scenarios[1]" : null, plan.ProblemOver(From, From.AddDays(60))?.Path);
    }

    [Fact]
    public void HeatMap_OfTenThousandLevels_SharesCells()
    {
        var space = Research.ResearchScene.Space(
            """{"parameters":[{"name":"a","at":"$.cooldownBars","from":0,"to":9999},{"name":"b","at":"$.maxOpenIdeas","from":1,"to":3}]}""");
        var run = Research.ResearchScene.Search(space, new(new SearchMethod.Random(50)), point => point[0]);

        var map = HeatMap.Of(space, run.Evaluations, "a", "b", HeatMapOthers.Best, axisMax: 40);

        Assert.Equal((40, "0 to 249", "9750 to 9999"), (map.Columns.Length, map.Columns[0], map.Columns[^1]));
        Assert.Equal(["1", "2", "3"], map.Rows);
        Assert.Equal(run.Best!.Feasible, map.Cells.SelectMany(row => row).Max());
    }
}
