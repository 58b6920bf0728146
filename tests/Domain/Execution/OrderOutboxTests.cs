using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Tests.Domain.Accounts;
using Countersign.Tests.Domain.Audit;
using Xunit;
using static Countersign.Tests.Domain.Accounts.OrderScene;

namespace Countersign.Tests.Domain.Execution;

public sealed class OrderOutboxTests
{
    private static readonly OrderTicket Resting = Limit("o-1", Side.Buy, 1_000m, 1.38m);

    [Fact]
    public void Outbox_OfAPlacedOrder_SubmitsItAndOfADeniedOneNothing()
    {
        Assert.Equal(["submit o-1 1000"], new OrderScene().Place(Resting).Sent());
        Assert.Empty(new OrderScene().Place(Resting with { ReduceOnly = true }).Sent());
    }

    [Fact]
    public void AfterRestart_ListsEveryOpenOrderAndNoFinishedOne()
    {
        var desk = new OrderScene().Rest(Resting, Resting with { Id = OrderId.Parse("o-2") }).Trade("o-3", Side.Buy, 10m);

        Assert.Equal(["o-1", "o-2"], OrderOutbox.AfterRestart(desk.Account).Select(o => o.Id.Value));
    }

    [Fact]
    public void AfterFind_OfASubmissionTheVenueNeverSaw_SubmitsItAgain()
    {
        var desk = new OrderScene().Place(Resting);

        Assert.IsType<OrderRequest.Submit>(OrderOutbox.AfterFind(desk["o-1"], isKnown: false));
        Assert.IsType<OrderRequest.Submit>(OrderOutbox.AfterFind(desk.Tell("o-1", Lost)["o-1"], isKnown: false));
        Assert.Null(OrderOutbox.NeverSeen(desk["o-1"]));
    }

    [Fact]
    public void AfterFind_OfAnOrderTheVenueHas_NeverSubmitsItTwice()
    {
        var desk = new OrderScene().Place(Resting).Tell("o-1", Lost);

        Assert.Null(OrderOutbox.AfterFind(desk["o-1"], isKnown: true));
        Assert.Null(OrderOutbox.AfterFind(desk.Tell("o-1", Accepted)["o-1"], isKnown: true));
    }

    [Fact]
    public void AfterFind_OfAnUnansweredCancelOrAmendment_AsksAgain()
    {
        var desk = new OrderScene().Rest(Resting).Amend("o-1", new OrderAmendment(new Quantity(500m)));
        Assert.IsType<OrderRequest.Amend>(OrderOutbox.AfterFind(desk["o-1"], isKnown: true));

        Assert.IsType<OrderRequest.Cancel>(OrderOutbox.AfterFind(desk.Cancel("o-1")["o-1"], isKnown: true));
        Assert.Null(OrderOutbox.AfterFind(desk.Tell("o-1", Cancelled)["o-1"], isKnown: true));
    }

    [Fact]
    public void NeverSeen_OfAnOrderThatIsToBeCancelled_EndsItInsteadOfSendingIt()
    {
        var desk = new OrderScene().Place(Resting).Tell("o-1", Lost).Cancel("o-1");

        Assert.Null(OrderOutbox.AfterFind(desk["o-1"], isKnown: false));
        desk.Tell("o-1", OrderOutbox.NeverSeen(desk["o-1"])!);

        Assert.Equal(OrderStatus.Cancelled, desk["o-1"].Status);
    }

    [Fact]
    public void IsKnown_OfAnOrderWhoseCancelWasRefusedBecauseItNeverArrived_IsFalse()
    {
        var id = OrderId.Parse("o-1");

        Assert.False(OrderOutbox.IsKnown(null));
        Assert.False(OrderOutbox.IsKnown([Desk.Message(id, CancelRejected), Desk.Message(id, AmendRejected)]));
        Assert.True(OrderOutbox.IsKnown([Desk.Message(id, CancelRejected), Desk.Message(id, Accepted)]));
    }

    [Fact]
    public void NeverSeen_OfAnOrderTheVenueHadConfirmed_IsUnknownNotGone()
    {
        var desk = new OrderScene().Rest(Resting);

        desk.Tell("o-1", OrderOutbox.NeverSeen(desk["o-1"])!);

        Assert.Equal(OrderStatus.Unknown, desk["o-1"].Status);
        Assert.Null(OrderOutbox.AfterFind(desk["o-1"], isKnown: false));
    }

    [Fact]
    public void Place_OfAKnownIdWithAnotherTicket_IsRefused()
    {
        var desk = new OrderScene().Rest(Resting);

        Assert.Equal("order.id_in_use", desk.TryPlace(Resting with { Quantity = new Quantity(999m) }).RefusalCode());
        desk.Amend("o-1", new OrderAmendment(new Quantity(500m))).Tell("o-1", Amended(500m));
        Assert.Empty(desk.TryPlace(Resting).Events());
        Assert.Empty(desk.Tell("o-1", Cancelled).TryPlace(Resting).Events());
    }

    [Theory]
    [InlineData("o-1-sl")]
    [InlineData("o-1-tp")]
    [InlineData("o-1-sl-2")]
    [InlineData("o-1-tp-999")]
    public void Place_OfAnIdThatTheDeskGives_IsRefusedAndLeavesNoTrace(string id)
    {
        var desk = new OrderScene();

        Assert.Equal("order.reserved", desk.TryPlace(Resting with { Id = OrderId.Parse(id) }).RefusalCode());
        Assert.Equal("order.reserved", desk.TryPlace(Resting with { ParentId = OrderId.Parse("o-9") }).RefusalCode());
    }

    [Theory]
    [InlineData("o-sl", 1)]
    [InlineData("o-1", 0)]
    [InlineData("o-1-sl-x", 0)]
    [InlineData("o-1-2", 0)]
    [InlineData("o-slow-7", 0)]
    public void PairOf_AnId_IsAboveZeroOnlyForTheDesksOwn(string id, int pair) => Assert.Equal(pair, OrderLinks.PairOf(OrderId.Parse(id)));

    [Fact]
    public void Place_OfAnIdTooLongToDeriveFrom_IsRefused()
    {
        var longest = "o-" + new string('a', OrderLinks.ClientIdLengthMax - 2);

        Assert.Equal("order.id_too_long", new OrderScene().TryPlace(Resting with { Id = OrderId.Parse(longest + "a") }).RefusalCode());
        Assert.Single(new OrderScene().TryPlace(Resting with { Id = OrderId.Parse(longest) }).Events());
        Assert.Equal(longest + "-tp-999", OrderLinks.TakeProfitOf(OrderId.Parse(longest), OrderLinks.PairsMax).Value);
    }
}
