using Countersign.Domain.Accounts;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Tests.Domain.Audit;
using Xunit;
using static Countersign.Tests.Domain.Accounts.OrderScene;

namespace Countersign.Tests.Domain.Accounts;

public sealed class ReduceOnlyTests
{
    private static readonly OrderTicket Close = Ticket("o-close", Side.Sell, 1_000m) with { ReduceOnly = true };

    [Fact]
    public void ReduceOnly_WithoutAPosition_IsDenied()
    {
        var desk = new OrderScene().Place(Close);

        Assert.Equal((OrderStatus.Denied, "order.reduce_only"), (desk["o-close"].Status, Assert.Single(desk["o-close"].Refusals).Code));
    }

    [Fact]
    public void ReduceOnly_OnTheSideOfThePosition_IsDenied()
    {
        var desk = new OrderScene().Trade("o-1", Side.Sell, 500m).Place(Close);

        Assert.Contains("order.reduce_only", desk["o-close"].Refusals.Codes());
    }

    [Fact]
    public void ReduceOnly_LargerThanThePosition_IsSentForThePositionOnly()
    {
        var desk = new OrderScene().Trade("o-1", Side.Buy, 600m).Place(Close);

        Assert.Equal(["submit o-close 600"], desk.Sent());
        Assert.Equal(new Quantity(1_000m), desk["o-close"].Ticket.Quantity);
        desk.Tell("o-close", Filled(600m, "x-2"));
        Assert.Equal((OrderStatus.Filled, 0m), (desk["o-close"].Status, desk.Position));
    }

    [Fact]
    public void ReduceOnly_TrimmedAndSentAgainWithTheSameTicket_IsTheSameOrder()
    {
        var desk = new OrderScene().Trade("o-1", Side.Buy, 600m).Place(Close);

        Assert.Empty(desk.TryPlace(Close).Events());
    }

    [Fact]
    public void ReduceOnly_TwiceAtOnceForTheWholePosition_DeniesTheSecond()
    {
        var desk = new OrderScene().Trade("o-1", Side.Buy, 600m).Place(Close, Close with { Id = OrderId.Parse("o-again") });

        Assert.Contains("order.reduce_only", desk["o-again"].Refusals.Codes());
    }

    [Fact]
    public void ReduceOnly_BesideARestingStopForThePosition_StillClosesAll()
    {
        var entry = Ticket("o-1", Side.Buy, 600m) with { Stop = new Price(1.38m) };
        var desk = new OrderScene().Place(entry).Tell("o-1", Filled(600m, "x-1")).Tell("o-1-sl", Accepted).Place(Close);

        Assert.Equal(["submit o-close 600"], desk.Sent());
    }

    [Fact]
    public void ReduceOnly_PositionShrinksUnderIt_IsAmendedThenCancelled()
    {
        var desk = new OrderScene().Trade("o-1", Side.Buy, 600m)
            .Rest(Limit("o-out", Side.Sell, 600m, 1.40m) with { ReduceOnly = true })
            .Trade("o-2", Side.Sell, 200m);
        Assert.Equal(["amend o-out 400"], desk.Sent());

        desk.Tell("o-out", Amended(400m)).Trade("o-3", Side.Sell, 400m);

        Assert.Equal(["cancel o-out"], desk.Sent());
    }

    [Fact]
    public void ReduceOnly_FillsMoreThanThePositionInARace_IsBookedAndTheExcessIsVisible()
    {
        var desk = new OrderScene().Trade("o-1", Side.Buy, 600m)
            .Rest(Limit("o-out", Side.Sell, 600m, 1.40m) with { ReduceOnly = true })
            .Trade("o-2", Side.Sell, 200m)
            .Tell("o-out", Filled(600m, "x-9", 1.40m));

        Assert.Equal(-200m, desk.Position);
        var excess = desk.Events.OfType<ExcessFilled>().Single();
        Assert.Equal((OrderCodes.ReduceOnly, 200m), (excess.Code, excess.Excess.Value));
    }

    [Fact]
    public void ReduceOnly_ForTheOddRestOfAPosition_MayBeOffTheLot()
    {
        var desk = new OrderScene().Trade("o-1", Side.Buy, 600m).Place(Ticket("o-2", Side.Sell, 599m)).Tell("o-2", Filled(598.5m, "x-2"));
        desk.Tell("o-2", Cancelled);

        desk.Place(Close);
        Assert.Equal(["submit o-close 1.5"], desk.Sent());
        desk.Tell("o-close", new BrokerReport.Rejected("venue.closed", "Closed."));
        desk.Place(Ticket("o-rest", Side.Sell, 1.5m) with { ReduceOnly = true });

        Assert.Equal(["submit o-rest 1.5"], desk.Sent());
    }

    [Fact]
    public void Position_TurnedByAnotherOrder_CancelsTheExitsOfTheOldSide()
    {
        var entry = Ticket("o-1", Side.Buy, 600m) with { Stop = new Price(1.38m), Target = new Price(1.41m) };
        var desk = new OrderScene().Place(entry).Tell("o-1", Filled(600m, "x-1")).Tell("o-1-sl", Accepted).Tell("o-1-tp", Accepted);

        desk.Trade("o-2", Side.Sell, 1_000m);

        Assert.Equal(-400m, desk.Position);
        Assert.Equal(["cancel o-1-sl", "cancel o-1-tp"], desk.Sent());
    }
}
