using System.Text.Json;
using Countersign.Domain.Strategies;
using Xunit;

namespace Countersign.Tests.Domain.Strategies;

public sealed class SignalStrengthTests
{
    private const string Votes =
        """
        "entry":{"long":{"votes":{"atLeast":0.5,"of":[{"name":"trend","weight":3,"rule":{"above":["close",1]}},
                                                      {"name":"higher","weight":1,"rule":{"all":[{"above":["close@M5",1]},{"above":["close",1]}]}}]}},
                 "short":{"votes":{"atLeast":0.9,"of":[{"name":"wild","rule":{"above":["high",1]}},{"rule":{"below":["close",1]}}]}}},
        "regime":{"above":["close",0.5]},"stop":{"pips":10},"target":{"pips":25}
        """;

    [Fact]
    public void Strength_OfVotes_TellsEachVoteTheRegimeAndTheAgreement()
    {
        var strength = Entry().Strength!;

        Assert.Equal(
            [
                ("trend", "close above 1", 3.0, true),
                ("higher", "close@M5 above 1 and close above 1", 1.0, false),
                ("regime", "close above 0.5", 1.0, true),
            ],
            strength.Contributions.Select(rule => (rule.Name, rule.Rule, rule.Weight, rule.Held)));

        // Three of four parts are for it, one of two of the other side's against it.
        Assert.Equal(0.25, strength.Agreement);
        Assert.Equal(2.5, strength.RiskReward);
        Assert.All(strength.Contributions, rule => Assert.Equal(rule.Held, rule.Strength > 0.0));
    }

    [Fact]
    public void Strength_NothingAgainstIt_IsFullAgreement()
    {
        var signal = Scene.With(""" "entry":{"long":{"all":[{"above":["close",1]},{"not":{"below":["close",0.9]}}]}},"stop":{"pips":10}""").Closes(1.1m)!;

        Assert.Equal((1.0, null), (signal.Strength!.Agreement, signal.Strength.RiskReward));
        Assert.Equal(["close above 1", "not (close below 0.9)"], signal.Strength.Contributions.Select(rule => rule.Rule));
        Assert.All(signal.Strength.Contributions, rule => Assert.InRange(rule.Strength, 0.01, 1.0));
    }

    [Fact]
    public void Strength_OfAnExit_IsThatOfItsRule_AndOfATouchedLevelThereIsNone()
    {
        const string rules = """ "entry":{"long":{"above":["close",1]}},"exit":{"long":{"below":["close",0.9]}},"stop":{"pips":10}""";

        var exit = Scene.With(rules).Close(0.8m, Scene.Long(1m))!;
        var touched = Scene.With(rules).Close(0.8m, Scene.Long(1m, stop: 0.85m))!;

        Assert.Equal("close below 0.9", Assert.Single(exit.Strength!.Contributions).Rule);
        Assert.Equal((1.0, null), (exit.Strength.Agreement, exit.Strength.RiskReward));
        Assert.Equal((SignalReason.Stop, null), (touched.Reason, touched.Strength));
    }

    [Fact]
    public void Decide_StoredFrame_GivesTheSameStrengthAgain()
    {
        var signal = Entry();

        var again = StrategyRules.Decide(Scene.With(Votes).Definition, JsonSerializer.Deserialize<SignalFrame>(JsonSerializer.Serialize(signal.Frame))!)!;

        Assert.Equal(signal.Strength, again.Strength);
        Assert.Equal(signal.Strength, JsonSerializer.Deserialize<SignalStrength>(JsonSerializer.Serialize(signal.Strength)));
        Assert.NotEqual(signal, signal with { Strength = null });
    }

    private static Signal Entry()
    {
        var scene = Scene.With(Votes);
        scene.Closes(0.4m, 0.4m, 0.4m, 0.4m, 0.4m);
        return scene.Close(1.1m)!;
    }
}
