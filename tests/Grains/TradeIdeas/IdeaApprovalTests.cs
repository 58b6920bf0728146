#if !ORLEANS
using Countersign.Domain.Risk;
using Countersign.Domain.TradeIdeas;
using Countersign.Grains.Audit;
using Xunit;
using static Countersign.Tests.Grains.TradeIdeas.IdeaDesk;

namespace Countersign.Tests.Grains.TradeIdeas;

public sealed class IdeaApprovalTests
{
    private readonly IdeaDesk desk = new();

    [Fact]
    public void Approval_OnAStaleScreen_IsRefusedAndThePreviewToldWhatHadChanged()
    {
        var idea = desk.Raise();
        desk.Tick(1.1060m, 1.1061m, TimeSpan.FromMinutes(20));

        var preview = desk.Preview(idea, Anna);
        var reply = desk.Approve(idea, Anna);

        Assert.Equal(["idea.price_moved"], Codes(reply));
        Assert.Equal(["idea.price_moved"], preview.Changes.Refusals.Select(r => r.Code));
        Assert.Equal((1.1001m, 1.1061m), (preview.Changes.Then.Price!.Value.Value, preview.Changes.Now.Price!.Value.Value));
        Assert.Equal(preview.Changes.MovedAgainst, desk.Get(idea).LastCheck!.MovedAgainst);
        Assert.Empty(desk.Venue.Orders);
    }

    [Fact]
    public void Preview_ChangesNothing()
    {
        var idea = desk.Raise();

        Assert.Empty(desk.Preview(idea, Anna).Changes.Refusals);
        Assert.Empty(desk.Preview(idea, Bert).Changes.Refusals);
        Assert.Null(desk.Get(idea).LastCheck);
    }

    [Fact]
    public void Approval_AfterTheStopWasPassed_IsRefused()
    {
        var idea = desk.Raise();
        desk.Tick(1.0898m, 1.0899m, TimeSpan.FromMinutes(20));

        Assert.Equal(["idea.beyond_stop"], Codes(desk.Approve(idea, Anna)));
    }

    [Fact]
    public void Approval_WithTheSpreadBlownOut_IsRefusedAndGoesThroughOnceItIsBack()
    {
        var idea = desk.Raise();
        desk.Tick(1.0990m, 1.1001m, TimeSpan.FromMinutes(1));
        var refused = desk.Approve(idea, Anna);
        desk.Tick(1.1000m, 1.1001m, TimeSpan.FromMinutes(2));

        Assert.Equal(["idea.spread_wide"], Codes(refused));
        Assert.Equal(TradeIdeaStatus.Approved, Done(desk.Approve(idea, Anna)).Status);
    }

    [Fact]
    public void Approval_ByTwoManagersAtOnce_PlacesOneOrderAndTellsTheOther()
    {
        var idea = desk.Raise();

        var replies = desk.ApproveAtOnce(idea, Anna, Bert);

        Assert.Single(replies, r => r is Reply<TradeIdea>.Done);
        Assert.Equal(["idea.not_waiting"], Codes(Assert.Single(replies, r => r is Reply<TradeIdea>.Refused)));
        Assert.Single(desk.Venue.Orders, o => o.Ticket.ParentId is null);
    }

    [Fact]
    public void FourEyes_OfOnePersonWithTwoSessions_AreTwoOfTheSame()
    {
        desk.RequireTwoAbove(5_000m);
        var idea = desk.Raise();

        var first = Done(desk.Approve(idea, Anna));
        var second = desk.Approve(idea, Anna);

        Assert.Equal((TradeIdeaStatus.NeedsApproval, Anna), (first.Status, first.FirstApproval!.By));
        Assert.Equal(["idea.same_person"], Codes(second));
        Assert.Empty(desk.Venue.Orders);
        Assert.Equal(TradeIdeaStatus.Approved, Done(desk.Approve(idea, Bert)).Status);
        Assert.Single(desk.Venue.Orders, o => o.Ticket.ParentId is null);
    }

    [Fact]
    public void FourEyes_OfTwoPeopleAtOnce_ExecuteOnce()
    {
        desk.RequireTwoAbove(5_000m);
        var idea = desk.Raise();

        var replies = desk.ApproveAtOnce(idea, Anna, Bert);

        Assert.All(replies, r => Assert.IsType<Reply<TradeIdea>.Done>(r));
        Assert.Equal(TradeIdeaStatus.Approved, desk.Get(idea).Status);
        Assert.Single(desk.Venue.Orders, o => o.Ticket.ParentId is null);
    }

    [Fact]
    public void FirstApproval_ThatIsSentAgain_IsNotTheSecondAlsoAfterARestart()
    {
        desk.RequireTwoAbove(5_000m);
        var idea = desk.Raise();
        var command = desk.Next();
        desk.Approve(idea, Anna, command);

        var again = Done(desk.Approve(idea, Anna, command));
        desk.Restart();
        desk.Tick(1.1000m, 1.1001m, TimeSpan.FromMinutes(1));
        var afterwards = Done(desk.Approve(idea, Anna, command));

        Assert.Equal((TradeIdeaStatus.NeedsApproval, TradeIdeaStatus.NeedsApproval), (again.Status, afterwards.Status));
        Assert.Equal(Anna, afterwards.FirstApproval!.By);
        Assert.Empty(desk.Venue.Orders);
    }

    [Fact]
    public void FourEyes_WithTradingHaltedBetweenFirstAndSecond_DoNotExecute()
    {
        desk.RequireTwoAbove(5_000m);
        var idea = desk.Raise();
        Done(desk.Approve(idea, Anna));
        desk.Halt();

        Assert.Equal(["risk.trading_halted"], Codes(desk.Approve(idea, Bert)));
        Assert.Empty(desk.Venue.Orders);
    }

    [Fact]
    public void FourEyes_WithTheMarketChangedBetweenFirstAndSecond_DoNotExecute()
    {
        desk.RequireTwoAbove(5_000m);
        var idea = desk.Raise();
        Done(desk.Approve(idea, Anna));
        desk.Tick(1.1060m, 1.1061m, TimeSpan.FromMinutes(5));

        Assert.Equal(["idea.price_moved"], Codes(desk.Approve(idea, Bert)));
        Assert.Equal(Anna, desk.Get(idea).FirstApproval!.By);
    }

    [Fact]
    public void FourEyes_AskForTheSecondPerson()
    {
        desk.RequireTwoAbove(5_000m);
        var idea = desk.Raise();
        Done(desk.Approve(idea, Anna));

        Assert.Contains(desk.Messenger.Asked, n => n.Subject.EndsWith("waits for a second approval", StringComparison.Ordinal));
        Assert.Equal(Anna, desk.Preview(idea, Bert).FirstApproval!.By);
        Assert.Equal(["idea.same_person"], desk.Preview(idea, Anna).Changes.Refusals.Select(r => r.Code));
        Assert.Empty(desk.Preview(idea, Bert).Changes.Refusals);
    }

    [Fact]
    public void Approval_InAnotherPersonsName_IsTheCallersOwn()
    {
        desk.RequireTwoAbove(5_000m);
        var idea = desk.Raise();

        Assert.Equal(Anna, Done(desk.ApproveInTheNameOf(Bert, idea, Anna)).FirstApproval!.By);
    }

    [Fact]
    public void Strategy_ThatWasHalted_HasItsIdeasHaltedAndItsWaitingOnesRefused()
    {
        var waiting = desk.Raise("i-waiting");
        desk.HaltStrategy();

        var next = desk.Raise("i-next", autonomy: new Autonomy.Governed(new AutonomySettings(AutonomyMode.Automatic)));

        Assert.Equal(["risk.trading_halted"], Codes(desk.Approve(waiting, Anna)));
        Assert.Equal(TradeIdeaStatus.Halted, desk.Get(next).Status);
        Assert.Empty(desk.Venue.Orders);
    }

    [Fact]
    public void Strategy_ThatMayGoAlone_AsksWhereItsAccountMayNot()
    {
        var alone = new Autonomy.Governed(new AutonomySettings(AutonomyMode.Automatic));
        desk.SetAutonomy(new Autonomy.ApproveEverything());
        var asks = desk.Raise("i-asks", autonomy: alone);
        desk.SetAutonomy(null);
        var goes = desk.Raise("i-goes", autonomy: alone);

        Assert.Equal(TradeIdeaStatus.NeedsApproval, desk.Get(asks).Status);
        Assert.Equal(TradeIdeaStatus.AutoExecuted, desk.Get(goes).Status);
    }

    [Fact]
    public void Strategy_OutsideItsHours_Asks()
    {
        var night = new AutonomyHours(new TimeOnly(18, 0), new TimeOnly(23, 0), "UTC", [.. Enum.GetValues<DayOfWeek>()]);
        var idea = desk.Raise(autonomy: new Autonomy.Governed(new AutonomySettings(AutonomyMode.Automatic, Hours: [night])));

        Assert.Equal(TradeIdeaStatus.NeedsApproval, desk.Get(idea).Status);
        Assert.Contains("hours", desk.Get(idea).Routing!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Strategy_WithAsManyTradesOpenAsItMay_Asks()
    {
        var two = new Autonomy.Governed(new AutonomySettings(AutonomyMode.Automatic, OpenTradesMax: 1));
        var first = desk.Raise("i-first", autonomy: two);
        var second = desk.Raise("i-second", autonomy: two);

        Assert.Equal(TradeIdeaStatus.AutoExecuted, desk.Get(first).Status);
        Assert.Equal(TradeIdeaStatus.NeedsApproval, desk.Get(second).Status);
    }
}
#endif
