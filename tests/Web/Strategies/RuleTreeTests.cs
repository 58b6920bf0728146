using System.Text.Json.Nodes;
using Countersign.Web.Strategies.Builder;

namespace Countersign.Tests.Web.Strategies;

/// <summary>Changing rules by form: nothing that a rule says is lost.</summary>
public sealed class RuleTreeTests
{
    private const string A = """{"above":["close",1]}""";
    private const string B = """{"below":["rsi(14)",30]}""";

    [Theory]
    [InlineData(A, "crossesBelow", """{"crossesBelow":["close",1]}""")]
    [InlineData(A, "all", $$$"""{"all":[{{{A}}}]}""")]
    [InlineData(A, "not", $$$"""{"not":{{{A}}}}""")]
    [InlineData(A, "votes", $$$"""{"votes":{"atLeast":0.5,"of":[{"weight":1,"rule":{{{A}}}}]}}""")]
    [InlineData($$$"""{"all":[{{{A}}},{{{B}}}]}""", "any", $$$"""{"any":[{{{A}}},{{{B}}}]}""")]
    [InlineData($$$"""{"any":[{{{A}}},{{{B}}}]}""", "atLeast", $$$"""{"atLeast":{"count":1,"of":[{{{A}}},{{{B}}}]}}""")]
    [InlineData($$$"""{"any":[{{{A}}},{{{B}}}]}""", "within", $$$"""{"within":{"bars":5,"rule":{"any":[{{{A}}},{{{B}}}]} }}""")]
    [InlineData($$$"""{"within":{"bars":3,"rule":{{{B}}}}}""", "not", $$$"""{"not":{{{B}}}}""")]
    [InlineData($$$"""{"any":[{{{A}}},{{{B}}}]}""", "above", $$$"""{"any":[{{{A}}},{{{B}}}]}""")]
    [InlineData($$$"""{"not":{{{B}}}}""", "above", """{"above":["rsi(14)",30]}""")]
    public void Rule_ThatBecomesAnother_KeepsWhatItSays(string before, string kind, string after)
    {
        var rule = RuleOf(before);

        RuleTree.Become(rule, kind);

        AssertIs(after, rule);
    }

    [Fact]
    public void Rule_OfAList_MovesUpAndDownAndNotBeyond()
    {
        var rule = RuleOf($$$"""{"all":[{{{A}}},{{{B}}}]}""");
        var list = RuleTree.ListOf(rule)!;

        RuleTree.Move(list.Item(0), 1);
        AssertIs($$$"""{"all":[{{{B}}},{{{A}}}]}""", rule);
        RuleTree.Move(list.Item(1), 1);
        RuleTree.Move(list.Item(0), -1);
        AssertIs($$$"""{"all":[{{{B}}},{{{A}}}]}""", rule);
    }

    [Fact]
    public void Rule_OfAGroup_MovesOutAndInAgain()
    {
        var rule = RuleOf($$$"""{"all":[{"atLeast":{"count":1,"of":[{{{A}}},{{{B}}}]}}]}""");
        var inner = RuleTree.ListOf(RuleTree.ListOf(rule)!.Item(0))!;

        Assert.Null(RuleTree.ListAround(RuleTree.ListOf(rule)!.Item(0)));
        RuleTree.MoveOut(inner.Item(1));
        AssertIs($$$"""{"all":[{"atLeast":{"count":1,"of":[{{{A}}}]}},{{{B}}}]}""", rule);
        RuleTree.MoveIn(RuleTree.ListOf(rule)!.Item(1));
        AssertIs($$$"""{"all":[{"atLeast":{"count":1,"of":[{{{A}}},{{{B}}}]}}]}""", rule);
    }

    [Fact]
    public void Vote_NeverMovesAmongRules()
    {
        var rule = RuleOf($$$"""{"all":[{"votes":{"atLeast":0.5,"of":[{"rule":{{{A}}}}]}},{{{B}}}]}""");
        var votes = RuleTree.ListOf(RuleTree.ListOf(rule)!.Item(0))!;

        Assert.Null(RuleTree.ListAround(votes.Item(0)));
        Assert.Null(RuleTree.ListBefore(RuleTree.ListOf(rule)!.Item(1)));
    }

    [Fact]
    public void Rule_Unwrapped_IsTheOneInside()
    {
        var rule = RuleOf($$$"""{"within":{"bars":3,"rule":{{{B}}}}}""");

        RuleTree.Unwrap(rule);

        AssertIs(B, rule);
    }

    [Theory]
    [InlineData("close", "close")]
    [InlineData(" ema( 20 ) @H4 ", "ema(20)@H4")]
    [InlineData("macd(12, 26,9).signal@partner", "macd(12,26,9).signal@partner")]
    [InlineData("adx", "adx")]
    public void Operand_ReadAndWritten_IsTheSame(string text, string written) => Assert.Equal(written, OperandText.Parse(text)!.Write());

    [Theory]
    [InlineData("ema(20")]
    [InlineData("20")]
    [InlineData("ema(ema(3))")]
    public void Operand_ThatIsNone_IsNotRead(string text) => Assert.Null(OperandText.Parse(text));

    [Fact]
    public void Operand_WithALaterArgument_HasTheDefaultsBefore()
    {
        var operand = OperandText.Parse("macd")!.WithArgument(1, " 30 ", ["12", "26", "9"]);

        Assert.Equal("macd(12,30)", operand.Write());
        Assert.Equal("macd(12,26)", operand.WithArgument(1, "", ["12", "26", "9"]).Write());
    }

    [Theory]
    [InlineData("2.50", "2.50")]
    [InlineData("0.00002", "0.00002")]
    [InlineData("1e-5", "0.00001")]
    [InlineData("3o", "\"3o\"")]
    public void Number_ThatIsWritten_KeepsItsDigits(string text, string json)
    {
        var draft = StrategyFormTests.Open("{}");

        draft.Whole.Member("size").Member("units").SetNumber(text);

        Assert.Equal($$$"""{"size":{"units":{{{json}}}}}""", draft.Root.ToJsonString());
    }

    private static Place RuleOf(string rule) => StrategyFormTests.Open($$$"""{"entry":{"long":{{{rule}}}}}""").Whole.Member("entry").Member("long");

    private static void AssertIs(string expected, Place rule) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), rule.Node), rule.Node!.ToJsonString());
}
