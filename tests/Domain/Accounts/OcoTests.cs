using Countersign.Domain.Accounts;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Tests.Domain.Audit;
using Xunit;
using static Countersign.Tests.Domain.Accounts.OrderScene;

namespace Countersign.Tests.Domain.Accounts;

/// <summary>Orders of which one cancels the others: a breakout, up or down.</summary>
public sealed class OcoTests
{
    private static readonly OrderTicket Up = Stop("o-up", Side.Buy, 1_000m, 1.40m) with { OcoGroup = "breakout" };

    private static readonly OrderTicket Down = Stop("o-down", Side.Sell, 1_000m, 1.38m) with { OcoGroup = "breakout" };

    [Fact]
    public void Oco_OneLegFilled_CancelsTheOthers()
    {
        var third = Limit("o-dip", Side.Buy, 500m, 1.37m) with { OcoGroup = "breakout" };
        var desk = new OrderScene().Rest(Up, Down, third).Tell("o-up", Filled(1_000m, "x-1", 1.40m));

        Assert.Equal(["cancel o-dip", "cancel o-down"], desk.Sent().Order());
        Assert.Equal(OrderStatus.PendingCancel, desk["o-down"].Status);
    }

    [Fact]
    public void Oco_OneLegFilledInPart_MakesTheOthersSmallerByAsMuch()
    {
        var desk = new OrderScene().Rest(Up, Down).Tell("o-up", Filled(400m, "x-1", 1.40m));
        Assert.Equal(["amend o-down 600"], desk.Sent());

        desk.Tell("o-down", Amended(600m)).Tell("o-up", Filled(100m, "x-2", 1.40m));

        Assert.Equal(["amend o-down 500"], desk.Sent());
    }

    [Fact]
    public void Oco_PartsFillFasterThanTheVenueAmends_ReducesByAllOfThem()
    {
        var desk = new OrderScene().Rest(Up, Down).Tell("o-up", Filled(400m, "x-1", 1.40m)).Tell("o-up", Filled(100m, "x-2", 1.40m));

        Assert.Equal(new OrderAmendment(new Quantity(500m)), desk["o-down"].Queued);
        desk.Tell("o-down", Amended(600m));

        Assert.Equal(["amend o-down 500"], desk.Sent());
    }

    [Fact]
    public void Oco_BothLegsFillBeforeTheCancelArrives_BothAreBooked()
    {
        var desk = new OrderScene().Rest(Up, Down).Tell("o-up", Filled(1_000m, "x-1", 1.40m));

        desk.Tell("o-down", Filled(1_000m, "x-2", 1.38m), CancelRejected);

        Assert.Equal(0m, desk.Position);
        Assert.Equal(2, desk.Account.Totals.Fills);
        Assert.Equal(OrderStatus.Filled, desk["o-down"].Status);
        var excess = desk.Events.OfType<ExcessFilled>().Single();
        Assert.Equal((OrderCodes.Oco, 1_000m), (excess.Code, excess.Excess.Value));
    }

    [Fact]
    public void Oco_OtherLegFillsInPartBeforeItsCancel_BooksThatPartAndCancelsTheRest()
    {
        var desk = new OrderScene().Rest(Up, Down).Tell("o-up", Filled(1_000m, "x-1", 1.40m));

        desk.Tell("o-down", Filled(300m, "x-2", 1.38m), Cancelled);

        Assert.Equal(700m, desk.Position);
        Assert.Equal((OrderStatus.Cancelled, 300m), (desk["o-down"].Status, desk["o-down"].Filled.Value));
        Assert.Equal(300m, desk.Events.OfType<ExcessFilled>().Single().Excess.Value);
    }

    [Fact]
    public void Oco_BothLegsFillInOneAnswer_AskForNoCancelOfAFilledOrder()
    {
        var desk = new OrderScene().Rest(Up, Down).Tell(("o-up", Filled(1_000m, "x-1", 1.40m)), ("o-down", Filled(1_000m, "x-2", 1.38m)));

        Assert.Empty(desk.Sent());
        Assert.Empty(desk.Account.Orders.Open);
    }

    [Fact]
    public void Oco_VenueThatCancelsTheOtherLegItself_IsNotAskedTo()
    {
        var desk = new OrderScene().Rest(Up, Down)
            .Tell(("o-up", Filled(1_000m, "x-1", 1.40m)), ("o-down", new BrokerReport.Cancelled("venue.oco", "The other one filled.")));

        Assert.Empty(desk.Sent());
        Assert.Equal(OrderStatus.Cancelled, desk["o-down"].Status);
    }

    [Fact]
    public void Oco_OtherLegIsNotConfirmedYet_IsCancelledAllTheSame()
    {
        var desk = new OrderScene().Rest(Up).Place(Down).Tell("o-up", Filled(1_000m, "x-1", 1.40m));

        Assert.Equal(["cancel o-down"], desk.Sent());
        desk.Tell("o-down", Accepted);
        Assert.Equal(OrderStatus.PendingCancel, desk["o-down"].Status);
    }

    [Fact]
    public void Oco_LegAddedAfterOneFilled_IsDenied()
    {
        var desk = new OrderScene().Rest(Up).Tell("o-up", Filled(1_000m, "x-1", 1.40m)).Place(Down);

        Assert.Equal(["order.oco_done"], desk["o-down"].Refusals.Codes());
    }

    [Fact]
    public void Oco_MoreLegsThanTen_AreDenied()
    {
        var desk = new OrderScene();
        for (var i = 1; i <= 11; i++)
        {
            desk.Place(Stop($"o-{i}", Side.Buy, 100m, 1.40m + (i / 1000m)) with { OcoGroup = "many" });
        }

        Assert.Equal(OrderStatus.Submitted, desk["o-10"].Status);
        Assert.Equal(["order.oco_full"], desk["o-11"].Refusals.Codes());
    }

    [Theory]
    [InlineData("")]
    [InlineData("o-1")]
    [InlineData("a\nb")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345")]
    public void Oco_NameThatIsNone_IsDenied(string group)
    {
        var desk = new OrderScene().Place(Up with { OcoGroup = group });

        Assert.Equal(["order.oco_name"], desk["o-up"].Refusals.Codes());
    }

    [Fact]
    public void Oco_OrderThatDoesNotRest_IsDenied()
    {
        var desk = new OrderScene().Place(Ticket("o-1", Side.Buy, 100m) with { OcoGroup = "now" });

        Assert.Equal(["order.oco_rests"], desk["o-1"].Refusals.Codes());
    }
}
