using Countersign.Domain.Accounts;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;
using Countersign.Domain.TradeIdeas;
using Countersign.Tests.Domain.Accounts;
using Countersign.Tests.Domain.Audit;
using Countersign.Tests.Domain.Strategies;
using Xunit;

namespace Countersign.Tests.Domain.TradeIdeas;

/// <summary>The idea was made at 1.3900 to 1.3902: buy 1,000, stop 1.3802, target 1.4102.</summary>
public sealed class IdeaChangesTests
{
    [Fact]
    public void Changes_OfAMarketThatMoved_ShowThenAndNow()
    {
        var changes = Changes(Ideas.Risk(Desk.Quote(1.3940m, 1.3945m, Desk.Now.AddMinutes(5)), position: 500m), Desk.Now.AddMinutes(5));

        Assert.Equal((1.3902m, 1.3945m), (changes.Then.Price!.Value.Value, changes.Now.Price!.Value.Value));
        Assert.Equal((0.0002m, 0.0005m), (changes.Then.Spread, changes.Now.Spread));
        Assert.Equal((0.0100m, 0.0143m), (changes.Then.ToStop, changes.Now.ToStop));
        Assert.Equal((0.0200m, 0.0157m), (changes.Then.ToTarget, changes.Now.ToTarget));
        Assert.Equal((Quantity.Zero, new Quantity(500m)), (changes.Then.Position, changes.Now.Position));
        Assert.Equal((0m, 697.25m), (changes.Then.Exposure, changes.Now.Exposure));
        Assert.Equal((100_000m, 100_000m), (changes.Then.Equity, changes.Now.Equity));
        Assert.Equal((0.0043m, 0.0050m, 0.0006m), (changes.MovedAgainst, changes.MoveLimit, changes.SpreadLimit));
        Assert.Equal((Desk.Now, Desk.Now.AddMinutes(5)), (changes.Then.At, changes.Now.At));
        Assert.Empty(changes.Refusals);
    }

    [Fact]
    public void Changes_OfASell_CountTheOtherWay()
    {
        var sell = Ideas.Proposal with { Side = Side.Sell, Stop = new Price(1.4000m), Target = new Price(1.3700m) };

        var changes = Changes(Ideas.Risk(Desk.Quote(1.3890m, 1.3892m)), proposal: sell);

        Assert.Equal((0.0100m, 0.0110m), (changes.Then.ToStop, changes.Now.ToStop));
        Assert.Equal((0.0200m, 0.0190m), (changes.Then.ToTarget, changes.Now.ToTarget));
        Assert.Equal(0.0010m, changes.MovedAgainst);
    }

    [Fact]
    public void Changes_OfAGateThatSaysNoNow_ShowBothVerdicts()
    {
        var changes = Changes(Ideas.Risk(Desk.Quote(), state: TradingState.Halted));

        Assert.Empty(changes.Then.Gate);
        Assert.Equal(["risk.trading_halted"], changes.Now.Gate.Codes());
        Assert.Equal((TradingState.Active, TradingState.Halted), (changes.Then.TradingState, changes.Now.TradingState));
        Assert.Equal(["risk.trading_halted"], changes.Refusals.Codes());
    }

    [Fact]
    public void Changes_WithoutAQuote_AreUnknownAndRefused()
    {
        var changes = Changes(Ideas.Risk(null));

        Assert.Equal((null, null, null, null), (changes.Now.Price, changes.Now.Spread, changes.MovedAgainst, changes.Now.Exposure));
        Assert.Contains("risk.no_price", changes.Refusals.Codes());
    }

    [Fact]
    public void Approval_OnAStaleScreen_IsRefusedAndTheIdeaTellsWhatChanged()
    {
        var idea = Ideas.NeedingApproval();

        var refused = idea.After(Ideas.Approve(idea, Ideas.Risk(Desk.Quote(1.3958m, 1.3960m, Desk.Now.AddMinutes(9))), Desk.Now.AddMinutes(9)));

        Assert.Equal(TradeIdeaStatus.NeedsApproval, refused.Status);
        Assert.Equal(["idea.price_moved"], refused.LastCheck!.Refusals.Codes());
        Assert.Equal((0.0058m, 0.0050m), (refused.LastCheck.MovedAgainst, refused.LastCheck.MoveLimit));
        Assert.Null(idea.LastCheck);
    }

    [Fact]
    public void Approval_ThatHolds_KeepsWhatHadChangedByThen()
    {
        var idea = Ideas.NeedingApproval();

        var approved = idea.After(Ideas.Approve(idea, Ideas.Risk(Desk.Quote(1.3910m, 1.3912m))));

        Assert.Equal(0.0010m, approved.LastCheck!.MovedAgainst);
        Assert.Empty(approved.LastCheck.Refusals);
    }

    [Fact]
    public void Approval_AfterTheStopWasPassed_IsRefused() => Assert.Equal(
        ["idea.beyond_stop"], Refusals(Ideas.Risk(Desk.Quote(1.3790m, 1.3792m))));

    // Three times the two pips of the making are allowed.
    [Theory]
    [InlineData(0.0006, new string[0])]
    [InlineData(0.0007, new[] { "idea.spread_wide" })]
    public void Approval_WithTheSpreadBlownOut_IsRefused(double spread, string[] codes) => Assert.Equal(
        codes, Refusals(Ideas.Risk(Desk.Quote(1.3902m - (decimal)spread, 1.3902m))));

    // Then the spread was zero; 0.01 % of the price is never too wide.
    [Theory]
    [InlineData(0.00013, new string[0])]
    [InlineData(0.00014, new[] { "idea.spread_wide" })]
    public void Approval_OfAnIdeaMadeWithoutASpread_AllowsTheLeast(double spread, string[] codes)
    {
        var tight = Ideas.Proposal with { Snapshot = Ideas.Proposal.Snapshot with { Quote = Desk.Quote(1.3902m, 1.3902m) } };

        Assert.Equal(codes, Refusals(Ideas.Risk(Desk.Quote(1.3902m - (decimal)spread, 1.3902m)), tight));
    }

    [Theory]
    [InlineData(1_000, new string[0])]
    [InlineData(400, new string[0])]
    [InlineData(0, new[] { "idea.nothing_to_close" })]
    [InlineData(-1_000, new[] { "idea.nothing_to_close" })]
    public void Approval_OfAnExitWhosePositionItsStopHasClosed_IsRefused(int position, string[] codes)
    {
        var exit = Ideas.Propose(
            """ "entry":{"long":{"above":["close",2]}},"exit":{"long":{"above":["close",1]}}""", TradeIntent.Close, 1_000m, Scene.Long(1.38m));

        Assert.Equal(codes, Refusals(Ideas.Risk(Desk.Quote(), position: position), exit));
    }

    [Fact]
    public void Approval_FromBeforeSpreadsWereLookedAt_ReplaysAsItWas()
    {
        var idea = Ideas.NeedingApproval();
        var approved = Ideas.Approve(idea).Single<TradeIdeaApproved, TradeIdeaEvent>();
        var old = approved with
        {
            Inputs = approved.Inputs with
            {
                SpreadThen = null, People = null, Rules = new RevalidationRules(0.001m, 0.5m),
                Facts = Ideas.Risk(Desk.Quote(1.3802m, 1.3902m)),
            },
        };

        Assert.True(DecisionReplay.Recompute(old)!.Identical);
    }

    private static IdeaChanges Changes(RiskFacts facts, DateTimeOffset? now = null, TradeProposal? proposal = null)
    {
        var idea = Ideas.NeedingApproval(proposal);
        var inputs = TradeIdeaDecider.ApprovalInputsOf(
            idea, Desk.Manager, new ApprovalFacts(facts, RevalidationRules.Default), now ?? Desk.Now);
        return IdeaChanges.Of(idea, inputs);
    }

    private static string[] Refusals(RiskFacts facts, TradeProposal? proposal = null)
    {
        var idea = Ideas.NeedingApproval(proposal);
        return idea.After(Ideas.Approve(idea, facts)).LastCheck!.Refusals.Codes();
    }
}
