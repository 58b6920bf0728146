using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;
using Xunit;

namespace Countersign.Tests.Domain.Strategies;

/// <summary>Where the stop and the target of an entry stand, and where the stop goes while the position is open.</summary>
public sealed class StopLevelTests
{
    private const string Never = """ "entry":{"long":{"above":["close",9]}},"stop":{"pips":20},""";

    [Fact]
    public void Stop_OfASwing_StandsBelowTheLowestLow_AndTheTargetAtAMultipleOfTheRisk()
    {
        var scene = Scene.With(
            """ "entry":{"long":{"above":["close",1.1]}},"stop":{"swing":{"bars":3,"offset":{"pips":2}}},"target":{"riskReward":2} """);
        scene.Range(1.0980m, 1.1010m, 1.1000m);
        scene.Range(1.0985m, 1.1010m, 1.1000m);
        scene.Range(1.0990m, 1.1010m, 1.1000m);

        var signal = scene.Range(1.0995m, 1.1015m, 1.1010m)!;

        Assert.Equal((new Price(1.0983m), new Price(1.1064m)), (signal.Stop!.Value, signal.Target!.Value));
    }

    [Fact]
    public void Stop_OfASwingForAShort_StandsAboveTheHighestAsk()
    {
        var scene = Scene.With(""" "entry":{"short":{"below":["close",1.1]}},"stop":{"swing":{"bars":2}} """);
        scene.Range(1.0990m, 1.1030m, 1.1000m, spread: 0.0002m);

        var signal = scene.Range(1.0980m, 1.1010m, 1.0990m, spread: 0.0002m)!;

        Assert.Equal(new Price(1.1032m), signal.Stop);
    }

    [Theory]
    [InlineData("""{"pips":30}""", null, 1.0970, 0.0030, TrailUnit.Distance)]
    [InlineData("""{"pips":30}""", """{"pips":20}""", 1.0980, 0.0030, TrailUnit.Distance)]
    [InlineData("""{"pips":30}""", """{"pips":50}""", 1.0970, 0.0030, TrailUnit.Distance)]
    [InlineData("""{"percent":1}""", null, 1.0890, 1.0, TrailUnit.Percent)]
    public void Stop_ThatTrailsAtOnce_IsTheVenuesOwn(string trailing, string? stop, double level, double trail, TrailUnit unit)
    {
        var more = stop is null ? string.Empty : $",\"stop\":{stop}";

        var signal = Scene.With($$$""" "entry":{"long":{"above":["close",1]}},"trailing":{{{trailing}}}{{{more}}} """).Close(1.1m)!;

        Assert.Equal(new Price((decimal)level), signal.Stop);
        Assert.Equal(new Trail((decimal)trail, unit), signal.StopTrail);
    }

    [Fact]
    public void Stop_ThatTrailsFromAGainOn_StaysAtFirst()
    {
        var signal = Scene.With(""" "entry":{"long":{"above":["close",1]}},"stop":{"pips":20},"trailing":{"pips":10,"after":{"pips":30}} """).Close(1.1m)!;

        Assert.Equal(new Price(1.0980m), signal.Stop);
        Assert.Null(signal.StopTrail);
    }

    [Fact]
    public void BreakEven_OnceTheRiskWasGained_MovesTheStopBeyondTheEntry()
    {
        var scene = Scene.With(Never + """ "breakEven":{"after":{"riskReward":1},"offset":{"pips":1}} """);
        scene.Close(1.1005m, Open());

        Assert.Null(scene.Evaluator.StopMove);
        Assert.Null(scene.Range(1.1000m, 1.1020m, 1.1010m, Open()));

        Assert.Equal(new StopMove(new Price(1.1001m), StopMoveReason.BreakEven), scene.Evaluator.StopMove);
    }

    [Fact]
    public void Trailing_AfterItsGain_FollowsTheBestPriceAndNeverGoesBack()
    {
        var scene = Scene.With(Never + """ "trailing":{"pips":20,"after":{"pips":30}} """);
        scene.Close(1.1025m, Open());
        Assert.Null(scene.Evaluator.StopMove);

        scene.Range(1.1020m, 1.1040m, 1.1035m, Open());
        Assert.Equal(new StopMove(new Price(1.1020m), StopMoveReason.Trailing), scene.Evaluator.StopMove);

        scene.Range(1.1025m, 1.1035m, 1.1030m, Open(stop: 1.1020m));
        Assert.Null(scene.Evaluator.StopMove);

        scene.Range(1.1025m, 1.1045m, 1.1040m, Open(stop: 1.1020m));
        Assert.Equal(new Price(1.1025m), scene.Evaluator.StopMove!.Value.Level);
    }

    [Fact]
    public void Trailing_OfAShort_FollowsTheLowestAsk()
    {
        var scene = Scene.With(""" "entry":{"short":{"below":["close",0.5]}},"stop":{"pips":20},"trailing":{"pips":20,"after":{"pips":30}} """);
        var position = Scene.Short(1.1m) with { OpenedAt = Scene.Start, FirstStop = new Price(1.1020m), ProtectiveStop = new Price(1.1020m) };
        scene.Close(1.0990m, position);

        scene.Range(1.0955m, 1.0970m, 1.0960m, position, spread: 0.0002m);

        Assert.Equal(new StopMove(new Price(1.0977m), StopMoveReason.Trailing), scene.Evaluator.StopMove);
    }

    [Fact]
    public void Trailing_PastWhichTheMarketHasGone_LeavesAtOnce()
    {
        var scene = Scene.With(Never + """ "trailing":{"pips":20,"after":{"pips":30}} """);
        scene.Close(1.1005m, Open());

        var signal = scene.Range(1.1005m, 1.1045m, 1.1010m, Open())!;

        Assert.Equal((SignalKind.ExitLong, SignalReason.Trail), (signal.Kind, signal.Reason));
        Assert.Contains("trailing stop belongs at 1.10250", Assert.Single(signal.Rationale), StringComparison.Ordinal);
        Assert.Null(scene.Evaluator.StopMove);
    }

    [Fact]
    public void Best_OfTheBarOfTheEntry_IsItsClose()
    {
        var scene = Scene.With(Never + """ "trailing":{"pips":20,"after":{"pips":30}} """);

        scene.Range(1.0990m, 1.1050m, 1.1010m, Open());

        Assert.Equal(new Price(1.1010m), scene.Evaluator.Memory.Best);
        Assert.Null(scene.Evaluator.StopMove);
    }

    [Fact]
    public void Trailing_WithoutAStopAtTheVenue_MovesNone()
    {
        var scene = Scene.With(Never + """ "trailing":{"pips":20,"after":{"pips":30}} """);
        scene.Close(1.1005m, Open() with { ProtectiveStop = null });

        scene.Range(1.1005m, 1.1045m, 1.1040m, Open() with { ProtectiveStop = null });

        Assert.Null(scene.Evaluator.StopMove);
    }

    private static StrategyPosition Open(decimal stop = 1.0980m) =>
        Scene.Long(1.1m) with { OpenedAt = Scene.Start, FirstStop = new Price(1.0980m), ProtectiveStop = new Price(stop) };
}
