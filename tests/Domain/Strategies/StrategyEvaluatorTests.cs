using System.Text.Json;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;
using Xunit;

namespace Countersign.Tests.Domain.Strategies;

public sealed class StrategyEvaluatorTests
{
    private const string CrossOne = """ "entry":{"long":{"crossesAbove":["close",1]},"short":{"crossesBelow":["close",1]}},"reverse":true""";

    private const string AboveOne =
        """ "entry":{"long":{"above":["close",1]},"short":{"below":["close",1]}},"exit":{"long":{"below":["close",0.5]},"short":{"above":["close",1.5]}}""";

    [Fact]
    public void OnBar_FirstBarAboveTheLine_DoesNotCross() => Assert.Null(Scene.With(CrossOne).Closes(1.1m));

    [Fact]
    public void OnBar_FromBelowToAbove_EntersLong()
    {
        var signal = Scene.With(CrossOne).Closes(0.9m, 1.1m);

        Assert.Equal((SignalKind.EnterLong, SignalReason.Rule, Side.Buy), (signal!.Kind, signal.Reason, signal.Side));
        Assert.Equal("close 1.1 crossed above 1 (before: 0.9)", Assert.Single(signal.Rationale));
    }

    [Fact]
    public void OnBar_ExactlyOnTheLine_IsNoCrossing_AndDoesNotEndOne()
    {
        var scene = Scene.With(CrossOne);

        Assert.Null(scene.Closes(0.9m, 1.0m));
        Assert.Null(scene.Closes(1.0m));
        Assert.Equal(SignalKind.EnterLong, scene.Close(1.1m)!.Kind);
    }

    [Fact]
    public void OnBar_TouchesTheLineAndGoesBack_IsNoCrossing() => Assert.Null(Scene.With(CrossOne).Closes(0.9m, 1.0m, 0.9m));

    [Fact]
    public void OnBar_BeforeEveryFeatureHasAValue_DecidesNothing()
    {
        var scene = Scene.With(""" "entry":{"long":{"any":[{"above":["close",0]},{"above":["sma(3)",0]}]}},"stop":{"pips":10}""");

        Assert.Equal(3, scene.Evaluator.WarmUpBars);
        Assert.Null(scene.Close(1m));
        Assert.Null(scene.Close(1m));
        Assert.NotNull(scene.Close(1m));
    }

    [Theory]
    [InlineData("""{"all":[{"above":["close",1]},{"below":["close",2]}]}""", 1.5, true)]
    [InlineData("""{"all":[{"above":["close",1]},{"below":["close",2]}]}""", 2.5, false)]
    [InlineData("""{"any":[{"above":["close",3]},{"below":["close",2]}]}""", 1.5, true)]
    [InlineData("""{"any":[{"above":["close",3]},{"below":["close",2]}]}""", 2.5, false)]
    [InlineData("""{"not":{"above":["close",1]}}""", 1.0, true)]
    [InlineData("""{"not":{"above":["close",1]}}""", 1.5, false)]
    [InlineData("""{"not":{"any":[{"above":["close",2]},{"not":{"above":["close",1]}}]}}""", 1.5, true)]
    [InlineData("""{"above":["close",1]}""", 1.0, false)]
    [InlineData("""{"below":["close",1]}""", 1.0, false)]
    public void OnBar_JoinedConditions_HoldAsTheyRead(string rule, double close, bool enters)
    {
        var scene = Scene.With($$""" "entry":{"long":{{rule}} },"stop":{"pips":10}""");

        Assert.Equal(enters, scene.Close((decimal)close) is not null);
    }

    [Fact]
    public void OnBar_BothEntryRulesHold_IsNoSignal() =>
        Assert.Null(Scene.With(""" "entry":{"long":{"above":["close",1]},"short":{"below":["close",2]}},"stop":{"pips":10}""").Close(1.5m));

    [Fact]
    public void OnBar_OpenPosition_IsNotAddedTo() => Assert.Null(Scene.With(AboveOne).Close(1.1m, Scene.Long(1.1m)));

    [Fact]
    public void OnBar_OppositeEntryWithoutReverse_IsIgnored() => Assert.Null(Scene.With(AboveOne).Close(0.9m, Scene.Long(1.1m)));

    [Fact]
    public void OnBar_ExitRuleHolds_Exits()
    {
        var signal = Scene.With(AboveOne).Close(0.4m, Scene.Long(1.1m));

        Assert.Equal((SignalKind.ExitLong, SignalReason.Rule, Side.Sell), (signal!.Kind, signal.Reason, signal.Side));
        Assert.Null(signal.Stop);
    }

    [Fact]
    public void OnBar_OppositeEntryWithReverse_EntersTheOtherWay()
    {
        var scene = Scene.With(CrossOne);
        scene.Close(1.1m);

        var signal = scene.Close(0.9m, Scene.Long(1.1m));

        Assert.Equal((SignalKind.EnterShort, SignalReason.Reverse), (signal!.Kind, signal.Reason));
        Assert.Equal("against the open long position of 1000", signal.Rationale[0]);
    }

    [Fact]
    public void OnBar_OppositeEntryWhileTheOwnHoldsToo_DoesNotReverse()
    {
        var scene = Scene.With(""" "entry":{"long":{"above":["close",1]},"short":{"below":["close",2]}},"reverse":true""");

        Assert.Null(scene.Close(1.5m, Scene.Long(1.1m)));
        Assert.Null(scene.Close(1.5m, Scene.Short(1.1m)));
        Assert.Equal(SignalKind.EnterShort, scene.Close(0.9m, Scene.Long(1.1m))!.Kind);
    }

    [Fact]
    public void OnBar_ReverseWhileEntriesAreClosed_OnlyCloses()
    {
        var scene = Scene.With(CrossOne + """ ,"sessions":[{"from":"12:00","to":"13:00","zone":"UTC"}]""");
        scene.Close(1.1m);

        var signal = scene.Close(0.9m, Scene.Long(1.1m));

        Assert.Equal((SignalKind.ExitLong, SignalReason.Reverse), (signal!.Kind, signal.Reason));
    }

    [Theory]
    [InlineData(1.0990, 1.1010, SignalReason.Stop)]
    [InlineData(1.0995, 1.1030, SignalReason.Target)]
    [InlineData(1.0990, 1.1030, SignalReason.Stop)]
    public void OnBar_LongRangeTouchesALevel_Exits_StopFirst(double low, double high, SignalReason reason)
    {
        var signal = Scene.With(AboveOne).Range((decimal)low, (decimal)high, 1.1m, Scene.Long(1.1m, 1.0990m, 1.1030m));

        Assert.Equal((SignalKind.ExitLong, reason, 1.0), (signal!.Kind, signal.Reason, signal.Confidence));
        Assert.StartsWith(reason == SignalReason.Stop ? "stop 1.0990 touched" : "target 1.1030 touched", Assert.Single(signal.Rationale), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1.0995, 1.1009, null)]
    [InlineData(1.0995, 1.1010, SignalReason.Stop)]
    [InlineData(1.0975, 1.1000, SignalReason.Target)]
    public void OnBar_ShortLevels_AreJudgedOnTheAsk(double low, double high, SignalReason? reason)
    {
        var signal = Scene.With(AboveOne).Range(
            (decimal)low, (decimal)high, 1.0999m, Scene.Short(1.1m, stop: 1.1012m, target: 1.0977m), spread: 0.0002m);

        Assert.Equal(reason, signal?.Reason);
    }

    [Fact]
    public void OnBar_ExitPending_RaisesNoSecondExit() =>
        Assert.Null(Scene.With(AboveOne).Close(0.4m, Scene.Long(1.1m, 1.0m) with { ExitPending = true }));

    [Fact]
    public void OnBar_AsManyOpenIdeasAsAllowed_RaisesNoEntry()
    {
        var scene = Scene.With(AboveOne + """ ,"maxOpenIdeas":2""");

        Assert.Null(scene.Close(1.1m, StrategyPosition.Flat with { OpenEntryIdeas = 2 }));
        Assert.NotNull(scene.Close(1.1m, StrategyPosition.Flat with { OpenEntryIdeas = 1 }));
    }

    [Fact]
    public void OnBar_WhileTheFeedCannotBeTrusted_OpensNothingAndClosesAllTheSame()
    {
        Assert.Null(Scene.With(AboveOne).Close(1.1m, StrategyPosition.Flat with { EntriesPaused = true }));
        var exit = Scene.With(AboveOne).Close(0.4m, Scene.Long(1.1m, 1.0m) with { EntriesPaused = true });

        Assert.False(exit!.IsEntry);
        Assert.Equal(true, exit.Frame.Position.EntriesPaused);
        Assert.Equal(exit, StrategyRules.Decide(Scene.With(AboveOne).Definition, exit.Frame));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData(""" ,"pauseOnDegradedFeed":true""", true)]
    [InlineData(""" ,"pauseOnDegradedFeed":false""", false)]
    public void Definition_OfPausing_IsKeptAndWrittenOnlyWhereItIsNotTheDefault(string more, bool pauses)
    {
        var definition = Scene.With(AboveOne + more).Definition;

        Assert.Equal(pauses, definition.PauseOnDegradedFeed);
        Assert.Equal(!pauses, StrategyJson.Write(definition).Contains("pauseOnDegradedFeed", StringComparison.Ordinal));
    }

    [Fact]
    public void OnBar_Cooldown_LetsSoManyBarsPass()
    {
        var scene = Scene.With(AboveOne + """ ,"cooldownBars":2""");

        var raised = Enumerable.Range(0, 7).Select(_ => scene.Close(1.1m) is not null);

        Assert.Equal([true, false, false, true, false, false, true], raised);
    }

    [Fact]
    public void OnBar_BarNotAfterTheLast_Throws()
    {
        var scene = Scene.With(AboveOne);
        var bar = scene.Next(1m, 1m, 1m);
        scene.Evaluator.OnBar(bar, StrategyPosition.Flat);

        Assert.Throws<ArgumentException>(() => scene.Evaluator.OnBar(bar, StrategyPosition.Flat));
    }

    [Theory]
    [InlineData("""{"price":0.0025}""", 1.0977, 1.1025)]
    [InlineData("""{"pips":20}""", 1.0982, 1.1020)]
    [InlineData("""{"percent":1}""", 1.0892, 1.1110)]
    [InlineData("""{"atr":2,"period":2}""", 1.0962, 1.1040)]
    public void OnBar_StopAndTarget_AreDistancesFromTheSideTraded(string distance, double longStop, double shortStop)
    {
        var rules = """ "entry":{"long":{"above":["close",1.05]},"short":{"below":["close",1.15]}},""" + $"\"stop\":{distance},\"target\":{distance}";
        var longs = Scene.With(rules.Replace("\"short\":{\"below\":[\"close\",1.15]}", "\"short\":{\"below\":[\"close\",1]}", StringComparison.Ordinal));
        var shorts = Scene.With(rules.Replace("\"long\":{\"above\":[\"close\",1.05]}", "\"long\":{\"above\":[\"close\",2]}", StringComparison.Ordinal));

        var bought = Last(longs);
        var sold = Last(shorts);

        Assert.Equal(new Price(1.1002m), bought.Reference);
        Assert.Equal((decimal)longStop, bought.Stop!.Value.Value);
        Assert.Equal(bought.Reference - bought.Stop.Value, bought.Target!.Value - bought.Reference);
        Assert.Equal(new Price(1.1000m), sold.Reference);
        Assert.Equal((decimal)shortStop, sold.Stop!.Value.Value);

        static Signal Last(Scene scene) =>
            Enumerable.Range(0, 4).Select(_ => scene.Range(1.0990m, 1.1010m, 1.1000m, spread: 0.0002m)).ToList()[^1]!;
    }

    [Fact]
    public void Confidence_ClearerSignal_IsHigher_AndStaysBetweenZeroAndOne()
    {
        var weak = Scene.With(CrossOne).Closes(0.99m, 0.98m, 0.99m, 0.999m, 1.001m)!;
        var strong = Scene.With(CrossOne).Closes(0.99m, 0.98m, 0.99m, 0.999m, 1.1m)!;

        Assert.InRange(weak.Confidence, 0.5, strong.Confidence);
        Assert.InRange(strong.Confidence, weak.Confidence + 0.1, 1.0);
    }

    [Fact]
    public void Confidence_RuleWithUnmetAlternatives_CountsThem()
    {
        var met = Scene.With(""" "entry":{"long":{"any":[{"above":["close",1]},{"above":["high",1]}]}},"stop":{"pips":10}""").Closes(0.9m, 1.1m)!;
        var half = Scene.With(""" "entry":{"long":{"any":[{"above":["close",1]},{"above":["high",9]}]}},"stop":{"pips":10}""").Closes(0.9m, 1.1m)!;

        Assert.Equal(0.25, met.Confidence - half.Confidence, 4);
        Assert.Single(half.Rationale);
    }

    [Fact]
    public void Rationale_FeaturesThatLookEqual_ShowTheDigitsThatDiffer()
    {
        var signal = Scene.With(""" "entry":{"long":{"above":["close","open"]}},"stop":{"pips":10}""").Evaluator.OnBar(
            new Bar(
                Timeframe.M1, Scene.Start, Scene.Start.AddMinutes(1), new DateOnly(2014, 5, 6), Prices(1.2345671m, 1.2345678m),
                Prices(1.2345671m, 1.2345678m), 1, new Quantity(1m)),
            StrategyPosition.Flat);

        Assert.Equal("close 1.2345678 is above open 1.2345671", Assert.Single(signal!.Rationale));

        static Ohlc Prices(decimal open, decimal close) => new(new Price(open), new Price(close), new Price(open), new Price(close));
    }

    [Fact]
    public void Decide_StoredFrame_GivesTheSameSignalAgain()
    {
        var scene = Scene.With(CrossOne + """ ,"stop":{"atr":2,"period":2},"target":{"pips":15}""");
        var signal = scene.Closes(0.95m, 0.93m, 0.97m, 0.99m, 1.013m)!;

        var stored = JsonSerializer.Serialize(signal.Frame);
        var again = StrategyRules.Decide(
            ExampleStrategies.Parse(StrategyJson.Write(scene.Definition)), JsonSerializer.Deserialize<SignalFrame>(stored)!);

        Assert.Equal(signal, again);
        Assert.NotSame(signal, again);
        Assert.Equal(stored, JsonSerializer.Serialize(again!.Frame));
    }

    [Fact]
    public void Decide_FrameOfAnotherDefinition_Throws()
    {
        var signal = Scene.With(CrossOne).Closes(0.9m, 1.1m)!;

        Assert.Throws<ArgumentException>(() => StrategyRules.Decide(Scene.With(AboveOne).Definition, signal.Frame));
        Assert.Throws<ArgumentException>(
            () => StrategyRules.Decide(Scene.With(CrossOne).Definition, signal.Frame with { RulesVersion = StrategyRules.Version + 1 }));
    }

    [Fact]
    public void Decide_FrameWithOtherNumbers_DecidesOtherwise()
    {
        var scene = Scene.With(CrossOne);
        var frame = scene.Closes(0.9m, 1.1m)!.Frame;

        Assert.Null(StrategyRules.Decide(scene.Definition, frame with { Current = frame.Current.SetItem("close", 0.95) }));
        Assert.Null(StrategyRules.Decide(scene.Definition, frame with { InSession = false }));
    }
}
