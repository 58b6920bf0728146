using Countersign.Domain.Accounts;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Tests.Domain.Audit;
using Xunit;
using static Countersign.Tests.Domain.Accounts.OrderScene;

namespace Countersign.Tests.Domain.Accounts;

/// <summary>Amendments and cancels, and their races against fills.</summary>
public sealed class AmendmentTests
{
    private static readonly OrderTicket Resting = Limit("o-1", Side.Buy, 1_000m, 1.38m);

    private static readonly OrderAmendment Larger = new(new Quantity(1_500m));

    [Fact]
    public void Amend_OfARestingOrder_AsksTheVenueAndStandsOnceItAnswers()
    {
        var amendment = new OrderAmendment(new Quantity(1_500m), new Price(1.385m));
        var desk = new OrderScene().Rest(Resting).Amend("o-1", amendment);
        Assert.Equal(OrderStatus.PendingReplace, desk["o-1"].Status);
        Assert.Equal(new Price(1.38m), desk["o-1"].Working.LimitPrice);

        desk.Tell("o-1", new BrokerReport.Amended(amendment));

        Assert.Equal((OrderStatus.Accepted, new Price(1.385m)), (desk["o-1"].Status, desk["o-1"].Working.LimitPrice));
        Assert.Equal(new Quantity(1_500m), desk["o-1"].Remaining);
        Assert.Equal(Resting, desk["o-1"].Ticket);
    }

    [Fact]
    public void Amend_Rejected_LeavesTheOrderAsItWas()
    {
        var desk = new OrderScene().Rest(Resting).Amend("o-1", Larger).Tell("o-1", AmendRejected);

        Assert.Equal((OrderStatus.Accepted, new Quantity(1_000m), null), (desk["o-1"].Status, desk["o-1"].Working.Quantity, desk["o-1"].Asked));
        Assert.Equal(["venue.too_late"], desk["o-1"].Refusals.Codes());
    }

    [Fact]
    public void Amend_ThatIsAskedAlreadyOrChangesNothing_YieldsNoEvent()
    {
        var desk = new OrderScene().Rest(Resting);
        Assert.Empty(desk.TryAmend("o-1", new OrderAmendment(new Quantity(1_000m), new Price(1.38m))).Events());

        desk.Amend("o-1", Larger);

        Assert.Empty(desk.TryAmend("o-1", Larger).Events());
        desk.Tell("o-1", Amended(1_500m));
        Assert.Empty(desk.TryAmend("o-1", Larger).Events());
    }

    [Fact]
    public void Amend_WhileAnotherIsUnanswered_IsRefused()
    {
        var desk = new OrderScene().Rest(Resting).Amend("o-1", Larger);

        Assert.Equal("order.amend_pending", desk.TryAmend("o-1", new OrderAmendment(new Quantity(2_000m))).RefusalCode());
    }

    [Fact]
    public void Amend_BelowWhatIsFilled_IsRefused()
    {
        var desk = new OrderScene().Rest(Resting).Tell("o-1", Filled(600m, "x-1", 1.38m));

        Assert.Equal("order.below_filled", desk.TryAmend("o-1", new OrderAmendment(new Quantity(600m))).RefusalCode());
        Assert.Single(desk.TryAmend("o-1", new OrderAmendment(new Quantity(601m))).Events());
    }

    [Fact]
    public void Amend_OfAnOrderNotConfirmedBeingCancelledOrFinished_IsRefused()
    {
        var desk = new OrderScene().Place(Resting);
        Assert.Equal("order.unconfirmed", desk.TryAmend("o-1", Larger).RefusalCode());

        desk.Tell("o-1", Accepted).Cancel("o-1");
        Assert.Equal("order.cancel_pending", desk.TryAmend("o-1", Larger).RefusalCode());

        desk.Tell("o-1", Cancelled);
        Assert.Equal("execution.order_finished", desk.TryAmend("o-1", Larger).RefusalCode());
        Assert.Equal("execution.unknown_order", desk.TryAmend("o-9", Larger).RefusalCode());
    }

    [Fact]
    public void Amend_ToMoreThanTheRiskLimit_IsRefused()
    {
        var account = Desk.Opened(Desk.Wide with { MaxPosition = new Quantity(1_200m) });
        var desk = new OrderScene(account).Rest(Resting);

        Assert.Contains("risk.max_position", desk.TryAmend("o-1", Larger).Refusals().Codes());
    }

    [Fact]
    public void Amend_WhileHalted_MayOnlyMakeTheOrderSmaller()
    {
        var desk = new OrderScene().Rest(Resting);
        desk.Step(AccountDecider.Decide(
            desk.Account, new SetTradingState(Desk.Command(), Desk.Manager, TradingState.Halted, "Friday"), Desk.Now));

        Assert.Contains("risk.trading_halted", desk.TryAmend("o-1", new OrderAmendment(LimitPrice: new Price(1.389m))).Refusals().Codes());
        Assert.Single(desk.TryAmend("o-1", new OrderAmendment(new Quantity(500m))).Events());
    }

    [Fact]
    public void Amend_OfAnAttachedOrder_MovesItsLevelButNotItsQuantity()
    {
        var desk = new OrderScene().Place(Ticket("o-1", Side.Buy, 600m) with { Stop = new Price(1.38m) })
            .Tell("o-1", Filled(600m, "x-1")).Tell("o-1-sl", Accepted);

        Assert.Equal("order.attached_quantity", desk.TryAmend("o-1-sl", new OrderAmendment(new Quantity(500m))).RefusalCode());
        Assert.Single(desk.TryAmend("o-1-sl", new OrderAmendment(TriggerPrice: new Price(1.385m))).Events());
    }

    [Fact]
    public void PendingReplace_FillsInPart_StaysPendingUntilTheVenueAnswers()
    {
        var desk = new OrderScene().Rest(Resting).Amend("o-1", Larger).Tell("o-1", Filled(300m, "x-1", 1.38m));
        Assert.Equal((OrderStatus.PendingReplace, 300m), (desk["o-1"].Status, desk.Position));

        desk.Tell("o-1", Amended(1_500m));

        Assert.Equal((OrderStatus.PartiallyFilled, 1_200m), (desk["o-1"].Status, desk["o-1"].Remaining.Value));
    }

    [Fact]
    public void PendingReplace_FillsWholeOnItsOldTerms_IsFilledAndTheRejectChangesNothing()
    {
        var desk = new OrderScene().Rest(Resting).Amend("o-1", Larger).Tell("o-1", Filled(1_000m, "x-1", 1.38m), AmendRejected);

        Assert.Equal((OrderStatus.Filled, 1_000m), (desk["o-1"].Status, desk.Position));
        Assert.Empty(desk.Account.Orders.Open);
    }

    [Fact]
    public void Amended_ToWhatIsFilledMeanwhile_IsFilled()
    {
        var desk = new OrderScene().Rest(Resting).Amend("o-1", new OrderAmendment(new Quantity(600m)))
            .Tell("o-1", Filled(600m, "x-1", 1.38m), Amended(600m));

        Assert.Equal(OrderStatus.Filled, desk["o-1"].Status);
        Assert.Empty(desk.Events.OfType<ExcessFilled>());
    }

    [Fact]
    public void Amended_ByTheVenueUnasked_IsTheTruth()
    {
        var desk = new OrderScene().Rest(Resting).Tell("o-1", Amended(700m));

        Assert.Equal((OrderStatus.Accepted, 700m), (desk["o-1"].Status, desk["o-1"].Remaining.Value));
        var events = desk.Events.Count;
        desk.Tell("o-1", Amended(700m));
        Assert.Equal(events, desk.Events.Count);
    }

    [Fact]
    public void Cancel_OfARestingOrder_IsDoneOnlyOnceTheVenueSaysSo()
    {
        var desk = new OrderScene().Rest(Resting).Cancel("o-1");
        Assert.Equal((OrderStatus.PendingCancel, 1_000m), (desk["o-1"].Status, desk.Account.Orders.UnderWay(Desk.EurUsd, Side.Buy).Value));
        Assert.Equal(["cancel o-1"], desk.Sent());

        desk.Tell("o-1", Cancelled);

        Assert.Equal(OrderStatus.Cancelled, desk["o-1"].Status);
        Assert.Equal("venue.requested", desk.Events.OfType<OrderCancelled>().Single().Code);
    }

    [Fact]
    public void Cancel_Twice_AsksOnce()
    {
        var desk = new OrderScene().Rest(Resting).Cancel("o-1");
        Assert.Empty(desk.TryCancel("o-1").Events());

        desk.Tell("o-1", Cancelled);

        Assert.Empty(desk.TryCancel("o-1").Events());
    }

    [Fact]
    public void Cancel_OfAFilledOrANeverPlacedOrder_IsRefused()
    {
        var desk = new OrderScene().Trade("o-1", Side.Buy, 100m);

        Assert.Equal("execution.order_finished", desk.TryCancel("o-1").RefusalCode());
        Assert.Equal("execution.unknown_order", desk.TryCancel("o-9").RefusalCode());
        Assert.Equal("order.reason", desk.Rest(Resting with { Id = OrderId.Parse("o-2") }).TryCancel("o-2", OrderCodes.Oco).RefusalCode());
    }

    [Fact]
    public void Cancel_FillArrivesAfterTheRequest_IsBookedAndTheRestIsCancelled()
    {
        var desk = new OrderScene().Rest(Resting).Cancel("o-1").Tell("o-1", Filled(300m, "x-1", 1.38m));
        Assert.Equal(OrderStatus.PendingCancel, desk["o-1"].Status);

        desk.Tell("o-1", Cancelled);

        Assert.Equal((OrderStatus.Cancelled, 300m, 300m), (desk["o-1"].Status, desk["o-1"].Filled.Value, desk.Position));
    }

    [Fact]
    public void Cancel_RejectedBecauseFilledFirst_IsFilledInEitherOrderOfTheReports()
    {
        var fillFirst = new OrderScene().Rest(Resting).Cancel("o-1").Tell("o-1", Filled(1_000m, "x-1", 1.38m)).Tell("o-1", CancelRejected);
        var rejectFirst = new OrderScene().Rest(Resting).Cancel("o-1").Tell("o-1", CancelRejected).Tell("o-1", Filled(1_000m, "x-1", 1.38m));

        Assert.All([fillFirst, rejectFirst], d => Assert.Equal((OrderStatus.Filled, 1_000m), (d["o-1"].Status, d.Position)));
    }

    [Fact]
    public void Cancel_RejectedWhileItRests_RestsOnAndCanBeCancelledAgain()
    {
        var desk = new OrderScene().Rest(Resting).Cancel("o-1").Tell("o-1", CancelRejected);
        Assert.Equal(OrderStatus.Accepted, desk["o-1"].Status);

        desk.Cancel("o-1");

        Assert.Equal(["cancel o-1"], desk.Sent());
    }

    [Fact]
    public void Cancel_OfAnOrderWhoseAmendmentIsUnanswered_OutranksIt()
    {
        var desk = new OrderScene().Rest(Resting).Amend("o-1", Larger).Cancel("o-1").Tell("o-1", Amended(1_500m));
        Assert.Equal(OrderStatus.PendingCancel, desk["o-1"].Status);

        desk.Tell("o-1", CancelRejected);

        Assert.Equal((OrderStatus.Accepted, 1_500m), (desk["o-1"].Status, desk["o-1"].Remaining.Value));
    }

    [Fact]
    public void CancelAll_OfASymbol_KeepsProtectiveOrdersWhereToldTo()
    {
        var desk = new OrderScene().Place(Ticket("o-1", Side.Buy, 600m) with { Stop = new Price(1.38m) })
            .Tell("o-1", Filled(600m, "x-1")).Tell("o-1-sl", Accepted).Rest(Resting with { Id = OrderId.Parse("o-2") });
        var keep = new CancelAllOrders(Desk.Command(), Desk.Manager, Desk.EurUsd, true, "Friday");

        desk.Step(AccountDecider.Decide(desk.Account, keep, Desk.Now));
        Assert.Equal(["cancel o-2"], desk.Sent());

        desk.Step(AccountDecider.Decide(desk.Account, keep with { KeepReduceOnly = false }, Desk.Now));
        Assert.Equal(["cancel o-1-sl"], desk.Sent());
        Assert.Empty(AccountDecider.Decide(desk.Account, keep with { KeepReduceOnly = false, Symbol = null }, Desk.Now).Events());
    }
}
