#if !ORLEANS
using Countersign.Domain.Accounts;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Grains.Accounts;
using Xunit;
using static Countersign.Tests.Grains.Desk.TradingDesk;

namespace Countersign.Tests.Grains.Desk;

/// <summary>Orders from their placing to their end, on the desk's own grains and its paper venue.</summary>
public sealed class OrderLifeTests
{
    [Fact]
    public void LimitOrder_BelowTheMarket_RestsAndFillsOnALaterTick()
    {
        var desk = new TradingDesk();

        var placed = desk.Place(BuyLimit("o-rest", 1.0950m));
        desk.Tick(1.0960m, 10);
        desk.Settle();
        var resting = desk.Order("o-rest");
        desk.Tick(1.0940m, 20);
        desk.Settle();

        Assert.Equal(OrderStatus.Accepted, placed.Status);
        Assert.Equal(OrderStatus.Accepted, resting.Status);
        Assert.Equal((OrderStatus.Filled, new Price(1.0950m)), (desk.Order("o-rest").Status, desk.Order("o-rest").FillPrice));
        Assert.Equal(new Quantity(10_000m), desk.Account().PositionIn(EurUsd));
    }

    [Fact]
    public void Bracket_WhoseStopIsReached_ClosesThePositionAndCancelsTheTarget()
    {
        var desk = new TradingDesk();

        desk.Place(Buy("o-in") with { Stop = new Price(1.0950m), Target = new Price(1.1100m) });
        var resting = desk.Account().Orders.Open.Values.Select(o => (o.Id.Value, o.Status)).Order().ToArray();
        desk.Tick(1.0940m, 30);
        desk.Settle();

        Assert.Equal([("o-in-sl", OrderStatus.Accepted), ("o-in-tp", OrderStatus.Accepted)], resting);
        Assert.Equal(OrderStatus.Filled, desk.Order("o-in-sl").Status);
        Assert.Equal(OrderStatus.Cancelled, desk.Order("o-in-tp").Status);
        Assert.Equal(new Price(1.0940m), desk.Order("o-in-sl").FillPrice);
        Assert.Empty(desk.Account().Positions);
        Assert.Empty(desk.Account().Orders.Open);
    }

    [Fact]
    public void Bracket_OverARestart_StillClosesAtItsTarget()
    {
        var desk = new TradingDesk();
        desk.Place(Buy("o-in") with { Stop = new Price(1.0950m), Target = new Price(1.1100m) });

        desk.Restart();
        desk.Tick(1.1050m, 30);
        desk.Tick(1.1110m, 40);
        desk.Settle();

        Assert.Equal((OrderStatus.Filled, OrderStatus.Cancelled), (desk.Order("o-in-tp").Status, desk.Order("o-in-sl").Status));
        Assert.Empty(desk.Account().Positions);
    }

    [Fact]
    public void Amendment_OfARestingOrder_FillsAtTheNewLimitOnly()
    {
        var desk = new TradingDesk();
        desk.Place(BuyLimit("o-rest", 1.0950m));

        var amended = Done(desk.On(One, a => a.AmendOrderAsync(
            new AmendOrder(desk.Next(), Anna, OrderId.Parse("o-rest"), new OrderAmendment(LimitPrice: new Price(1.0900m))), default)));
        desk.Tick(1.0940m, 10);
        desk.Settle();
        var missed = desk.Order("o-rest");
        desk.Tick(1.0890m, 20);
        desk.Settle();

        Assert.Equal((OrderStatus.Accepted, new Price(1.0900m)), (amended.Status, amended.Working.LimitPrice));
        Assert.Equal(OrderStatus.Accepted, missed.Status);
        Assert.Equal(new Price(1.0900m), desk.Order("o-rest").FillPrice);
    }

    [Fact]
    public void Cancel_ThatComesAfterTheFill_IsRefusedAndTheFillStands()
    {
        var desk = new TradingDesk();
        desk.Place(BuyLimit("o-rest", 1.0950m));
        desk.Tick(1.0940m, 10);
        desk.Settle();

        var reply = desk.On(One, a => a.CancelOrderAsync(new CancelOrder(desk.Next(), Anna, OrderId.Parse("o-rest"), "Too late."), default));

        Assert.Equal(["execution.order_finished"], Codes(reply));
        Assert.Equal(OrderStatus.Filled, desk.Order("o-rest").Status);
    }

    [Fact]
    public void Cancel_SentTwice_CancelsOnce()
    {
        var desk = new TradingDesk();
        desk.Place(BuyLimit("o-rest", 1.0950m));
        var command = new CancelOrder(desk.Next(), Anna, OrderId.Parse("o-rest"), "No more.");

        var first = Done(desk.On(One, a => a.CancelOrderAsync(command, default)));
        var second = Done(desk.On(One, a => a.CancelOrderAsync(command, default)));

        Assert.Equal((OrderStatus.Cancelled, OrderStatus.Cancelled), (first.Status, second.Status));
        Assert.Single(desk.Events<OrderCancelRequested>());
        Assert.Single(desk.Events<OrderCancelled>());
    }

    [Fact]
    public void OrderId_OfAnOrderLongForgotten_AnswersWithItAndMakesNoSecond()
    {
        var desk = new TradingDesk();
        var ticket = Buy("o-old", 1_000m);
        var first = desk.Place(ticket);
        for (var i = 0; i < OrderMemory.FinishedMax + (2 * OrderMemory.BlockSize); i++)
        {
            desk.Place(Buy($"o-{i}", 1_000m) with { Side = i % 2 == 0 ? Side.Sell : Side.Buy });
        }

        var forgotten = desk.Account().Orders.Find(ticket.Id);
        var again = desk.Place(ticket);
        var other = desk.On(One, a => a.PlaceOrderAsync(ticket with { Quantity = new Quantity(2_000m) }, default));

        Assert.Null(forgotten);
        Assert.Equal((first.Status, first.FillPrice, first.Ticket), (again.Status, again.FillPrice, again.Ticket));
        Assert.Equal(first.Executions, again.Executions);
        Assert.Equal(["order.id_in_use"], Codes(other));
        Assert.Single(desk.Events<OrderSubmitted>(), e => e.Ticket.Id == ticket.Id);
    }

    [Fact]
    public void OrderId_OfTwoAccountsAndTwoTenants_IsThreeOrders()
    {
        var desk = new TradingDesk();

        desk.Place(BuyLimit("o-same", 1.0950m), One);
        desk.Place(BuyLimit("o-same", 1.0900m), Two);
        desk.Place(BuyLimit("o-same", 1.0850m), One, South);
        desk.Tick(1.0940m, 10);
        desk.Settle();
        var north = (desk.Order("o-same").Status, desk.Order("o-same", Two).Status, desk.Order("o-same", One, South).Status);
        desk.Tick(1.0800m, 20);
        desk.Settle();

        Assert.Equal((OrderStatus.Filled, OrderStatus.Accepted, OrderStatus.Accepted), north);
        Assert.Equal(new Price(1.0900m), desk.Order("o-same", Two).FillPrice);
        Assert.Equal(new Price(1.0850m), desk.Order("o-same", One, South).FillPrice);
    }

    [Fact]
    public void Close_OfAPosition_IsOneReduceOnlyOrderHoweverOftenItIsSent()
    {
        var desk = new TradingDesk();
        desk.Place(Buy("o-in"));
        var request = new ClosePosition(OrderId.Parse("o-out"), PositionId.Of(EurUsd));

        var closed = Done(desk.On(One, a => a.ClosePositionAsync(request, default)));
        var again = Done(desk.On(One, a => a.ClosePositionAsync(request, default)));
        var nothing = desk.On(One, a => a.ClosePositionAsync(request with { OrderId = OrderId.Parse("o-more") }, default));

        Assert.Equal((OrderStatus.Filled, true), (closed.Status, closed.Ticket.ReduceOnly));
        Assert.Equal(closed.Executions, again.Executions);
        Assert.Equal(["not_found"], Codes(nothing));
        Assert.Empty(desk.Account().Positions);
    }
}
#endif
