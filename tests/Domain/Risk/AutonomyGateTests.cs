using System.Collections.Immutable;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;
using Countersign.Tests.Domain.Accounts;
using Countersign.Tests.Domain.TradeIdeas;
using Xunit;

namespace Countersign.Tests.Domain.Risk;

public sealed class AutonomyGateTests
{
    private static readonly ImmutableArray<DayOfWeek> Weekdays =
        [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday];

    // 6 May 2014 was a Tuesday; noon UTC is 13:00 in London.
    private static readonly AutonomyHours London = new(new TimeOnly(8, 0), new TimeOnly(17, 0), "Europe/London", Weekdays);

    private static readonly AutonomySettings Assisted = new(AutonomyMode.Assisted, 0.7, new Quantity(10_000m));

    private static readonly AutonomySettings Automatic = new(
        AutonomyMode.Automatic, 0.7, new Quantity(10_000m), 3, 5m, 1_000m, [London]);

    private static readonly AutonomyFacts Calm = new(StrategyTrades: 0, AccountTrades: 0, DrawdownPercent: 0m, DayResult: 0m);

    [Fact]
    public void Automatic_WhereEveryConditionHolds_GoesOnItsOwnAndNamesEachWithFigureAndLimit()
    {
        var decision = Decide(Automatic);

        Assert.IsType<AutonomyDecision.Auto>(decision);
        Assert.Equal(
            [
                AutonomyCheck.Mode, AutonomyCheck.Confidence, AutonomyCheck.Quantity, AutonomyCheck.OpenTrades, AutonomyCheck.Drawdown,
                AutonomyCheck.DailyTarget, AutonomyCheck.Hours,
            ],
            decision.Conditions!.Value.Select(c => c.Check));
        Assert.Equal(("0.8", "at least 0.7"), Text(decision, AutonomyCheck.Confidence));
        Assert.Equal(("10000", "at most 10000"), Text(decision, AutonomyCheck.Quantity));
        Assert.Equal(("0", "below 3"), Text(decision, AutonomyCheck.OpenTrades));
        Assert.Equal(("0 %", "below 5 %"), Text(decision, AutonomyCheck.Drawdown));
        Assert.Equal(("0", "below 1000"), Text(decision, AutonomyCheck.DailyTarget));
    }

    [Theory]
    [InlineData(0.7, true)]
    [InlineData(0.6999, false)]
    [InlineData(double.NaN, false)]
    public void Automatic_BelowItsConfidence_Asks(double confidence, bool auto) =>
        Assert.Equal(auto, Decide(Automatic, confidence: confidence) is AutonomyDecision.Auto);

    [Theory]
    [InlineData(10_000, true)]
    [InlineData(10_001, false)]
    public void Automatic_AboveItsSize_Asks(int quantity, bool auto) =>
        Assert.Equal(auto, Decide(Automatic, quantity: quantity) is AutonomyDecision.Auto);

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public void Automatic_WithAsManyTradesOpenAsItMay_Asks(int trades, bool auto) =>
        Assert.Equal(auto, Decide(Automatic, Calm with { StrategyTrades = trades, AccountTrades = 99 }) is AutonomyDecision.Auto);

    [Theory]
    [InlineData(4.9999, true)]
    [InlineData(5.0, false)]
    public void Automatic_InADrawdown_TurnsIntoManual(double drawdown, bool auto)
    {
        var decision = Decide(Automatic, Calm with { DrawdownPercent = (decimal)drawdown });

        Assert.Equal(auto, decision is AutonomyDecision.Auto);
        Assert.Equal(auto ? [] : [AutonomyCheck.Drawdown], Broken(decision));
    }

    [Theory]
    [InlineData(999.99, true)]
    [InlineData(1000, false)]
    public void Automatic_WithTheDaysTargetReached_Asks(double result, bool auto) =>
        Assert.Equal(auto, Decide(Automatic, Calm with { DayResult = (decimal)result }) is AutonomyDecision.Auto);

    // Noon UTC of 6 May 2014 is 13:00 in London.
    [Theory]
    [InlineData(0, true)]
    [InlineData(4, false)]
    [InlineData(-5, true)]
    [InlineData(-6, false)]
    [InlineData(96, false)]
    public void Automatic_OutsideItsHours_Asks(int hours, bool auto) =>
        Assert.Equal(auto, Decide(Automatic, now: Desk.Now.AddHours(hours)) is AutonomyDecision.Auto);

    [Fact]
    public void Automatic_InHoursAcrossMidnight_CountsTheNightToTheDayItBeganOn()
    {
        var night = Automatic with { Hours = [new AutonomyHours(new TimeOnly(22, 0), new TimeOnly(2, 0), "UTC", [DayOfWeek.Tuesday])] };

        Assert.IsType<AutonomyDecision.Auto>(Decide(night, now: Desk.Now.AddHours(13)));
        Assert.IsType<AutonomyDecision.NeedsApproval>(Decide(night, now: Desk.Now.AddHours(-11)));
    }

    [Fact]
    public void Automatic_WithoutConditions_LetsEverythingThrough() =>
        Assert.IsType<AutonomyDecision.Auto>(Decide(new AutonomySettings(AutonomyMode.Automatic), new AutonomyFacts(), 1e9m, double.NaN));

    [Fact]
    public void Automatic_WithEveryFactMissing_FailsClosedAndSaysWhichAreUnknown()
    {
        var decision = Decide(Automatic, new AutonomyFacts(), confidence: null);

        Assert.IsType<AutonomyDecision.NeedsApproval>(decision);
        Assert.Equal(
            [AutonomyCheck.Confidence, AutonomyCheck.OpenTrades, AutonomyCheck.Drawdown, AutonomyCheck.DailyTarget], Broken(decision));
        Assert.All(decision.Conditions!.Value.Where(c => !c.Holds), c => Assert.Equal("unknown", c.Figure));
    }

    [Fact]
    public void Automatic_OnAConditionThatBreaks_FailsClosed()
    {
        var nowhere = Automatic with { Hours = [London with { Zone = "Atlantis/Sunken" }] };

        var decision = Decide(nowhere);

        Assert.IsType<AutonomyDecision.NeedsApproval>(decision);
        Assert.Contains("TimeZoneNotFoundException", decision.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Mode_ThatNobodyKnows_FailsClosed() =>
        Assert.IsType<AutonomyDecision.NeedsApproval>(Decide(new AutonomySettings((AutonomyMode)7)));

    [Theory]
    [InlineData(10_000, 0.7, true)]
    [InlineData(10_001, 0.7, false)]
    [InlineData(10_000, 0.69, false)]
    public void Assisted_LetsThroughOnlySmallAndClearEntries(int quantity, double confidence, bool auto) =>
        Assert.Equal(auto, Decide(Assisted, quantity: quantity, confidence: confidence) is AutonomyDecision.Auto);

    [Fact]
    public void Assisted_WithoutBoundsThatAPersonSet_Asks()
    {
        var decision = Decide(new AutonomySettings(AutonomyMode.Assisted), quantity: 1m, confidence: 1);

        Assert.Equal([AutonomyCheck.Confidence, AutonomyCheck.Quantity], Broken(decision));
    }

    [Theory]
    [InlineData(AutonomyMode.Assisted, true)]
    [InlineData(AutonomyMode.Automatic, true)]
    [InlineData(AutonomyMode.Manual, false)]
    public void Exit_OfAnySizeAtAnyTime_GoesOnItsOwnUnlessAPersonDecidesEverything(AutonomyMode mode, bool auto)
    {
        var decision = AutonomyGate.Decide(new AutonomyInputs(
            Order(1e9m), true, 0.0, new Autonomy.Governed(Automatic with { Mode = mode }), new AutonomyFacts(), Risk(alone: 1m),
            Desk.Now.AddHours(12)));

        Assert.Equal(auto, decision is AutonomyDecision.Auto);
    }

    public static TheoryData<Autonomy?, Autonomy?, bool> Pairs => new()
    {
        { new Autonomy.Governed(Automatic), null, true },
        { new Autonomy.Governed(Automatic), new Autonomy.Governed(Automatic), true },
        { new Autonomy.Governed(Automatic), new Autonomy.ApproveEverything(), false },
        { new Autonomy.Governed(Automatic), new Autonomy.Governed(new AutonomySettings(AutonomyMode.Manual)), false },
        { new Autonomy.Governed(Automatic), new Autonomy.AutoUnder(new Quantity(10_000m)), true },
        { new Autonomy.Governed(Automatic), new Autonomy.AutoUnder(new Quantity(9_999m)), false },
        { new Autonomy.ApproveEverything(), new Autonomy.Governed(Automatic), false },
        { new Autonomy.AutoUnder(new Quantity(9_999m)), new Autonomy.Governed(Automatic), false },
        { new Autonomy.AutoUnder(new Quantity(10_000m)), new Autonomy.Governed(Assisted), true },
        { new Autonomy.Governed(Assisted), new Autonomy.Governed(Automatic with { ConfidenceMin = 0.9 }), false },
    };

    [Theory]
    [MemberData(nameof(Pairs))]
    public void StrategyAndAccount_TheStricterWins(Autonomy? strategy, Autonomy? account, bool auto)
    {
        var decision = Decide(strategy!, Calm with { Account = account });

        Assert.Equal(auto, decision is AutonomyDecision.Auto);
        Assert.Equal(account is not null, decision.Conditions!.Value.Any(c => c.Level == RiskLevel.Account));
    }

    [Fact]
    public void Account_CountsItsOwnTrades()
    {
        var facts = Calm with { StrategyTrades = 0, AccountTrades = 3, Account = new Autonomy.Governed(Automatic) };

        var broken = Assert.Single(Decide(Automatic, facts).Conditions!.Value, c => !c.Holds);

        Assert.Equal((RiskLevel.Account, AutonomyCheck.OpenTrades, "3"), (broken.Level, broken.Check, broken.Figure));
    }

    [Theory]
    [InlineData(10_000, true)]
    [InlineData(9_999, false)]
    public void SizeThatNeedsTwoPeople_NeverGoesOnItsOwn(int alone, bool auto)
    {
        var decision = Decide(Automatic, risk: Risk(alone));

        Assert.Equal(auto, decision is AutonomyDecision.Auto);
        Assert.Equal(auto ? [] : [AutonomyCheck.FourEyes], Broken(decision));
    }

    [Fact]
    public void FourEyes_OfSeveralLevels_TheTightestCountsAndIsNamed()
    {
        var facts = Risk(20_000m) with { Levels = new RiskLevels(Tenant: new PolicyInForce(new RiskCaps { FourEyesQuantity = new Quantity(9_999m) })) };

        var condition = Assert.Single(FourEyes.Conditions(Order(10_000m), facts));

        Assert.Equal((RiskLevel.Tenant, false, "10000"), (condition.Level, condition.Holds, condition.Figure));
    }

    [Fact]
    public void FourEyes_ByAmount_CountInTheAccountsCurrencyAndNeedTwoWhereThatIsUnknown()
    {
        var facts = Risk(null) with
        {
            Account = Risk(null).Account with { Limits = Desk.Wide with { Caps = new RiskCaps { FourEyesNotional = 13_902m } } },
        };

        Assert.True(FourEyes.NeedsTwo(Order(10_000m), facts));
        Assert.False(FourEyes.NeedsTwo(Order(10_000m), facts with { Exposure = Rate(1m) }));
        Assert.True(FourEyes.NeedsTwo(Order(10_001m), facts with { Exposure = Rate(1m) }));
        Assert.True(FourEyes.NeedsTwo(Order(10_000m), facts with { Exposure = Rate(1.01m) }));
        Assert.True(FourEyes.NeedsTwo(Order(10_000m), facts with { Exposure = Rate(null) }));
    }

    [Fact]
    public void FourEyes_ThatNobodyAskedFor_AreNotNeeded() => Assert.False(FourEyes.NeedsTwo(Order(1e12m), Risk(null)));

    [Fact]
    public void Reason_OfARefusal_NamesWhatDoesNotHoldAndNothingElse()
    {
        var reason = Decide(Automatic, confidence: 0.5).Reason;

        Assert.Equal("A person decides: strategy confidence 0.5 (at least 0.7).", reason);
    }

    private static AutonomyCheck[] Broken(AutonomyDecision decision) => [.. decision.Conditions!.Value.Where(c => !c.Holds).Select(c => c.Check)];

    private static (string Figure, string Limit) Text(AutonomyDecision decision, AutonomyCheck check)
    {
        var condition = Assert.Single(decision.Conditions!.Value, c => c.Check == check);
        return (condition.Figure, condition.Limit);
    }

    private static AutonomyDecision Decide(
        AutonomySettings settings, AutonomyFacts? facts = null, decimal quantity = 10_000m, double? confidence = 0.8,
        DateTimeOffset? now = null, RiskFacts? risk = null) => Decide(new Autonomy.Governed(settings), facts, quantity, confidence, now, risk);

    private static AutonomyDecision Decide(
        Autonomy autonomy, AutonomyFacts? facts = null, decimal quantity = 10_000m, double? confidence = 0.8, DateTimeOffset? now = null,
        RiskFacts? risk = null) => AutonomyGate.Decide(new AutonomyInputs(
        Order(quantity), false, confidence, autonomy, facts ?? Calm, risk ?? Risk(null), now ?? Desk.Now));

    private static OrderIntent Order(decimal quantity) => new(Desk.EurUsd, Side.Buy, new Quantity(quantity));

    private static RiskFacts Risk(decimal? alone) => Ideas.Risk(
        Desk.Quote(), Desk.Wide with { Caps = new RiskCaps { FourEyesQuantity = alone is { } most ? new Quantity(most) : null } });

    private static RiskExposure Rate(decimal? rate) => new(rate, null, null, 0, 0, 0, null, null, null, null, 0, null, null);
}
