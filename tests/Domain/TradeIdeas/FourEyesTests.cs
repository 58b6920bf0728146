using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Risk;
using Countersign.Domain.TradeIdeas;
using Countersign.Tests.Domain.Accounts;
using Countersign.Tests.Domain.Audit;
using Countersign.Tests.Domain.Strategies;
using Xunit;

namespace Countersign.Tests.Domain.TradeIdeas;

/// <summary>The idea is for 1,000; two people decide above 999.</summary>
public sealed class FourEyesTests
{
    private static readonly Actor Anna = Actor.Parse("user:u-anna");

    private static readonly Actor Bert = Actor.Parse("user:u-bert");

    [Fact]
    public void Approve_OfALargeIdeaByTwoPeople_ExecutesItAtTheSecondAndKeepsBoth()
    {
        var idea = Ideas.NeedingApproval();

        var first = idea.After(Approve(idea, Anna, "Looks right."));
        var second = first.After(Approve(first, Bert, "Agreed."));

        Assert.Equal((TradeIdeaStatus.NeedsApproval, false), (first.Status, first.IsToBeExecuted));
        Assert.Equal(new FirstApproval(Anna, "Looks right.", Desk.Now), first.FirstApproval);
        Assert.Equal((TradeIdeaStatus.Approved, Bert, "Agreed.", true), (second.Status, second.DecidedBy, second.Note, second.IsToBeExecuted));
        Assert.Equal(Anna, second.FirstApproval!.By);
    }

    [Fact]
    public void Approve_OfALargeIdeaByOnePersonWithTwoSessions_IsRefusedAndOnRecord()
    {
        var first = FirstBy(Anna);

        var outcome = Approve(first, Anna);

        Assert.Equal(["idea.same_person"], outcome.Single<TradeIdeaApprovalRefused, TradeIdeaEvent>().Refusals.Codes());
        Assert.Equal(TradeIdeaStatus.NeedsApproval, first.After(outcome).Status);
        Assert.Equal(TradeIdeaStatus.Approved, first.After(outcome).After(Approve(first.After(outcome), Bert)).Status);
    }

    [Fact]
    public void Approve_OfALargeIdeaByWhoIsNobody_IsRefused()
    {
        var idea = Ideas.NeedingApproval();
        foreach (var machine in new[] { Actor.Desk, Actor.Gate, Actor.Strategy(Desk.StrategyId) })
        {
            Assert.Equal(["idea.not_a_person"], Approve(idea, machine).Single<TradeIdeaApprovalRefused, TradeIdeaEvent>().Refusals.Codes());
        }
    }

    [Fact]
    public void Approve_AfterTheMarketChangedBetweenFirstAndSecond_IsRefusedAndTheFirstStands()
    {
        var first = FirstBy(Anna);

        var refused = first.After(Approve(first, Bert, risk: Ideas.Risk(Desk.Quote(1.3958m, 1.3960m))));

        Assert.Equal((TradeIdeaStatus.NeedsApproval, Anna), (refused.Status, refused.FirstApproval!.By));
        Assert.Contains(refused.LastCheck!.Refusals, r => r.Code == "idea.price_moved");
        Assert.Equal(TradeIdeaStatus.Approved, refused.After(Approve(refused, Bert)).Status);
    }

    [Fact]
    public void Approve_AfterTradingWasHaltedBetweenFirstAndSecond_IsRefused() => Assert.Equal(
        ["risk.trading_halted"],
        Approve(FirstBy(Anna), Bert, risk: Ideas.Risk(Desk.Quote(), state: TradingState.Halted))
            .Single<TradeIdeaApprovalRefused, TradeIdeaEvent>().Refusals.Codes());

    [Fact]
    public void FirstApproval_OfAnIdeaThatExpires_ExpiresWithIt()
    {
        var first = FirstBy(Anna);
        var late = Approve(first, Bert, risk: Ideas.Risk(Desk.Quote(time: Ideas.ExpiresAt)), now: Ideas.ExpiresAt);

        Assert.Equal(["idea.expired"], late.Single<TradeIdeaApprovalRefused, TradeIdeaEvent>().Refusals.Codes());
        Assert.Equal(
            TradeIdeaStatus.Expired,
            first.After(TradeIdeaDecider.Decide(first, new ExpireTradeIdea(Desk.Command(), Actor.Desk), Ideas.ExpiresAt)).Status);
    }

    [Fact]
    public void FirstApproval_OnAMarketThatDisagrees_IsRefused()
    {
        var idea = Ideas.NeedingApproval();

        var refused = idea.After(Approve(idea, Anna, risk: Ideas.Risk(null)));

        Assert.Null(refused.FirstApproval);
    }

    [Fact]
    public void Approve_OfASizeThatOneMayDecide_NeedsOne()
    {
        var idea = Ideas.NeedingApproval();

        Assert.Equal(
            TradeIdeaStatus.Approved, idea.After(Ideas.Approve(idea, Ideas.Risk(Desk.Quote()).WithTwoAbove(1_000m), by: Anna)).Status);
    }

    [Fact]
    public void Approve_AfterTheLimitWasLifted_NeedsNoSecondPerson()
    {
        var first = FirstBy(Anna);

        Assert.Equal(TradeIdeaStatus.Approved, first.After(Ideas.Approve(first, by: Anna)).Status);
    }

    [Fact]
    public void Approve_OfALargeExit_NeedsOne()
    {
        var exit = Ideas.Propose(
            """ "entry":{"long":{"above":["close",2]}},"exit":{"long":{"above":["close",1]}}""", TradeIntent.Close, 1_000m, Scene.Long(1.38m));
        var idea = Ideas.NeedingApproval(exit);

        Assert.Equal(TradeIdeaStatus.Approved, idea.After(Approve(idea, Anna, risk: Ideas.Risk(Desk.Quote(), position: 1_000m))).Status);
    }

    [Fact]
    public void Reject_AfterAFirstApproval_EndsTheIdea()
    {
        var first = FirstBy(Anna);

        var rejected = first.After(TradeIdeaDecider.Decide(first, new RejectTradeIdea(Desk.Command(), Bert, "No."), Desk.Now));

        Assert.Equal((TradeIdeaStatus.Rejected, Bert), (rejected.Status, rejected.DecidedBy));
    }

    [Fact]
    public void Route_OfASizeThatNeedsTwoPeople_AsksWhateverTheStrategyMay()
    {
        var idea = ((TradeIdea?)null).After(Ideas.Raise(
            risk: Ideas.Risk(Desk.Quote()).WithTwoAbove(999m), autonomy: new Autonomy.Governed(new AutonomySettings(AutonomyMode.Automatic)),
            conditions: new AutonomyFacts()));

        Assert.Equal(TradeIdeaStatus.NeedsApproval, idea.Status);
    }

    private static TradeIdea FirstBy(Actor by)
    {
        var idea = Ideas.NeedingApproval();
        return idea.After(Approve(idea, by));
    }

    private static Outcome<TradeIdeaEvent> Approve(
        TradeIdea idea, Actor by, string? note = null, RiskFacts? risk = null, DateTimeOffset? now = null) =>
        Ideas.Approve(idea, (risk ?? Ideas.Risk(Desk.Quote())).WithTwoAbove(999m), now, note, by);
}
