using Countersign.Domain.Accounts;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Tests.Domain.Audit;
using Xunit;
using static Countersign.Tests.Domain.Accounts.OrderScene;

namespace Countersign.Tests.Domain.Accounts;

/// <summary>What the venue tells late, twice, lost or too much of.</summary>
public sealed class LateReportTests
{
    private static readonly OrderTicket Resting = Limit("o-1", Side.Buy, 1_000m, 1.38m);

    public static TheoryData<string, string> Ends => new()
    {
        { nameof(BrokerReport.Cancelled), nameof(OrderStatus.Cancelled) },
        { nameof(BrokerReport.Expired), nameof(OrderStatus.Expired) },
        { nameof(BrokerReport.Rejected), nameof(OrderStatus.Cancelled) },
    };

    [Theory]
    [MemberData(nameof(Ends))]
    public void Fill_ToldAfterTheEndOfItsOrder_IsBookedAndSaidToBeLate(string end, string after)
    {
        var desk = new OrderScene().Rest(Resting).Tell("o-1", End(end)).Tell("o-1", Filled(300m, "x-1", 1.38m));

        Assert.Equal((after, 300m, 300m), (desk["o-1"].Status.ToString(), desk["o-1"].Filled.Value, desk.Position));
        Assert.Equal(OrderCodes.Late, desk.Events.OfType<ExcessFilled>().Single().Code);
        Assert.Empty(desk.Account.Orders.Open);

        desk.Tell("o-1", Filled(300m, "x-1", 1.38m)).Tell("o-1", Filled(700m, "x-2", 1.38m));
        Assert.Equal((OrderStatus.Filled, 1_000m), (desk["o-1"].Status, desk.Position));
    }

    [Fact]
    public void Fill_OfMoreThanTheOrder_IsBookedAndTheExcessIsVisible()
    {
        var desk = new OrderScene().Rest(Resting).Tell("o-1", Filled(1_200m, "x-1", 1.38m));

        Assert.Equal((OrderStatus.Filled, 1_200m, 0m), (desk["o-1"].Status, desk.Position, desk["o-1"].Remaining.Value));
        Assert.Equal(new ExcessFilled(OrderId.Parse("o-1"), ExecutionId.Parse("x-1"), new Quantity(200m), OrderCodes.Overfill, Desk.Now),
            desk.Events.OfType<ExcessFilled>().Single());
        desk.Tell("o-1", Filled(50m, "x-2", 1.38m));
        Assert.Equal(1_250m, desk.Position);
    }

    [Theory]
    [InlineData(0, 1.38)]
    [InlineData(-5, 1.38)]
    [InlineData(100, 0)]
    public void Fill_OfAnImpossibleQuantityOrPrice_IsDisputedOnceAndNotBooked(int quantity, double price)
    {
        var desk = new OrderScene().Rest(Resting);

        desk.Tell("o-1", Filled(quantity, "x-1", (decimal)price)).Tell("o-1", Filled(quantity, "x-1", (decimal)price));

        Assert.Equal("order.fill", Assert.Single(desk.Events.OfType<FillDisputed>()).Refusals[0].Code);
        Assert.Equal(0m, desk.Position);
    }

    [Fact]
    public void Fill_OfAnOrderThatWasNeverPlacedOrDenied_IsDisputedAndTheRestOfTheAnswerIsBooked()
    {
        var desk = new OrderScene().Rest(Resting).Place(Ticket("o-2", Side.Sell, 100m) with { ReduceOnly = true });

        desk.Tell(("o-9", Filled(5m, "x-9")), ("o-2", Filled(5m, "x-8")), ("o-1", Filled(1_000m, "x-1", 1.38m)), ("o-8", Cancelled));

        Assert.Equal(["x-9", "x-8"], desk.Events.OfType<FillDisputed>().Select(e => e.ExecutionId.Value));
        Assert.Equal(1_000m, desk.Position);
    }

    [Fact]
    public void Reports_ToldTwice_ChangeNothing()
    {
        var amended = new BrokerReport.Amended(new OrderAmendment(new Quantity(800m)));
        var triggered = new BrokerReport.Triggered(new Price(1.40m), Desk.Now);
        var desk = new OrderScene().Rest(Stop("o-1", Side.Buy, 1_000m, 1.40m)).Tell("o-1", amended, triggered, Filled(300m, "x-1", 1.40m));
        var events = desk.Events.Count;

        desk.Tell("o-1", Accepted, triggered, Filled(300m, "x-1", 1.40m), amended);

        Assert.Equal(events, desk.Events.Count);
        Assert.Equal(Desk.Now, desk["o-1"].TriggeredAt);
    }

    [Fact]
    public void Reports_AfterTheEndOfAnOrder_ChangeNothing()
    {
        var desk = new OrderScene().Rest(Resting).Tell("o-1", Cancelled);
        var events = desk.Events.Count;

        desk.Tell("o-1", Accepted, Lost, Cancelled, CancelRejected, AmendRejected, Amended(5m), new BrokerReport.Expired(),
            new BrokerReport.Rejected("venue.closed", "Closed."), new BrokerReport.Triggered(new Price(1.4m), Desk.Now));

        Assert.Equal(events, desk.Events.Count);
    }

    [Fact]
    public void Rejected_AfterAPartialFill_EndsOnlyTheRest()
    {
        var desk = new OrderScene().Rest(Resting).Tell("o-1", Filled(300m, "x-1", 1.38m), new BrokerReport.Rejected("venue.margin", "No margin."));

        Assert.Equal((OrderStatus.Cancelled, 300m), (desk["o-1"].Status, desk.Position));
        Assert.Equal(["venue.margin"], desk["o-1"].Refusals.Codes());
    }

    [Fact]
    public void Unknown_OfASubmission_IsNeitherRejectedNorForgottenAndCounts()
    {
        var desk = new OrderScene().Place(Resting).Tell("o-1", Lost);

        Assert.Equal(OrderStatus.Unknown, desk["o-1"].Status);
        Assert.Equal(1_000m, desk.Account.Orders.UnderWay(Desk.EurUsd, Side.Buy).Value);
        Assert.Empty(desk.TryPlace(Resting).Events());
    }

    [Fact]
    public void Unknown_WhoseCancelIsWanted_IsCancelledOnceItTurnsUp()
    {
        var desk = new OrderScene().Place(Resting).Tell("o-1", Lost).Cancel("o-1");
        Assert.Equal(["cancel o-1"], desk.Sent());

        desk.Tell("o-1", CancelRejected);
        Assert.Equal(OrderStatus.Unknown, desk["o-1"].Status);

        desk.Tell("o-1", Accepted);
        Assert.Equal(["cancel o-1"], desk.Sent());
        Assert.Equal(OrderStatus.PendingCancel, desk["o-1"].Status);
    }

    [Fact]
    public void Unknown_AfterALostAmendment_AsksForItAgainUnlessTheVenueHadIt()
    {
        var larger = new OrderAmendment(new Quantity(1_500m));
        var hadNot = new OrderScene().Rest(Resting).Amend("o-1", larger).Tell("o-1", Lost).Tell("o-1", Accepted);
        var had = new OrderScene().Rest(Resting).Amend("o-1", larger).Tell("o-1", Lost).Tell("o-1", Accepted, Amended(1_500m));

        Assert.Equal(["amend o-1 1500"], hadNot.Sent());
        Assert.Empty(had.Sent());
        Assert.Equal((OrderStatus.Accepted, 1_500m), (had["o-1"].Status, had["o-1"].Remaining.Value));
    }

    [Fact]
    public void Unknown_AfterALostCancel_AsksForItAgainUnlessTheVenueHadIt()
    {
        var hadNot = new OrderScene().Rest(Resting).Cancel("o-1").Tell("o-1", Lost).Tell("o-1", Accepted, Filled(300m, "x-1", 1.38m));
        var had = new OrderScene().Rest(Resting).Cancel("o-1").Tell("o-1", Lost).Tell("o-1", Accepted, Cancelled);

        Assert.Equal(["cancel o-1"], hadNot.Sent());
        Assert.Equal((OrderStatus.PendingCancel, 300m), (hadNot["o-1"].Status, hadNot.Position));
        Assert.Empty(had.Sent());
        Assert.Equal(OrderStatus.Cancelled, had["o-1"].Status);
    }

    [Fact]
    public void Unknown_ToldEverythingFromTheBeginning_TakesNoOldAnswerForANewOne()
    {
        var id = OrderId.Parse("o-1");
        BrokerMessage[] all =
        [
            Desk.Message(id, Accepted), Desk.Message(id, Amended(600m)), Desk.Message(id, AmendRejected), Desk.Message(id, Amended(1_000m)),
            Desk.Message(id, Filled(700m, "x-1", 1.38m)),
        ];
        var desk = new OrderScene().Place(Resting).TellAgain(all).Amend("o-1", new OrderAmendment(new Quantity(1_500m))).Tell("o-1", Lost);

        desk.TellAgain(all);

        Assert.Equal(["amend o-1 1500"], desk.Sent());
        Assert.Equal((OrderStatus.PendingReplace, 300m), (desk["o-1"].Status, desk["o-1"].Remaining.Value));
    }

    [Fact]
    public void Unknown_ResolvedByAFillInPart_GoesOnAsPartiallyFilled()
    {
        var desk = new OrderScene().Place(Resting).Tell("o-1", Lost).Tell("o-1", Filled(300m, "x-1", 1.38m));

        Assert.Equal(OrderStatus.PartiallyFilled, desk["o-1"].Status);
    }

    private static BrokerReport End(string name) => name switch
    {
        nameof(BrokerReport.Cancelled) => Cancelled,
        nameof(BrokerReport.Expired) => new BrokerReport.Expired(),
        _ => new BrokerReport.Rejected("venue.closed", "Closed."),
    };
}
