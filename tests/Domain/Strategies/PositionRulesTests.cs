using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;
using Xunit;

namespace Countersign.Tests.Domain.Strategies;

/// <summary>Partial exits, exits by the clock, further entries, and the strategy's own caps.</summary>
public sealed class PositionRulesTests
{
    private const string Never = """ "entry":{"long":{"above":["close",9]}},"stop":{"pips":20},""";
    private const string Always = """ "entry":{"long":{"above":["close",1]}},"stop":{"pips":20},""";

    [Fact]
    public void Partial_AtItsGain_ReducesOnceAndWaitsForTheNext()
    {
        var scene = Scene.With(Never + """ "partials":[{"at":{"riskReward":1},"percent":50},{"at":{"pips":40},"percent":25}] """);
        Assert.Null(scene.Close(1.1010m, Open()));

        var first = scene.Close(1.1020m, Open())!;
        Assert.Equal(
            (SignalKind.ReduceLong, SignalReason.Partial, Closing.Part, 50m), (first.Kind, first.Reason, first.Closes, first.Percent!.Value));
        Assert.Contains("50 % at a gain of 20 pips", Assert.Single(first.Rationale), StringComparison.Ordinal);
        Assert.Null(scene.Close(1.1030m, Open(500m)));

        Assert.Equal(25m, scene.Close(1.1040m, Open(500m))!.Percent);
        Assert.Null(scene.Close(1.1090m, Open(300m)));
    }

    [Fact]
    public void Partial_WhoseGainIsGoneAgain_IsTakenAllTheSame()
    {
        var scene = Scene.With(Never + """ "partials":[{"at":{"pips":10},"percent":50},{"at":{"pips":40},"percent":25}] """);
        scene.Close(1.1m, Open());

        Assert.Equal(50m, scene.Range(1.1000m, 1.1050m, 1.1005m, Open())!.Percent);
        Assert.Equal(25m, scene.Close(1.1001m, Open(500m))!.Percent);
    }

    [Fact]
    public void Partial_WhileOneIsUnderWay_IsNotRaised()
    {
        var scene = Scene.With(Never + """ "partials":[{"at":{"pips":10},"percent":50}] """);

        Assert.Null(scene.Close(1.1020m, Open() with { ReducePending = true }));
        Assert.NotNull(scene.Close(1.1020m, Open()));
    }

    [Fact]
    public void Partial_OfANewPosition_BeginsAnew()
    {
        var scene = Scene.With(Never + """ "partials":[{"at":{"pips":10},"percent":50}] """);
        Assert.NotNull(scene.Close(1.1020m, Open()));
        Assert.Null(scene.Close(1.1020m, Open()));

        Assert.NotNull(scene.Close(1.1020m, Open() with { OpenedAt = Scene.Start.AddMinutes(2) }));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 3)]
    public void TimeExit_AfterItsBars_Leaves(int bars, int leavesAt)
    {
        var scene = Scene.With(Never + $$""" "timeExit":{"bars":{{bars}}} """);

        // A fill on the first tick after the bar's start: the bar of the entry is the first that counts.
        var position = Open() with { OpenedAt = Scene.Start.AddSeconds(1) };
        for (var bar = 1; bar < leavesAt; bar++)
        {
            Assert.Null(scene.Close(1.1m, position));
        }

        var signal = scene.Close(1.1m, position)!;
        Assert.Equal((SignalKind.ExitLong, SignalReason.Time), (signal.Kind, signal.Reason));
    }

    [Fact]
    public void TimeExit_AtATime_LeavesAtTheLastCloseBeforeIt()
    {
        var scene = Scene.With(Never + """ "timeExit":{"at":"00:04","zone":"UTC"} """);
        var opened = Open();
        Assert.Null(scene.Close(1.1m, opened));
        Assert.Null(scene.Close(1.1m, opened));
        Assert.Null(scene.Close(1.1m, opened));

        var signal = scene.Close(1.1m, opened)!;

        Assert.Equal((SignalReason.Time, Scene.Start.AddMinutes(4)), (signal.Reason, signal.Frame.Bar.End));
    }

    [Fact]
    public void TimeExit_AtATime_KeepsFromOpeningWhatItWouldLeaveAtOnce()
    {
        var scene = Scene.With(Always + """ "timeExit":{"at":"00:02","zone":"UTC"} """);

        Assert.NotNull(scene.Close(1.1m));
        Assert.Null(scene.Close(1.1m));
        Assert.NotNull(scene.Close(1.1m));
    }

    [Theory]
    [InlineData("2014-05-09T20:44:00Z", "2014-05-09T20:45:00Z", false)]
    [InlineData("2014-05-09T20:45:00Z", "2014-05-09T20:46:00Z", true)]
    [InlineData("2014-05-08T20:45:00Z", "2014-05-08T20:46:00Z", false)]
    public void TimeExit_OnFridays_IsDueByTheZonesClock(string start, string end, bool due)
    {
        var exit = new TimeExit(
            null, new WeeklyTime(new TimeOnly(16, 46, 30), TimeZoneInfo.FindSystemTimeZoneById("America/New_York"), [DayOfWeek.Friday]));
        var opened = new DateTimeOffset(2014, 5, 8, 9, 0, 0, TimeSpan.Zero);

        Assert.Equal(
            due,
            exit.IsDue(
                opened, DateTimeOffset.Parse(start, System.Globalization.CultureInfo.InvariantCulture),
                DateTimeOffset.Parse(end, System.Globalization.CultureInfo.InvariantCulture), TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void Pyramid_WhileItsRuleHolds_AddsUpToItsMost()
    {
        var scene = Scene.With(Always + """ "pyramid":{"max":3,"minDistance":{"pips":10}} """);
        Assert.Null(scene.Close(1.1005m, Open()));

        var second = scene.Close(1.1010m, Open())!;
        Assert.Equal((SignalKind.EnterLong, SignalReason.Pyramid, Closing.Nothing), (second.Kind, second.Reason, second.Closes));
        Assert.Equal("added to the open long position of 1000: entry 2 of at most 3", second.Rationale[0]);
        Assert.Equal(new Quantity(1000m), second.Basis.Held);

        // Filled at 1.1012: the average is 1.1006, and the next stands ten pips beyond 1.1012.
        var more = Open(2000m) with { EntryPrice = new Price(1.1006m) };
        Assert.Null(scene.Close(1.1021m, more));
        Assert.Equal(new Price(1.1012m), scene.Evaluator.Memory.LastEntry);
        Assert.Equal(SignalReason.Pyramid, scene.Close(1.1022m, more)!.Reason);
        Assert.Null(scene.Close(1.1090m, Open(3000m) with { EntryPrice = new Price(1.1012m) }));
    }

    [Fact]
    public void Position_WithoutAPyramid_IsNotAddedTo() => Assert.Null(Scene.With(Always + """ "maxOpenIdeas":5 """).Close(1.2m, Open()));

    [Fact]
    public void Caps_EntriesOfADay_AreCountedByTheTradingDay()
    {
        var scene = Scene.With(Always + """ "riskCaps":{"maxEntriesPerDay":2} """);

        Assert.NotNull(scene.Close(1.1m));
        Assert.NotNull(scene.Close(1.1m));
        Assert.Null(scene.Close(1.1m));

        scene.Evaluator.Memory = scene.Evaluator.Memory with { Day = new DateOnly(2014, 5, 5) };
        Assert.NotNull(scene.Close(1.1m));
    }

    [Theory]
    [InlineData(100_000, -1_999, true)]
    [InlineData(100_000, -2_000, false)]
    [InlineData(null, null, false)]
    public void Caps_LossOfTheDay_KeepsFromOpening(int? equity, int? realised, bool enters)
    {
        var scene = Scene.With(Always + """ "riskCaps":{"dailyLossPercent":2} """);

        Assert.Equal(enters, scene.Close(1.1m, StrategyPosition.Flat with { Equity = equity, RealisedToday = realised }) is not null);
    }

    private static StrategyPosition Open(decimal units = 1000m) => Scene.Long(1.1m) with
    {
        Quantity = new Quantity(units), OpenedAt = Scene.Start, FirstStop = new Price(1.0980m), ProtectiveStop = new Price(1.0980m),
    };
}
