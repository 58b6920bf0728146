using System.Globalization;
using Countersign.Domain.Strategies;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Countersign.Tests.Domain.Strategies;

/// <summary>Conditions that count: bars, rules and weights.</summary>
public sealed class CountedConditionTests
{
    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(80).WithReplay(20140506UL, 31UL);

    [Fact]
    public void Within_RuleHeldOnOneOfTheLastBars_Holds()
    {
        var scene = Scene.With(Entering("""{"within":{"bars":3,"rule":{"above":["close",1]}}}"""));

        var raised = new[] { 0.9m, 1.1m, 0.9m, 0.9m, 0.9m, 0.9m, 1.1m }.Select(close => scene.Close(close) is not null);

        Assert.Equal([false, true, true, true, false, false, true], raised);
    }

    [Fact]
    public void Within_Rationale_SaysHowLongAgo()
    {
        const string rule = """{"within":{"bars":4,"rule":{"crossesAbove":["close",1]}}}""";

        Assert.Equal("close crosses above 1 on this bar", Line(0.9m, 1.1m));
        Assert.Equal("close crosses above 1 one bar ago", Line(0.9m, 1.1m, 1.2m));
        Assert.Equal("close crosses above 1 3 bars ago", Line(0.9m, 1.1m, 1.2m, 0.9m, 0.8m));

        static string Line(params decimal[] closes) => Assert.Single(Scene.With(Entering(rule)).Closes(closes)!.Rationale);
    }

    [Fact]
    public void Within_LongerAgo_IsLessClear()
    {
        const string rule = """{"within":{"bars":4,"rule":{"above":["close",1]}}}""";

        Assert.Equal(1.0, Scene.With(Entering(rule)).Closes(0.9m, 1.1m)!.Confidence);
        Assert.Equal(0.625, Scene.With(Entering(rule)).Closes(0.9m, 1.1m, 0.9m, 0.9m, 0.9m)!.Confidence);
    }

    [Fact]
    public void Within_AnyBarsOfAnyWalk_IsTheRuleOnOneOfThem() => Prop.ForAll(Walks(), walk =>
    {
        var (closes, bars) = walk;
        var rule = """{"crossesAbove":["close","sma(3)"]}""";
        var plain = Scene.With(Entering(rule));
        var within = Scene.With(Entering(FormattableString.Invariant($"{{\"within\":{{\"bars\":{bars},\"rule\":{rule}}}}}")));

        var held = closes.Select(close => plain.Close(close) is not null).ToArray();
        var raised = closes.Select(close => within.Close(close) is not null).ToArray();

        return Enumerable.Range(0, held.Length).All(i => raised[i] == held[Math.Max(0, i - bars + 1)..(i + 1)].Contains(true));
    }).Check(Runs);

    [Fact]
    public void AtLeast_EveryCount_IsThatMany() => Prop.ForAll(Walks(), walk =>
    {
        var (closes, count) = (walk.Closes, Math.Min(walk.Bars, 4));
        decimal[] lines = [0.98m, 1m, 1.02m, 1.04m];
        var rules = string.Join(',', lines.Select(line => FormattableString.Invariant($"{{\"above\":[\"close\",{line}]}}")));
        var scene = Scene.With(Entering(FormattableString.Invariant($"{{\"atLeast\":{{\"count\":{count},\"of\":[{rules}]}}}}")));

        return closes.All(close => scene.Close(close) is not null == (lines.Count(line => close > line) >= count));
    }).Check(Runs);

    [Theory]
    [InlineData(0.3, true)]
    [InlineData(0.31, false)]
    public void Votes_ShareIsReachedExactly_Holds(double share, bool holds)
    {
        var votes = string.Join(
            ',', Enumerable.Range(1, 10).Select(i => FormattableString.Invariant($"{{\"weight\":0.1,\"rule\":{{\"above\":[\"close\",{i}]}}}}")));
        var rule = string.Create(CultureInfo.InvariantCulture, $"{{\"votes\":{{\"atLeast\":{share},\"of\":[{votes}]}}}}");

        Assert.Equal(holds, Scene.With(Entering(rule)).Close(3.5m) is not null);
    }

    [Fact]
    public void Votes_HeavierVote_WeighsMoreInTheConfidence()
    {
        Assert.True(Confidence(heavy: 3, light: 1) > Confidence(heavy: 1, light: 1));
        Assert.True(Confidence(heavy: 1, light: 1) > Confidence(heavy: 1, light: 3));

        static double Confidence(int heavy, int light) => Scene.With(Entering(FormattableString.Invariant(
            $"{{\"votes\":{{\"atLeast\":0.1,\"of\":[{{\"weight\":{heavy},\"rule\":{{\"above\":[\"close\",1]}}}},{{\"weight\":{light},\"rule\":{{\"above\":[\"close\",9]}}}}]}}}}")))
            .Closes(0.9m, 1.1m)!.Confidence;
    }

    [Fact]
    public void Votes_WeightLeftOut_IsOne_AndTheTextIsCanonical()
    {
        var definition = Scene.With(Entering("""{"votes":{"atLeast":0.50,"of":[{"rule":{"above":["close",1]}},{"name":" b ","weight":2.0,"rule":{"above":["close",2]}}]}}""")).Definition;

        var votes = Assert.IsType<Condition.Votes>(definition.Entry.Long);
        Assert.Equal((0.5m, 1m, null, "b"), (votes.Share, votes.Of[0].Weight, votes.Of[0].Name, votes.Of[1].Name));
        Assert.Equal(definition, ExampleStrategies.Parse(StrategyJson.Write(definition)));
    }

    [Fact]
    public void Decide_FrameThatRemembersOtherRules_Throws()
    {
        var scene = Scene.With(Entering("""{"within":{"bars":3,"rule":{"above":["close",1]}}}"""));
        var frame = scene.Closes(1.1m, 0.9m)!.Frame;

        Assert.Equal([0], frame.BarsSince!.Value);
        Assert.Null(StrategyRules.Decide(scene.Definition, frame with { BarsSince = [-1] }));
        Assert.Throws<ArgumentException>(() => StrategyRules.Decide(scene.Definition, frame with { BarsSince = null }));
    }

    private static string Entering(string rule) => $$""" "entry":{"long":{{rule}}},"stop":{"pips":10}""";

    private static Arbitrary<(decimal[] Closes, int Bars)> Walks() =>
        (from steps in Gen.Choose(-3, 3).ListOf(60)
         from bars in Gen.Choose(1, 9)
         select (Closes(steps), bars)).ToArbitrary();

    private static decimal[] Closes(IEnumerable<int> steps)
    {
        var close = 1m;
        return [.. steps.Select(step => close += step * 0.01m)];
    }
}
