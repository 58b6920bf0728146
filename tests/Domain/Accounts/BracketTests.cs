using Countersign.Domain.Accounts;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Xunit;
using static Countersign.Tests.Domain.Accounts.OrderScene;

namespace Countersign.Tests.Domain.Accounts;

/// <summary>Entries with a stop-loss and a take-profit.</summary>
public sealed class BracketTests
{
    private static readonly OrderTicket Entry = Limit("o-1", Side.Buy, 1_000m, 1.39m) with { Stop = new Price(1.38m), Target = new Price(1.41m) };

    [Fact]
    public void Bracket_BeforeItsEntryFills_HasNoExits()
    {
        var desk = new OrderScene().Rest(Entry);

        Assert.False(desk.Has("o-1-sl"));
        Assert.False(desk.Has("o-1-tp"));
    }

    [Fact]
    public void Bracket_EntryFilled_PlacesStopLossThenTakeProfitAgainstIt()
    {
        var desk = new OrderScene().Rest(Entry).Tell("o-1", Filled(1_000m, "x-1"));

        Assert.Equal(["submit o-1-sl 1000", "submit o-1-tp 1000"], desk.Sent());
        var stop = desk["o-1-sl"].Ticket;
        Assert.Equal((OrderType.Stop, Side.Sell, new Price(1.38m)), (stop.Type, stop.Side, stop.TriggerPrice));
        var target = desk["o-1-tp"].Ticket;
        Assert.Equal((OrderType.Limit, Side.Sell, new Price(1.41m)), (target.Type, target.Side, target.LimitPrice));
        Assert.All([stop, target], t => Assert.True(
            t is { ReduceOnly: true, TimeInForce: TimeInForce.GoodTillCancelled, OcoGroup: "o-1", ParentId.Value: "o-1" }));
    }

    [Fact]
    public void Bracket_WithATrailingStop_PlacesItWithItsFirstTrigger()
    {
        var trail = new Trail(0.005m, TrailUnit.Distance);
        var desk = new OrderScene().Rest(Entry with { StopTrail = trail, Target = null }).Tell("o-1", Filled(1_000m, "x-1"));

        var stop = desk["o-1-sl"].Ticket;
        Assert.Equal((OrderType.TrailingStop, trail, new Price(1.38m)), (stop.Type, stop.Trail, stop.TriggerPrice));
    }

    [Fact]
    public void Bracket_EntryFilledInParts_StopCoversExactlyWhatIsFilled()
    {
        var desk = new OrderScene().Rest(Entry).Tell("o-1", Filled(300m, "x-1"));
        Assert.Equal(["submit o-1-sl 300", "submit o-1-tp 300"], desk.Sent());
        desk.Tell("o-1-sl", Accepted).Tell("o-1-tp", Accepted);

        desk.Tell("o-1", Filled(500m, "x-2"));

        Assert.Equal(["amend o-1-sl 800", "amend o-1-tp 800"], desk.Sent());
        desk.Tell("o-1-sl", Amended(800m)).Tell("o-1-tp", Amended(800m)).Tell("o-1", Filled(200m, "x-3"));
        Assert.Equal(["amend o-1-sl 1000", "amend o-1-tp 1000"], desk.Sent());
        desk.Tell("o-1-sl", Amended(1_000m));
        Assert.Equal(new Quantity(1_000m), desk["o-1-sl"].Working.Quantity);
    }

    [Fact]
    public void Bracket_EntryFillsWhileItsStopIsNotConfirmedYet_GrowsTheStopOnceItIs()
    {
        var desk = new OrderScene().Rest(Entry).Tell("o-1", Filled(300m, "x-1"), Filled(500m, "x-2"));
        Assert.Equal(["submit o-1-sl 300", "submit o-1-tp 300"], desk.Sent());

        desk.Tell("o-1-sl", Accepted);

        Assert.Equal(["amend o-1-sl 800"], desk.Sent());
        desk.Tell("o-1", Filled(200m, "x-3")).Tell("o-1-sl", Amended(800m));
        Assert.Equal(["amend o-1-sl 1000"], desk.Sent());
    }

    [Fact]
    public void Bracket_FillOfTheEntryToldTwice_AttachesOnce()
    {
        var desk = new OrderScene().Rest(Entry).Tell("o-1", Filled(1_000m, "x-1"));
        var events = desk.Events.Count;

        desk.Tell("o-1", Filled(1_000m, "x-1"));

        Assert.Equal(events, desk.Events.Count);
        Assert.Equal(1, desk["o-1"].Exits);
    }

    [Fact]
    public void Bracket_TargetFilled_CancelsTheStopAndIsFlat()
    {
        var desk = Open().Tell("o-1-tp", Filled(1_000m, "x-2", 1.41m));

        Assert.Equal(["cancel o-1-sl"], desk.Sent());
        desk.Tell("o-1-sl", Cancelled);
        Assert.Equal(0m, desk.Position);
        Assert.Empty(desk.Account.Orders.Open);
        Assert.Equal(0, desk.Account.Orders.Linked);
        Assert.Equal(OrderCodes.Oco, desk.Events.OfType<OrderCancelled>().Single().Code);
    }

    [Fact]
    public void Bracket_TargetFilledInPart_StopShrinksToWhatIsLeft()
    {
        var desk = Open().Tell("o-1-tp", Filled(400m, "x-2", 1.41m));

        Assert.Equal(["amend o-1-sl 600"], desk.Sent());
        Assert.Equal(new Quantity(600m), desk["o-1-tp"].Remaining);
    }

    [Fact]
    public void Bracket_BothExitsFillInARace_BothAreBookedAndTheExcessIsVisible()
    {
        var desk = Open().Tell("o-1-tp", Filled(1_000m, "x-2", 1.41m)).Tell("o-1-sl", Filled(1_000m, "x-3", 1.38m));

        Assert.Equal(-1_000m, desk.Position);
        Assert.Equal(OrderStatus.Filled, desk["o-1-sl"].Status);
        var excess = desk.Events.OfType<ExcessFilled>().Single();
        Assert.Equal(("o-1-sl", OrderCodes.Oco, 1_000m), (excess.OrderId.Value, excess.Code, excess.Excess.Value));
    }

    [Fact]
    public void Bracket_PositionClosedByHand_CancelsBothExits()
    {
        var desk = Open().Trade("o-2", Side.Sell, 1_000m);

        Assert.Equal(["cancel o-1-sl", "cancel o-1-tp"], desk.Sent());
        desk.Tell(("o-1-sl", Cancelled), ("o-1-tp", Cancelled));
        Assert.All(desk.Events.OfType<OrderCancelled>(), e => Assert.Equal(OrderCodes.ReduceOnly, e.Code));
        Assert.Empty(desk.Account.Orders.Open);
    }

    [Fact]
    public void Bracket_PositionReducedByHand_ShrinksBothExits()
    {
        var desk = Open().Trade("o-2", Side.Sell, 700m);

        Assert.Equal(["amend o-1-sl 300", "amend o-1-tp 300"], desk.Sent());
    }

    [Fact]
    public void Bracket_EntryThatTurnsAShort_ProtectsOnlyWhatItOpened()
    {
        var desk = new OrderScene().Trade("o-0", Side.Sell, 600m).Rest(Entry).Tell("o-1", Filled(1_000m, "x-1"));

        Assert.Equal(400m, desk.Position);
        Assert.Equal(["submit o-1-sl 400", "submit o-1-tp 400"], desk.Sent());
    }

    [Fact]
    public void Bracket_ExitFillsWhileTheEntryStillRests_CancelsTheRestOfTheEntry()
    {
        var desk = new OrderScene().Rest(Entry).Tell("o-1", Filled(300m, "x-1"));

        desk.Tell("o-1-sl", Accepted, Filled(300m, "x-2", 1.38m));

        Assert.Equal(["cancel o-1", "cancel o-1-tp"], desk.Sent().Order());
        desk.Tell("o-1", Cancelled);
        Assert.Equal(OrderCodes.ExitFilled, desk.Events.OfType<OrderCancelled>().Single().Code);
    }

    [Fact]
    public void Bracket_EntryFillsOnAfterItsStopIsDone_GetsAnotherPairForThatFill()
    {
        var desk = new OrderScene().Rest(Entry).Tell("o-1", Filled(300m, "x-1"));
        desk.Tell("o-1-sl", Accepted).Amend("o-1-sl", new OrderAmendment(TriggerPrice: new Price(1.385m)));
        desk.Tell("o-1-sl", new BrokerReport.Amended(new OrderAmendment(TriggerPrice: new Price(1.385m))), Filled(300m, "x-2", 1.38m));

        desk.Tell("o-1", Filled(200m, "x-3"));

        Assert.Equal(["submit o-1-sl-2 200", "submit o-1-tp-2 200"], desk.Sent());
        Assert.Equal("o-1-2", desk["o-1-sl-2"].Ticket.OcoGroup);
        Assert.Equal(new Price(1.385m), desk["o-1-sl-2"].Ticket.TriggerPrice);
        Assert.Equal(2, desk["o-1"].Exits);
    }

    [Fact]
    public void Bracket_EntryCancelledAfterAPartialFill_KeepsItsExits()
    {
        var desk = new OrderScene().Rest(Entry).Tell("o-1", Filled(300m, "x-1")).Tell("o-1-sl", Accepted).Tell("o-1-tp", Accepted);

        desk.Cancel("o-1").Tell("o-1", Cancelled);

        Assert.Equal(OrderStatus.Accepted, desk["o-1-sl"].Status);
        Assert.Equal(new Quantity(300m), desk["o-1-sl"].Remaining);
    }

    [Fact]
    public void Bracket_FillOfTheEntryToldAfterItsCancel_IsProtectedToo()
    {
        var desk = new OrderScene().Rest(Entry).Cancel("o-1").Tell("o-1", Cancelled);

        desk.Tell("o-1", Filled(300m, "x-1"));

        Assert.Equal(["submit o-1-sl 300", "submit o-1-tp 300"], desk.Sent());
        Assert.Equal(OrderStatus.Cancelled, desk["o-1"].Status);
    }

    [Fact]
    public void Bracket_VenueRefusesToGrowTheStop_AnotherPairCoversTheDifferenceOnce()
    {
        var desk = new OrderScene().Rest(Entry).Tell("o-1", Filled(300m, "x-1")).Tell("o-1-sl", Accepted).Tell("o-1-tp", Accepted);
        desk.Tell("o-1", Filled(500m, "x-2"));

        desk.Tell("o-1-sl", AmendRejected);
        Assert.Equal(["submit o-1-sl-2 500", "submit o-1-tp-2 500"], desk.Sent());

        desk.Tell("o-1-tp", Amended(800m));
        Assert.Equal(["amend o-1-tp 300"], desk.Sent());
    }

    [Fact]
    public void Bracket_VenueRefusesToGrowBothExits_OneMorePairCoversTheDifference()
    {
        var desk = new OrderScene().Rest(Entry).Tell("o-1", Filled(300m, "x-1")).Tell("o-1-sl", Accepted).Tell("o-1-tp", Accepted);

        desk.Tell("o-1", Filled(500m, "x-2")).Tell("o-1-sl", AmendRejected).Tell("o-1-tp", AmendRejected);

        Assert.Equal(2, desk["o-1"].Exits);
        Assert.Equal(800m, desk["o-1-sl"].Remaining.Value + desk["o-1-sl-2"].Remaining.Value);
    }

    [Fact]
    public void Bracket_StopIsDoneWhileItIsToGrow_AnotherPairCoversTheDifference()
    {
        var desk = new OrderScene().Rest(Entry).Tell("o-1", Filled(300m, "x-1")).Tell("o-1-sl", Accepted).Tell("o-1-tp", Accepted);
        desk.Tell("o-1", Filled(500m, "x-2"));

        desk.Tell("o-1-sl", Filled(300m, "x-3", 1.38m), AmendRejected);

        Assert.Equal(500m, desk.Position);
        Assert.Contains("submit o-1-sl-2 500", desk.Sent());
        Assert.Contains("submit o-1-tp-2 500", desk.Sent());
        Assert.Contains("cancel o-1-tp", desk.Sent());
    }

    [Fact]
    public void Bracket_OfTwoEntriesAndAPartClosedByHand_ShrinksTheOldestEntrysExits()
    {
        var second = Limit("o-2", Side.Buy, 500m, 1.39m) with { Stop = new Price(1.38m) };
        var desk = Open().Rest(second).Tell("o-2", Filled(500m, "x-2")).Tell("o-2-sl", Accepted);

        desk.Trade("o-3", Side.Sell, 800m);

        Assert.Equal(["amend o-1-sl 200", "amend o-1-tp 200"], desk.Sent());
        Assert.Equal(new Quantity(500m), desk["o-2-sl"].Remaining);
    }

    [Fact]
    public void Bracket_EntryExpiresAfterAPartialFill_KeepsItsExits()
    {
        var desk = new OrderScene().Rest(Entry with { TimeInForce = TimeInForce.Day }).Tell("o-1", Filled(300m, "x-1"))
            .Tell(("o-1-sl", Accepted), ("o-1-tp", Accepted), ("o-1", new BrokerReport.Expired()));

        Assert.Equal(OrderStatus.Expired, desk["o-1"].Status);
        Assert.Equal((300m, 300m), (desk["o-1-sl"].Remaining.Value, desk["o-1-tp"].Remaining.Value));
        Assert.Empty(desk.Sent());
    }

    [Fact]
    public void Bracket_VenueRejectsTheStop_TargetStaysAndTheNextFillGetsAPairOfItsOwn()
    {
        var desk = new OrderScene().Rest(Entry).Tell("o-1", Filled(300m, "x-1"));
        desk.Tell(("o-1-sl", new BrokerReport.Rejected("venue.trigger", "Beyond the market.")), ("o-1-tp", Accepted));
        Assert.Equal(OrderStatus.Rejected, desk["o-1-sl"].Status);

        desk.Tell("o-1", Filled(200m, "x-2"));

        Assert.Equal(["submit o-1-sl-2 200", "submit o-1-tp-2 200"], desk.Sent());
        Assert.Equal(new Quantity(300m), desk["o-1-tp"].Remaining);
    }

    [Fact]
    public void Bracket_FillThatOpensAndItsExitThatFillsInOneAnswer_AreBothDecided()
    {
        var desk = new OrderScene().Place(Entry).Tell(
            ("o-1", Accepted), ("o-1", Filled(1_000m, "x-1")), ("o-1-sl", Filled(1_000m, "x-2", 1.38m)));

        Assert.Equal(0m, desk.Position);
        Assert.Equal((OrderStatus.Filled, OrderStatus.Cancelled), (desk["o-1-sl"].Status, desk["o-1-tp"].Status));
        Assert.DoesNotContain(desk.Sent(), s => s.Contains("o-1-tp", StringComparison.Ordinal));
    }

    [Fact]
    public void Bracket_InAHedgingAccount_ClosesThePositionThatItsEntryOpenedAndNoOther()
    {
        var desk = new OrderScene(Hedging()).Trade("o-0", Side.Sell, 400m).Rest(Entry).Tell("o-1", Filled(1_000m, "x-1"));

        var own = PositionId.OpenedBy(OrderId.Parse("o-1"));
        Assert.Equal((own, own), (desk["o-1-sl"].Ticket.PositionId, desk["o-1-tp"].Ticket.PositionId));
        Assert.Equal(new Quantity(1_000m), desk["o-1-sl"].Remaining);

        desk.Tell("o-1-sl", Accepted, Filled(1_000m, "x-2", 1.38m));
        Assert.Equal(PositionId.OpenedBy(OrderId.Parse("o-0")), Assert.Single(desk.Account.Positions).Key);
    }

    [Fact]
    public void Order_OfAHedgingAccountThatNamesAPosition_ClosesItAndNothingElse()
    {
        var own = PositionId.OpenedBy(OrderId.Parse("o-0"));
        var close = Ticket("o-2", Side.Buy, 1_000m) with { PositionId = own, ReduceOnly = true };
        var desk = new OrderScene(Hedging()).Trade("o-0", Side.Sell, 400m).Trade("o-1", Side.Sell, 700m);

        Assert.Equal(["submit o-2 400"], desk.Place(close).Sent());
        desk.Place(close with { Id = OrderId.Parse("o-3"), ReduceOnly = false }, close with { Id = OrderId.Parse("o-4"), PositionId = PositionId.Parse("p-none") });
        Assert.Contains(desk["o-3"].Refusals, r => r.Code == "order.position");
        Assert.Contains(desk["o-4"].Refusals, r => r.Code == "order.position");
    }

    private static Account Hedging() => Desk.Opened() with { Terms = AccountTerms.Default with { Mode = PositionMode.Hedging } };

    /// <summary>Long 1,000 with both exits resting.</summary>
    private static OrderScene Open() =>
        new OrderScene().Rest(Entry).Tell("o-1", Filled(1_000m, "x-1")).Tell("o-1-sl", Accepted).Tell("o-1-tp", Accepted);
}
