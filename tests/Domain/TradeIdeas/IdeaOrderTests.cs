using Countersign.Domain.Audit;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.TradeIdeas;
using Countersign.Tests.Domain.Accounts;
using Countersign.Tests.Domain.Audit;
using Xunit;
using static Countersign.Domain.TradeIdeas.TradeIdeaStatus;

namespace Countersign.Tests.Domain.TradeIdeas;

/// <summary>What becomes of an idea follows from its order, whenever that ends.</summary>
public sealed class IdeaOrderTests
{
    public static TheoryData<OrderStatus> StatusesOnTheWay =>
    [
        .. Enum.GetValues<OrderStatus>().Where(s => !OrderStateMachine.IsFinal(s)),
    ];

    public static TheoryData<OrderStatus> Ends => [.. Enum.GetValues<OrderStatus>().Where(OrderStateMachine.IsFinal)];

    [Theory]
    [MemberData(nameof(StatusesOnTheWay))]
    public void Order_ThatHasNotEnded_LeavesTheIdeaExecutingAlsoWhereItsFateIsUnknown(OrderStatus status)
    {
        foreach (var idea in new[] { Ideas.Approved(), Ideas.GoingOnItsOwn() })
        {
            Assert.Empty(Ideas.Tell(idea, Ideas.Order(status)).Events());
            Assert.Empty(Ideas.Tell(idea, Ideas.Order(status, filled: 300m)).Events());
            Assert.True(idea.IsToBeExecuted);
        }
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public void Order_ThatEndedWithSomethingFilled_ExecutedTheIdeaWithThatMuchAtTheAveragePrice(OrderStatus status)
    {
        foreach (var (idea, executed) in new[] { (Ideas.Approved(), Approved), (Ideas.GoingOnItsOwn(), AutoExecuted) })
        {
            var ended = idea.After(Ideas.Tell(idea, Ideas.Order(status, 400m, 1.39015m)));

            Assert.Equal((executed, new Price(1.39015m), new Quantity(400m)), (ended.Status, ended.FillPrice, ended.FilledQuantity));
            Assert.False(ended.IsToBeExecuted);
        }
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public void Order_ThatEndedWithNothingFilled_FailedTheIdeaAndSaysWhy(OrderStatus status)
    {
        foreach (var idea in new[] { Ideas.Approved(), Ideas.GoingOnItsOwn() })
        {
            var failed = idea.After(Ideas.Tell(idea, Ideas.Order(status)));

            var refusal = Assert.Single(failed.Refusals);
            Assert.Equal((Failed, "idea.unfilled"), (failed.Status, refusal.Code));
            Assert.Contains(status.ToString(), refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Order_ThatWasRefused_GivesTheIdeaItsReasons()
    {
        var idea = Ideas.Approved();

        var failed = idea.After(Ideas.Tell(idea, Ideas.Order(OrderStatus.Denied, refusal: new Refusal("risk.max_position", "Too large."))));

        Assert.Equal(["risk.max_position"], failed.Refusals.Codes());
    }

    [Fact]
    public void Order_WhoseEndIsToldTwice_ChangesNothingTheSecondTime()
    {
        var idea = Ideas.Approved();
        var filled = idea.After(Ideas.Tell(idea, Ideas.Order(OrderStatus.Filled, 1_000m)));
        var failed = idea.After(Ideas.Tell(idea, Ideas.Order(OrderStatus.Expired)));

        Assert.Empty(Ideas.Tell(filled, Ideas.Order(OrderStatus.Filled, 1_000m)).Events());
        Assert.Empty(Ideas.Tell(failed, Ideas.Order(OrderStatus.Expired)).Events());
    }

    [Fact]
    public void Order_OfAnIdeaThatNobodyDecided_IsRefused()
    {
        var idea = Ideas.NeedingApproval();

        Assert.Equal("idea.not_executing", Ideas.Tell(idea, Ideas.Order(OrderStatus.Filled, 1_000m)).RefusalCode());
    }

    [Fact]
    public void Fail_OfAnIdeaThatHasNoOrder_KeepsWhatItWasCheckedOnAndReplays()
    {
        var idea = Ideas.Approved();
        var facts = new ApprovalFacts(Ideas.Risk(Desk.Quote(time: Ideas.ExpiresAt)), RevalidationRules.Default);
        var inputs = TradeIdeaDecider.ApprovalInputsOf(idea, Desk.Manager, facts, Ideas.ExpiresAt);
        var command = new FailTradeIdea(Desk.Command(), Actor.Desk, TradeIdeaGate.Revalidate(inputs), inputs);

        var outcome = TradeIdeaDecider.Decide(idea, command, Ideas.ExpiresAt);

        Assert.Equal((Failed, "idea.expired"), (idea.After(outcome).Status, Assert.Single(idea.After(outcome).Refusals).Code));
        Assert.True(DecisionReplay.Recompute(outcome.Events()[0])!.Identical);
        Assert.Empty(TradeIdeaDecider.Decide(idea.After(outcome), command, Ideas.ExpiresAt).Events());
        Assert.Equal(
            "idea.not_executing", TradeIdeaDecider.Decide(Ideas.NeedingApproval(), command, Ideas.ExpiresAt).RefusalCode());
    }

    [Fact]
    public void Fill_FromBeforeQuantitiesWereKept_IsTheWholeIdeas()
    {
        var idea = TradeIdeaDecider.Apply(
            Ideas.Approved(), new TradeIdeaExecuted(TradeIdea.OrderIdOf(Ideas.Id), new Price(1.3902m), Desk.Now, Desk.Now));

        Assert.Equal(new Quantity(1_000m), idea.FilledQuantity);
    }

    [Fact]
    public void Ticket_OfAClosingIdea_CanOpenNothing()
    {
        Assert.True(Ideas.NeedingApproval(Ideas.Proposal with { Intent = TradeIntent.Close }).Ticket().ReduceOnly);
        Assert.False(Ideas.Approved().Ticket().ReduceOnly);
    }
}
