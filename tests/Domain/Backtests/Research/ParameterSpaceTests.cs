using Countersign.Domain.Backtests.Research;
using Countersign.Domain.Strategies;
using Countersign.Tests.Domain.Strategies;
using Xunit;

namespace Countersign.Tests.Domain.Backtests.Research;

public sealed class ParameterSpaceTests
{
    [Fact]
    public void Define_Point_PutsItsValuesAtEveryPlaceAndLeavesTheRest()
    {
        var space = ResearchScene.Space(ResearchScene.TwoAverages);

        var definition = Assert.IsType<StrategyParseResult.Valid>(space.Define(new ParameterPoint([1, 2]))).Definition;

        var text = StrategyJson.Write(ResearchScene.Cross());
        Assert.Equal(text.Replace("ema(20)", "ema(8)").Replace("ema(50)", "ema(30)"), StrategyJson.Write(definition));
        Assert.Equal(("8", "30"), (space.Values(new ParameterPoint([1, 2]))["fast"], space.Values(new ParameterPoint([1, 2]))["slow"]));
    }

    [Fact]
    public void Define_TwoArgumentsOfOneIndicator_VariesEachAndKeepsTheOutput()
    {
        var definition = ExampleStrategies.Read("bollinger-reversion");
        var space = ResearchScene.Space(
            """
            {"parameters":[
              {"name":"bars","at":["$.entry.long.all[0].crossesAbove[1]#0"],"values":[30,10]},
              {"name":"width","at":["$.entry.long.all[0].crossesAbove[1]#1"],"values":[2.5]},
              {"name":"stop","at":"$.stop.atr","from":2,"to":3,"step":0.25},
              {"name":"frame","at":"$.timeframe","values":["M1","M5"]}]}
            """,
            definition);

        var text = space.Text(new ParameterPoint([1, 0, 1, 1]));

        Assert.Contains("\"bollinger(30,2.5).lower\"", text, StringComparison.Ordinal);
        Assert.Contains("\"atr\": 2.25", text, StringComparison.Ordinal);
        Assert.Contains("\"timeframe\": \"M5\"", text, StringComparison.Ordinal);
        Assert.Contains("\"bollinger(20,2).upper\"", text, StringComparison.Ordinal);
        Assert.False(space.Parameters[3].IsOrdered);
    }

    [Theory]
    [InlineData("""{"name":"a","at":"$.cooldownBars","from":1,"to":100,"scale":"log","count":3}""", "1 10 100")]
    [InlineData("""{"name":"a","at":"$.cooldownBars","from":1,"to":8,"scale":"log","count":7,"whole":true}""", "1 2 3 4 6 8")]
    [InlineData("""{"name":"a","at":"$.costs.commissionRate","from":0.00001,"to":0.00004,"step":0.00001}""", "0.00001 0.00002 0.00003 0.00004")]
    [InlineData("""{"name":"a","at":"$.cooldownBars","from":3,"to":5}""", "3 4 5")]
    [InlineData("""{"name":"a","at":"$.cooldownBars","from":1,"to":6,"step":2}""", "1 3 5")]
    [InlineData("""{"name":"a","at":"$.reverse","values":[true,false]}""", "true false")]
    public void Read_Range_MakesItsLevels(string parameter, string levels) => Assert.Equal(
        levels, string.Join(' ', ResearchScene.Space($$"""{"parameters":[{{parameter}}]}""").Parameters[0].Levels.Select(level => level.Json)));

    [Theory]
    [InlineData("[]", "$", "This is a list.")]
    [InlineData("{", "$", "The text is not JSON")]
    [InlineData("""{"parameters":[]}""", "$.parameters", "0 elements")]
    [InlineData("""{"parameters":[{"name":"a","from":1,"to":2}]}""", "$.parameters[0].at", "'at' is missing")]
    [InlineData("""{"parameters":[{"name":"1","at":"$.cooldownBars","from":1,"to":2}]}""", "$.parameters[0].name", "is no name")]
    [InlineData("""{"parameters":[{"name":"a","at":"$.cooldownBar","from":1,"to":2}]}""", "$.parameters[0].at", "no number, text or flag at '$.cooldownBar'")]
    [InlineData("""{"parameters":[{"name":"a","at":"$.entry.long.crossesAbove[0]","from":1,"to":2}]}""", "$.parameters[0].from", "which is a text")]
    [InlineData("""{"parameters":[{"name":"a","at":"$.entry.long.crossesAbove[0]#1","from":1,"to":2}]}""", "$.parameters[0].at", "ema(20) has no argument '1'")]
    [InlineData("""{"parameters":[{"name":"a","at":"$.entry.long.crossesAbove[0]#slow","from":1,"to":2}]}""", "$.parameters[0].at", "has no argument 'slow'")]
    [InlineData("""{"parameters":[{"name":"a","at":"$.cooldownBars","argument":0,"from":1,"to":2}]}""", "$.parameters[0].at", "No indicator")]
    [InlineData("""{"parameters":[{"name":"a","at":"$.cooldownBars","from":2,"to":1}]}""", "$.parameters[0].to", "ends before it begins")]
    [InlineData("""{"parameters":[{"name":"a","at":"$.cooldownBars","from":1,"to":2,"step":0}]}""", "$.parameters[0].step", "no levels, or too many")]
    [InlineData("""{"parameters":[{"name":"a","at":"$.cooldownBars","from":1,"to":2.5}]}""", "$.parameters[0].step", "'step' is missing")]
    [InlineData("""{"parameters":[{"name":"a","at":"$.cooldownBars","from":0,"to":2,"scale":"log","count":3}]}""", "$.parameters[0].from", "begins above 0")]
    [InlineData("""{"parameters":[{"name":"a","at":"$.cooldownBars","from":1,"to":2,"scale":"cubic"}]}""", "$.parameters[0].scale", "no scale 'cubic'")]
    [InlineData("""{"parameters":[{"name":"a","at":"$.cooldownBars"}]}""", "$.parameters[0]", "has no values")]
    [InlineData("""{"parameters":[{"name":"a","at":"$.cooldownBars","values":[1,1.0]}]}""", "$.parameters[0].values[1]", "stands here twice")]
    [InlineData("""{"parameters":[{"name":"a","at":"$.cooldownBars","values":["x"]}]}""", "$.parameters[0].values", "does not fit")]
    [InlineData("""{"parameters":[{"name":"a","at":["$.cooldownBars","$.cooldownBars"],"values":[1]}]}""", "$.parameters[0].at[1]", "Another place names")]
    [InlineData("""{"parameters":[{"name":"a","at":"$.cooldownBars","values":[1]}],"constraints":["a < b"]}""", "$.constraints[0]", "'b' is neither")]
    [InlineData("""{"parameters":[{"name":"a","at":"$.cooldownBars","values":[1]}],"constraints":["a"]}""", "$.constraints[0]", "There is no <")]
    [InlineData("""{"parameters":[{"name":"a","at":"$.cooldownBars","values":[1]}],"constraints":["1 < 2"]}""", "$.constraints[0]", "No parameter stands in it")]
    [InlineData("""{"parameters":[{"name":"a","at":"$.reverse","values":[true]}],"constraints":["a < 2"]}""", "$.constraints[0]", "'a' is neither")]
    public void Read_Wrong_IsToldWithPathAndHint(string json, string path, string message)
    {
        var error = ResearchScene.Errors(json)[0];

        Assert.Equal(path, error.Path);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(error.Hint);
    }

    [Fact]
    public void Read_SeveralMistakes_AreToldTogether() => Assert.Equal(
        ["$.parameters[0].at", "$.parameters[1].to"],
        ResearchScene.Errors(
            """{"parameters":[{"name":"a","at":"$.nothing","from":1,"to":2},{"name":"b","at":"$.cooldownBars","from":2,"to":1}]}""")
            .Select(error => error.Path));

    [Theory]
    [InlineData("x < y", 2, 3, true)]
    [InlineData("x < y", 3, 2, false)]
    [InlineData("x <= y", 2, 0, false)]
    [InlineData("y >= 2*x + 1", 1, 2, true)]
    [InlineData("y >= 2*x + 1", 1, 1, false)]
    [InlineData("x - y != 0", 2, 1, false)]
    [InlineData("-x + y > 0", 2, 1, false)]
    public void Allows_Relation_IsOfValues(string relation, int x, int y, bool allowed) =>
        Assert.Equal(allowed, ResearchScene.Plane(5, 5, $"[\"{relation}\"]").Allows(new ParameterPoint([x, y])));

    [Fact]
    public void Evaluate_PointThatDoesNotValidate_IsInfeasibleWithItsErrors()
    {
        var space = ResearchScene.Space("""{"parameters":[{"name":"a","at":"$.maxOpenIdeas","values":[1,1000]}]}""");
        var study = new ResearchStudy(space, new(ResearchScene.Walk(200)), ResearchScene.Settings, Objective.Best("sharpe"));

        var outcome = Assert.IsType<PointOutcome.Infeasible>(study.Evaluate(new ParameterPoint([1])));

        Assert.Equal("$.maxOpenIdeas", Assert.Single(outcome.Errors).Path);
        Assert.IsType<PointOutcome.Scored>(study.Evaluate(new ParameterPoint([0])));
    }

    [Fact]
    public void Evaluate_MoreFillsThanAllowed_IsInfeasibleAndToldSo()
    {
        var space = ResearchScene.Space(ResearchScene.TwoAverages);
        var settings = ResearchScene.Settings with { FillsMax = 2 };
        var study = new ResearchStudy(space, new(ResearchScene.Walk(2_000)), settings, Objective.Best("sharpe"));

        var outcome = Assert.IsType<PointOutcome.Infeasible>(study.Evaluate(new ParameterPoint([0, 0])));

        Assert.Contains("more than 2", Assert.Single(outcome.Errors).Message, StringComparison.Ordinal);
    }
}
