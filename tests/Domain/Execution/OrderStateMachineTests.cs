using Countersign.Domain.Execution;
using Countersign.Tests.Domain.Accounts;
using Xunit;
using static Countersign.Domain.Execution.OrderStatus;

namespace Countersign.Tests.Domain.Execution;

public sealed class OrderStateMachineTests
{
    private static readonly HashSet<(OrderStatus From, OrderStatus To)> Legal =
    [
        (PendingNew, Denied), (PendingNew, Submitted),
        (Submitted, Accepted), (Submitted, Rejected), (Submitted, PartiallyFilled), (Submitted, Filled), (Submitted, Cancelled),
        (Submitted, Expired), (Submitted, Unknown), (Submitted, PendingCancel),
        (Accepted, Accepted), (Accepted, Rejected), (Accepted, PartiallyFilled), (Accepted, Filled), (Accepted, Cancelled), (Accepted, Expired),
        (Accepted, Unknown), (Accepted, PendingReplace), (Accepted, PendingCancel),
        (PartiallyFilled, PartiallyFilled), (PartiallyFilled, Filled), (PartiallyFilled, Cancelled), (PartiallyFilled, Expired),
        (PartiallyFilled, Unknown), (PartiallyFilled, PendingReplace), (PartiallyFilled, PendingCancel),
        (PendingReplace, Accepted), (PendingReplace, Rejected), (PendingReplace, PartiallyFilled), (PendingReplace, Filled),
        (PendingReplace, Cancelled), (PendingReplace, Expired), (PendingReplace, Unknown), (PendingReplace, PendingReplace),
        (PendingReplace, PendingCancel),
        (PendingCancel, Accepted), (PendingCancel, Rejected), (PendingCancel, PartiallyFilled), (PendingCancel, Filled),
        (PendingCancel, Cancelled), (PendingCancel, Expired), (PendingCancel, Unknown), (PendingCancel, PendingReplace),
        (PendingCancel, PendingCancel),
        (Unknown, Accepted), (Unknown, Rejected), (Unknown, PartiallyFilled), (Unknown, Filled), (Unknown, Cancelled), (Unknown, Expired),
        (Unknown, PendingReplace), (Unknown, PendingCancel),

        // Told late.
        (Rejected, Filled), (Rejected, Cancelled), (Cancelled, Filled), (Cancelled, Cancelled), (Expired, Filled), (Expired, Expired),
        (Filled, Filled),
    ];

    [Fact]
    public void CanMove_OverEveryPair_IsExactlyTheLegalOnes()
    {
        foreach (var from in Enum.GetValues<OrderStatus>())
        {
            foreach (var to in Enum.GetValues<OrderStatus>())
            {
                Assert.True(Legal.Contains((from, to)) == OrderStateMachine.CanMove(from, to), $"{from} to {to}");
            }
        }
    }

    [Fact]
    public void MoveTo_AgainstTheTable_IsABug()
    {
        var order = Order.New(Desk.Market(1, Side.Buy, 1m).Ticket, Desk.Now);

        Assert.Throws<InvalidOperationException>(() => order.MoveTo(Filled, Desk.Now));
        Assert.Equal(Submitted, order.MoveTo(Submitted, Desk.Now).Status);
    }

    [Fact]
    public void IsFinal_OfEachStatus_HoldsWhereNoOrderWorksAnyMore() =>
        Assert.Equal(
            [Denied, Rejected, Filled, Cancelled, Expired], Enum.GetValues<OrderStatus>().Where(OrderStateMachine.IsFinal));
}
