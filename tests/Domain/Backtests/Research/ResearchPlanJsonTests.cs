using Countersign.Domain.Backtests.Research;
using Xunit;

namespace Countersign.Tests.Domain.Backtests.Research;

public sealed class ResearchPlanJsonTests
{
    private const string Parameters = """ "parameters":[{"name":"a","at":"$.cooldownBars","from":0,"to":9}] """;

    [Fact]
    public void Read_EverythingGiven_IsThePlan()
    {
        var plan = Assert.IsType<ResearchReading<ResearchPlan>.Valid>(ResearchPlanJson.Read(
            ResearchScene.Cross(),
            $$"""
            { {{Parameters}}, "constraints":["a < 8"],
              "objective":{"weights":{"sharpe":1,"calmar":0.5},"bounds":["trades >= 30","maxDrawdown <= 20.5"]},
              "search":{"method":"tpe","trials":64,"batch":8,"seed":7,"startup":12},
              "walkForward":{"kind":"anchored","inSampleDays":365,"outOfSampleDays":90,"purgeDays":2,"embargoDays":0.5,"warmUpBars":300,"choice":"plateau"} }
            """)).Value;

        Assert.Equal(10.0, plan.Space.GridSize);
        Assert.Equal(
            new Objective([new(Objective.Metric("sharpe"), 1.0), new(Objective.Metric("calmar"), 0.5)], [MetricBound.Least("trades", 30), MetricBound.Most("maxDrawdown", 20.5)]),
            plan.Objective);
        Assert.Equal(new SearchSettings(new SearchMethod.Tpe(64, 12), 8, 7), plan.Search);
        Assert.Equal(
            new WalkForwardSettings(
                WalkForwardKind.Anchored, TimeSpan.FromDays(365), TimeSpan.FromDays(90), TimeSpan.FromDays(2), TimeSpan.FromDays(0.5), 300, WalkForwardChoice.Plateau),
            plan.WalkForward);
    }

    [Theory]
    [InlineData("grid")]
    [InlineData("random")]
    [InlineData("tpe")]
    [InlineData("genetic")]
    public void Read_MethodAlone_TakesTheRestFromItsDefaults(string method)
    {
        var plan = Assert.IsType<ResearchReading<ResearchPlan>.Valid>(ResearchPlanJson.Read(
            ResearchScene.Cross(), $$"""{ {{Parameters}}, "objective":{"metric":"return"}, "search":{"method":"{{method}}"} }""")).Value;

        Assert.Null(plan.Search.Problem);
        Assert.Null(plan.WalkForward);
        Assert.Equal(method, plan.Search.Method.GetType().Name.ToLowerInvariant());
    }

    [Theory]
    [InlineData("""{}""", "$.parameters", "missing")]
    [InlineData("""{"objective":{"metric":"sharp"}}""", "$.objective.metric", "no metric 'sharp'")]
    [InlineData("""{"objective":{}}""", "$.objective", "either a metric or weights")]
    [InlineData("""{"objective":{"weights":{"sharpe":0}}}""", "$.objective.weights.sharpe", "This is 0")]
    [InlineData("""{"objective":{"metric":"return","bounds":["trades > 30"]}}""", "$.objective.bounds[0]", "trades > 30")]
    [InlineData("""{"objective":{"metric":"return","bounds":["deals >= 30"]}}""", "$.objective.bounds[0]", "no metric 'deals'")]
    [InlineData("""{"search":{"method":"guess"}}""", "$.search.method", "no method 'guess'")]
    [InlineData("""{"search":{"method":"random","trials":0}}""", "$.search.trials", "This is 0")]
    [InlineData("""{"search":{"method":"genetic","population":1000,"generations":1000}}""", "$.search", "at most 200,000")]
    [InlineData("""{"walkForward":{"kind":"sideways","inSampleDays":3,"outOfSampleDays":1}}""", "$.walkForward.kind", "no 'sideways'")]
    [InlineData("""{"walkForward":{"inSampleDays":3}}""", "$.walkForward.outOfSampleDays", "missing")]
    [InlineData("""{"walkForward":{"inSampleDays":3,"outOfSampleDays":1,"purgeDays":-1}}""", "$.walkForward.purgeDays", "This is -1")]
    [InlineData("""{"goal":1}""", "$.goal", "no property 'goal'")]
    public void Read_Wrong_IsToldWithPathAndHint(string json, string path, string message)
    {
        var invalid = Assert.IsType<ResearchReading<ResearchPlan>.Invalid>(ResearchPlanJson.Read(ResearchScene.Cross(), json));

        var error = invalid.Errors.First(each => each.Path == path);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(error.Hint);
    }

    [Fact]
    public void Read_PurgeLongerThanTheWindow_IsToldInASentence()
    {
        var invalid = Assert.IsType<ResearchReading<ResearchPlan>.Invalid>(ResearchPlanJson.Read(
            ResearchScene.Cross(),
            $$"""{ {{Parameters}}, "objective":{"metric":"return"}, "search":{"method":"grid"}, "walkForward":{"inSampleDays":3,"outOfSampleDays":1,"purgeDays":3} }"""));

        Assert.Equal("$.walkForward", Assert.Single(invalid.Errors).Path);
    }

    [Fact]
    public void Read_GridTooLarge_IsToldHowToSearchIt()
    {
        var invalid = Assert.IsType<ResearchReading<ResearchPlan>.Invalid>(ResearchPlanJson.Read(
            ResearchScene.Cross(),
            """
            {"parameters":[{"name":"a","at":"$.cooldownBars","from":0,"to":9999},{"name":"b","at":"$.maxOpenIdeas","from":1,"to":100}],
             "objective":{"metric":"return"},"search":{"method":"grid"}}
            """));

        Assert.Contains("tpe", Assert.Single(invalid.Errors).Hint, StringComparison.Ordinal);
    }
}
