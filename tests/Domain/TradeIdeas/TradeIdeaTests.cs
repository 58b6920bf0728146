using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;
using Countersign.Domain.Strategies;
using Countersign.Domain.TradeIdeas;
using Countersign.Tests.Domain.Accounts;
using Countersign.Tests.Domain.Audit;
using Xunit;
using static Countersign.Domain.TradeIdeas.TradeIdeaStatus;

namespace Countersign.Tests.Domain.TradeIdeas;

public sealed class TradeIdeaTests
{
    private static readonly HashSet<(TradeIdeaStatus From, TradeIdeaStatus To)> Legal =
    [
        (Waiting, NeedsApproval), (Waiting, AutoExecuted), (Waiting, Rejected), (Waiting, Expired), (Waiting, Failed), (Waiting, Halted),
        (NeedsApproval, Approved), (NeedsApproval, Rejected), (NeedsApproval, Expired), (NeedsApproval, Halted),
        (Approved, Failed),
    ];

    [Fact]
    public void CanMove_OverEveryPair_IsExactlyTheLegalOnes()
    {
        foreach (var from in Enum.GetValues<TradeIdeaStatus>())
        {
            foreach (var to in Enum.GetValues<TradeIdeaStatus>())
            {
                Assert.True(Legal.Contains((from, to)) == TradeIdeaStateMachine.CanMove(from, to), $"{from} to {to}");
            }
        }
    }

    [Fact]
    public void Raise_WhereEverythingNeedsApproval_WaitsForAPerson()
    {
        var outcome = Ideas.Raise();

        Assert.Collection(
            outcome.Events(),
            e => Assert.Equal(Ideas.Proposal, Assert.IsType<TradeIdeaRaised>(e).Proposal),
            e => Assert.IsType<AutonomyDecision.NeedsApproval>(Assert.IsType<TradeIdeaRouted>(e).Decision));
        var idea = ((TradeIdea?)null).After(outcome);
        Assert.Equal((NeedsApproval, false), (idea.Status, idea.IsToBeExecuted));
    }

    [Fact]
    public void Raise_UnderTheAutonomyLimit_IsExecutedOnItsOwn()
    {
        var idea = Ideas.GoingOnItsOwn();

        Assert.Equal((Waiting, true, Actor.Gate), (idea.Status, idea.IsToBeExecuted, idea.DecidedBy));
        Assert.Equal(AutoExecuted, idea.After(Execute(idea)).Status);
    }

    [Fact]
    public void Raise_AgainstARiskLimit_IsRejectedByTheGateWithItsReasons()
    {
        var limits = Desk.Wide with { MaxPosition = new Quantity(999m), MaxOpenIdeas = 2 };

        var idea = ((TradeIdea?)null).After(Ideas.Raise(risk: Ideas.Risk(Desk.Quote(), limits, open: 2)));

        Assert.Equal((Rejected, Actor.Gate), (idea.Status, idea.DecidedBy));
        Assert.Equal(["risk.max_position", "risk.max_open_ideas"], idea.Refusals.Codes());
    }

    [Fact]
    public void Raise_WhileTradingIsHalted_IsHalted()
    {
        var idea = ((TradeIdea?)null).After(Ideas.Raise(risk: Ideas.Risk(Desk.Quote(), state: TradingState.Halted)));

        Assert.Equal(Halted, idea.Status);
        Assert.Equal(["risk.trading_halted"], idea.Refusals.Codes());
    }

    [Fact]
    public void Raise_OfAnImpossibleProposal_NamesEveryFault()
    {
        var proposal = Ideas.Proposal with
        {
            Quantity = Quantity.Zero,
            Confidence = double.NaN,
            Snapshot = Ideas.Proposal.Snapshot with { Frame = WithoutNumber(Ideas.Proposal.Snapshot.Frame) },
        };

        var outcome = Ideas.Raise(proposal, expiresAt: Desk.Now);

        Assert.Equal(["idea.proposal", "idea.proposal", "idea.proposal", "idea.expired"], outcome.Refusals().Codes());
    }

    [Fact]
    public void Raise_OfAKnownIdea_IsRefused()
    {
        var raise = new RaiseTradeIdea(Desk.Command(), Actor.Gate, Ideas.Id, Ideas.Proposal, Ideas.ExpiresAt);
        var facts = new RaiseFacts(Ideas.Risk(Desk.Quote()), new Autonomy.ApproveEverything());

        Assert.Equal("idea.already_raised", TradeIdeaDecider.Decide(Ideas.NeedingApproval(), raise, facts, Desk.Now).RefusalCode());
    }

    [Fact]
    public void Reject_ByAPerson_KeepsTheReason()
    {
        var idea = Ideas.NeedingApproval();

        var rejected = idea.After(TradeIdeaDecider.Decide(idea, Reject("No conviction."), Desk.Now));

        Assert.Equal((Rejected, "No conviction.", Desk.Manager), (rejected.Status, rejected.Note, rejected.DecidedBy));
        Assert.Equal("idea.reason", TradeIdeaDecider.Decide(idea, Reject(" "), Desk.Now).RefusalCode());
    }

    [Fact]
    public void Expire_OnlyAfterItsTime_EndsTheIdea()
    {
        var idea = Ideas.NeedingApproval();
        var expire = new ExpireTradeIdea(Desk.Command(), Actor.Desk);

        Assert.Equal("idea.not_expired", TradeIdeaDecider.Decide(idea, expire, Ideas.ExpiresAt.AddTicks(-1)).RefusalCode());
        Assert.Equal(Expired, idea.After(TradeIdeaDecider.Decide(idea, expire, Ideas.ExpiresAt)).Status);
    }

    [Fact]
    public void Halt_OfAWaitingIdea_EndsIt()
    {
        var idea = Ideas.NeedingApproval();

        var halted = idea.After(TradeIdeaDecider.Decide(idea, new HaltTradeIdea(Desk.Command(), Desk.Manager, "Kill switch"), Desk.Now));

        Assert.Equal((Halted, "Kill switch"), (halted.Status, halted.Note));
    }

    [Fact]
    public void EveryDecision_OnADecidedIdea_IsRefusedAndNamesTheStatus()
    {
        var idea = Ideas.Approved();
        Outcome<TradeIdeaEvent>[] outcomes =
        [
            Ideas.Approve(idea),
            TradeIdeaDecider.Decide(idea, Reject("Late"), Desk.Now),
            TradeIdeaDecider.Decide(idea, new ExpireTradeIdea(Desk.Command(), Actor.Desk), Ideas.ExpiresAt),
            TradeIdeaDecider.Decide(idea, new HaltTradeIdea(Desk.Command(), Desk.Manager, "Late"), Desk.Now),
        ];

        Assert.All(outcomes, o =>
        {
            var refusal = Assert.Single(o.Refusals());
            Assert.Equal("idea.not_waiting", refusal.Code);
            Assert.Contains("Approved", refusal.Message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void EveryDecision_OnAnIdeaThatIsNotThere_IsRefused()
    {
        Assert.Equal("idea.not_found", Ideas.Approve(null).RefusalCode());
        Assert.Equal("idea.not_found", TradeIdeaDecider.Decide(null, Reject("x"), Desk.Now).RefusalCode());
        Assert.Equal("idea.not_found", Execute(null).RefusalCode());
        Assert.Equal("idea.not_found", Fail(null).RefusalCode());
    }

    [Fact]
    public void OrderId_OfAnIdea_FollowsFromItsId()
    {
        var ticket = Ideas.Approved().Ticket();

        Assert.Equal("o-7f3a", ticket.Id.Value);
        Assert.Equal((Ideas.Id, new Price(1.3802m)), (ticket.IdeaId, ticket.Stop));
    }

    [Fact]
    public void Ticket_OfAClosingIdea_HasNoProtectiveLevels()
    {
        var ticket = Ideas.NeedingApproval(Ideas.Proposal with { Intent = TradeIntent.Close }).Ticket();

        Assert.Null(ticket.Stop);
        Assert.Null(ticket.Target);
    }

    [Fact]
    public void RecordExecution_OfAnApprovedIdea_KeepsItApprovedWithItsFill_AndToldTwiceChangesNothing()
    {
        var idea = Ideas.Approved();

        var filled = idea.After(Execute(idea));

        Assert.Equal((Approved, new Price(1.3902m), false), (filled.Status, filled.FillPrice, filled.IsToBeExecuted));
        Assert.Equal(new Quantity(1_000m), filled.FilledQuantity);
        Assert.Empty(Execute(filled).Events());
        Assert.Empty(Fail(filled).Events());
    }

    [Fact]
    public void RecordExecution_OfAnotherOrderOrOfAnUndecidedIdea_IsRefused()
    {
        Assert.Equal("idea.other_order", Execute(Ideas.Approved(), OrderId.Parse("o-other")).RefusalCode());
        Assert.Equal("idea.not_executing", Execute(Ideas.NeedingApproval()).RefusalCode());
    }

    [Fact]
    public void RecordFailure_OfAnIdeaUnderWay_FailsItWithTheOrdersRefusals()
    {
        foreach (var idea in new[] { Ideas.Approved(), Ideas.GoingOnItsOwn() })
        {
            var failed = idea.After(Fail(idea));

            Assert.Equal(Failed, failed.Status);
            Assert.Equal(["venue.stale_price"], failed.Refusals.Codes());
            Assert.Empty(Fail(failed).Events());
        }
    }

    private static SignalFrame WithoutNumber(SignalFrame frame) => frame with { Current = frame.Current.Add("adx(14)", double.NaN) };

    private static RejectTradeIdea Reject(string reason) => new(Desk.Command(), Desk.Manager, reason);

    private static Outcome<TradeIdeaEvent> Execute(TradeIdea? idea, OrderId? order = null) =>
        Ideas.Tell(idea, Ideas.Order(OrderStatus.Filled, 1_000m, id: order));

    private static Outcome<TradeIdeaEvent> Fail(TradeIdea? idea) =>
        Ideas.Tell(idea, Ideas.Order(OrderStatus.Rejected, refusal: new Refusal("venue.stale_price", "Too old.")));
}
