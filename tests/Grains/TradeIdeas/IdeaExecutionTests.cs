#if !ORLEANS
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.TradeIdeas;
using Xunit;
using static Countersign.Tests.Grains.TradeIdeas.IdeaDesk;

namespace Countersign.Tests.Grains.TradeIdeas;

public sealed class IdeaExecutionTests
{
    private readonly IdeaDesk desk = new();

    [Fact]
    public void Idea_WhoseOrderFillsAtOnce_IsExecutedInTheReply()
    {
        var idea = desk.Raise();

        var approved = Done(desk.Approve(idea, Anna));

        Assert.Equal((TradeIdeaStatus.Approved, new Price(1.1001m), new Quantity(10_000m)), (approved.Status, approved.FillPrice, approved.FilledQuantity));
    }

    [Fact]
    public void Idea_WhoseOrderIsPartlyFilledAndThenCancelled_IsExecutedWithThatMuch()
    {
        desk.Venue.Answer = o => o.Ticket.ParentId is null
            ?
            [
                ScriptedVenue.Fill(o, 1_000m, 1.1001m), ScriptedVenue.Fill(o, 3_000m, 1.1005m),
                new BrokerReport.Cancelled("venue.ioc", "The rest was not to be had."),
            ]
            : [new BrokerReport.Accepted()];
        var idea = desk.Raise();

        var approved = Done(desk.Approve(idea, Anna));

        Assert.Equal((TradeIdeaStatus.Approved, new Price(1.1004m), new Quantity(4_000m)), (approved.Status, approved.FillPrice, approved.FilledQuantity));
    }

    [Fact]
    public void Idea_OfWhichNothingWasFilled_FailsWithTheReason()
    {
        desk.Venue.Answer = _ => [new BrokerReport.Rejected("venue.no_liquidity", "Nobody sells.")];
        var idea = desk.Raise();

        desk.Approve(idea, Anna);

        var failed = desk.Get(idea);
        Assert.Equal((TradeIdeaStatus.Failed, "venue.no_liquidity"), (failed.Status, Assert.Single(failed.Refusals).Code));
    }

    [Fact]
    public void Idea_WhoseOrderFillsLater_LearnsOfItFromTheAccount()
    {
        desk.Venue.Answer = _ => [new BrokerReport.Accepted()];
        var idea = desk.Raise();
        var placed = Done(desk.Approve(idea, Anna));
        var order = desk.Venue.Orders[0];

        desk.Report(order, ScriptedVenue.Fill(order, 4_000m, 1.1002m));
        var partly = desk.Get(idea);
        desk.Report(order, ScriptedVenue.Fill(order, 6_000m, 1.1007m));
        var whole = desk.Get(idea);

        Assert.Equal((TradeIdeaStatus.Approved, null, true), (placed.Status, placed.FillPrice, placed.IsToBeExecuted));
        Assert.Equal((TradeIdeaStatus.Approved, null, true), (partly.Status, partly.FillPrice, partly.IsToBeExecuted));
        Assert.Equal((new Price(1.1005m), new Quantity(10_000m), false), (whole.FillPrice, whole.FilledQuantity, whole.IsToBeExecuted));
    }

    [Fact]
    public void Idea_WhoseRestingOrderIsCancelledAfterAPart_IsExecutedWithThatPart()
    {
        desk.Venue.Answer = _ => [new BrokerReport.Accepted()];
        var idea = desk.Raise();
        desk.Approve(idea, Anna);
        var order = desk.Venue.Orders[0];

        desk.Report(
            order, ScriptedVenue.Fill(order, 4_000m, 1.1002m), new BrokerReport.Cancelled("venue.closed", "The market closes."));

        Assert.Equal((new Price(1.1002m), new Quantity(4_000m)), (desk.Get(idea).FillPrice, desk.Get(idea).FilledQuantity));
    }

    [Fact]
    public void Idea_WhoseRestingOrderExpires_Fails()
    {
        desk.Venue.Answer = _ => [new BrokerReport.Accepted()];
        var idea = desk.Raise();
        desk.Approve(idea, Anna);

        desk.Report(desk.Venue.Orders[0], new BrokerReport.Expired());

        Assert.Equal((TradeIdeaStatus.Failed, "idea.unfilled"), (desk.Get(idea).Status, Assert.Single(desk.Get(idea).Refusals).Code));
    }

    [Fact]
    public void Idea_WhoseOrderEndedWhileTheDeskWasDown_LearnsOfItAfterwards()
    {
        desk.Venue.Answer = _ => [new BrokerReport.Accepted()];
        var idea = desk.Raise();
        desk.Approve(idea, Anna);
        var order = desk.Venue.Orders[0];
        desk.Venue.Report(order, ScriptedVenue.Fill(order, 10_000m, 1.1003m));

        desk.Restart();
        desk.Tick(1.1000m, 1.1001m, TimeSpan.FromMinutes(1));

        Assert.False(desk.SettleIdea(idea).IsUnderWay);
        Assert.Equal(new Price(1.1003m), desk.Get(idea).FillPrice);
    }

    [Fact]
    public void Idea_WhoseOrdersFateIsUnknown_GoesOnExecutingUntilTheVenueTells()
    {
        desk.Venue.LosesAnswers = true;
        var idea = desk.Raise();

        desk.Approve(idea, Anna);
        desk.Venue.IsDown = true;
        var unknown = desk.SettleIdea(idea);
        (desk.Venue.IsDown, desk.Venue.LosesAnswers) = (false, false);
        var known = desk.SettleIdea(idea);

        Assert.Equal((TradeIdeaStatus.Approved, true), (unknown.Status, unknown.IsUnderWay));
        Assert.Equal((TradeIdeaStatus.Approved, false), (known.Status, known.IsUnderWay));
        Assert.Equal(new Price(1.1001m), desk.Get(idea).FillPrice);
        Assert.Single(desk.Venue.Orders, o => o.Ticket.ParentId is null);
    }

    [Fact]
    public void Idea_WhoseOrdersFateIsUnknownAcrossARestart_IsNeverFailedByGuess()
    {
        desk.Venue.LosesAnswers = true;
        var idea = desk.Raise();
        desk.Approve(idea, Anna);
        desk.Venue.IsDown = true;

        desk.Restart();
        desk.Tick(1.1000m, 1.1001m, TimeSpan.FromHours(2));

        Assert.True(desk.SettleIdea(idea).IsUnderWay);
    }

    [Fact]
    public void Idea_ApprovedJustBeforeTheDiskFailed_IsCheckedAgainBeforeItsOrderIsPlaced()
    {
        var idea = desk.Raise();
        desk.FailOrders();
        Assert.ThrowsAny<Exception>(() => desk.Approve(idea, Anna));
        desk.Restart();
        desk.Tick(1.1060m, 1.1061m, TimeSpan.FromMinutes(5));

        var moved = desk.SettleIdea(idea);
        Assert.Equal((TradeIdeaStatus.Approved, true), (moved.Status, moved.IsUnderWay));
        Assert.Empty(desk.Venue.Orders);

        desk.Tick(1.1000m, 1.1001m, TimeSpan.FromMinutes(6));
        Assert.False(desk.SettleIdea(idea).IsUnderWay);
        Assert.Equal(new Price(1.1001m), desk.Get(idea).FillPrice);
    }

    [Fact]
    public void Idea_ApprovedJustBeforeTheDiskFailed_IsNeverPlacedOnceItsTimeIsOver()
    {
        var idea = desk.Raise();
        desk.FailOrders();
        Assert.ThrowsAny<Exception>(() => desk.Approve(idea, Anna));
        desk.Restart();
        desk.Tick(1.1000m, 1.1001m, TimeSpan.FromHours(1));

        Assert.Equal(TradeIdeaStatus.Failed, desk.SettleIdea(idea).Status);

        var failed = desk.Get(idea);
        Assert.Equal("idea.expired", Assert.Single(failed.Refusals).Code);
        Assert.Empty(desk.Venue.Orders);
    }
}
#endif
